"""Changes organisations, people, their positions and passwords."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.organisations import queries
from kernpartner.organisations.models import (
    Ambassador,
    CoreTeamPlace,
    Organisation,
    OrganisationType,
    Person,
    Position,
)
from kernpartner.organisations.rules import Role

# What a sign-in costs when nobody has that address: verifying against this keeps the time the same.
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody has this password")


class PersonExists(ValueError):
    """Somebody already has this address."""


def ensure_type(session: Session, *, slug: str, label: str, is_core_partner: bool, logs_concerns: bool) -> None:
    """Make a kind of organisation when it is not there yet."""
    session.execute(
        insert(OrganisationType)
        .values(slug=slug, label=label, is_core_partner=is_core_partner, logs_concerns=logs_concerns)
        .on_conflict_do_nothing()
    )


def add_organisation(
    session: Session,
    *,
    district_id: uuid.UUID,
    type_slug: str,
    slug: str,
    label: str,
    valid_from: date,
    area_id: uuid.UUID | None = None,
    sector: str | None = None,
    neighbourhood: str | None = None,
    pupils: int | None = None,
    identifying: bool = True,
    aliases: list[str] | None = None,
    fictional: bool = False,
) -> Organisation:
    """Add an organisation to a district, or give the one that has this slug already."""
    found = session.scalar(
        select(Organisation).where(Organisation.district_id == district_id, Organisation.slug == slug)
    )
    if found is not None:
        return found
    made = Organisation(
        district_id=district_id,
        type_slug=type_slug,
        slug=slug,
        label=label,
        valid_from=valid_from,
        area_id=area_id,
        sector=sector,
        neighbourhood=neighbourhood,
        pupils=pupils,
        identifying=identifying,
        aliases=aliases or [],
        fictional=fictional,
    )
    session.add(made)
    session.flush()
    return made


def seat_in_core_team(session: Session, *, school_id: uuid.UUID, organisation_id: uuid.UUID, valid_from: date) -> None:
    """Give an organisation a place in the core team of a school; twice is as once."""
    there = session.scalar(
        select(CoreTeamPlace.id).where(
            CoreTeamPlace.school_id == school_id,
            CoreTeamPlace.organisation_id == organisation_id,
            CoreTeamPlace.valid_to.is_(None),
        )
    )
    if there is None:
        session.add(CoreTeamPlace(school_id=school_id, organisation_id=organisation_id, valid_from=valid_from))
        session.flush()


def add_person(
    session: Session,
    *,
    district_id: uuid.UUID,
    name: str,
    email: str,
    now: datetime,
    password: str | None = None,
) -> Person:
    """Add a person who may sign in with this address; raises `PersonExists`."""
    address = email.strip().lower()
    if session.scalar(select(Person.id).where(Person.email == address)):
        raise PersonExists(f"{address} is known already")
    made = Person(
        district_id=district_id,
        name=name,
        email=address,
        password_hash=_HASHER.hash(password) if password else None,
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def give_position(
    session: Session,
    *,
    person_id: uuid.UUID,
    organisation_id: uuid.UUID,
    role: Role,
    valid_from: date,
) -> None:
    """Give a person a role at an organisation from that day on."""
    session.add(
        Position(
            person_id=person_id,
            organisation_id=organisation_id,
            role=role.value,
            valid_from=valid_from,
        )
    )
    session.flush()


def end_position(session: Session, *, person_id: uuid.UUID, organisation_id: uuid.UUID, on: date) -> None:
    """Let every role of the person at the organisation end on that day and end the open sessions.

    A role that was to end later ends on that day too.
    """
    for position in session.scalars(
        select(Position).where(
            Position.person_id == person_id,
            Position.organisation_id == organisation_id,
            or_(Position.valid_to.is_(None), Position.valid_to > on),
        )
    ):
        position.valid_to = on
    end_sessions(session, person_id)


def end_sessions(session: Session, person_id: uuid.UUID) -> None:
    """Make every session of the person worthless from the next request on."""
    person = session.get(Person, person_id)
    if person is not None:
        person.session_version += 1
    session.flush()


def set_password(session: Session, person_id: uuid.UUID, password: str) -> None:
    """Give a person this password and make every session worthless; whether it is good enough is asked before."""
    person = session.get_one(Person, person_id)
    person.password_hash = _HASHER.hash(password)
    person.session_version += 1
    session.flush()


def appoint_ambassador(
    session: Session,
    *,
    person_id: uuid.UUID,
    organisation_id: uuid.UUID,
    represents_id: uuid.UUID,
    on: date,
) -> None:
    """Let a person of one organisation represent another one in case discussions."""
    session.add(
        Ambassador(
            person_id=person_id,
            organisation_id=organisation_id,
            represents_id=represents_id,
            valid_from=on,
            last_confirmed_on=on,
        )
    )
    session.flush()


def set_language(session: Session, person_id: uuid.UUID, language: str) -> None:
    """Remember the language in which a person reads the pages (`nl` or `en`)."""
    person = session.get(Person, person_id)
    if person is not None and language in {"nl", "en"}:
        person.language = language
        session.flush()


def verified_person(session: Session, email: str, password: str) -> Person | None:
    """Give the active person with this address and password, or nothing.

    Verifies a hash also when nobody has the address, so that neither the answer nor its time says
    whether an address is known (OWASP ASVS 5.0, 6.3.8).
    """
    person = queries.person_by_email(session, email)
    known = person.password_hash if person is not None and person.active else None
    try:
        _HASHER.verify(known or _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return None
    return person if known is not None else None
