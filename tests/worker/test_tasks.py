"""Each task reads facts, calls one service and may run twice; what goes through the broker is names, ids and days."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from kernpartner.accounts.service import start_session
from kernpartner.concerns.models import ConcernDraft
from kernpartner.digests import queries as digest_queries
from kernpartner.digests import service as digest_service
from kernpartner.digests.models import Digest
from kernpartner.digests.rules import Choice
from kernpartner.offers.service import tie_partner
from kernpartner.outbox import queries as outbox_queries
from kernpartner.outbox.models import JobRun, Mail
from tests.conftest import NOW
from tests.digests.conftest import FIRST
from tests.digests.editions import an_edition
from tests.factories import LONG_AGO, Place, a_place
from tests.worker.mailserver import MailServer
from tests.worker.workers import broker
from worker import database
from worker.fanning import fan_out
from worker.tasks import digests, meetings, outbox, themes, upkeep

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
DAY = r"\d{4}-\d\d-\d\d"


@pytest.fixture
def place(engine: Engine, worker_environment: dict[str, str]) -> Place:
    """Give a district in which SportUtrecht belongs to a theme that was released."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        made = a_place(session)
        tie_partner(session, theme_id=made.themes["zelfbeeld"], organisation_id=made.sport.id, on=LONG_AGO)
        an_edition(session, made, FIRST, [date(2025, 8, 1)], {"zelfbeeld": (10, 14)})
        return made


@pytest.fixture
def line(place: Place, worker_environment: dict[str, str]) -> Iterator[Any]:
    """Give the broker, empty before and after, with the app under test as Celery's current one."""
    from worker.app import make_celery

    app = make_celery(worker_environment["REDIS_URL"])
    app.set_current()
    client = broker(worker_environment["REDIS_URL"])
    client.flushdb()
    yield client
    client.flushdb()
    client.close()
    app.close()


def _published(line: Any) -> list[tuple[str, list[Any]]]:
    found = []
    for raw in line.lrange("kernpartner", 0, -1):
        message = json.loads(raw)
        positional, named, _more = json.loads(base64.b64decode(message["body"]))
        assert named == {}
        found.append((message["headers"]["task"], positional))
    return sorted(found)


def test_sweeps_hand_out_ids_and_days_and_nothing_else(line: Any, place: Place) -> None:
    assert themes.judge() == 1
    assert themes.release() == 1
    assert digests.compile_all() == digests.release() == digests.remind() == 1
    published = _published(line)
    assert [name for name, _given in published] == [
        "digests.compile_district",
        "digests.release_district",
        "digests.remind_district",
        "publications.release_district",
        "recurrence.judge_area",
    ]
    for _name, given in published:
        assert re.fullmatch(UUID, given[0])
        assert all(re.fullmatch(DAY, value) for value in given[1:])
    for key in line.keys("*"):
        assert not key.startswith(b"celery-task-meta")


def test_a_signed_digest_goes_from_edition_to_mail_by_tasks_alone(
    line: Any, place: Place, engine: Engine, mail_server: MailServer
) -> None:
    district, today = str(place.district.id), database.today().isoformat()
    assert [digests.compile_district(district, today) for _twice in range(2)] == [1, 0]
    assert digests.release_district(district, today) == 0
    with Session(engine, expire_on_commit=False) as session, session.begin():
        digest = session.scalars(select(Digest)).one()
        for who in ("ib", "ib2", "jgz", "worker"):
            digest_service.sign(session, place.actor(who), digest.id, Choice.AGREE, "", NOW)
    due = digest.leaves_on.isoformat()
    assert [digests.release_district(district, due) for _twice in range(2)] == [1, 0]
    assert outbox.sweep() == len(_published(line))
    for name, given in _published(line):
        assert name == "outbox.send"
        outbox.send(*given)
    to_sport = [message for message in mail_server.messages() if str(message["To"]).startswith("sport@")]
    [notice] = to_sport
    assert notice["Subject"] == "Er is een nieuw themabericht voor SportUtrecht"
    assert str(notice["List-Unsubscribe"]).startswith("<https://kernpartner.example.org/themaberichten/stoppen/")
    assert notice["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert notice["Auto-Submitted"] == "auto-generated"
    assert f"/themaberichten/{digest.id}" in notice.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_who_stopped_the_mails_meanwhile_gets_none(
    line: Any, place: Place, engine: Engine, mail_server: MailServer
) -> None:
    district, today = str(place.district.id), database.today().isoformat()
    digests.compile_district(district, today)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        digest = session.scalars(select(Digest)).one()
        for who in ("ib", "ib2", "jgz", "worker"):
            digest_service.sign(session, place.actor(who), digest.id, Choice.AGREE, "", NOW)
    digests.release_district(district, digest.leaves_on.isoformat())
    with Session(engine) as session, session.begin():
        wish = digest_queries.mail_wish(session, place.people["sport"].id)
        assert wish is not None
        digest_service.stop_mails(session, wish.token, NOW)
        mail_id = session.scalars(select(Mail.id).where(Mail.kind == "digest_ready")).one()
    assert outbox.send(str(mail_id)) == "cancelled"
    assert mail_server.taken == []


def test_a_broker_that_is_away_is_no_error_and_the_mails_stay(place: Place) -> None:
    from kernpartner.servers.ports import free_port
    from worker.app import make_celery

    app = make_celery(f"redis://127.0.0.1:{free_port()}/0")
    app.set_current()
    try:
        assert digests.compile_all() == 0
        assert fan_out(outbox.send, [uuid4() for _each in range(100)], expires=1) == 0
    finally:
        app.close()


def test_old_drafts_go_and_fresh_ones_stay(place: Place, engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        for who, days in (("ib", 8), ("ib2", 6)):
            session.add(
                ConcernDraft(person_id=place.people[who].id, fields={}, saved_at=database.now() - timedelta(days=days))
            )
    assert [upkeep.drop_old_drafts() for _twice in range(2)] == [1, 0]
    with Session(engine) as session:
        assert session.scalars(select(ConcernDraft.person_id)).all() == [place.people["ib2"].id]


def test_an_empty_district_is_counted_right_and_has_nothing_to_draft_or_remind(line: Any, place: Place) -> None:
    assert [upkeep.check_tally() for _twice in range(2)] == [0, 0]
    with database.transaction() as session:
        [run] = session.scalars(select(JobRun))
        assert (run.name, run.counts) == ("tally.check", {"differences": 0})
        assert run.finished_at is not None
    assert meetings.draft() == meetings.remind() == 0
    assert _published(line) == []


def test_judging_and_releasing_twice_is_as_once(place: Place) -> None:
    today = database.today().isoformat()
    first = themes.judge_area(str(place.area.id), today)
    assert themes.judge_area(str(place.area.id), today) == first
    assert [themes.release_district(str(place.district.id), today) for _twice in range(2)] == [0, 0]


def test_the_heart_beats(place: Place, engine: Engine) -> None:
    upkeep.heartbeat()
    with Session(engine) as session:
        seen = outbox_queries.last_seen(session)["worker"]
    assert database.now() - seen < timedelta(seconds=10)


def test_sessions_of_long_ago_go_and_those_of_this_month_stay(place: Place, engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        for days in (31, 29):
            start_session(session, place.people["ib"].id, "", database.now() - timedelta(days=days))
    assert [upkeep.forget_sessions() for _twice in range(2)] == [1, 0]
