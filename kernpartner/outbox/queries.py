"""Reads mails that are due, that went, and that did not; and whether the worker makes progress."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.outbox.models import Heartbeat, JobRun, Mail


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
