"""Keeps what happened to counts: events, the ledger of differences, the cube, and which periods are closed.

No foreign keys to themes, areas or organisations: the rows come from a concern that has them, and each would
cost a lock on a row that all writers share.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base


class TallyEvent(Base):
    """Something that changed what a case counts for; its id makes a repeat harmless."""

    __tablename__ = "tally_event"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    case_id: Mapped[uuid.UUID]
    recorded_at: Mapped[datetime]


class TallyDelta(Base):
    """One more or one less: the ledger. `late` says that the period was closed already when it was booked."""

    __tablename__ = "tally_delta"
    __table_args__ = (
        Index(None, "case_id"),
        CheckConstraint("change in (-1, 1)", name="one_case"),
    )

    event_id: Mapped[str] = mapped_column(ForeignKey(TallyEvent.id), primary_key=True)
    theme_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    change: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID]
    area_id: Mapped[uuid.UUID]
    month: Mapped[date]
    organisation_id: Mapped[uuid.UUID]
    school_id: Mapped[uuid.UUID]
    registered: Mapped[date]
    period: Mapped[date]
    late: Mapped[bool]


class TallyCube(Base):
    """How many cases now (`n`), and how many at the moment the period closed (`closed_n`, equal while open).

    One area's months are one range of the key; `month` is when it happened, `period` where it is booked.
    """

    __tablename__ = "tally_cube"
    __table_args__ = (Index(None, "area_id", "period"),)

    area_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    theme_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    school_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    period: Mapped[date] = mapped_column(primary_key=True)
    n: Mapped[int]
    closed_n: Mapped[int]


class TallyClosing(Base):
    """The last closed period of an area and the first open one; what is booked later never changes the former."""

    __tablename__ = "tally_closing"

    area_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    closed_through: Mapped[date]
    first_open: Mapped[date]
    closed_at: Mapped[datetime]
