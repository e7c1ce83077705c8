"""Keeps who is a guest of which session, from when until when, and the summaries made for it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.consultations.models import Consultation
from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import District
from kernpartner.organisations.models import Organisation, Person


class GuestSession(Keyed, Base):
    """One session of one guest; a meeting lives higher in the tower and is named without a key.

    Only the hash of the one-time link is kept; `entered_at` says that it was used.
    """

    __tablename__ = "guest_session"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(consultation_id is null) <> (meeting_id is null)", name="one_session"),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id), index=True)
    consultation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Consultation.id), index=True)
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    title: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    invited_by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    invited_by_organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    invited_at: Mapped[datetime]
    token_hash: Mapped[str] = mapped_column(unique=True)
    entered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class GuestSummary(Keyed, Base):
    """What a guest reads of one consultation: written for it by the author, cleaned, and nothing else."""

    __tablename__ = "guest_summary"
    __table_args__ = (UniqueConstraint("session_id", "consultation_id"),)

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(GuestSession.id))
    consultation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Consultation.id))
    text: Mapped[str]
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    written_at: Mapped[datetime]
