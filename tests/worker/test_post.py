"""A mail goes out once with the right words to who may still have it, and its refusals are understood."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.orm import Session

from kernpartner.digests.service import stop_mails
from kernpartner.digests.service.subscribing import wish_row
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.rules import Role
from kernpartner.outbox import queries, service
from kernpartner.outbox.models import Mail
from tests.conftest import NOW
from tests.factories import Place, a_place
from tests.worker.mailserver import MailServer
from worker import database
from worker.tasks import outbox as tasks

pytestmark = pytest.mark.usefixtures("worker_environment")


@pytest.fixture
def place(engine: Engine, worker_environment: dict[str, str]) -> Place:
    with Session(engine, expire_on_commit=False) as session, session.begin():
        return a_place(session)


def queue(place: Place, key: str, **more: Any) -> str:
    person = place.people["worker"]
    given: dict[str, Any] = {
        "kind": "consultation_answered",
        "dedupe_key": key,
        "to_person": person.id,
        "to_address": person.email,
        "template": "consultation_answered",
        "context": {"consultation": str(uuid.uuid4())},
        "due_at": NOW,
    }
    with database.transaction() as session:
        service.queue_mail(session, **{**given, **more})
        return str(session.query(Mail).filter_by(dedupe_key=key).one().id)


def row(mail_id: str) -> Mail:
    with database.transaction() as session:
        found = queries.mail(session, uuid.UUID(mail_id))
        assert found is not None
        session.expunge(found)
        return found


def test_a_mail_arrives_with_its_stable_id_and_is_noted_as_sent(place: Place, mail_server: MailServer) -> None:
    mail_id = queue(place, "1")
    assert tasks.send(mail_id) == "sent"
    [message] = mail_server.messages()
    assert message["Message-ID"] == f"<{mail_id}@post.example.org>"
    assert message["To"] == place.people["worker"].email
    assert message["Auto-Submitted"] == "auto-generated"
    assert "https://kernpartner.example.org/casussen/" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert (row(mail_id).status, row(mail_id).message_id) == ("sent", message["Message-ID"])


def test_the_same_task_twice_sends_one_mail(place: Place, mail_server: MailServer) -> None:
    mail_id = queue(place, "1")
    assert [tasks.send(mail_id), tasks.send(mail_id)] == ["sent", "not ours"]
    assert len(mail_server.taken) == 1


def test_an_id_that_nobody_knows_is_no_error(mail_server: MailServer) -> None:
    assert tasks.send(str(uuid.uuid4())) == "not ours"


def test_who_left_meanwhile_gets_no_mail(place: Place, mail_server: MailServer) -> None:
    mail_id = queue(place, "1")
    with database.transaction() as session:
        session.execute(text("update person set active = false where id = :id"), {"id": place.people["worker"].id})
    assert tasks.send(mail_id) == "cancelled"
    assert mail_server.taken == []
    assert row(mail_id).last_error == "the recipient is not active any more"


def test_who_has_no_position_any_more_gets_no_mail(place: Place, mail_server: MailServer) -> None:
    mail_id = queue(place, "1")
    with database.transaction() as session:
        organisation_service.end_position(
            session,
            person_id=place.people["worker"].id,
            organisation_id=place.team.id,
            on=database.today() - timedelta(days=1),
        )
    assert tasks.send(mail_id) == "cancelled"
    assert mail_server.taken == []


def test_a_mail_comes_in_the_language_of_its_reader_now(place: Place, mail_server: MailServer) -> None:
    mail_id = queue(place, "1", language="nl")
    with database.transaction() as session:
        organisation_service.set_language(session, place.people["worker"].id, "en")
    tasks.send(mail_id)
    [message] = mail_server.messages()
    assert message["Content-Language"] == "en"
    assert message["Subject"] == "Somebody replied to your question"


def test_an_appointment_travels_as_calendar_part_and_file(place: Place, mail_server: MailServer) -> None:
    calendar = {"method": "REQUEST", "text": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"}
    context = {"consultation": "x", "calendar": calendar}
    tasks.send(queue(place, "1", context=context))
    kinds = {part.get_content_type(): part for part in mail_server.messages()[0].walk()}
    assert kinds["text/calendar"].get_param("method") == "REQUEST"
    assert kinds["application/ics"].get_filename() == "overleg.ics"


def test_a_refused_address_fails_at_once_and_visibly(place: Place, mail_server: MailServer) -> None:
    mail_server.refuse_at_rcpt[place.people["worker"].email] = "550 no such person"
    mail_id = queue(place, "1")
    assert tasks.send(mail_id) == "fail"
    assert (row(mail_id).status, row(mail_id).last_error) == ("failed", "550 no such person")


def test_after_a_refused_address_nothing_goes_there_until_somebody_looked(
    place: Place, mail_server: MailServer
) -> None:
    address = place.people["worker"].email
    mail_server.refuse_at_rcpt[address] = "550 5.1.1 no such person"
    assert tasks.send(queue(place, "1")) == "fail"
    del mail_server.refuse_at_rcpt[address]
    waiting = queue(place, "2")
    assert tasks.send(waiting) == "cancelled"
    assert "nobody confirmed the address" in (row(waiting).last_error or "")
    assert mail_server.taken == []
    with database.transaction() as session:
        assert service.settle_bounces(session, address, None, NOW) == 1
    assert tasks.send(queue(place, "3")) == "sent"


@pytest.mark.parametrize("said", ["554 5.7.1 looks like spam", "550 content rejected"])
def test_a_refused_text_closes_no_address(place: Place, mail_server: MailServer, said: str) -> None:
    address = place.people["worker"].email
    mail_server.refuse_at_data[address] = [said]
    assert tasks.send(queue(place, "1")) == "fail"
    assert tasks.send(queue(place, "2")) == "sent"


def test_a_mail_that_we_could_not_make_says_nothing_of_the_address(place: Place, mail_server: MailServer) -> None:
    assert tasks.send(queue(place, "1", context={})) == "fail"
    assert tasks.send(queue(place, "2")) == "sent"


def test_a_busy_server_is_asked_again_later(place: Place, mail_server: MailServer) -> None:
    mail_server.refuse_at_data[place.people["worker"].email] = ["451 busy"]
    mail_id = queue(place, "1")
    assert tasks.send(mail_id) == "retry"
    assert row(mail_id).due_at > database.now()
    with database.transaction() as session:
        session.execute(update(Mail).values(due_at=NOW))
    assert tasks.send(mail_id) == "sent"
    assert row(mail_id).attempts == 2


def test_a_server_that_is_away_is_asked_again_later(
    place: Place, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kernpartner.servers.ports import free_port

    monkeypatch.setenv("KP_SMTP_PORT", str(free_port()))
    database.forget()
    mail_id = queue(place, "1")
    assert tasks.send(mail_id) == "retry"
    assert "ConnectionRefusedError" in (row(mail_id).last_error or "")


def test_a_line_that_drops_after_the_server_took_the_mail_gives_the_same_message_id_twice(
    place: Place, mail_server: MailServer
) -> None:
    mail_server.drop_after_taking.add(place.people["worker"].email)
    mail_id = queue(place, "1")
    assert tasks.send(mail_id) == "retry"
    with database.transaction() as session:
        session.execute(update(Mail).values(due_at=NOW))
    assert tasks.send(mail_id) == "sent"
    assert [message["Message-ID"] for message in mail_server.messages()] == [f"<{mail_id}@post.example.org>"] * 2


def test_a_mail_without_its_words_fails_visibly_and_does_not_come_back(place: Place, mail_server: MailServer) -> None:
    mail_id = queue(place, "1", context={})
    assert tasks.send(mail_id) == "fail"
    assert row(mail_id).status == "failed"
    assert "consultation" in (row(mail_id).last_error or "")
    assert mail_server.taken == []


def test_a_sender_that_died_is_followed_by_another_one(place: Place, mail_server: MailServer) -> None:
    mail_id = queue(place, "1")
    with database.transaction() as session:
        assert service.claim(session, uuid.UUID(mail_id), database.now()) is not None
    assert tasks.send(mail_id) == "not ours"
    with database.transaction() as session:
        session.execute(update(Mail).values(lease_until=NOW))
    assert tasks.send(mail_id) == "sent"
    assert row(mail_id).attempts == 2


def a_partner_notice(place: Place, kind: str, key: str = "1") -> str:
    person = place.people["sport"]
    context = {"organisation": "SportUtrecht", "period": "nu", "area": "hier", "digest": str(uuid.uuid4())}
    with database.transaction() as session:
        wish_row(session, person.id)
    return queue(place, key, kind=kind, template=kind, to_person=person.id, to_address=person.email, context=context)


@pytest.mark.parametrize("kind", ["digest_ready", "offer_result"])
def test_one_click_stops_everything_a_partner_is_told(place: Place, mail_server: MailServer, kind: str) -> None:
    assert tasks.send(a_partner_notice(place, kind)) == "sent"
    [message] = mail_server.messages()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = str(message["List-Unsubscribe"]).strip("<>").rpartition("/")[2]
    with database.transaction() as session:
        assert stop_mails(session, token, NOW)
    for number, other in enumerate(("digest_ready", "digest_round", "offer_result")):
        assert tasks.send(a_partner_notice(place, other, f"later {number}")) == "cancelled"
    assert len(mail_server.taken) == 1


@pytest.mark.parametrize("kind", ["digest_ready", "offer_result"])
def test_who_left_the_partner_for_another_organisation_hears_of_no_digest(
    place: Place, mail_server: MailServer, kind: str
) -> None:
    mail_id = a_partner_notice(place, kind)
    yesterday, person = database.today() - timedelta(days=1), place.people["sport"].id
    with database.transaction() as session:
        organisation_service.give_position(
            session, person_id=person, organisation_id=place.team.id, role=Role.FAMILY_WORKER, valid_from=yesterday
        )
        organisation_service.end_position(session, person_id=person, organisation_id=place.sport.id, on=yesterday)
    assert tasks.send(mail_id) == "cancelled"
    assert mail_server.taken == []
