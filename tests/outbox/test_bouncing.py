"""Mail that comes back closes an address, once per report, and only a report about a mail of ours does."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.outbox import queries, service
from kernpartner.outbox.models import Bounce, Mail
from kernpartner.outbox.rules import UnreadableReport, message_id
from tests.conftest import NOW
from tests.outbox.reports import a_report

ADDRESS = "Weg@example.org"


def sent(session: Session, key: str = "1", address: str = ADDRESS) -> uuid.UUID:
    service.queue_mail(
        session,
        kind="digest_ready",
        dedupe_key=key,
        to_person=None,
        to_address=address,
        template="digest_ready",
        context={},
        due_at=NOW,
    )
    mail = session.scalars(select(Mail).where(Mail.dedupe_key == key)).one()
    claimed = service.claim(session, mail.id, NOW)
    assert claimed is not None
    assert service.mark_sent(session, claimed, message_id(mail.id, "post.example.org"), NOW)
    return mail.id


def report(mail_id: uuid.UUID, **more: str) -> bytes:
    return a_report(message_id(mail_id, "post.example.org"), **more)  # type: ignore[arg-type]


def test_a_report_closes_the_address_the_mail_went_to_and_reading_it_again_changes_nothing(session: Session) -> None:
    raw = report(sent(session))
    assert [service.take_report(session, raw, NOW) for _twice in range(2)] == [1, 0]
    assert queries.is_unreachable(session, ADDRESS)
    assert queries.is_unreachable(session, ADDRESS.lower())
    assert not queries.is_unreachable(session, "ander@example.org")


def test_the_address_is_the_one_of_sending_not_the_one_of_queueing(session: Session) -> None:
    service.queue_mail(
        session,
        kind="digest_ready",
        dedupe_key="moved",
        to_person=None,
        to_address="oud@example.org",
        template="digest_ready",
        context={},
        due_at=NOW,
    )
    mail = session.scalars(select(Mail).where(Mail.dedupe_key == "moved")).one()
    claimed = service.claim(session, mail.id, NOW)
    assert claimed is not None
    service.mark_sent(session, claimed, message_id(mail.id, "post.example.org"), NOW, address="nieuw@example.org")
    service.take_report(session, report(mail.id), NOW)
    assert queries.is_unreachable(session, "nieuw@example.org")
    assert not queries.is_unreachable(session, "oud@example.org")


def test_a_report_about_a_mail_that_we_never_sent_closes_nothing(session: Session) -> None:
    sent(session)
    for strange in (uuid.uuid4(), uuid.UUID(int=0)):
        assert service.take_report(session, report(strange), NOW) == 0
    assert service.take_report(session, a_report("<elsewhere@example.org>"), NOW) == 0
    assert session.scalar(select(func.count()).select_from(Bounce)) == 0


def test_a_mail_that_still_waits_cannot_have_come_back(session: Session) -> None:
    service.queue_mail(
        session,
        kind="digest_ready",
        dedupe_key="waits",
        to_person=None,
        to_address=ADDRESS,
        template="digest_ready",
        context={},
        due_at=NOW,
    )
    mail = session.scalars(select(Mail).where(Mail.dedupe_key == "waits")).one()
    assert service.take_report(session, report(mail.id), NOW) == 0


def test_a_full_mailbox_closes_an_address_only_the_third_time(session: Session) -> None:
    seen = []
    for number in range(3):
        mail_id = sent(session, key=str(number))
        service.take_report(session, report(mail_id, status="5.2.2", words="smtp; 552 5.2.2 mailbox full"), NOW)
        seen.append(queries.is_unreachable(session, ADDRESS))
    assert seen == [False, False, True]


def test_once_somebody_looked_mail_goes_again_until_it_comes_back_again(session: Session) -> None:
    service.take_report(session, report(sent(session)), NOW)
    assert service.settle_bounces(session, ADDRESS, None, NOW) == 1
    assert service.settle_bounces(session, ADDRESS, None, NOW) == 0
    assert not queries.is_unreachable(session, ADDRESS)
    service.take_report(session, report(sent(session, key="2")), NOW)
    assert queries.is_unreachable(session, ADDRESS)


def test_what_is_no_report_is_refused(session: Session) -> None:
    with pytest.raises(UnreadableReport):
        service.take_report(session, b"Subject: afwezig\r\n\r\nIk ben er niet.", NOW)


def test_a_report_with_a_mark_that_no_database_keeps_is_read_all_the_same(session: Session) -> None:
    raw = report(sent(session)).replace(b"User unknown", b"User\0unknown")
    assert service.take_report(session, raw, NOW) == 1
    assert "User unknown" in session.scalars(select(Bounce.words)).one()
