"""Keeps the texts per situation, who owns each, and every version of it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import District
from kernpartner.organisations.models import Organisation, Person


class SituationText(Keyed, Base):
    """A text for one situation and channel; its owner keeps it true. What people call stands in checked fields."""

    __tablename__ = "situation_text"
    __table_args__ = (
        UniqueConstraint("district_id", "slug"),
        CheckConstraint("channel in ('phone', 'mail', 'website')", name="channel_known"),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    slug: Mapped[str]
    label: Mapped[str]
    channel: Mapped[str]
    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    contact_phone: Mapped[str] = mapped_column(default="", server_default="")
    contact_email: Mapped[str] = mapped_column(default="", server_default="")


class SituationVersion(Keyed, Base):
    """How a text read from a moment on; never changed. Without a writer it came with the district."""

    __tablename__ = "situation_version"
    __table_args__ = (UniqueConstraint("text_id", "number"),)

    text_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(SituationText.id))
    number: Mapped[int]
    body: Mapped[str]
    written_at: Mapped[datetime]
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
