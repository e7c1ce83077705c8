"""Reads organisations, people, positions and core teams as they are on a day."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from kernpartner.districts.models import District
from kernpartner.organisations.models import (
    Ambassador,
    CoreTeamPlace,
    Organisation,
    OrganisationType,
    Person,
    Position,
)
from kernpartner.organisations.rules import RIGHTS, Action, Role, refresh_days, wants_refreshing


@dataclass(frozen=True)
class PositionRow:
    """A role that somebody holds now, with the organisation it is for."""

    organisation_id: uuid.UUID
    organisation_label: str
    type_slug: str
    role: Role
    district_id: uuid.UUID
    area_id: uuid.UUID | None


def holds(table: Any, on: date) -> ColumnElement[bool]:
    """Give the condition that a row with a period of validity holds on that day."""
    return and_(table.valid_from <= on, or_(table.valid_to.is_(None), table.valid_to >= on))


def organisation(session: Session, organisation_id: uuid.UUID) -> Organisation:
    """Give the organisation with this id; raises `LookupError` when there is none."""
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise LookupError(f"no organisation {organisation_id}")
    return found


def organisation_by_slug(session: Session, district_id: uuid.UUID, slug: str) -> Organisation | None:
    """Give the organisation with this slug in the district, if there is one."""
    return session.scalar(
        select(Organisation).where(Organisation.district_id == district_id, Organisation.slug == slug)
    )


def organisations(
    session: Session, district_id: uuid.UUID, *, on: date | None, type_slug: str | None = None
) -> Sequence[Organisation]:
    """Give the organisations of a district that exist on that day, or that ever did without a day, by label."""
    query = select(Organisation).where(Organisation.district_id == district_id).order_by(Organisation.label)
    if on is not None:
        query = query.where(holds(Organisation, on))
    if type_slug is not None:
        query = query.where(Organisation.type_slug == type_slug)
    return session.scalars(query).all()


def types(session: Session) -> Sequence[OrganisationType]:
    """Give every kind of organisation, by label."""
    return session.scalars(select(OrganisationType).order_by(OrganisationType.label)).all()


def home_organisations(session: Session, district_id: uuid.UUID, on: date) -> Sequence[Organisation]:
    """Give the organisations that log concerns: their agreement is needed before anything leaves."""
    return session.scalars(
        select(Organisation)
        .join(OrganisationType, OrganisationType.slug == Organisation.type_slug)
        .where(
            Organisation.district_id == district_id,
            OrganisationType.logs_concerns,
            holds(Organisation, on),
        )
        .order_by(Organisation.label)
    ).all()


def core_team(session: Session, school_id: uuid.UUID, on: date) -> Sequence[Organisation]:
    """Give the organisations in the core team of a school on that day, the school itself included.

    Who has a place and does not exist on that day, because another one took over the work, is left out.
    """
    places = select(CoreTeamPlace.organisation_id).where(CoreTeamPlace.school_id == school_id, holds(CoreTeamPlace, on))
    return session.scalars(
        select(Organisation)
        .where(or_(Organisation.id == school_id, Organisation.id.in_(places)), holds(Organisation, on))
        .order_by(Organisation.label)
    ).all()


def schools_of(session: Session, organisation_id: uuid.UUID, on: date) -> Sequence[Organisation]:
    """Give the schools of that day in whose core team the organisation sits; a school sits in its own."""
    places = select(CoreTeamPlace.school_id).where(
        CoreTeamPlace.organisation_id == organisation_id, holds(CoreTeamPlace, on)
    )
    return session.scalars(
        select(Organisation)
        .where(
            or_(
                Organisation.id.in_(places),
                and_(Organisation.id == organisation_id, Organisation.type_slug == "school"),
            ),
            holds(Organisation, on),
        )
        .order_by(Organisation.label)
    ).all()


def person(session: Session, person_id: uuid.UUID) -> Person | None:
    """Give the person with this id, if there is one."""
    return session.get(Person, person_id)


def person_by_email(session: Session, email: str) -> Person | None:
    """Give the person with this address, whatever the case in which it was typed."""
    # A form can hold the one sign that no text in the database can hold; nobody has such an address.
    if "\x00" in email:
        return None
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def positions(session: Session, person_id: uuid.UUID, on: date) -> Sequence[PositionRow]:
    """Give the roles that a person holds on that day, at organisations that exist then."""
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.label,
            Organisation.type_slug,
            Position.role,
            Organisation.district_id,
            Organisation.area_id,
        )
        .join(Organisation, Organisation.id == Position.organisation_id)
        .where(Position.person_id == person_id, holds(Position, on), holds(Organisation, on))
        .order_by(Organisation.label, Position.role)
    )
    return [
        PositionRow(id_, label, type_, Role(role), district, area) for id_, label, type_, role, district, area in rows
    ]


def members(session: Session, organisation_id: uuid.UUID, on: date, role: Role | None = None) -> Sequence[Person]:
    """Give the active people who hold a position (of that role) at the organisation on that day, by name."""
    query = (
        select(Person)
        .join(Position, Position.person_id == Person.id)
        .join(Organisation, Organisation.id == Position.organisation_id)
        .where(Organisation.id == organisation_id, holds(Organisation, on), holds(Position, on), Person.active)
        .order_by(Person.name)
        .distinct()
    )
    if role is not None:
        query = query.where(Position.role == role.value)
    return session.scalars(query).all()


def coordinators(session: Session, district_id: uuid.UUID, on: date) -> Sequence[Person]:
    """Give the people who prepare the meetings of the district."""
    return session.scalars(
        select(Person)
        .join(Position, Position.person_id == Person.id)
        .join(Organisation, Organisation.id == Position.organisation_id)
        .where(
            Person.district_id == district_id,
            Person.active,
            Position.role == Role.COORDINATOR.value,
            holds(Position, on),
            holds(Organisation, on),
        )
        .order_by(Person.name)
        .distinct()
    ).all()


def members_who_may(session: Session, organisation_id: uuid.UUID, on: date, action: Action) -> Sequence[Person]:
    """Give the active people whose role at the organisation lets them do this on that day, each once, by name."""
    roles = [role for role, actions in RIGHTS.items() if action in actions]
    found = {person.id: person for role in roles for person in members(session, organisation_id, on, role)}
    return sorted(found.values(), key=lambda person: person.name)


def ambassadors(session: Session, represents_id: uuid.UUID, on: date) -> Sequence[Ambassador]:
    """Give who represents this organisation in case discussions on that day."""
    return session.scalars(
        select(Ambassador).where(Ambassador.represents_id == represents_id, holds(Ambassador, on))
    ).all()


@dataclass(frozen=True)
class AmbassadorRow:
    """An ambassador as people read it: who, of which organisation, for which other one, and when that was confirmed."""

    id: uuid.UUID
    person_id: uuid.UUID
    person: str
    organisation_id: uuid.UUID
    organisation: str
    represents_id: uuid.UUID
    represents: str
    valid_from: date
    valid_to: date | None
    last_confirmed_on: date | None
    stale: bool


def ambassador_rows(
    session: Session, district_id: uuid.UUID, on: date, *, represents: Collection[uuid.UUID] | None = None
) -> Sequence[AmbassadorRow]:
    """Give who represents whom in a district on that day, by the organisation that is represented."""
    home, other = aliased(Organisation), aliased(Organisation)
    query = (
        select(Ambassador, Person.name, home.label, other.label)
        .join(Person, Person.id == Ambassador.person_id)
        .join(home, home.id == Ambassador.organisation_id)
        .join(other, other.id == Ambassador.represents_id)
        .where(other.district_id == district_id, holds(Ambassador, on), holds(home, on), holds(other, on))
        .where(Person.active)
        .order_by(other.label, Person.name, Ambassador.id)
    )
    if represents is not None:
        query = query.where(Ambassador.represents_id.in_(represents))
    settings = session.get_one(District, district_id).settings
    return [
        AmbassadorRow(
            id=row.id,
            person_id=row.person_id,
            person=person,
            organisation_id=row.organisation_id,
            organisation=organisation_label,
            represents_id=row.represents_id,
            represents=represents_label,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            last_confirmed_on=row.last_confirmed_on,
            stale=wants_refreshing(row.last_confirmed_on, refresh_days(settings), on),
        )
        for row, person, organisation_label, represents_label in session.execute(query)
    ]


def without_ambassador(session: Session, district_id: uuid.UUID, on: date) -> Sequence[Organisation]:
    """Give the partners of a district that nobody represents on that day, by label."""
    spoken_for = select(Ambassador.represents_id).join(Person, Person.id == Ambassador.person_id)
    return session.scalars(
        select(Organisation)
        .join(OrganisationType, OrganisationType.slug == Organisation.type_slug)
        .where(
            Organisation.district_id == district_id,
            OrganisationType.is_core_partner.is_(False),
            holds(Organisation, on),
            Organisation.id.not_in(spoken_for.where(holds(Ambassador, on), Person.active)),
        )
        .order_by(Organisation.label)
    ).all()
