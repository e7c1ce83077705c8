"""Keeps organisations, people, and who belongs where in which period."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import Area, District


class Valid:
    """A period of validity; both days count."""

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class OrganisationType(Base):
    """A kind of organisation; a district may add kinds, so this is a table and not an enum."""

    __tablename__ = "organisation_type"

    slug: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    is_core_partner: Mapped[bool] = mapped_column(default=False)
    logs_concerns: Mapped[bool] = mapped_column(default=False)


class Organisation(Keyed, Valid, Base):
    """A school, a JGZ team, a neighbourhood team, an authority or a partner."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("district_id", "slug"),)

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    type_slug: Mapped[str] = mapped_column(ForeignKey(OrganisationType.slug))
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Area.id), index=True)
    slug: Mapped[str]
    label: Mapped[str]
    sector: Mapped[str | None]
    neighbourhood: Mapped[str | None]
    pupils: Mapped[int | None]
    identifying: Mapped[bool] = mapped_column(default=True)
    aliases: Mapped[list[str]] = mapped_column(default=list)
    fictional: Mapped[bool] = mapped_column(default=False)


class CoreTeamPlace(Keyed, Valid, Base):
    """An organisation that sits in the core team of a school."""

    __tablename__ = "core_team_place"
    __table_args__ = (UniqueConstraint("school_id", "organisation_id", "valid_from"),)

    school_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)


class Person(Keyed, Base):
    """Somebody who can sign in or is invited; never a child or a parent."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower_case"),)

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="nl")
    session_version: Mapped[int] = mapped_column(default=1)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Position(Keyed, Valid, Base):
    """A role that a person holds for an organisation in a period."""

    __tablename__ = "position"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id", "role", "valid_from"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    role: Mapped[str]


class Ambassador(Keyed, Valid, Base):
    """A person of one organisation who represents another one in case discussions."""

    __tablename__ = "ambassador"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    represents_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id), index=True)
    last_confirmed_on: Mapped[date | None]
