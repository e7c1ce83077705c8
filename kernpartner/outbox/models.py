"""Keeps mails to send, which came back, which periodic work was done, and when the worker was last seen."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed


class Mail(Keyed, Base):
    """One mail to one person; the row is the job, the broker only carries its id.

    `attempts` is also the fencing number: who finishes a mail names the attempt it claimed. `to_person`
    names a person without a foreign key, because people live higher in the tower.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        CheckConstraint("status in ('queued', 'sending', 'sent', 'failed', 'cancelled')", name="status_known"),
        CheckConstraint("(status = 'sending') = (lease_until is not null)", name="sending_has_lease"),
        CheckConstraint("(status = 'sent') = (sent_at is not null)", name="sent_has_moment"),
        Index("ix_outbox_mail_due", "due_at", postgresql_where=text("status in ('queued', 'sending')")),
        Index(None, "to_address", "created_at"),
    )

    kind: Mapped[str]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    to_person: Mapped[uuid.UUID | None]
    to_address: Mapped[str]
    language: Mapped[str] = mapped_column(default="nl")
    template: Mapped[str]
    context: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[str] = mapped_column(default="queued")
    due_at: Mapped[datetime]
    # When it was first tried: giving up counts from here, so that a worker that was away for days gives nothing up.
    first_tried_at: Mapped[datetime | None]
    # Until when the broker is trusted with the id; later the sweep offers it again.
    offered_until: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[str | None]
    last_error: Mapped[str | None]
    sent_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Bounce(Keyed, Base):
    """That an address refused a mail; until somebody looked (`settled_at`) it counts against the address.

    `report` names where this was read (the attempt, or the SHA-256 of a delivery report), so that reading it
    again changes nothing.
    """

    __tablename__ = "outbox_bounce"
    __table_args__ = (
        CheckConstraint("severity in ('hard', 'soft')", name="severity_known"),
        Index("ix_outbox_bounce_open", "address", postgresql_where=text("settled_at is null")),
    )

    address: Mapped[str]
    mail_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Mail.id))
    report: Mapped[str] = mapped_column(unique=True)
    severity: Mapped[str]
    status: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[uuid.UUID | None]


class JobRun(Keyed, Base):
    """That a piece of periodic work was done for a period; the key makes it happen once."""

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("name", "period"),)

    name: Mapped[str]
    period: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Heartbeat(Base):
    """When a part of the worker last showed that it makes progress."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
