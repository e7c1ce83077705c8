"""A mail is written once, claimed by one, finished by who claimed it last, and never lost in between."""

from __future__ import annotations

import threading
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from kernpartner.outbox import queries, service
from kernpartner.outbox.models import Mail
from kernpartner.outbox.rules import GIVE_UP_AFTER, LEASE, OFFER, Answer
from tests.conftest import NOW

SECOND = timedelta(seconds=1)


def queue(session: Session, key: str = "digest:1", **more: Any) -> uuid.UUID:
    given: dict[str, Any] = {
        "kind": "digest_ready",
        "dedupe_key": key,
        "to_person": None,
        "to_address": "a@example.org",
        "template": "digest_ready",
        "context": {"digest": "1"},
        "due_at": NOW,
    }
    service.queue_mail(session, **{**given, **more})
    return session.scalars(select(Mail.id).where(Mail.dedupe_key == key)).one()


def claimed_at(session: Session, mail_id: uuid.UUID, at: datetime) -> service.Claimed:
    found = service.claim(session, mail_id, at)
    assert found is not None
    return found


def status(session: Session, mail_id: uuid.UUID) -> str:
    found = queries.mail(session, mail_id)
    assert found is not None
    return found.status


def test_the_same_key_makes_one_mail(session: Session) -> None:
    given: dict[str, Any] = {"kind": "k", "dedupe_key": "same", "to_person": None, "to_address": "a@example.org"}
    given |= {"template": "digest_ready", "context": {}, "due_at": NOW}
    assert service.queue_mail(session, **given) is True
    assert service.queue_mail(session, **(given | {"to_address": "b@example.org"})) is False
    assert [mail.to_address for mail in session.scalars(select(Mail))] == ["a@example.org"]


def test_a_mail_leaves_with_the_fact_or_not_at_all(session: Session) -> None:
    with session.begin_nested() as part:
        queue(session)
        part.rollback()
    assert queries.counts_by_status(session) == {}


def test_a_mail_that_is_not_due_cannot_be_claimed(session: Session) -> None:
    mail_id = queue(session, due_at=NOW + SECOND)
    assert service.claim(session, mail_id, NOW) is None
    assert service.claim(session, mail_id, NOW + SECOND) is not None


def test_a_claimed_mail_is_nobody_elses_until_its_lease_ends(session: Session) -> None:
    mail_id = queue(session)
    assert claimed_at(session, mail_id, NOW).attempts == 1
    assert service.claim(session, mail_id, NOW + LEASE) is None
    assert claimed_at(session, mail_id, NOW + LEASE + SECOND).attempts == 2


def test_who_claimed_first_cannot_finish_what_a_later_one_claimed(session: Session) -> None:
    mail_id = queue(session)
    first = claimed_at(session, mail_id, NOW)
    second = claimed_at(session, mail_id, NOW + LEASE + SECOND)
    assert service.mark_failed(session, first, "too late") is False
    assert service.mark_sent(session, first, "<1>", NOW) is False
    assert service.mark_sent(session, second, "<1>", NOW) is True
    assert status(session, mail_id) == "sent"


@pytest.mark.parametrize("finish", ["sent", "failed", "cancelled"])
def test_a_finished_mail_is_never_claimed_or_offered_again(session: Session, finish: str) -> None:
    mail_id = queue(session)
    mine = claimed_at(session, mail_id, NOW)
    if finish == "sent":
        service.mark_sent(session, mine, "<1>", NOW)
    elif finish == "failed":
        service.mark_failed(session, mine, "550")
    else:
        service.mark_cancelled(session, mine, "gone")
    assert status(session, mail_id) == finish
    assert service.claim(session, mail_id, NOW + timedelta(days=2)) is None
    assert service.offer_due(session, NOW + timedelta(days=2), 10) == []


def test_a_temporary_refusal_waits_and_is_claimed_again(session: Session) -> None:
    mail_id = queue(session)
    assert service.mark_not_sent(session, claimed_at(session, mail_id, NOW), 451, "busy", NOW) is Answer.RETRY
    assert service.claim(session, mail_id, NOW + SECOND) is None
    assert claimed_at(session, mail_id, NOW + 3 * SECOND).attempts == 2


def test_a_day_of_refusals_ends_in_a_visible_failure(session: Session) -> None:
    mail_id = queue(session)
    at = NOW
    for _attempt in range(100):
        found = queries.mail(session, mail_id)
        assert found is not None
        if found.status == "failed":
            break
        at = max(found.due_at, at)
        service.mark_not_sent(session, claimed_at(session, mail_id, at), None, "nobody answers", at)
    assert [(mail.id, mail.last_error) for mail in queries.failed_mails(session)] == [(mail_id, "nobody answers")]
    assert GIVE_UP_AFTER <= at - NOW <= GIVE_UP_AFTER + timedelta(hours=1, minutes=15)


