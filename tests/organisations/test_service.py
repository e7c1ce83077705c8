"""Changing who belongs where, ending sessions, and signing in without saying who is known."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.organisations import queries, service
from kernpartner.organisations.models import Ambassador, CoreTeamPlace, OrganisationType, Person, Position
from kernpartner.organisations.rules import Role
from kernpartner.organisations.service import people
from tests.conftest import NOW, TODAY
from tests.factories import LONG_AGO, PASSWORD, Place

YESTERDAY = TODAY - timedelta(days=1)
HASHED = PasswordHasher().hash(PASSWORD)


class Watched:
    """A hasher that is the real one, and counts what it was asked to verify."""

    def __init__(self) -> None:
        self.real, self.asked = PasswordHasher(), list[str]()

    def verify(self, known: str, password: str) -> bool:
        self.asked.append(known)
        return self.real.verify(known, password)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    made = Watched()
    monkeypatch.setattr(people, "_HASHER", made)
    return made


def the_role(session: Session, place: Place, who: str) -> Position:
    return session.scalars(select(Position).where(Position.person_id == place.people[who].id)).one()


def test_a_kind_an_organisation_and_a_seat_are_made_once(session: Session, place: Place) -> None:
    service.ensure_type(session, slug="school", label="anders", is_core_partner=False, logs_concerns=False)
    kind = session.get_one(OrganisationType, "school")
    assert (kind.label, kind.is_core_partner, kind.logs_concerns) == ("school", True, True)
    again = service.add_organisation(
        session,
        district_id=place.district.id,
        type_slug="partner",
        slug="de-proef",
        label="Anders",
        valid_from=TODAY,
    )
    assert again is place.school
    service.seat_in_core_team(session, school_id=place.school.id, organisation_id=place.jgz.id, valid_from=TODAY)
    assert session.scalar(select(func.count()).where(CoreTeamPlace.organisation_id == place.jgz.id)) == 2


def test_who_left_a_core_team_can_come_back(session: Session, place: Place) -> None:
    seat = session.scalars(
        select(CoreTeamPlace).where(
            CoreTeamPlace.school_id == place.school.id, CoreTeamPlace.organisation_id == place.jgz.id
        )
    ).one()
    seat.valid_to = YESTERDAY
    session.flush()
    assert place.jgz not in queries.core_team(session, place.school.id, TODAY)
    service.seat_in_core_team(session, school_id=place.school.id, organisation_id=place.jgz.id, valid_from=TODAY)
    assert place.jgz in queries.core_team(session, place.school.id, TODAY)


def test_an_address_is_one_persons_however_it_is_typed(session: Session, place: Place) -> None:
    given: dict[str, Any] = {"district_id": place.district.id, "name": "Nieuw", "now": NOW}
    made = service.add_person(session, email=" Nieuw@Example.ORG ", **given)
    assert (made.email, made.password_hash, made.session_version, made.active) == ("nieuw@example.org", None, 1, True)
    with pytest.raises(service.PersonExists):
        service.add_person(session, email="NIEUW@example.org", **given)


@pytest.mark.parametrize(
    ("ends", "kept"), [(None, YESTERDAY), (TODAY, YESTERDAY), (YESTERDAY, YESTERDAY), (date(2025, 1, 1), None)]
)
def test_a_role_that_is_ended_does_not_go_on_whatever_end_was_planned(
    session: Session, place: Place, ends: date | None, kept: date | None
) -> None:
    role = the_role(session, place, "ib")
    role.valid_to = ends
    session.flush()
    service.end_position(session, person_id=role.person_id, organisation_id=place.school.id, on=YESTERDAY)
    session.expire_all()
    assert role.valid_to == (kept or ends)
    assert queries.positions(session, role.person_id, TODAY) == []


def test_ending_a_role_at_one_organisation_leaves_the_one_at_another(session: Session, place: Place) -> None:
    ib = place.people["ib"]
    service.give_position(
        session, person_id=ib.id, organisation_id=place.other_school.id, role=Role.CARE_COORDINATOR, valid_from=LONG_AGO
    )
    service.end_position(session, person_id=ib.id, organisation_id=place.school.id, on=YESTERDAY)
    assert [row.organisation_id for row in queries.positions(session, ib.id, TODAY)] == [place.other_school.id]
    assert the_role(session, place, "ib2").valid_to is None


def test_ending_a_role_or_the_sessions_makes_every_open_session_worthless(session: Session, place: Place) -> None:
    ib, other = place.people["ib"], place.people["ib2"]
    service.end_sessions(session, ib.id)
    assert (ib.session_version, other.session_version) == (2, 1)
    service.end_position(session, person_id=ib.id, organisation_id=place.school.id, on=TODAY)
    session.expire_all()
    assert (ib.session_version, other.session_version) == (3, 1)
    service.end_sessions(session, uuid.UUID(int=1))


@pytest.mark.parametrize(("asked", "kept"), [("en", "en"), ("nl", "nl"), ("de", "nl"), ("", "nl"), ("EN", "nl")])
def test_a_language_is_kept_when_there_are_pages_in_it(session: Session, place: Place, asked: str, kept: str) -> None:
    service.set_language(session, place.people["ib"].id, asked)
    service.set_language(session, uuid.UUID(int=1), asked)
    session.expire_all()
    assert place.people["ib"].language == kept


def test_an_ambassador_is_confirmed_on_the_day_of_the_appointment(session: Session, place: Place) -> None:
    worker = place.people["worker"]
    service.appoint_ambassador(
        session, person_id=worker.id, organisation_id=place.team.id, represents_id=place.sport.id, on=TODAY
    )
    (found,) = session.scalars(select(Ambassador))
    assert (found.person_id, found.organisation_id, found.represents_id) == (worker.id, place.team.id, place.sport.id)
    assert (found.valid_from, found.valid_to, found.last_confirmed_on) == (TODAY, None, TODAY)


@pytest.mark.parametrize(
    ("state", "password", "enters"),
    [
        ("known", PASSWORD, True),
        ("known", PASSWORD + " ", False),
        ("known", PASSWORD.upper(), False),
        ("known", "", False),
        ("known", "x" * 5000, False),
        ("unknown", PASSWORD, False),
        ("unknown", "nobody has this password", False),
        ("not active", PASSWORD, False),
        ("not active", "nobody has this password", False),
        ("without password", "", False),
        ("without password", "nobody has this password", False),
        ("broken hash", PASSWORD, False),
        ("no address", PASSWORD, False),
        ("no text", PASSWORD, False),
        ("known", "een\x00wachtwoord", False),
    ],
)
def test_signing_in_costs_one_real_verification_for_everybody(
    session: Session, place: Place, watched: Watched, state: str, password: str, enters: bool
) -> None:
    ib = place.people["ib"]
    ib.password_hash = {"without password": None, "broken hash": "geen hash"}.get(state, HASHED)
    ib.active = state != "not active"
    session.flush()
    email = {"unknown": "niemand@example.org", "no address": "", "no text": "ib\x00@example.org"}.get(state, ib.email)
    found = service.verified_person(session, email, password)
    assert (found is ib) is enters
    assert found is None or enters
    assert len(watched.asked) == 1
    if state not in {"known", "broken hash"}:
        assert watched.asked == [people._NOBODY], "somebody unknown costs what somebody known costs"


def test_the_hash_for_nobody_costs_what_a_real_one_costs() -> None:
    def cost(hashed: str) -> str:
        return hashed.rsplit("$", 2)[0]

    assert cost(people._NOBODY) == cost(HASHED)
    assert people._HASHER.check_needs_rehash(people._NOBODY) is False
    with pytest.raises(VerifyMismatchError):
        people._HASHER.verify(people._NOBODY, PASSWORD)


def test_a_password_is_kept_only_as_an_argon2id_hash(session: Session, place: Place) -> None:
    made: Person = service.add_person(
        session, district_id=place.district.id, name="Met", email="met@example.org", now=NOW, password=PASSWORD
    )
    assert made.password_hash is not None
    assert made.password_hash.startswith("$argon2id$")
    assert PASSWORD not in made.password_hash
    assert service.verified_person(session, " MET@Example.org", PASSWORD) is made
