"""The pages of next steps: everybody inside reads, the coordinator promotes, organisations note and adapt their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.steps import queries, service
from kernpartner.steps.models import NextStep, Package
from kernpartner.steps.rules import ASKED
from tests.conftest import NOW
from tests.factories import Place, a_place

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def place(session: Session) -> Place:
    made = a_place(session)
    service.adopt_shipped_steps(session, made.district.id, NOW)
    session.commit()
    return made


def test_everybody_inside_reads_the_steps_and_partners_have_no_such_page(place: Place, signed_in: SignIn) -> None:
    page = signed_in("ib").get("/vervolgstappen").text
    assert "Mentorlessen in het voortgezet onderwijs versterken" in page
    assert "Maak van een thema een vervolgstap" not in page
    assert signed_in("sport").get("/vervolgstappen").status_code == 403


def test_the_coordinator_promotes_a_theme_by_the_five_tests(session: Session, place: Place, signed_in: SignIn) -> None:
    browser = signed_in("coordinator")
    given: dict[str, object] = {"theme": "pesten-groep", "title": "Samen op het plein", "domains": ["school", "thuis"]}
    assert browser.get("/vervolgstappen/nieuw").status_code == 200
    unanswered = browser.post("/vervolgstappen/nieuw", data=given)
    assert unanswered.status_code == 422 and "Kies ja of nee." in unanswered.text
    failed = browser.post("/vervolgstappen/nieuw", data=given | {test.value: "nee" for test in ASKED})
    assert failed.status_code == 422 and "nog geen vervolgstap" in failed.text
    made = browser.post("/vervolgstappen/nieuw", data=given | {test.value: "ja" for test in ASKED})
    assert made.status_code == 302
    step = session.scalars(select(NextStep).where(NextStep.title == "Samen op het plein")).one()
    path = f"/vervolgstappen/{step.id}"
    direction = {"title": "Pleinwacht", "goal": "Rust op het plein.", "starts_on": "1-9-2026", "status": "running"}
    assert browser.post(f"{path}/richtingen", data={"title": ""}).status_code == 422
    assert browser.post(f"{path}/richtingen", data=direction).status_code == 302
    assert browser.post(f"{path}/stand", data={"status": "done"}).status_code == 302
    page = browser.get(path).text
    assert "Pleinwacht" in page and "Komt dit uit gesprekken met wie het aangaat?" in page
    assert signed_in("ib").post(f"{path}/richtingen", data=direction).status_code == 403


def test_two_editors_of_a_direction_see_both_texts(session: Session, place: Place, signed_in: SignIn) -> None:
    row = queries.next_steps(session, place.district.id)[0].directions[0].direction
    path, browser = f"/vervolgstappen/richtingen/{row.id}", signed_in("coordinator")
    given = {"title": row.title, "status": "running", "version": "1"}
    assert browser.get(path).status_code == 200
    assert browser.post(path, data=given | {"goal": "Van de ene."}).status_code == 302
    session.expire_all()
    clash = browser.post(path, data=given | {"goal": "Van de ander."})
    assert clash.status_code == 409
    assert "Van de ene." in clash.text and "Van de ander." in clash.text and 'name="version" value="2"' in clash.text


def test_a_school_notes_its_phase_and_adapts_its_own_package(session: Session, place: Place, signed_in: SignIn) -> None:
    view, browser = queries.next_steps(session, place.district.id)[0], signed_in("ib")
    key = view.directions[0].direction.id
    assert browser.post(f"/vervolgstappen/richtingen/{key}/fase", data={"phase": "2"}).status_code == 302
    page = browser.get(f"/vervolgstappen/{view.step.id}").text
    assert "Fase: Iets kleins veranderen" in page
    assert browser.post(f"/vervolgstappen/richtingen/{key}/fase", data={"phase": "9"}).status_code == 404
    source = session.scalars(select(Package)).one().id
    assert "Maak een eigen exemplaar" in browser.get(f"/vervolgstappen/pakketten/{source}").text
    own = browser.post(f"/vervolgstappen/pakketten/{source}/kopie").headers["Location"]
    assert 'name="part_title-1" value="Vooraf"' in browser.get(own).text
    given = {"title": "Ons pakket", "part_title-1": "Eerst", "part_text-1": "Kies iets.", "version": "1"}
    assert browser.post(own, data=given).status_code == 302
    assert browser.post(own, data=given).status_code == 409
    assert browser.post(own, data=given | {"title": ""}).status_code == 422
    assert signed_in("ib2").post(own, data=given).status_code == 404
    assert "Ons pakket" in signed_in("ib2").get(own).text
