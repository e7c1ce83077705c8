"""What the worker does on its clock an operator can do by hand, with the same functions."""

from __future__ import annotations

import csv
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from kernpartner.cli import place
from kernpartner.meetings import service as meetings
from kernpartner.meetings.service.planning import MeetingInput
from tests.factories import a_place

Run = Callable[..., Result]


@pytest.fixture
def meeting(fresh_database_url: str) -> uuid.UUID:
    """Give a meeting that was planned and not drafted yet."""
    engine = create_engine(fresh_database_url)
    with Session(engine) as session:
        made = a_place(session)
        given = MeetingInput(
            made.district.id,
            "Kernpartneroverleg",
            place.now() + timedelta(days=30),
            area_id=made.area.id,
        )
        planned = meetings.plan_meeting(session, made.actor("coordinator"), given, place.now())
        session.commit()
    engine.dispose()
    return planned


def test_an_agenda_is_drafted_once(run: Run, meeting: uuid.UUID) -> None:
    day = place.today().isoformat()
    assert (
        run("agenda", "draft", "--meeting", str(meeting), "--on", day).output
        == f"drafted the agenda of meeting {meeting}\n"
    )
    assert run("agenda", "draft", "--meeting", str(meeting)).output.startswith("nothing to do")


def test_a_meeting_that_is_not_there_is_a_sentence(run: Run) -> None:
    done = run("agenda", "draft", "--meeting", str(uuid.uuid4()))
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: ") and "Traceback" not in done.stderr


def test_release_without_a_district_says_so(run: Run) -> None:
    assert run("release").stderr == "Error: there is no district yet\n"
    assert run("release", "--district", "nergens").stderr == "Error: there is no district 'nergens'\n"


def test_release_runs_the_calendar_of_each_district_and_twice_is_as_once(run: Run, meeting: uuid.UUID) -> None:
    for _time in range(2):
        done = run("release", "--on", "2026-02-01")
        assert (done.exit_code, done.output) == (0, "proefwijk: 0 statements released\n")


def test_an_export_to_where_nothing_can_be_written_says_so(run: Run, meeting: uuid.UUID, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("publications", "export", str(tmp_path / "file/export"))
    assert done.exit_code == 1
    assert done.stderr == f"Error: cannot write into {tmp_path / 'file/export'}: Not a directory\n"


def test_an_export_is_two_files_and_a_line_in_the_trail(
    run: Run, meeting: uuid.UUID, tmp_path: Path, fresh_database_url: str
) -> None:
    done = run("publications", "export", str(tmp_path / "new/export"))
    assert done.exit_code == 0, done.output
    header = next(csv.reader((tmp_path / "new/export/universe.csv").read_text(encoding="utf-8").splitlines()))
    assert {"theme", "school", "area", "quarter", "year", "count"} <= set(header)
    assert (tmp_path / "new/export/statements.jsonl").read_text() == ""
    engine = create_engine(fresh_database_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM audit_entry WHERE verb = 'publications.exported'")) == 1
    engine.dispose()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Give a year of concerns of one area as files: one theme everywhere every month, one once."""
    organisations = [
        {"id": f"school-{number}", "type": "school", "wijk": "noord", "pupils": 200} for number in range(6)
    ]
    rows = [
        {
            "id": f"{number}-{month}",
            "day": f"2025-{month:02d}-10",
            "logged": f"2025-{month:02d}-10",
            "org": f"school-{number}",
            "wijk": "noord",
            "age": "9-10",
            "tags": {"steeds": 0.9} | ({"eens": 0.9} if (number, month) == (0, 3) else {}),
        }
        for number in range(6)
        for month in range(1, 13)
    ]
    concerns, known = tmp_path / "concerns.jsonl", tmp_path / "organisations.json"
    concerns.write_text("".join(json.dumps(row) + "\n" for row in rows))
    known.write_text(json.dumps(organisations))
    return concerns, known


def test_what_recurs_is_ranked_from_files_without_a_database(
    run: Run, files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    out = tmp_path / "agenda.json"
    given = ("--concerns", str(files[0]), "--organisations", str(files[1]), "--as-of", "2025-12-31", "--out", str(out))
    assert run("recurrence", "evaluate", *given).exit_code == 0
    ranked = json.loads(out.read_text())
    assert list(ranked) == ["noord"]
    assert [row["theme"] for row in ranked["noord"]] == ["steeds", "eens"]
    assert ranked["noord"][1]["flag"] is False


def test_a_file_that_is_no_file_of_concerns_is_a_sentence(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    files[0].write_text('{"id": 1}\n')
    given = ("--concerns", str(files[0]), "--organisations", str(files[1]), "--as-of", "2025-12-31", "--out", "out")
    done = run("recurrence", "evaluate", *given)
    assert (done.exit_code, done.stderr) == (1, "Error: the files cannot be used: KeyError: 'day'\n")
    assert not (tmp_path / "out").exists()
