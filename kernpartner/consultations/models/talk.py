"""Keeps what people wrote together in a talk, version after version, what they are still writing, and its clock."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.consultations.models.asked import Consultation
from kernpartner.db.base import Base, Keyed
from kernpartner.organisations.models import Organisation, Person


class TalkNote(Keyed, Base):
    """One version of the shared text of a step; the highest version is how it reads now."""

    __tablename__ = "talk_note"
    __table_args__ = (
        UniqueConstraint("consultation_id", "step", "version"),
        CheckConstraint("step in ('question', 'analysis', 'advice')", name="step_known"),
        CheckConstraint("version > 0", name="version_counts_from_one"),
    )

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Consultation.id))
    step: Mapped[str]
    version: Mapped[int]
    text: Mapped[str]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    written_at: Mapped[datetime]


class TalkDraft(Keyed, Base):
    """What one person is still writing in a talk, cleaned; nobody else sees it."""

    __tablename__ = "talk_draft"
    __table_args__ = (
        UniqueConstraint("consultation_id", "person_id", "field"),
        CheckConstraint(
            "field in ('clarifying', 'question_note', 'analysis', 'analysis_note', 'advice', 'advice_note')",
            name="field_known",
        ),
    )

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Consultation.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    field: Mapped[str]
    kind: Mapped[str | None]
    text: Mapped[str]
    seen_version: Mapped[int]
    saved_at: Mapped[datetime] = mapped_column(index=True)


class LiveTalk(Base):
    """A talk that is held in a meeting: its step, since when, and the minutes of each step."""

    __tablename__ = "live_talk"
    __table_args__ = (
        CheckConstraint("step in ('question', 'clarifying', 'analysis', 'advice', 'close')", name="step_known"),
    )

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Consultation.id), primary_key=True)
    started_at: Mapped[datetime]
    step: Mapped[str]
    step_started_at: Mapped[datetime]
    minutes: Mapped[dict[str, Any]]
    ended_at: Mapped[datetime | None]
