"""Texts per situation: read and copied by everybody who advises, written by their owner, with every version."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.situations import queries, service
from tests.conftest import NOW
from tests.factories import Place

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def text(session: Session, place: Place) -> queries.TextRow:
    """Give a first text of the neighbourhood team."""
    service.adopt_shipped_texts(session, Actor(), place.district.id, NOW)
    session.commit()
    return next(one for one in queries.texts(session, place.district.id) if one.owner_id == place.team.id)


def test_a_new_district_takes_over_the_first_texts(signed_in: SignIn, place: Place) -> None:
    assert "Neem de eerste teksten over" not in signed_in("ib").get("/teksten").text
    keeper = signed_in("coordinator")
    assert "Neem de eerste teksten over" in keeper.get("/teksten").text
    assert "Overgenomen: 8 teksten." in keeper.post("/teksten/overnemen", follow_redirects=True).text
    assert "Een ouder vraagt wie wat doet" in signed_in("ib").get("/teksten").text
    assert "Wie doet wat bij een zorg" not in signed_in("ib").get("/teksten?waar=phone").text


def test_a_text_is_read_and_copied_with_and_without_script(signed_in: SignIn, text: queries.TextRow) -> None:
    browser = signed_in("ib")
    page = browser.get(f"/teksten/{text.id}").text
    assert 'data-copy="tekst"' in page and " readonly>" in page
    assert "Pas de tekst aan" not in page
    plain = browser.get(f"/teksten/{text.id}.txt")
    assert plain.mimetype == "text/plain" and plain.text.startswith(text.body[:30])


def test_the_owner_writes_a_new_version_and_the_old_one_stays(
    signed_in: SignIn, text: queries.TextRow, session: Session
) -> None:
    browser = signed_in("worker")
    form = browser.get(f"/teksten/{text.id}/wijzigen").text
    assert 'name="seen" value="1"' in form
    data = {"body": "Fijn dat u belt.", "seen": "1", "contact_phone": "030 123 45 67"}
    page = browser.post(f"/teksten/{text.id}/wijzigen", data=data, follow_redirects=True).text
    assert "Fijn dat u belt." in page and "030 123 45 67" in page and "Versie 1 van" in page
    late = browser.post(f"/teksten/{text.id}/wijzigen", data={"body": "Te laat.", "seen": "1"})
    assert late.status_code == 409 and "Te laat." in late.text and "Fijn dat u belt." in late.text
    assert 'name="seen" value="2"' in late.text


def test_what_is_wrong_is_said_at_its_field(signed_in: SignIn, text: queries.TextRow) -> None:
    browser = signed_in("worker")
    wrong = browser.post(f"/teksten/{text.id}/wijzigen", data={"body": "", "seen": "1", "contact_email": "x"})
    assert wrong.status_code == 422
    assert "Schrijf de tekst." in wrong.text and "Schrijf een e-mailadres" in wrong.text
    empty = browser.post("/teksten/nieuw", data={})
    assert empty.status_code == 422 and "Kies waar u de tekst gebruikt." in empty.text


def test_who_does_not_own_a_text_does_not_write_it(signed_in: SignIn, text: queries.TextRow, place: Place) -> None:
    assert signed_in("ib").get(f"/teksten/{text.id}/wijzigen").status_code == 403
    data = {"body": "x", "label": "y", "channel": "mail", "owner_id": str(place.team.id)}
    assert signed_in("ib").post("/teksten/nieuw", data=data).status_code == 422
    made = signed_in("worker").post("/teksten/nieuw", data=data)
    assert made.status_code == 302
    for who in ("sport", "admin"):
        assert signed_in(who).get("/teksten").status_code == 403


def test_a_text_that_is_not_here_is_not_there(signed_in: SignIn, text: queries.TextRow) -> None:
    assert signed_in("ib").get(f"/teksten/{uuid.uuid4()}").status_code == 404
