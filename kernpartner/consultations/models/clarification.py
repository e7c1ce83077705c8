"""Keeps the sets of clarifying questions, each version as it was, and the answers in the version they were asked in."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.consultations.models.asked import Consultation
from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import District
from kernpartner.organisations.models import Organisation, Person


class QuestionSet(Keyed, Base):
    """One version of a district's clarifying questions; never changed, followed by a next one."""

    __tablename__ = "question_set"
    __table_args__ = (
        UniqueConstraint("district_id", "version"),
        CheckConstraint("version > 0", name="version_counts_from_one"),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    version: Mapped[int]
    questions: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    made_at: Mapped[datetime]


class ClarificationAnswer(Keyed, Base):
    """One version of the answer to one question in a consultation; `choices` are codes, or ids of organisations."""

    __tablename__ = "clarification_answer"
    __table_args__ = (
        UniqueConstraint("consultation_id", "question_key", "version"),
        CheckConstraint("version > 0", name="version_counts_from_one"),
    )

    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Consultation.id))
    set_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(QuestionSet.id))
    question_key: Mapped[str]
    version: Mapped[int]
    choices: Mapped[list[Any]]
    remark: Mapped[str | None]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    answered_at: Mapped[datetime]
