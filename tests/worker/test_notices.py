"""News leaves by a real mail server as each person wants it: at once, in one mail a day, or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from kernpartner.notices import queries, service
from kernpartner.notices.rules import LOCAL, Group, When
from tests.factories import Place, a_place
from tests.worker.mailserver import MailServer
from worker import database
from worker.tasks import notices, outbox

pytestmark = pytest.mark.usefixtures("worker_environment")
ANSWERED = {"consultation": "0192f0c8-1111-7222-8333-444455556666", "number": "S-3F09A2"}
THEME = {"month": "2026-03-01", "theme": "Lanterfantertijd", "theme_slug": "lanterfantertijd"}
WAITS = {"number": "S-3F09A2", "organisation": "JGZ Proefwijk", "since": "2026-03-02", "consultation": "x"}
TUESDAY = datetime(2026, 3, 10, 8, 0, tzinfo=LOCAL)


@pytest.fixture
def place(engine: Engine, worker_environment: dict[str, str]) -> Place:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        return a_place(session)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Let the tasks see the moment that stands in this list."""
    at = [TUESDAY]

    def today() -> date:
        return at[0].date()

    for module in (notices, outbox):
        monkeypatch.setattr(module, "now", lambda: at[0])
        monkeypatch.setattr(module, "today", today, raising=False)
    return at


def told(place: Place, who: str, *facts: tuple[str, dict[str, str]], at: datetime = TUESDAY) -> None:
    with database.transaction() as session:
        for number, (kind, context) in enumerate(facts):
            person = session.merge(place.people[who])
            service.tell(session, person, kind, f"{kind}:{who}:{number}:{at.isoformat()}", context, at)


def send_all() -> None:
    """Do what the sweep and the workers do: send every mail that is due."""
    with database.transaction() as session:
        ids = session.scalars(text("select id from outbox_mail where status = 'queued'")).all()
    for found in ids:
        outbox.send(str(found))


def bundle_all() -> None:
    with database.transaction() as session:
        people = list(queries.people_to_mail(session, notices.now()))
    for person_id in people:
        notices.bundle_person(str(person_id))


def plain(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_an_answer_arrives_at_once_with_a_link_to_stop_in_the_head_and_in_the_letter(
    place: Place, mail_server: MailServer, clock: list[datetime]
) -> None:
    told(place, "ib", ("consultation_answered", ANSWERED))
    send_all()
    [message] = mail_server.messages()
    with database.transaction() as session:
        token = queries.token_of(session, place.people["ib"].id)
    stop = f"https://kernpartner.example.org/meldingen/stoppen/{token}/answers"
    assert message["List-Unsubscribe"] == f"<{stop}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop in plain(message)


def test_what_waits_arrives_in_one_mail_that_says_why_and_names_the_item(
    place: Place, mail_server: MailServer, clock: list[datetime]
) -> None:
    told(place, "ib", ("theme_confirmed", THEME), ("remind_unanswered", WAITS))
    told(place, "jgz", ("remind_unanswered", WAITS))
    send_all()
    assert mail_server.taken == []
    bundle_all()
    bundle_all()
    send_all()
    messages = {message["To"]: plain(message) for message in mail_server.messages()}
    assert set(messages) == {place.people["ib"].email, place.people["jgz"].email}
    both = messages[place.people["ib"].email]
    assert "Lanterfantertijd" in both and "S-3F09A2 wacht op antwoord van JGZ Proefwijk" in both
    assert "maandag 2 maart 2026" in both and "hooguit een keer per dag" in both
    assert "/meldingen/stoppen/" in both and both.count("Herinnering:") == 1


def test_there_is_never_more_than_one_such_mail_a_day(
    place: Place, mail_server: MailServer, clock: list[datetime]
) -> None:
    for hour in range(6):
        clock[0] = TUESDAY + timedelta(hours=hour)
        told(place, "ib", ("remind_unanswered", WAITS), at=clock[0])
        bundle_all()
    send_all()
    assert len(mail_server.taken) == 1
    clock[0] = TUESDAY + timedelta(days=1)
    bundle_all()
    send_all()
    assert len(mail_server.taken) == 2
    assert plain(mail_server.messages()[-1]).count("Herinnering:") == 5


def test_who_stopped_gets_nothing_even_of_a_mail_that_was_on_its_way(
    place: Place, mail_server: MailServer, clock: list[datetime]
) -> None:
    told(place, "ib", ("consultation_answered", ANSWERED))
    with database.transaction() as session:
        service.set_wishes(session, place.actor("ib"), {Group.ANSWERS: When.NEVER}, TUESDAY)
    send_all()
    assert mail_server.taken == []
    with database.transaction() as session:
        [why] = session.scalars(text("select last_error from outbox_mail")).all()
    assert why == "the recipient stopped these mails"


def test_the_tasks_of_the_schedule_find_districts_and_people(
    place: Place, mail_server: MailServer, clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(notices, "fan_out", lambda task, ids, *_more, **_how: len([sent.append(str(i)) for i in ids]))
    told(place, "ib", ("theme_confirmed", THEME))
    assert notices.remind_all() == 1 and sent == [str(place.district.id)]
    assert notices.bundle() == 1 and sent[-1] == str(place.people["ib"].id)
    assert notices.remind_district(str(place.district.id), TUESDAY.date().isoformat()) == 0
    assert notices.forget() == 0
    clock[0] = TUESDAY + timedelta(days=401)
    assert notices.forget() == 1
