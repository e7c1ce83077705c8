"""Makes what tests start from: a district with organisations, people and themes; plain functions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.districts import queries as district_queries
from kernpartner.districts import service as district_service
from kernpartner.districts.models import Area, District
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.models import Organisation, Person
from kernpartner.organisations.rules import Role
from kernpartner.themes import queries as theme_queries
from kernpartner.themes import service as theme_service
from tests.conftest import NOW, TODAY

LONG_AGO = date(2020, 8, 1)
PASSWORD = "een lang wachtwoord"


@dataclass
class Place:
    """A small district: two schools, JGZ and a neighbourhood team in their core teams, two partners."""

    district: District
    area: Area
    school: Organisation
    other_school: Organisation
    jgz: Organisation
    team: Organisation
    sport: Organisation
    jou: Organisation
    people: dict[str, Person] = field(default_factory=dict)
    themes: dict[str, uuid.UUID] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """Give the actor for one of the people (`ib`, `ib2`, `jgz`, `worker`, `coordinator`, `sport`, `jou`)."""
        organisation, role = _WHO[who]
        return Actor(self.people[who].id, getattr(self, organisation).id, role.value)


_WHO = {
    "ib": ("school", Role.CARE_COORDINATOR),
    "ib2": ("other_school", Role.CARE_COORDINATOR),
    "jgz": ("jgz", Role.YOUTH_HEALTH),
    "worker": ("team", Role.FAMILY_WORKER),
    "coordinator": ("team", Role.COORDINATOR),
    "privacy": ("team", Role.PRIVACY_OFFICER),
    "admin": ("team", Role.ADMIN),
    "sport": ("sport", Role.PARTNER),
    "jou": ("jou", Role.PARTNER),
}


def a_place(session: Session, slug: str = "proefwijk", *, passwords: bool = False) -> Place:
    """Make a district with everything a concern needs; passwords only where a test signs in."""
    for type_slug, core, logs in (
        ("school", True, True),
        ("jgz", True, True),
        ("buurtteam", True, True),
        ("partner", False, False),
    ):
        organisation_service.ensure_type(
            session, slug=type_slug, label=type_slug, is_core_partner=core, logs_concerns=logs
        )
    district = district_service.create_district(session, Actor(), slug=slug, label="Proefwijk", now=NOW)
    area = district_queries.areas(session, district.id)[0]

    def organisation(type_slug: str, name: str, label: str, **more: object) -> Organisation:
        return organisation_service.add_organisation(
            session,
            district_id=district.id,
            type_slug=type_slug,
            slug=name,
            label=label,
            valid_from=LONG_AGO,
            area_id=area.id,
            **more,  # type: ignore[arg-type]
        )

    place = Place(
        district=district,
        area=area,
        school=organisation("school", "de-proef", "Basisschool De Proef", sector="po", pupils=200),
        other_school=organisation("school", "de-test", "Basisschool De Test", sector="po", pupils=240),
        jgz=organisation("jgz", "jgz", "JGZ Proefwijk"),
        team=organisation("buurtteam", "buurtteam", "Buurtteam Proefwijk"),
        sport=organisation("partner", "sportutrecht", "SportUtrecht", identifying=False),
        jou=organisation("partner", "jou", "JoU", identifying=False),
    )
    for school in (place.school, place.other_school):
        for member in (place.jgz, place.team):
            organisation_service.seat_in_core_team(
                session, school_id=school.id, organisation_id=member.id, valid_from=LONG_AGO
            )
    for who, (name, role) in _WHO.items():
        person = organisation_service.add_person(
            session,
            district_id=district.id,
            name=f"Proef {who}",
            email=f"{who}@{slug}.example.org",
            now=NOW,
            password=PASSWORD if passwords else None,
        )
        organisation_service.give_position(
            session,
            person_id=person.id,
            organisation_id=getattr(place, name).id,
            role=role,
            valid_from=LONG_AGO,
        )
        place.people[who] = person
    theme_service.adopt_shipped_taxonomy(session, district.id, LONG_AGO)
    place.themes = dict(theme_queries.theme_ids(session, district.id, TODAY))
    return place
