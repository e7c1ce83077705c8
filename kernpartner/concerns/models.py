"""Keeps cleaned concerns with the decisions of people about their themes, and cleaned drafts."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import Area, District
from kernpartner.organisations.models import Organisation, Person
from kernpartner.themes.models import Factor, Theme


class Concern(Keyed, Base):
    """An observation of a professional; `case_id` is the first concern of the same case."""

    __tablename__ = "concern"
    __table_args__ = (
        UniqueConstraint("organisation_id", "external_id"),
        Index(None, "organisation_id", "registered_at"),
        CheckConstraint("source in ('web', 'import', 'example')", name="source_known"),
        CheckConstraint("status in ('open', 'withdrawn', 'expired')", name="status_known"),
        CheckConstraint("status = 'open' or text is null", name="gone_is_gone"),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Area.id))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    school_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    author_role: Mapped[str]
    case_id: Mapped[uuid.UUID] = mapped_column(index=True)
    text: Mapped[str | None]
    tried: Mapped[str | None]
    age_band: Mapped[str]
    sector: Mapped[str | None]
    perspective: Mapped[str]
    wider: Mapped[str]
    occurred_on: Mapped[date]
    registered_at: Mapped[datetime]
    source: Mapped[str]
    external_id: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="open")
    suggested_by: Mapped[str | None]
    verdict: Mapped[str | None]


class ConcernTheme(Base):
    """A theme beside a concern: suggested by the tagger, or decided by a person."""

    __tablename__ = "concern_theme"
    __table_args__ = (
        CheckConstraint("state in ('suggested', 'confirmed', 'refused')", name="state_known"),
        CheckConstraint("state = 'suggested' or decided_at is not null", name="people_decide"),
    )

    concern_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Concern.id), primary_key=True)
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id), primary_key=True)
    state: Mapped[str]
    confidence: Mapped[int | None]
    spans: Mapped[list[Any]] = mapped_column(default=list)
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    decided_at: Mapped[datetime | None]


class RetagBatch(Keyed, Base):
    """Themes of many concerns of one organisation changed at once, so that it can be taken back at once."""

    __tablename__ = "retag_batch"
    __table_args__ = (
        CheckConstraint("kind in ('move', 'add', 'remove', 'divide')", name="kind_known"),
        Index(None, "organisation_id", "at"),
    )

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    at: Mapped[datetime]
    kind: Mapped[str]
    from_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Theme.id))
    to_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Theme.id))
    reason: Mapped[str]
    concerns: Mapped[int]
    undone_at: Mapped[datetime | None]


class ThemeStep(Keyed, Base):
    """What happened to a theme beside a concern: history for people, and what undo goes back along.

    `before` and `after` hold state, confidence, spans, person and moment; None is no theme beside it. Steps of one
    change of the taxonomy or of one batch share `change_id`; `number` is their order. They go with the concern's
    themes when it is withdrawn.
    """

    __tablename__ = "theme_step"
    __table_args__ = (Index(None, "concern_id", "theme_id"),)

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    concern_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Concern.id))
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id))
    at: Mapped[datetime]
    kind: Mapped[str]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    version: Mapped[str | None]
    reason: Mapped[str]
    change_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    # Taken back, or the step that did so: history only, no later decision that something else would have to respect.
    undone: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class ConcernFactor(Base):
    """A factor of the system map that a concern speaks of."""

    __tablename__ = "concern_factor"

    concern_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Concern.id), primary_key=True)
    factor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Factor.id), primary_key=True)


class ConcernDraft(Keyed, Base):
    """A cleaned, unfinished concern of one person; kept for seven days."""

    __tablename__ = "concern_draft"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), unique=True)
    fields: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
