"""What is exported can be read and attacked by somebody outside who shares no code with the service."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.publications.service import export_publications, release_due
from tests.privacy.disclosure.outsider import attack, complaints, inside
from tests.publications.worlds import NOW, a_world, log_cases, log_year, spread

YEAR_ENDS = date(2026, 8, 1)
CALENDAR = {"2025-10-01", "2026-01-01", "2026-04-01", "2026-07-01", "2026-08-01"}


def exported(session: Session, folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    export_publications(session, folder)
    with (folder / "universe.csv").open(encoding="utf-8") as file:
        universe = [{**row, "count": int(row["count"])} for row in csv.DictReader(file)]
    lines = [json.loads(line) for line in (folder / "statements.jsonl").read_text(encoding="utf-8").splitlines()]
    return universe, lines


def test_the_export_holds_every_atom_and_every_statement_with_columns_by_name(session: Session, tmp_path: Path) -> None:
    world = a_world(session, schools=3, themes=1)
    spread(session, world, world.themes[0], date(2025, 9, 10), (3, 3, 2))
    log_cases(session, world, world.themes[0], date(2025, 9, 10), school=None, by=world.place.jgz)
    release_due(session, world.district_id, date(2025, 10, 1), NOW, budget_seconds=60)
    universe, lines = exported(session, tmp_path)
    assert list(universe[0]) == ["theme", "school", "org", "area", "quarter", "year", "count"]
    assert sum(row["count"] for row in universe) == 25
    assert {row["quarter"] for row in universe} == {"2025-08"} and {row["year"] for row in universe} == {"2025-2026"}
    assert {row["org"] for row in universe} == {"school", "jgz", "buurtteam"}
    assert len(universe) == len(world.place.themes) * (3 * 3 + 2)
    assert len(lines) == len(world.place.themes)
    shown = [line for line in lines if "lo" in line]
    assert [sum(row["count"] for row in universe if inside(row, line["where"])) for line in shown] == [25]
    assert all(line["silent"] == {"floor": 10, "rest": 5} for line in lines if "lo" not in line)


def test_nobody_outside_learns_of_a_small_group_from_what_the_service_released(
    session: Session, tmp_path: Path
) -> None:
    world = a_world(session, schools=3, themes=1)
    log_year(session, world, 2025, 7, seed=3)
    release_due(session, world.district_id, YEAR_ENDS, NOW, budget_seconds=60)
    universe, lines = exported(session, tmp_path)
    theme = next(row["theme"] for row in universe if row["count"])
    universe = [row for row in universe if row["theme"] == theme]
    lines = [line for line in lines if line["where"]["theme"] == theme]
    assert len(lines) == 4 + 3 + 1
    attacked, hits = attack(universe, lines)
    assert attacked > 50 and hits == []
    assert complaints(universe, lines, CALENDAR) == []


def test_later_changes_leave_the_lines_that_were_exported_before(session: Session, tmp_path: Path) -> None:
    world = a_world(session, schools=4, themes=1)
    spread(session, world, world.themes[0], date(2025, 9, 10))
    release_due(session, world.district_id, date(2025, 10, 1), NOW, budget_seconds=60)
    exported(session, tmp_path / "before")
    spread(session, world, world.themes[0], date(2025, 9, 12))
    release_due(session, world.district_id, date(2026, 1, 1), NOW, budget_seconds=60)
    exported(session, tmp_path / "after")
    for name in ("universe.csv", "statements.jsonl"):
        before, after = ((tmp_path / when / name).read_text(encoding="utf-8") for when in ("before", "after"))
        assert set(before.splitlines()) <= set(after.splitlines())
    statements = [(tmp_path / when / "statements.jsonl").read_bytes() for when in ("before", "after")]
    assert statements[1].startswith(statements[0])


def test_an_export_leaves_a_line_in_the_trail(session: Session, tmp_path: Path) -> None:
    world = a_world(session, schools=3, themes=1)
    spread(session, world, world.themes[0], date(2025, 9, 10))
    release_due(session, world.district_id, date(2025, 10, 1), NOW, budget_seconds=60)
    made = export_publications(session, tmp_path, now=NOW)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "publications.exported")).one()
    assert entry.details == {"statements": made["statements"]}
