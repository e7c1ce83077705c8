"""Keeps what was agreed, with every change of status, owner or date."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import District
from kernpartner.organisations.models import Organisation, Person
from kernpartner.themes.models import Theme


class AgreedAction(Keyed, Base):
    """Something an organisation will do; the meeting lives higher in the tower and is named without a key."""

    __tablename__ = "agreed_action"
    __table_args__ = (
        CheckConstraint("status in ('open', 'done', 'dropped')", name="status_known"),
        Index(None, "district_id", "status"),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    school_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id))
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Theme.id), index=True)
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    item_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    item_title: Mapped[str] = mapped_column(default="")
    next_step_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    text: Mapped[str]
    owner_organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    owner_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    due_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="open")
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    save_key: Mapped[str | None] = mapped_column(unique=True)


class ActionChange(Keyed, Base):
    """One change of an action: what it became, by whom and why; never changed itself."""

    __tablename__ = "action_change"
    __table_args__ = (CheckConstraint("status in ('open', 'done', 'dropped')", name="status_known"),)

    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AgreedAction.id), index=True)
    at: Mapped[datetime]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id))
    status: Mapped[str]
    owner_organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    owner_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
