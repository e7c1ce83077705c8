"""Keeps who was invited to a meeting, why, with which links, and what they answered."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.meetings.models.agenda import Meeting
from kernpartner.organisations.models import Organisation, Person


class Invitation(Keyed, Base):
    """That a person was asked to come, why, and for which items; the last answer stands beside it."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id", "organisation_id"),
        CheckConstraint("role in ('member', 'guest')", name="role_known"),
        CheckConstraint(
            "answer is null or answer in ('accepted', 'declined', 'replaced')",
            name="answer_known",
        ),
        CheckConstraint(
            "(answer is not distinct from 'replaced') = (replaced_by_id is not null)", name="replaced_by_somebody"
        ),
    )

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Meeting.id), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    role: Mapped[str]
    reason: Mapped[str]
    items: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sequence: Mapped[int]
    agenda_version: Mapped[int]
    invited_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(default="")
    replaced_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    attended: Mapped[bool | None]


class InvitationLink(Keyed, Base):
    """A link in one mail, kept as a hash only: it answers once and then, or after its day, no more."""

    __tablename__ = "invitation_link"

    invitation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Invitation.id), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
