"""Keeps what was judged of each theme in an area and month, the exact inputs of it, and the second gate's history."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.audit.models import REFUSE_CHANGE
from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import Area
from kernpartner.organisations.models import Organisation, Person
from kernpartner.themes.models import Theme


class ThemeVerdict(Keyed, Base):
    """Whether a theme recurs in an area, as of a month; judging that month again replaces it.

    `reason` and `trend` are words of `rules`. Nobody reads `score`: it orders.
    """

    __tablename__ = "theme_verdict"
    __table_args__ = (
        UniqueConstraint("area_id", "month", "theme_id"),
        CheckConstraint("extract(day from month) = 1", name="month_starts"),
    )

    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Area.id))
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id))
    month: Mapped[date]
    judged_on: Mapped[date]
    judged_at: Mapped[datetime]
    flag: Mapped[bool]
    score: Mapped[float]
    reason: Mapped[str]
    trend: Mapped[str]


class VerdictInput(Base):
    """The exact numbers one verdict was made of, for audit only; in a table of its own so that it can be closed off."""

    __tablename__ = "theme_verdict_input"

    verdict_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(ThemeVerdict.id, ondelete="CASCADE"), primary_key=True)
    inputs: Mapped[dict[str, Any]]


class GateDecision(Keyed, Base):
    """What a person answered about a theme at the second gate; a new answer is a new row."""

    __tablename__ = "gate_decision"
    __table_args__ = (Index(None, "area_id", "theme_id", "decided_at"),)

    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Area.id))
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id))
    clear: Mapped[bool]
    neutral: Mapped[bool]
    recognised: Mapped[bool]
    shared: Mapped[bool]
    passed: Mapped[bool]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id))
    decided_at: Mapped[datetime]


KEEP_HISTORY = """
CREATE TRIGGER gate_decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON gate_decision
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
event.listen(GateDecision.__table__, "after_create", DDL(REFUSE_CHANGE.replace("%", "%%")))
event.listen(GateDecision.__table__, "after_create", DDL(KEEP_HISTORY))