def test_what_was_offered_is_offered_again_only_when_nothing_came_of_it(session: Session) -> None:
    mail_id = queue(session)
    assert service.offer_due(session, NOW, 10) == [mail_id]
    assert service.offer_due(session, NOW + OFFER, 10) == []
    assert service.offer_due(session, NOW + OFFER + SECOND, 10) == [mail_id]


def test_a_mail_whose_sender_disappeared_is_offered_again(session: Session) -> None:
    mail_id = queue(session)
    service.offer_due(session, NOW, 10)
    claimed_at(session, mail_id, NOW)
    assert service.offer_due(session, NOW + LEASE, 10) == []
    assert service.offer_due(session, NOW + LEASE + SECOND, 10) == [mail_id]


def test_offers_come_oldest_due_first_and_at_most_as_many_as_asked(session: Session) -> None:
    keys = [queue(session, f"k{number}", due_at=NOW - number * SECOND) for number in range(5)]
    assert set(service.offer_due(session, NOW, 2)) == {keys[4], keys[3]}
    assert queries.due_mail_ids(session, NOW, 1) == [keys[4]]
    assert queries.oldest_due(session, NOW) == NOW - 4 * SECOND


def test_many_at_once_claim_a_mail_one_time(engine: Engine) -> None:
    with Session(engine) as first, first.begin():
        mail_id = queue(first, f"race:{uuid.uuid4()}")
    won: list[int] = []
    start = threading.Barrier(8)

    def race() -> None:
        with Session(engine) as mine:
            start.wait()
            with mine.begin():
                if service.claim(mine, mail_id, NOW) is not None:
                    won.append(1)

    threads = [threading.Thread(target=race) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(engine) as last, last.begin():
        attempts = last.scalar(select(Mail.attempts).where(Mail.id == mail_id))
        last.delete(last.get_one(Mail, mail_id))
    assert won == [1]
    assert attempts == 1


def test_work_of_a_period_starts_once(session: Session) -> None:
    assert service.start_job(session, "tally.check", "2026-03-10", NOW) is True
    assert service.start_job(session, "tally.check", "2026-03-10", NOW) is False
    assert service.start_job(session, "tally.check", "2026-03-11", NOW) is True
    service.finish_job(session, "tally.check", "2026-03-10", NOW, {"differences": 0})
    assert queries.job_done(session, "tally.check", "2026-03-10")
    assert not queries.job_done(session, "tally.check", "2026-03-12")


def test_a_heartbeat_keeps_the_last_moment(session: Session) -> None:
    service.beat(session, "worker", NOW)
    service.beat(session, "worker", NOW + SECOND)
    assert queries.last_seen(session) == {"worker": NOW + SECOND}


def test_contents_of_old_finished_mails_are_forgotten_and_waiting_ones_kept(session: Session) -> None:
    old, waiting, fresh = queue(session, "old"), queue(session, "waiting"), queue(session, "fresh")
    for mail_id in (old, fresh):
        service.mark_sent(session, claimed_at(session, mail_id, NOW), "<1>", NOW)
    session.execute(update(Mail).where(Mail.id.in_([old, waiting])).values(due_at=NOW - timedelta(days=31)))
    assert service.forget_contents(session, NOW - timedelta(days=30)) == 1
    assert service.forget_contents(session, NOW - timedelta(days=30)) == 0
    contents = {
        mail.id: mail.context for mail in session.scalars(select(Mail).execution_options(populate_existing=True))
    }
    assert contents == {old: {}, waiting: {"digest": "1"}, fresh: {"digest": "1"}}


def test_a_secret_link_is_forgotten_once_the_mail_went(session: Session) -> None:
    mail_id = queue(session, context={"token": "geheim", "title": "Overleg"})
    mine = claimed_at(session, mail_id, NOW)
    assert mine.context["token"] == "geheim"
    service.mark_retry(session, mine, "451", NOW)
    again = claimed_at(session, mail_id, NOW + timedelta(hours=1))
    assert again.context["token"] == "geheim"
    service.mark_sent(session, again, "<1>", NOW)
    found = queries.mail(session, mail_id)
    assert found is not None
    assert found.context == {"title": "Overleg"}


def test_the_table_refuses_a_sending_mail_without_a_lease(session: Session) -> None:
    mail_id = queue(session)
    with pytest.raises(Exception, match="sending_has_lease"), session.begin_nested():
        session.execute(update(Mail).where(Mail.id == mail_id).values(status="sending"))


def test_mails_to_an_address_come_newest_first(session: Session) -> None:
    first, second = queue(session, "1"), queue(session, "2")
    queue(session, "3", to_address="b@example.org")
    assert [mail.id for mail in queries.mails_for_address(session, "a@example.org")] == [second, first]
