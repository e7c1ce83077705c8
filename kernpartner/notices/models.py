"""Keeps what each person was told, whether by mail or not, and how each wants to be told."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.organisations.models import Person


class Notice(Keyed, Base):
    """One fact for one person, written with the fact; `goes` says how it leaves, `left_at` when it did."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("goes in ('now', 'day', 'week', 'never')", name="goes_known"),
        Index(None, "person_id", "at"),
        Index("ix_notice_waiting", "person_id", postgresql_where=text("left_at is null and goes in ('day', 'week')")),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    kind: Mapped[str]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    # Ids, ISO dates and words that everybody may read: never a text about a child.
    context: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
    goes: Mapped[str]
    left_at: Mapped[datetime | None]


class NoticeWish(Base):
    """How a person wants to hear of each group of news; `token` changes it without signing in."""

    __tablename__ = "notice_wish"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    wishes: Mapped[dict[str, Any]] = mapped_column(default=dict)
