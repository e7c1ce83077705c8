"""Keeps next steps, their solution directions, where these are rolled out, their plans, worksheets and packages."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import District
from kernpartner.organisations.models import Organisation, Person
from kernpartner.themes.models import Theme

_STATUS = "status in ('idea', 'running', 'done', 'stopped')"


class NextStep(Keyed, Base):
    """What a district does about a theme together; `tests` says how each of the five tests ended."""

    __tablename__ = "next_step"
    __table_args__ = (
        UniqueConstraint("district_id", "shipped_key"),
        CheckConstraint(_STATUS, name="status_known"),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id), index=True)
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id), index=True)
    title: Mapped[str]
    domains: Mapped[list[str]]
    tests: Mapped[dict[str, Any]]
    why: Mapped[str] = mapped_column(default="")
    status: Mapped[str] = mapped_column(default="running")
    shipped_key: Mapped[str | None]
    promoted_at: Mapped[datetime]
    promoted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))


class SolutionDirection(Keyed, Base):
    """One way in which a next step is done; `partners` are ids of organisations, `plan` the phases of its step plan."""

    __tablename__ = "solution_direction"
    __table_args__ = (
        UniqueConstraint("step_id", "position"),
        CheckConstraint(_STATUS, name="status_known"),
        CheckConstraint("ends_on is null or starts_on is null or ends_on >= starts_on", name="period_forward"),
    )

    step_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(NextStep.id), index=True)
    position: Mapped[int]
    title: Mapped[str]
    goal: Mapped[str]
    status: Mapped[str] = mapped_column(default="idea")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    partners: Mapped[list[str]] = mapped_column(default=list)
    plan: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    worksheet_title: Mapped[str] = mapped_column(default="")
    worksheet_text: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class RollOut(Keyed, Base):
    """That an organisation works on a direction: since when, in which phase of the plan, and where it stands."""

    __tablename__ = "roll_out"
    __table_args__ = (
        UniqueConstraint("direction_id", "organisation_id"),
        CheckConstraint("status in ('running', 'done', 'stopped')", name="status_known"),
        CheckConstraint("phase >= 0", name="phase_counts"),
    )

    direction_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(SolutionDirection.id), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    phase: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(default="running")
    since: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))


class Package(Keyed, Base):
    """Material of a direction that is ready to use; a school clones it and adapts its own copy."""

    __tablename__ = "step_package"
    __table_args__ = (UniqueConstraint("cloned_from_id", "organisation_id"),)

    direction_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(SolutionDirection.id), index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    cloned_from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("step_package.id"))
    title: Mapped[str]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
