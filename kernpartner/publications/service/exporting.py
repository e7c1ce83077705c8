"""Writes everything released and all it was made of into a folder, for somebody outside to attack.

The counts are exact and secret: the folder is for an auditor, never for a reader of editions.
"""

from __future__ import annotations

import csv
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import WORKER, Actor, record
from kernpartner.districts import queries as district_queries
from kernpartner.districts.models import Area, District
from kernpartner.organisations.models import Organisation
from kernpartner.organisations.rules import school_year, school_year_label
from kernpartner.privacy.disclosure import Audience
from kernpartner.publications.models import Edition, PublicationStatement
from kernpartner.publications.rules import periods_of_year
from kernpartner.publications.service.universe import universe
from kernpartner.tally import queries as tally_queries
from kernpartner.themes.models import Theme

COLUMNS = ("theme", "school", "org", "area", "quarter", "year", "count")
NO_SCHOOL = "none"


@dataclass(frozen=True)
class Names:
    """What things are called in the export: slugs, with the district before it when there is more than one."""

    prefix: str
    themes: Mapping[str, str]
    areas: Mapping[str, str]
    schools: Mapping[str, str]


def export_publications(
    session: Session, folder: Path, *, actor: Actor = WORKER, now: datetime | None = None
) -> Mapping[str, int]:
    """Write `universe.csv` and `statements.jsonl` into a folder; give how many rows each has.

    `universe.csv`: one row per atom in closed periods, zeros included: theme, school ("none" without one),
    kind of organisation, area, quarter (first month, cut at 1 August), school year, and the number of cases
    at the moment the period closed. `statements.jsonl`: what was said of which atoms, in order. With `now`
    the audit trail keeps that it was made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    districts = district_queries.all_districts(session)
    named = [(district, _names(session, district, len(districts) > 1)) for district in districts]
    with (folder / "universe.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        atoms = 0
        for district, names in named:
            for row in _atoms(session, district, names):
                writer.writerow(row)
                atoms += 1
    with (folder / "statements.jsonl").open("w", encoding="utf-8") as file:
        lines = 0
        for district, names in named:
            for line in _lines(session, district, names):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                lines += 1
    if now is not None:
        record(session, actor, "publications.exported", "district", None, now, statements=lines)
    return {"universe": atoms, "statements": lines}


def _names(session: Session, district: District, several: bool) -> Names:
    prefix = f"{district.slug}/" if several else ""

    def slugs(table: Any) -> dict[str, str]:
        rows = session.execute(select(table.id, table.slug).where(table.district_id == district.id))
        return {str(key): prefix + slug for key, slug in rows}

    return Names(prefix, slugs(Theme), slugs(Area), slugs(Organisation))


def _atoms(session: Session, district: District, names: Names) -> Iterator[tuple[Any, ...]]:
    areas = [uuid.UUID(area) for area in names.areas]
    first = tally_queries.first_period(session, district.id)
    closed = [through for area in areas if (through := tally_queries.closed_through(session, area)) is not None]
    if first is None or not closed:
        return
    for year in range(school_year(first), school_year(max(closed)) + 1):
        periods = [period for period in periods_of_year(year) if period <= max(closed)]
        found = universe(session, district.id, areas, year, periods[-1])
        for theme_id, theme in names.themes.items():
            for atom, count in found.counts(uuid.UUID(theme_id), periods).items():
                school = names.schools[atom.school] if atom.school else NO_SCHOOL
                yield (
                    theme,
                    school,
                    atom.organisation,
                    names.areas[atom.area],
                    _quarter(atom.period),
                    school_year_label(year),
                    count,
                )


def _lines(session: Session, district: District, names: Names) -> Iterator[dict[str, Any]]:
    rows = session.execute(
        select(PublicationStatement, Edition)
        .join(Edition, Edition.id == PublicationStatement.edition_id)
        .where(PublicationStatement.district_id == district.id)
        .order_by(PublicationStatement.position)
    )
    for statement, edition in rows:
        line: dict[str, Any] = {
            "publication": str(edition.id),
            "at": edition.due_on.isoformat(),
            "audience": edition.audience,
            "where": _place(statement, edition, names),
        }
        if statement.lo is not None:
            line |= {"lo": statement.lo, "hi": statement.hi}
        else:
            line["silent"] = {"floor": statement.rule["floor"], "rest": statement.rule["rest"]}
        yield line


def _place(statement: PublicationStatement, edition: Edition, names: Names) -> dict[str, Any]:
    """Give which atoms a statement is about, as columns of the universe with the values they may have."""
    selector = statement.selector
    place: dict[str, Any] = {"theme": names.themes[str(statement.theme_id)]}
    if edition.audience == Audience.DIGEST:
        place["area"] = names.areas[selector["area"]]
    elif edition.audience == Audience.AGENDA:
        place["school"] = names.schools[selector["school"]]
    periods = selector["periods"]
    if tuple(periods) == tuple(period.isoformat() for period in periods_of_year(edition.school_year)):
        place["year"] = school_year_label(edition.school_year)
    else:
        place["quarter"] = [_quarter(period) for period in periods]
    return place


def _quarter(period: str) -> str:
    return f"{date.fromisoformat(period):%Y-%m}"
