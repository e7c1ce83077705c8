"""Reads mails that are due, that went, and that did not; and whether the worker makes progress."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.outbox.models import Bounce, Heartbeat, JobRun, Mail
from kernpartner.outbox.rules import unreachable


def due_mail_ids(session: Session, now: datetime, limit: int) -> Sequence[uuid.UUID]:
    """Give the ids of mails that wait and are due, oldest first."""
    return session.scalars(
        select(Mail.id).where(Mail.status == "queued", Mail.due_at <= now).order_by(Mail.due_at).limit(limit)
    ).all()


def mail(session: Session, mail_id: uuid.UUID) -> Mail | None:
    """Give the mail with this id, if there is one."""
    return session.get(Mail, mail_id, populate_existing=True)


def mails_for_address(session: Session, address: str, limit: int = 100) -> Sequence[Mail]:
    """Give the mails to this address, newest first."""
    return session.scalars(
        select(Mail).where(Mail.to_address == address).order_by(Mail.created_at.desc(), Mail.id.desc()).limit(limit)
    ).all()


def failed_mails(session: Session, limit: int = 100) -> Sequence[Mail]:
    """Give the mails that will never go, newest first, for the administrator."""
    return session.scalars(
        select(Mail).where(Mail.status == "failed").order_by(Mail.created_at.desc(), Mail.id.desc()).limit(limit)
    ).all()


def open_bounces(session: Session, addresses: Collection[str] | None = None) -> Mapping[str, Sequence[Bounce]]:
    """Give per address the refusals that nobody looked at yet, newest first; of these addresses, or of all."""
    query = select(Bounce).where(Bounce.settled_at.is_(None)).order_by(Bounce.at.desc(), Bounce.id.desc())
    if addresses is not None:
        query = query.where(Bounce.address.in_({address.lower() for address in addresses}))
    found: dict[str, list[Bounce]] = {}
    for bounce in session.scalars(query):
        found.setdefault(bounce.address, []).append(bounce)
    return found


def is_unreachable(session: Session, address: str) -> bool:
    """Say whether an address gets no more mail until somebody looked."""
    found = open_bounces(session, [address]).get(address.lower(), [])
    return unreachable([bounce.severity for bounce in found])


def counts_by_status(session: Session) -> Mapping[str, int]:
    """Give how many mails there are in each status."""
    rows = session.execute(select(Mail.status, func.count()).group_by(Mail.status))
    return dict(rows.all())


def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Give since when the mail has been due that waits longest and should have gone, if any waits."""
    return session.scalar(
        select(func.min(Mail.due_at)).where(Mail.status.in_(("queued", "sending")), Mail.due_at <= now)
    )


def job_done(session: Session, name: str, period: str) -> bool:
    """Say whether this periodic work was done for this period."""
    found = session.scalar(select(JobRun.id).where(JobRun.name == name, JobRun.period == period))
    return found is not None


def last_seen(session: Session) -> Mapping[str, datetime]:
    """Give when each part of the worker last made progress."""
    return dict(session.execute(select(Heartbeat.name, Heartbeat.at)).all())
