"""Tests of the pages about who works with whom, and of the district's own words."""

from __future__ import annotations

import html
import io
import logging
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from kernpartner.districts import queries as district_queries
from kernpartner.districts import service as district_service
from kernpartner.districts.models import DistrictWord
from kernpartner.organisations import service as organisation_service
from kernpartner.privacy.deidentify import clean
from tests.conftest import TODAY
from tests.factories import Place
from tests.journeys import hunt

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
    assert admin.post(f"/woordenlijst/{word.id}", data={"besluit": "akkoord"}).status_code == 200
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
    admin, changed = signed_in("admin"), {"kind": "club", "word": "De Knikker"}
    for path, sent in (("", {"besluit": "weg"}), ("", {"besluit": "akkoord"}), ("/wijzigen", changed)):
        assert admin.post(f"/woordenlijst/{word.id}{path}", data=sent).status_code in {302, 404}
    assert admin.get(f"/woordenlijst/{word.id}").status_code == 404
    assert "0 woorden zijn er weer af." in admin.post("/woordenlijst/ongedaan", data={"ids": str(word.id)}).text
    session.expire_all()
    assert (word.word, word.agreed) == ("De Bal", True)
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


def test_a_list_from_a_file_works_in_the_form_with_a_slip_and_an_ending(signed_in: SignIn) -> None:
    lines = "soort;woord\nschool;De Wilgenhoeck\nprofessional;Hilke Zeldenrust\nmag blijven;Pluis\n"
    assert _send_file(signed_in("admin"), lines.encode()).status_code == 200
    fields = {"text": "op wilgenhoek zei zeldenrusts collega iets", "age_band": "9-10", "wider": "yes"}
    page = signed_in("ib").post("/signalen/nieuw/controleren", data=fields).text
    assert "2 stukjes zijn weggehaald" in page
    assert "wilgenhoek</mark> (school)" in page and "zeldenrusts</mark>" in page


def test_what_was_read_from_a_file_can_be_undone_at_once(signed_in: SignIn, place: Place, session: Session) -> None:
    district_service.propose_words(session, place.district.id, "club", ["De Bal"])
    district_service.add_words(session, place.district.id, "club", ["De Ster"])
    session.commit()
    admin = signed_in("admin")
    page = _send_file(admin, b"club;De Bal\nclub;De Ster\nclub;De Maan\nschool;De Zon\n").text
    assert "3 woorden zijn nieuw." in page
    undone = admin.post("/woordenlijst/ongedaan", data={"ids": _hidden(page)["ids"]})
    assert "3 woorden zijn er weer af." in undone.text
    assert {(one.word, one.agreed) for one in session.scalars(select(DistrictWord))} == {
        *(("De Bal", False), ("De Ster", True)),
    }
    again = admin.post("/woordenlijst/ongedaan", data={"ids": _hidden(page)["ids"] + " geen-id"})
    assert "0 woorden zijn er weer af." in again.text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00\x08", "Dit is geen tekstbestand."),
        (b"\x00\x01\x02", "Dit is geen tekstbestand."),
        ("school;De Zon\n".encode("utf-16"), "1 woord is nieuw."),
        ("club;Café Ons\n".encode("cp1252"), "1 woord is nieuw."),
        ("\n".join(f"kapper;zaak {at}" for at in range(60)).encode(), "En nog 10 regels."),
        (b"# niets\n", "0 woorden zijn nieuw."),
    ],
)
def test_a_file_is_read_as_people_save_it_and_otherwise_it_is_said(signed_in: SignIn, raw: bytes, said: str) -> None:
    assert said in _send_file(signed_in("admin"), raw).text


