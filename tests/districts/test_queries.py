"""Finding districts, their areas and their words again."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy.orm import Session

from kernpartner.audit.service import WORKER
from kernpartner.districts import queries, service
from kernpartner.districts.models import Area
from kernpartner.privacy.deidentify import DistrictLists, clean
from tests.conftest import NOW


def test_a_district_is_found_by_slug_by_id_and_in_the_list(session: Session) -> None:
    made = [service.create_district(session, WORKER, slug=slug, label=slug.title(), now=NOW) for slug in ("zuid", "as")]
    assert queries.district_of(session, "zuid") is made[0]
    assert queries.district_of(session, "ZUID") is None
    assert queries.district(session, made[1].id) is made[1]
    assert [found.label for found in queries.all_districts(session)] == ["As", "Zuid"]
    with pytest.raises(LookupError, match="no district"):
        queries.district(session, uuid.UUID(int=1))


def test_areas_are_those_of_the_district_by_label(session: Session) -> None:
    made, other = (service.create_district(session, WORKER, slug=slug, label=slug, now=NOW) for slug in ("m", "n"))
    session.add(Area(district_id=made.id, slug="a", label="a"))
    session.flush()
    assert [area.slug for area in queries.areas(session, made.id)] == ["a", "m"]
    assert [area.slug for area in queries.areas(session, other.id)] == ["n"]


def test_a_list_holds_what_was_agreed_on_in_this_district_only(session: Session) -> None:
    made, other = (service.create_district(session, WORKER, slug=slug, label=slug, now=NOW) for slug in ("m", "n"))
    for kind in ("school", "club", "street", "professional", "allowed"):
        service.add_words(session, made.id, kind, [f"{kind} b", f"{kind} a"])
        service.add_words(session, other.id, kind, ["elders"])
    service.propose_allowed(session, made.id, ["Voorstel"])
    assert queries.word_lists(session, made.id) == DistrictLists(
        schools=("school a", "school b"),
        clubs=("club a", "club b"),
        streets=("street a", "street b"),
        professionals=("professional a", "professional b"),
        allowed=frozenset({"allowed a", "allowed b"}),
    )
    assert len(queries.words(session, made.id)) == 11
    assert queries.word_lists(session, uuid.UUID(int=1)) == DistrictLists()


def test_what_stands_on_the_list_of_schools_goes_from_a_text(session: Session) -> None:
    made = service.create_district(session, WORKER, slug="m", label="m", now=NOW)
    service.add_words(session, made.id, "school", ["De Waterlelie"])
    cleaned = clean("Ze zit op De Waterlelie en slaapt slecht.", queries.word_lists(session, made.id))
    assert "Waterlelie" not in cleaned.text
    assert "slaapt slecht" in cleaned.text
