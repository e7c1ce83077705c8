"""Outcomes from a file: the gate of specialist care holds there too, and each bad line is named with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from kernpartner.cli.concerns import import_lines
from kernpartner.concerns.models import Concern
from kernpartner.consultations.models import Consultation
from kernpartner.db.engine import session_factory
from tests.cli.test_concerns_import import line
from tests.conftest import NOW
from tests.factories import a_place

Run = Callable[..., Result]


@pytest.fixture
def factory(fresh_database_url: str) -> sessionmaker[Session]:
    """Give a district with nine imported concerns without an outcome, committed."""
    factory = session_factory(fresh_database_url)
    with factory.begin() as session:
        district = a_place(session).district.id
    lines = [(number, json.dumps(line(number))) for number in range(1, 10)]
    assert import_lines(factory, district, lines, NOW).new == 9
    yield factory  # type: ignore[misc]
    factory.kw["bind"].dispose()


def write(path: Path, *rows: dict[str, object] | str) -> str:
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text(text + "\n", encoding="utf-8")
    return str(path)


def ended(factory: sessionmaker[Session]) -> dict[str, str | None]:
    with factory() as session:
        rows = session.execute(
            select(Concern.external_id, Consultation.outcome).join(Consultation, Consultation.concern_id == Concern.id)
        )
        return {str(number): outcome for number, outcome in rows}


def test_outcomes_are_recorded_and_specialist_care_only_with_its_live_talk(
    factory: sessionmaker[Session], run: Run, tmp_path: Path
) -> None:
    care = {"org": "de-proef", "outcome": "specialistische-hulp"}
    source = write(
        tmp_path / "outcomes.jsonl",
        {"id": "x1", "org": "de-proef", "outcome": "advice_to_school"},
        {"id": "x2", **care},
        {"id": "x3", **care, "live_talk_on": "2099-01-01"},
        {"id": "x4", **care, "live_talk_on": "2025-09-12"},
        {"id": "x5", "org": "de-proef", "outcome": "small_action"},
        {"id": "x6", "org": "de-proef", "outcome": "not_fitting", "outcome_reason": "Bel 06-71234567 hierover."},
        {"id": "x7", "org": "de-proef", "outcome": "genezen"},
        {"id": "x8", "org": "de-proef"},
        {"id": "x99", "org": "de-proef", "outcome": "own_network"},
        {"id": "x1", "org": "de-test", "outcome": "own_network"},
        "{",
        "[]",
    )
    done = run("consultations", "import", source, "--district", "proefwijk")
    assert done.exit_code == 0, done.output
    assert "3 outcomes recorded, 0 already known, 9 bad." in done.output
    assert "line 2: specialist_care needs live_talk_on" in done.output
    assert "line 3: live_talk_on lies in the future" in done.output
    assert "line 5: small_action needs action_on" in done.output
    assert "line 7: outcome 'genezen' is not known" in done.output
    assert "line 8: outcome is missing" in done.output
    for number in (9, 10):
        assert f"line {number}: no concern of this organisation has this id" in done.output
    assert "line 11: no JSON" in done.output and "line 12: not a JSON object" in done.output
    assert ended(factory) == {"x1": "advice_to_school", "x4": "specialist_care", "x6": "not_fitting"}
    with factory() as session:
        (reason,) = session.scalars(select(Consultation.outcome_reason).where(Consultation.outcome == "not_fitting"))
        assert reason is not None and "71234567" not in reason


def test_twice_is_as_once_and_strict_ends_with_an_error(
    factory: sessionmaker[Session], run: Run, tmp_path: Path
) -> None:
    source = write(tmp_path / "outcomes.jsonl", {"id": "x1", "org": "de-proef", "outcome": "own_network"})
    for known in (0, 1):
        done = run("consultations", "import", source, "--district", "proefwijk", "--strict")
        assert (done.exit_code, f"{known} already known" in done.output) == (0, True)
    bad = write(tmp_path / "bad.jsonl", {"id": "x2", "org": "de-proef", "outcome": "specialist_care"})
    assert run("consultations", "import", bad, "--district", "proefwijk", "--strict").exit_code == 1
    assert ended(factory) == {"x1": "own_network"}


def test_a_district_that_is_not_there_is_named(factory: sessionmaker[Session], run: Run, tmp_path: Path) -> None:
    source = write(tmp_path / "outcomes.jsonl", {})
    done = run("consultations", "import", source, "--district", "elders")
    assert done.exit_code != 0 and "there is no district" in done.output
