"""What an import keeps, what it says of bad lines, and that running it twice adds nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from kernpartner.audit import queries as audit
from kernpartner.cli import place as cli_place
from kernpartner.cli.concern_lines import Ended
from kernpartner.cli.concerns import Imported, concerns, import_lines
from kernpartner.concerns.models import Concern
from kernpartner.concerns.queries import counted_truth
from kernpartner.consultations.models import Consultation
from kernpartner.tally import queries as tally
from tests.conftest import NOW, TODAY
from tests.factories import Place, a_place


@pytest.fixture
def factory(engine: Engine) -> Iterator[sessionmaker[Session]]:
    """Sessions that commit into a transaction that is rolled back after the test."""
    with engine.connect() as connection:
        outer = connection.begin()
        # A command lets its engine go when it is done; here that is nothing.
        connection.dispose = lambda: None  # type: ignore[attr-defined]
        yield sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        outer.rollback()


@pytest.fixture
def place(factory: sessionmaker[Session]) -> Place:
    with factory.begin() as session:
        return a_place(session)


def line(number: int, **more: object) -> dict[str, object]:
    return {
        "id": f"x{number}",
        "org": "de-proef",
        "role": "ib",
        "date": "2025-09-10",
        "age_band": "10-11",
        "text": f"Een leerling komt voor de {number}e keer te laat. Bel 06-71234567.",
        "themes": ["zelfbeeld"],
        "factors": [],
        "outcome": "open",
        "tried": "",
        **more,
    }


def run(factory: sessionmaker[Session], place: Place, *rows: object) -> Imported:
    raw = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    return import_lines(factory, place.district.id, list(enumerate(raw, start=1)), NOW)


def kept(factory: sessionmaker[Session]) -> list[Concern]:
    with factory() as session:
        return list(session.scalars(select(Concern).order_by(Concern.external_id)))


def test_a_line_becomes_a_concern_with_clean_text_and_its_themes_confirmed(
    factory: sessionmaker[Session], place: Place
) -> None:
    assert run(factory, place, line(1)).new == 1
    (found,) = kept(factory)
    assert found.text is not None
    assert "71234567" not in found.text
    assert (found.source, found.external_id, found.occurred_on) == ("import", "x1", date(2025, 9, 10))
    with factory() as session:
        assert [row[-1] for row in counted_truth(session)] == [place.themes["zelfbeeld"]]
        assert tally.differences(session, counted_truth(session)) == []


def test_good_lines_are_kept_and_bad_ones_named_by_number(factory: sessionmaker[Session], place: Place) -> None:
    done = run(
        factory,
        place,
        line(1),
        "{no json",
        line(3, org="onbekend"),
        line(4, themes=["bestaat-niet"]),
        line(5, date=(TODAY + timedelta(days=1)).isoformat()),
        line(6, org="sportutrecht"),
        line(7, age_band="oud"),
        line(8),
    )
    assert done.new == 2
    assert [number for number, _ in done.bad] == [2, 3, 4, 5, 6, 7]
    reasons = dict(done.bad)
    assert "no JSON" in reasons[2]
    assert reasons[3] == "org 'onbekend' is not in this district"
    assert reasons[4] == "theme 'bestaat-niet' is not in this district"
    assert "future" in reasons[5]
    assert "partner" in reasons[6]
    assert "age_band" in reasons[7]
    assert [found.external_id for found in kept(factory)] == ["x1", "x8"]


def test_running_twice_adds_nothing(factory: sessionmaker[Session], place: Place) -> None:
    rows = [line(number) for number in range(30)]
    assert run(factory, place, *rows).new == 30
    again = run(factory, place, *rows, line(99))
    assert (again.new, again.known, again.bad) == (1, 30, [])
    assert len(kept(factory)) == 31


def test_a_line_that_stands_twice_in_a_file_is_kept_once(factory: sessionmaker[Session], place: Place) -> None:
    done = run(factory, place, line(1), line(1))
    assert (done.new, done.known) == (1, 1)


def test_old_counts_come_without_text(factory: sessionmaker[Session], place: Place) -> None:
    assert run(factory, place, line(1, text=None)).new == 1
    assert kept(factory)[0].text is None


def test_the_day_of_registration_may_differ_and_is_what_release_counts(
    factory: sessionmaker[Session], place: Place
) -> None:
    run(factory, place, line(1, registered="2025-10-02"))
    (found,) = kept(factory)
    assert (found.occurred_on, found.registered_at.date()) == (date(2025, 9, 10), date(2025, 10, 2))


def test_labels_of_what_identifies_are_not_looked_at(factory: sessionmaker[Session], place: Place) -> None:
    run(factory, place, line(1, text="Mail naar a@b.example.org over rekenen.", entities=[], quasi=[]))
    assert "a@b.example.org" not in str(kept(factory)[0].text)


def test_an_outcome_is_recorded_only_with_what_it_needs(factory: sessionmaker[Session], place: Place) -> None:
    done = run(
        factory,
        place,
        line(1, outcome="advies-aan-school"),
        line(2, outcome="specialistische-hulp"),
        line(3, outcome="specialistische-hulp", live_talk_on="2025-10-01"),
        line(4, outcome="kleine-actie"),
        line(5, outcome="eigen-netwerk", org="jgz"),
        line(6, outcome="eigen-netwerk", org="jgz", school="de-proef"),
        line(7),
    )
    assert done.ended == {Ended.RECORDED: 3, Ended.REFUSED: 2, Ended.NO_SCHOOL: 1, Ended.NONE_KNOWN: 1}
    with factory() as session:
        outcomes = sorted(str(found) for found in session.scalars(select(Consultation.outcome)))
    assert outcomes == ["advice_to_school", "own_network", "specialist_care"]


def test_every_concern_leaves_a_line_in_the_trail_without_its_text(
    factory: sessionmaker[Session], place: Place
) -> None:
    run(factory, place, line(1))
    with factory() as session:
        (entry,) = audit.entries(session, verb="concern.logged")
        assert entry.details["source"] == "import"
        assert audit.first_broken_line(session) is None


@pytest.fixture
def command(factory: sessionmaker[Session], place: Place, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setattr(cli_place, "sessions", lambda: factory)
    monkeypatch.setattr(cli_place, "now", lambda: NOW)
    return CliRunner()


def test_the_command_imports_a_file_and_names_its_bad_lines(
    command: CliRunner, factory: sessionmaker[Session], tmp_path: Path
) -> None:
    file = tmp_path / "signalen.jsonl"
    file.write_bytes(json.dumps(line(1)).encode() + b"\n\n\xff\xfe\n" + json.dumps(line(2)).encode() + b"\n")
    done = command.invoke(concerns, ["import", str(file), "--district", "proefwijk"])
    assert done.exit_code == 0, done.output
    assert "2 new, 0 already there, 1 bad." in done.stdout
    assert "line 3: no JSON" in done.stderr
    assert command.invoke(concerns, ["import", str(file), "--district", "proefwijk", "--strict"]).exit_code == 1
    with factory() as session:
        assert session.scalar(select(func.count()).select_from(Concern)) == 2


def test_the_command_says_what_to_do_when_there_is_no_such_district(command: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "leeg.jsonl"
    file.touch()
    done = command.invoke(concerns, ["import", str(file), "--district", "nergens"])
    assert done.exit_code == 1
    assert "district create nergens --label" in done.stderr


def test_a_moment_of_registration_never_lies_after_now(factory: sessionmaker[Session], place: Place) -> None:
    early = NOW.replace(hour=6)
    raw = [(1, json.dumps(line(1, date=TODAY.isoformat())))]
    import_lines(factory, place.district.id, raw, early)
    found: datetime = kept(factory)[0].registered_at
    assert found <= early
