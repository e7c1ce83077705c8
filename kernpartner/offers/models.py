"""Keeps which partner belongs to which theme, and what partners offer there."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import Area
from kernpartner.organisations.models import Organisation, Person, Valid
from kernpartner.themes.models import Theme


class PartnerTie(Keyed, Valid, Base):
    """That a partner belongs to a theme: it reads of it, may offer something, and is invited when it is discussed."""

    __tablename__ = "partner_tie"
    __table_args__ = (UniqueConstraint("theme_id", "organisation_id", "valid_from"),)

    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)


class Offer(Keyed, Base):
    """What a partner can do for a theme; it stands until withdrawn and is confirmed once a year."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("last_confirmed_on >= made_on", name="confirmed_after_made"),
        # What people search in: the stems of what is offered and when.
        Index(
            "ix_offer_words",
            literal_column("to_tsvector('dutch'::regconfig, (form || ' ') || when_text)"),
            postgresql_using="gin",
        ),
    )

    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Area.id))
    form: Mapped[str]
    when_text: Mapped[str] = mapped_column(default="")
    contact_text: Mapped[str] = mapped_column(default="")
    # How the organisation is reached; checked fields, so that no cleaning takes its own number away.
    contact_function: Mapped[str] = mapped_column(default="", server_default="")
    contact_phone: Mapped[str] = mapped_column(default="", server_default="")
    contact_email: Mapped[str] = mapped_column(default="", server_default="")
    contact_person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    made_on: Mapped[date]
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    last_confirmed_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
