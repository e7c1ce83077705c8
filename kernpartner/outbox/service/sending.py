"""Changes mails to send: queues, offers, claims, finishes; and notes periodic work and heartbeats."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.db.uuid7 import uuid7
from kernpartner.outbox.models import Heartbeat, JobRun, Mail
from kernpartner.outbox.rules import LEASE, OFFER, Answer, answer_to, short_error, wait_after


@dataclass(frozen=True)
class Claimed:
    """A mail that this attempt may send until its lease ends; `attempts` is the fencing number."""

    id: uuid.UUID
    attempts: int
    kind: str
    to_person: uuid.UUID | None
    to_address: str
    language: str
    template: str
    context: dict[str, Any]
    first_tried_at: datetime


def queue_mail(
    session: Session,
    *,
    kind: str,
    dedupe_key: str,
    to_person: uuid.UUID | None,
    to_address: str,
    template: str,
    context: dict[str, Any],
    due_at: datetime,
    language: str = "nl",
) -> bool:
    """Write a mail into the outbox, in the transaction of the fact it is about; False when the key was there.

    `context` holds ids, ISO dates and words that everybody may read, never a concern's text or a count: the
    mail is rendered when it is sent. A key `calendar` with `{"method", "text"}` becomes a calendar part.
    """
    written = session.execute(
        insert(Mail)
        .values(
            id=uuid7(),
            kind=kind,
            dedupe_key=dedupe_key,
            to_person=to_person,
            to_address=to_address,
            language=language,
            template=template,
            context=context,
            status="queued",
            due_at=due_at,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(Mail.id)
    )
    return written.first() is not None


def offer_due(session: Session, now: datetime, limit: int) -> Sequence[uuid.UUID]:
    """Give up to `limit` ids that are due and that nobody was offered lately, oldest first, and note the offer.

    Rows that another sweep or claim holds at this moment are skipped.
    """
    due = (
        select(Mail.id)
        .where(_claimable(now), or_(Mail.offered_until.is_(None), Mail.offered_until < now))
        .order_by(Mail.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    offered = session.scalars(
        update(Mail)
        .where(Mail.id.in_(due.scalar_subquery()))
        .values(offered_until=now + OFFER)
        .returning(Mail.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(offered)


def claim(session: Session, mail_id: uuid.UUID, now: datetime) -> Claimed | None:
    """Take a mail for one attempt, in one statement; nothing when it is not due or somebody else has it.

    Commit before talking to the mail server: the lease, not a lock, keeps others away.
    """
    row = session.execute(
        update(Mail)
        .where(Mail.id == mail_id, _claimable(now))
        .values(
            status="sending",
            lease_until=now + LEASE,
            attempts=Mail.attempts + 1,
            first_tried_at=func.coalesce(Mail.first_tried_at, now),
        )
        .returning(
            Mail.id,
            Mail.attempts,
            Mail.kind,
            Mail.to_person,
            Mail.to_address,
            Mail.language,
            Mail.template,
            Mail.context,
            Mail.first_tried_at,
        )
        .execution_options(synchronize_session=False)
    ).first()
    return None if row is None else Claimed(*row)


def mark_sent(session: Session, claimed: Claimed, message_id: str, now: datetime, *, address: str = "") -> bool:
    """Note that the mail server took the mail, for this `address`; False when a later attempt owns the row by now.

    A secret link (`token`) that stood in it is forgotten at once: from here on only its reader has it.
    """
    return _finish(
        session,
        claimed,
        status="sent",
        sent_at=now,
        message_id=message_id,
        to_address=address or claimed.to_address,
        last_error=None,
        context=Mail.context.op("-")("token"),
    )


def mark_cancelled(session: Session, claimed: Claimed, reason: str) -> bool:
    """Note that the mail must not go any more, and why; False when a later attempt owns the row."""
    return _finish(session, claimed, status="cancelled", last_error=short_error(reason))


def mark_failed(session: Session, claimed: Claimed, error: str) -> bool:
    """Note that this mail will never go, visible to the administrator; False as above."""
    return _finish(session, claimed, status="failed", last_error=short_error(error))


def mark_retry(session: Session, claimed: Claimed, error: str, now: datetime) -> bool:
    """Put the mail back for a later attempt, `wait_after` from now; False as above."""
    due = now + wait_after(claimed.attempts, claimed.id)
    return _finish(session, claimed, status="queued", due_at=due, last_error=short_error(error))


def mark_not_sent(session: Session, claimed: Claimed, code: int | None, error: str, now: datetime) -> Answer:
    """Decide and note what happens after a failed attempt with this answer of the mail server."""
    answer = answer_to(code, claimed.first_tried_at, now)
    if answer is Answer.FAIL:
        mark_failed(session, claimed, error)
    else:
        mark_retry(session, claimed, error, now)
    return answer


def start_job(session: Session, name: str, period: str, now: datetime) -> bool:
    """Note that this work starts for this period; False when it was started before, by whomever.

    The row becomes visible with what the work wrote: both in one transaction, or neither.
    """
    written = session.execute(
        insert(JobRun)
        .values(id=uuid7(), name=name, period=period, started_at=now, counts={})
        .on_conflict_do_nothing(index_elements=["name", "period"])
        .returning(JobRun.id)
    )
    return written.first() is not None


def finish_job(session: Session, name: str, period: str, now: datetime, counts: dict[str, int]) -> None:
    """Note when the work was done and how much it did."""
    session.execute(
        update(JobRun).where(JobRun.name == name, JobRun.period == period).values(finished_at=now, counts=counts)
    )


def beat(session: Session, name: str, now: datetime) -> None:
    """Note that this part of the worker makes progress."""
    statement = insert(Heartbeat).values(name=name, at=now)
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"at": statement.excluded.at}))


def forget_contents(session: Session, before: datetime) -> int:
    """Empty what mails were made from, of mails that were finished and due before this moment; give how many."""
    done = session.scalars(
        update(Mail)
        .where(Mail.status.in_(("sent", "cancelled", "failed")), Mail.due_at < before, Mail.context != {})
        .values(context={})
        .returning(Mail.id)
        .execution_options(synchronize_session=False)
    )
    return len(done.all())


def _claimable(now: datetime) -> Any:
    return or_(
        and_(Mail.status == "queued", Mail.due_at <= now),
        and_(Mail.status == "sending", Mail.lease_until < now),
    )


def _finish(session: Session, claimed: Claimed, **values: Any) -> bool:
    done = session.execute(
        update(Mail)
        .where(Mail.id == claimed.id, Mail.attempts == claimed.attempts, Mail.status == "sending")
        .values(lease_until=None, offered_until=None, **values)
        .returning(Mail.id)
        .execution_options(synchronize_session=False)
    )
    return done.first() is not None
