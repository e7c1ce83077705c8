"""What the tables of organisations refuse by themselves."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernpartner.organisations.models import CoreTeamPlace, Organisation, Person, Position
from kernpartner.organisations.rules import Role
from tests.conftest import NOW
from tests.factories import LONG_AGO, Place


def refused(session: Session, row: Any, why: str) -> None:
    with pytest.raises(IntegrityError, match=why), session.begin_nested():
        session.add(row)
        session.flush()


def test_an_address_is_kept_in_lower_case(session: Session, place: Place) -> None:
    row = Person(district_id=place.district.id, name="Proef", email="Proef@example.org", created_at=NOW)
    refused(session, row, "email_lower_case")


def test_an_address_belongs_to_one_person(session: Session, place: Place) -> None:
    row = Person(district_id=place.district.id, name="Proef", email=place.people["ib"].email, created_at=NOW)
    refused(session, row, "uq_person_email")


def test_a_slug_names_one_organisation_of_a_district(session: Session, place: Place, elsewhere: Place) -> None:
    given = {"type_slug": "school", "label": "Nog een", "valid_from": LONG_AGO}
    refused(session, Organisation(district_id=place.district.id, slug="de-proef", **given), "uq_organisation")
    assert elsewhere.school.slug == place.school.slug


def test_an_organisation_is_of_a_known_kind(session: Session, place: Place) -> None:
    row = Organisation(district_id=place.district.id, slug="x", label="X", type_slug="verein", valid_from=LONG_AGO)
    refused(session, row, "fk_organisation_type_slug")


def test_a_place_in_a_core_team_begins_once_on_a_day(session: Session, place: Place) -> None:
    row = CoreTeamPlace(school_id=place.school.id, organisation_id=place.jgz.id, valid_from=LONG_AGO)
    refused(session, row, "uq_core_team_place")


def test_a_role_begins_once_on_a_day(session: Session, place: Place) -> None:
    given = {"person_id": place.people["ib"].id, "organisation_id": place.school.id, "valid_from": LONG_AGO}
    refused(session, Position(role=Role.CARE_COORDINATOR.value, **given), "uq_position")
    session.add(Position(role=Role.ADMIN.value, **given))
    session.flush()


def test_a_role_is_somebodys_and_for_an_organisation(session: Session, place: Place) -> None:
    nobody = uuid.UUID(int=1)
    refused(
        session,
        Position(person_id=nobody, organisation_id=place.school.id, role="admin", valid_from=LONG_AGO),
        "fk_position_person_id",
    )
    refused(
        session,
        Position(person_id=place.people["ib"].id, organisation_id=nobody, role="admin", valid_from=LONG_AGO),
        "fk_position_organisation_id",
    )
