"""Organisations, people and core teams as they are on a day: what ended yesterday no longer holds today."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.organisations import queries, service
from kernpartner.organisations.models import CoreTeamPlace, Organisation, Position
from kernpartner.organisations.rules import Role
from tests.conftest import TODAY
from tests.factories import LONG_AGO, Place

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
PERIODS = [
    (LONG_AGO, None, True),
    (LONG_AGO, TODAY, True),
    (LONG_AGO, YESTERDAY, False),
    (TODAY, None, True),
    (TODAY, TODAY, True),
    (TOMORROW, None, False),
    (TOMORROW, YESTERDAY, False),
]


def names(found: object) -> set[str]:
    return {getattr(one, "label", "") or getattr(one, "name", "") for one in found}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("first", "last", "holds"), PERIODS)
def test_a_role_holds_from_its_first_day_to_its_last(
    session: Session, place: Place, first: date, last: date | None, holds: bool
) -> None:
    role = session.scalars(select(Position).where(Position.person_id == place.people["coordinator"].id)).one()
    role.valid_from, role.valid_to = first, last
    session.flush()
    person = place.people["coordinator"]
    assert bool(queries.positions(session, person.id, TODAY)) is holds
    assert (person in queries.members(session, place.team.id, TODAY)) is holds
    assert (person in queries.members(session, place.team.id, TODAY, Role.COORDINATOR)) is holds
    assert (person in queries.coordinators(session, place.district.id, TODAY)) is holds


@pytest.mark.parametrize(("first", "last", "holds"), PERIODS)
def test_an_organisation_holds_from_its_first_day_to_its_last_wherever_it_is_asked_for(
    session: Session, place: Place, first: date, last: date | None, holds: bool
) -> None:
    place.team.valid_from, place.team.valid_to = first, last
    session.flush()
    district = place.district.id
    assert (place.team in queries.organisations(session, district, on=TODAY)) is holds
    assert (place.team in queries.organisations(session, district, on=TODAY, type_slug="buurtteam")) is holds
    assert (place.team in queries.home_organisations(session, district, TODAY)) is holds
    assert (place.team in queries.core_team(session, place.school.id, TODAY)) is holds
    assert bool(queries.positions(session, place.people["worker"].id, TODAY)) is holds
    assert bool(queries.members(session, place.team.id, TODAY)) is holds
    assert bool(queries.coordinators(session, district, TODAY)) is holds
    assert place.team is queries.organisation(session, place.team.id), "what is past is still there to be named"


@pytest.mark.parametrize(("first", "last", "holds"), PERIODS)
def test_a_place_in_a_core_team_holds_from_its_first_day_to_its_last(
    session: Session, place: Place, first: date, last: date | None, holds: bool
) -> None:
    seat = session.scalars(
        select(CoreTeamPlace).where(
            CoreTeamPlace.school_id == place.school.id, CoreTeamPlace.organisation_id == place.jgz.id
        )
    ).one()
    seat.valid_from, seat.valid_to = first, last
    session.flush()
    assert (place.jgz in queries.core_team(session, place.school.id, TODAY)) is holds
    assert (place.school in queries.schools_of(session, place.jgz.id, TODAY)) is holds
    assert place.other_school in queries.schools_of(session, place.jgz.id, TODAY), "one school says nothing of another"


@pytest.mark.parametrize(("first", "last", "holds"), PERIODS)
def test_a_school_is_nobodys_school_outside_its_period(
    session: Session, place: Place, first: date, last: date | None, holds: bool
) -> None:
    place.school.valid_from, place.school.valid_to = first, last
    session.flush()
    assert (place.school in queries.schools_of(session, place.jgz.id, TODAY)) is holds
    assert (place.school in queries.schools_of(session, place.school.id, TODAY)) is holds
    assert (place.school in queries.core_team(session, place.school.id, TODAY)) is holds


@pytest.mark.parametrize(("first", "last", "holds"), PERIODS)
def test_an_ambassador_represents_from_the_first_day_to_the_last(
    session: Session, place: Place, first: date, last: date | None, holds: bool
) -> None:
    service.appoint_ambassador(
        session,
        person_id=place.people["worker"].id,
        organisation_id=place.team.id,
        represents_id=place.sport.id,
        on=first,
    )
    (row,) = queries.ambassadors(session, place.sport.id, first)
    row.valid_to = last
    session.flush()
    assert bool(queries.ambassadors(session, place.sport.id, TODAY)) is holds
    assert queries.ambassadors(session, place.team.id, TODAY) == []


def test_a_core_team_is_the_school_and_who_sits_there_and_nobody_else(
    session: Session, place: Place, elsewhere: Place
) -> None:
    assert set(queries.core_team(session, place.school.id, TODAY)) == {place.school, place.jgz, place.team}
    assert set(queries.core_team(session, elsewhere.school.id, TODAY)) == {
        elsewhere.school,
        elsewhere.jgz,
        elsewhere.team,
    }
    assert queries.core_team(session, uuid.UUID(int=1), TODAY) == []


def test_an_organisation_that_sits_twice_in_a_team_is_named_once(session: Session, place: Place) -> None:
    session.add(CoreTeamPlace(school_id=place.school.id, organisation_id=place.jgz.id, valid_from=TODAY))
    session.flush()
    assert list(queries.core_team(session, place.school.id, TODAY)).count(place.jgz) == 1
    assert list(queries.schools_of(session, place.jgz.id, TODAY)).count(place.school) == 1


def test_schools_of_are_its_own_and_those_whose_team_it_sits_in(session: Session, place: Place) -> None:
    assert set(queries.schools_of(session, place.jgz.id, TODAY)) == {place.school, place.other_school}
    assert queries.schools_of(session, place.school.id, TODAY) == [place.school]
    assert queries.schools_of(session, place.sport.id, TODAY) == []


def test_home_organisations_are_those_that_log(session: Session, place: Place) -> None:
    found = set(queries.home_organisations(session, place.district.id, TODAY))
    assert found == {place.school, place.other_school, place.jgz, place.team}
    assert names(queries.types(session)) == {"school", "jgz", "buurtteam", "partner"}


def test_members_are_the_active_people_each_once(session: Session, place: Place) -> None:
    worker = place.people["worker"]
    service.give_position(
        session, person_id=worker.id, organisation_id=place.team.id, role=Role.ADMIN, valid_from=LONG_AGO
    )
    assert list(queries.members(session, place.team.id, TODAY)).count(worker) == 1
    assert queries.members(session, place.team.id, TODAY, Role.FAMILY_WORKER) == [worker]
    assert queries.members(session, place.team.id, TODAY, Role.PARTNER) == []
    worker.active = False
    session.flush()
    assert worker not in queries.members(session, place.team.id, TODAY)


def test_a_coordinator_prepares_the_meetings_of_the_own_district(
    session: Session, place: Place, elsewhere: Place
) -> None:
    assert queries.coordinators(session, place.district.id, TODAY) == [place.people["coordinator"]]
    assert queries.coordinators(session, elsewhere.district.id, TODAY) == [elsewhere.people["coordinator"]]
    place.people["coordinator"].active = False
    session.flush()
    assert queries.coordinators(session, place.district.id, TODAY) == []


def test_positions_say_where_in_which_role_and_of_which_kind(session: Session, place: Place) -> None:
    (row,) = queries.positions(session, place.people["ib"].id, TODAY)
    assert (row.organisation_id, row.organisation_label) == (place.school.id, "Basisschool De Proef")
    assert (row.type_slug, row.role, row.district_id) == ("school", Role.CARE_COORDINATOR, place.district.id)
    assert row.area_id == place.area.id
    assert queries.positions(session, uuid.UUID(int=1), TODAY) == []


@pytest.mark.parametrize("typed", ["ib@thuis.example.org", " IB@Thuis.Example.ORG\n"])
def test_a_person_is_found_however_the_address_was_typed(session: Session, place: Place, typed: str) -> None:
    assert queries.person_by_email(session, typed) is place.people["ib"]
    assert queries.person_by_email(session, f"x{typed.strip()}") is None
    assert queries.person(session, place.people["ib"].id) is place.people["ib"]


def test_what_is_not_there_is_said_plainly(session: Session, place: Place) -> None:
    with pytest.raises(LookupError, match="no organisation"):
        queries.organisation(session, uuid.UUID(int=1))
    assert queries.organisation_by_slug(session, place.district.id, "de-proef") is place.school
    assert queries.organisation_by_slug(session, uuid.UUID(int=1), "de-proef") is None
    assert queries.person(session, uuid.UUID(int=1)) is None


def test_organisations_come_by_label_and_kind(session: Session, place: Place) -> None:
    found: list[Organisation] = list(queries.organisations(session, place.district.id, on=TODAY, type_slug="school"))
    assert [one.label for one in found] == ["Basisschool De Proef", "Basisschool De Test"]
    assert queries.organisations(session, place.district.id, on=LONG_AGO - timedelta(days=1)) == []
