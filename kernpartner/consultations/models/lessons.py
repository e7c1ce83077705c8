"""Keeps the lessons that were drawn, told without a child, and which second organisation approved them."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import District
from kernpartner.organisations.models import Organisation, Person
from kernpartner.themes.models import Theme


class Lesson(Keyed, Base):
    """What worked, told without a child; others see it from approval by a second organisation until withdrawal."""

    __tablename__ = "lesson"
    __table_args__ = (
        CheckConstraint(
            "approved_by_organisation_id is null or approved_by_organisation_id <> organisation_id",
            name="second_organisation_approves",
        ),
        # What people search in: the stems of an approved lesson.
        Index(
            "ix_lesson_words",
            literal_column("to_tsvector('dutch'::regconfig, text)"),
            postgresql_using="gin",
            postgresql_where=literal_column("approved_at is not null and withdrawn_at is null"),
        ),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    written_at: Mapped[datetime]
    text: Mapped[str]
    approved_by_organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id))
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    approved_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
