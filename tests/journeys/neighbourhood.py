"""Makes a small district with four schools and eighteen months of concerns, logged through the services."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.offers.service import tie_named_partners
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.models import Organisation
from kernpartner.organisations.rules import Role
from tests.factories import LONG_AGO, PASSWORD, Place, a_place

RISING = "lanterfantertijd"
USUAL = ("online-leven", "overgang-po-vo", "zelfbeeld")
OTHERS_ONLY = "online-leven"
MONTHS_BACK = 18
MONTHS_RISING = 12


@dataclass
class Neighbourhood:
    """The district, all its schools, and how people sign in; `ids` are those of the people."""

    place: Place
    schools: list[Organisation]
    district_id: uuid.UUID
    emails: dict[str, str] = field(default_factory=dict)
    ids: dict[str, uuid.UUID] = field(default_factory=dict)
    password: str = PASSWORD


def a_neighbourhood(session: Session, today: date) -> Neighbourhood:
    """Make four schools with JGZ and a team; `RISING` comes back everywhere for a year, the rest is as usual."""
    place = a_place(session, passwords=True)
    found = Neighbourhood(place, [place.school, place.other_school], place.district.id)
    for number, label in enumerate(("Basisschool De Wilg", "Basisschool De Beuk"), start=3):
        found.schools.append(_another_school(session, place, number, label))
    found.emails = {who: person.email for who, person in place.people.items()}
    found.ids = {who: person.id for who, person in place.people.items()}
    tie_named_partners(session, place.district.id, today)
    for day in _days(today):
        _month(session, found, day, rising=day >= today - timedelta(days=30 * MONTHS_RISING))
    return found


def _another_school(session: Session, place: Place, number: int, label: str) -> Organisation:
    school = organisation_service.add_organisation(
        session,
        district_id=place.district.id,
        type_slug="school",
        slug=f"school-{number}",
        label=label,
        valid_from=LONG_AGO,
        area_id=place.area.id,
        sector="po",
        pupils=220,
    )
    for member in (place.jgz, place.team):
        organisation_service.seat_in_core_team(
            session, school_id=school.id, organisation_id=member.id, valid_from=LONG_AGO
        )
    person = organisation_service.add_person(
        session,
        district_id=place.district.id,
        name=f"Proef ib{number}",
        email=f"ib{number}@proefwijk.example.org",
        now=datetime.combine(LONG_AGO, time(9), UTC),
        password=PASSWORD,
    )
    organisation_service.give_position(
        session, person_id=person.id, organisation_id=school.id, role=Role.CARE_COORDINATOR, valid_from=LONG_AGO
    )
    place.people[f"ib{number}"] = person
    return school


def _days(today: date) -> list[date]:
    """Give the 12th of every month of the history, the last one before today."""
    first = today.year * 12 + today.month - 1 - MONTHS_BACK
    days = [date(month // 12, month % 12 + 1, 12) for month in range(first, first + MONTHS_BACK + 1)]
    return [day for day in days if day < today]


def _month(session: Session, found: Neighbourhood, day: date, *, rising: bool) -> None:
    place = found.place
    for number, school in enumerate(found.schools):
        _log(session, place, school, None, USUAL[(number + day.month) % len(USUAL)], day)
        if rising:
            _log(session, place, school, None, RISING, day)
            _log(session, place, school, None, RISING, day + timedelta(days=3))
    for number, member in enumerate((place.jgz, place.team)):
        at = found.schools[(number + day.month) % len(found.schools)]
        _log(session, place, member, at.id, USUAL[(number + day.month) % len(USUAL)], day)
        # A figure is shown only when it does not hang on one kind of organisation.
        for school in found.schools if rising else ():
            _log(session, place, member, school.id, RISING, day)


def _log(
    session: Session, place: Place, organisation: Organisation, school_id: uuid.UUID | None, slug: str, day: date
) -> None:
    """Log a concern without text, as old counts are, on a day."""
    at = datetime.combine(day, time(10), UTC)
    given = ConcernInput(
        text=None,
        age_band="onbekend",
        perspective="professional",
        wider="unknown",
        occurred_on=day,
        school_id=school_id,
        confirmed=(place.themes[slug],),
    )
    log_concern(session, Actor(None, organisation.id), given, at, source="import", registered_at=at)
