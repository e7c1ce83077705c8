"""Tests of the pages about who works with whom, and of the district's own words."""

from __future__ import annotations

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.districts import queries as district_queries
from kernpartner.districts import service as district_service
from kernpartner.districts.models import DistrictWord
from kernpartner.organisations import service as organisation_service
from kernpartner.privacy.deidentify import clean
from tests.conftest import TODAY
from tests.factories import Place

SignIn = Callable[[str], FlaskClient]


def test_the_page_shows_core_teams_partners_and_ambassadors(signed_in: SignIn, place: Place, session: Session) -> None:
    organisation_service.appoint_ambassador(
        session,
        person_id=place.people["worker"].id,
        organisation_id=place.team.id,
        represents_id=place.sport.id,
        on=TODAY,
    )
    session.commit()
    page = signed_in("ib").get("/organisaties").text
    assert "Buurtteam Proefwijk, JGZ Proefwijk" in page
    assert "SportUtrecht" in page and "Proef worker" in page and "10 maart 2026" in page


def test_a_proposed_word_counts_only_after_an_admin_agreed(signed_in: SignIn, place: Place, session: Session) -> None:
    district_service.propose_allowed(session, place.district.id, ["Storm"])
    session.commit()
    word = session.scalars(select(DistrictWord)).one()
    assert "storm" not in district_queries.word_lists(session, place.district.id).allowed
    admin = signed_in("admin")
    assert "1 keer voorgesteld" in admin.get("/woordenlijst").text
    assert "Beslis over 1 woord" in admin.get("/").text
    assert admin.post(f"/woordenlijst/{word.id}", data={"besluit": "akkoord"}).status_code == 302
    session.expire_all()
    assert "storm" in district_queries.word_lists(session, place.district.id).allowed
    admin.post(f"/woordenlijst/{word.id}", data={"besluit": "weg"})
    assert session.scalar(select(DistrictWord)) is None


def test_words_are_added_to_a_list_and_a_mistake_gives_them_back(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    admin = signed_in("admin")
    answer = admin.post("/woordenlijst", data={"words": "De Meander, De Ster"})
    assert answer.status_code == 422 and "De Meander, De Ster" in answer.text
    admin.post("/woordenlijst", data={"words": "De Meander, De Ster", "kind": "school"})
    assert set(district_queries.word_lists(session, place.district.id).schools) >= {"De Meander", "De Ster"}


def test_an_admin_of_one_district_leaves_the_words_of_another_alone(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    from kernpartner.audit.service import Actor
    from tests.conftest import NOW

    other = district_service.create_district(session, Actor(), slug="elders", label="Elders", now=NOW)
    district_service.add_words(session, other.id, "club", ["De Bal"])
    session.commit()
    word = session.scalars(select(DistrictWord).where(DistrictWord.district_id == other.id)).one()
    assert signed_in("admin").post(f"/woordenlijst/{word.id}", data={"besluit": "weg"}).status_code == 404
    assert signed_in("ib").post(f"/woordenlijst/{word.id}", data={"besluit": "weg"}).status_code == 403


def test_a_file_of_words_is_read_and_matched_with_a_slip_and_an_ending(
    session: Session, place: Place, signed_in: SignIn
) -> None:
    admin = signed_in("admin")
    lines = "school;De Wilgenhoeck\nclub;vv Oranjehof\nkapper;De Schaar\n"
    lines += "straat;Smalle Einde\nprofessional;Hilke Zeldenrust\n"
    sent = {"file": (io.BytesIO(lines.encode("cp1252")), "woorden.csv")}
    answer = admin.post("/woordenlijst/inlezen", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Regel 3: Deze lijst bestaat niet." in answer.text
    assert "4 woorden zijn nieuw." in answer.text
    lists = district_queries.word_lists(session, place.district.id)
    for text, word in (
        ("hij zit op de wilgenhoek in groep 5", "wilgenhoek"),
        ("bij oranjehoff traint hij", "oranjehoff"),
        ("woont smalle einde 3", "smalle"),
        ("zeldenrusts collega belde", "zeldenrust"),
    ):
        assert word not in clean(text, lists).text


def test_no_file_asks_for_one(signed_in: SignIn) -> None:
    answer = signed_in("admin").post("/woordenlijst/inlezen", data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Kies een bestand met woorden." in answer.text
