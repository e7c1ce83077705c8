"""Keeps the lessons that were drawn, told without a child, and which second organisation approved them."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import District
from kernpartner.organisations.models import Organisation, Person
from kernpartner.themes.models import Theme


class Lesson(Keyed, Base):
    """What worked, told without a child; others see it after a second organisation approves."""

    __tablename__ = "lesson"
    __table_args__ = (
        CheckConstraint(
            "approved_by_organisation_id is null or approved_by_organisation_id <> organisation_id",
            name="second_organisation_approves",
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