def test_a_word_is_found_changed_and_changed_back(signed_in: SignIn, place: Place, session: Session) -> None:
    district_service.add_words(session, place.district.id, "school", ["De Bijenkórf", "De Zon"])
    session.commit()
    admin = signed_in("admin")
    page = admin.post("/woordenlijst/zoeken", data={"zoek": "bijenkorf"}).text
    assert "1 woord gevonden" in page
    word = session.scalars(select(DistrictWord).where(DistrictWord.word == "De Bijenkórf")).one()
    assert f'href="/woordenlijst/{word.id}"' in page
    assert 'value="De Bijenkórf"' in admin.get(f"/woordenlijst/{word.id}").text
    there = admin.post(f"/woordenlijst/{word.id}/wijzigen", data={"kind": "school", "word": "De Zon"})
    assert there.status_code == 422 and "Dit woord staat al op deze lijst." in there.text
    empty = admin.post(f"/woordenlijst/{word.id}/wijzigen", data={"kind": "kapper", "word": " - "})
    assert empty.status_code == 422 and "Het woord ontbreekt." in empty.text and "Kies een lijst." in empty.text
    page = admin.post(f"/woordenlijst/{word.id}/wijzigen", data={"kind": "club", "word": "De  Bijenkorf"}).text
    session.expire_all()
    assert (word.kind, word.word) == ("club", "De Bijenkorf")
    assert admin.post(f"/woordenlijst/{word.id}/wijzigen", data=_hidden(page)).status_code == 200
    session.expire_all()
    assert (word.kind, word.word) == ("school", "De Bijenkórf")


def test_a_word_that_was_taken_off_or_agreed_by_mistake_goes_back_as_it_was(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    for _time in range(3):
        district_service.propose_words(session, place.district.id, "club", ["Bal, De"])
    session.commit()
    admin, word = signed_in("admin"), session.scalars(select(DistrictWord)).one()
    agreed = admin.post(f"/woordenlijst/{word.id}", data={"besluit": "akkoord"}).text
    assert _hidden(agreed) == {"besluit": "wacht"}
    admin.post(f"/woordenlijst/{word.id}", data={"besluit": "wacht"})
    gone = admin.post(f"/woordenlijst/{word.id}", data={"besluit": "weg"}).text
    assert session.scalar(select(DistrictWord)) is None
    twice = admin.post(f"/woordenlijst/{word.id}", data={"besluit": "weg"}, follow_redirects=True)
    assert "Dit woord staat niet meer op de lijst." in twice.text
    for _time in range(2):
        assert admin.post("/woordenlijst/terug", data=_hidden(gone)).status_code == 200
    back = session.scalars(select(DistrictWord)).one()
    assert (back.word, back.kind, back.times_proposed, back.agreed) == ("Bal, De", "club", 3, False)
    assert admin.post("/woordenlijst/terug", data={"kind": "kapper", "word": "x"}).status_code == 400


def test_what_is_sought_is_in_no_address_and_no_log(
    signed_in: SignIn, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = signed_in("admin").post("/woordenlijst/zoeken", data={"zoek": "quistrel"}).text
    assert "0 woorden gevonden" in page and 'value="quistrel"' in page
    assert "quistrel" not in caplog.text
    assert hunt.in_tables(session.connection(), ["quistrel"]) == []
    form = page[page.index('action="/woordenlijst/zoeken') - 60 :]
    assert 'method="post"' in form[:200]


def test_a_long_list_is_shown_in_part_and_the_search_finds_the_rest(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    district_service.add_words(session, place.district.id, "street", [f"Straat {at:04}" for at in range(4_000)])
    session.commit()
    page = signed_in("admin").get("/woordenlijst").text
    assert "Dit zijn de eerste 200." in page and len(page) < 200_000
    assert "Straat 3999" in signed_in("admin").post("/woordenlijst/zoeken", data={"zoek": "straat 3999"}).text


def test_a_word_that_is_too_long_or_no_word_is_refused_and_given_back(signed_in: SignIn) -> None:
    answer = signed_in("admin").post("/woordenlijst", data={"kind": "club", "words": "De Bal, " + "x" * 81})
    assert answer.status_code == 422
    assert "Het woord is te lang: hoogstens 80 tekens." in answer.text and "De Bal, xxx" in answer.text


def _send_file(admin: FlaskClient, raw: bytes) -> TestResponse:
    sent = {"file": (io.BytesIO(raw), "woorden.csv")}
    return admin.post("/woordenlijst/inlezen", data=sent, content_type="multipart/form-data")


def _hidden(page: str) -> dict[str, str]:
    """Give the hidden fields of the way back that the page offers."""
    notice = page[page.index('<div class="notice notice--positive') :]
    found = re.findall(r'name="(\w+)" value="([^"]*)"', notice[: notice.index("</form>")])
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


def test_no_file_asks_for_one(signed_in: SignIn) -> None:
    answer = signed_in("admin").post("/woordenlijst/inlezen", data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Kies een bestand met woorden." in answer.text
