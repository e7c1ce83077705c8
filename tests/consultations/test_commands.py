"""No command of the operator shows what stands in a concern or in what was said about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from kernpartner.cli import COMMANDS, main
from kernpartner.db.engine import session_factory
from kernpartner.meetings import service as meeting_service
from kernpartner.meetings.service import MeetingInput
from kernpartner.web.transaction import now
from tests.consultations.test_matrix import WORDS, written
from tests.factories import a_place

# They start something, or work on text that is handed to them and on nothing that is kept.
READ_NO_CONCERN = {"demo", "test", "serve", "worker", "migrate", "deidentify", "suggest-themes", "recurrence"}
# They change who may come in or read mail that came back: tested where they live; no concern is near.
PEOPLE_AND_MAIL = {"account", "outbox"}


WAYS = {"district", "concerns", "consultations", "themes", "tagger", "agenda", "release", "publications", "doctor"}


def attempts(folder: Path, meeting: str) -> dict[str, list[tuple[str, ...]]]:
    """Give every command that reads the database of a district, in each of its ways."""
    lines = folder / "lines.jsonl"
    lines.write_text(json.dumps({"id": "x", "org": "de-proef", "outcome": "own_network"}) + "\n")
    return {
        "district": [("district", "create", "proefwijk", "--label", "Proefwijk")],
        "concerns": [("concerns", "import", str(lines), "--district", "proefwijk")],
        "consultations": [("consultations", "import", str(lines), "--district", "proefwijk")],
        "themes": [("themes", "export", str(folder / "themes.yaml"), "--district", "proefwijk")],
        "tagger": [("tagger", "learn", "proefwijk"), ("tagger", "list", "proefwijk")],
        "agenda": [("agenda", "draft", "--meeting", meeting)],
        "release": [("release", "--district", "proefwijk", "--budget", "1")],
        "publications": [("publications", "export", str(folder / "out"))],
        "doctor": [("doctor",)],
    }


def test_every_command_is_in_the_matrix() -> None:
    known = READ_NO_CONCERN | PEOPLE_AND_MAIL | WAYS
    assert set(COMMANDS) == known


def test_no_command_shows_a_word_of_a_concern(
    fresh_database_url: str, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", fresh_database_url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("KP_FOLDER", str(tmp_path / "kernpartner"))
    factory = session_factory(fresh_database_url)
    with factory.begin() as session:
        meeting = _a_district(session)
    factory.kw["bind"].dispose()
    shown, tried = [], attempts(tmp_path, meeting)
    assert set(tried) == WAYS
    for command, ways in tried.items():
        for arguments in ways:
            done = CliRunner().invoke(main, arguments)
            said = done.output + str(done.exception or "")
            shown += [(command, word) for word in WORDS if word in said]
    for path in tmp_path.rglob("*"):
        if path.is_file():
            written_there = path.read_text(encoding="utf-8", errors="replace")
            shown += [(path.name, word) for word in WORDS if word in written_there]
    assert (tmp_path / "themes.yaml").exists() and (tmp_path / "out").exists(), "they did their work"
    assert shown == []


def _a_district(session: Session) -> str:
    place = a_place(session)
    for state in ("open", "closed"):
        written(session, place, state)
    given = MeetingInput(place.district.id, "Overleg", now().replace(year=now().year + 1), area_id=place.area.id)
    return str(meeting_service.plan_meeting(session, place.actor("coordinator"), given, now()))
