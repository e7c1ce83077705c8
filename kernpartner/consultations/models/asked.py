"""Keeps the questions to a core team, what was said about them, and how they ended."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.concerns.models import Concern
from kernpartner.db.base import Base, Keyed
from kernpartner.organisations.models import Organisation, Person

_OUTCOMES = (
    "'advice_to_school', 'own_network', 'social_base', 'small_action', "
    "'clarified_without_trajectory', 'not_fitting', 'trajectory', 'specialist_care', 'borne_together'"
)


class Consultation(Keyed, Base):
    """A question of the author to the core team of a school; open until answered or withdrawn."""

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint("status in ('open', 'closed', 'withdrawn')", name="status_known"),
        CheckConstraint(f"outcome is null or outcome in ({_OUTCOMES})", name="outcome_known"),
        CheckConstraint("(status = 'closed') = (outcome is not null)", name="closed_has_outcome"),
        CheckConstraint(
            "outcome is distinct from 'specialist_care' or live_talk_on is not null",
            name="specialist_care_needs_live_talk",
        ),
        # A talk that is still to come is not a talk that was held; what was recorded when says what was to come.
        CheckConstraint(
            "outcome is distinct from 'specialist_care' or live_talk_on is null or (closed_at is not null "
            "and live_talk_on <= (closed_at at time zone 'Europe/Amsterdam')::date)",
            name="specialist_care_talk_was_held",
        ),
        CheckConstraint(
            "outcome is distinct from 'small_action' or action_on is not null",
            name="small_action_needs_date",
        ),
    )

    concern_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Concern.id), unique=True)
    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    question: Mapped[str | None]
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    status: Mapped[str] = mapped_column(default="open")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    outcome: Mapped[str | None]
    outcome_reason: Mapped[str | None]
    action_on: Mapped[date | None]
    live_talk_on: Mapped[date | None]


class Reply(Keyed, Base):
    """Something said in a consultation, cleaned: a question, an analysis, advice."""

    __tablename__ = "reply"
    __table_args__ = (
        CheckConstraint("kind in ('clarifying_question', 'answer', 'analysis', 'advice')", name="kind_known"),
    )

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Consultation.id), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    kind: Mapped[str]
    text: Mapped[str | None]
    said_at: Mapped[datetime]
