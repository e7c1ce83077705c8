"""The pages of who solved it before: searching without a trace, beside a theme and a question, and ambassadors."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.consultations import service as consultation_service
from kernpartner.offers import service as offer_service
from kernpartner.offers.rules import OfferInput
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.models import Ambassador
from kernpartner.organisations.rules import Contact
from tests.conftest import NOW, TODAY
from tests.consultations.asked import a_concern
from tests.factories import LONG_AGO, Place

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def lesson(session: Session, place: Place) -> uuid.UUID:
    """Give a lesson of the neighbourhood team that JGZ approved."""
    made = consultation_service.write_lesson(
        session,
        place.actor("worker"),
        district_id=place.district.id,
        theme_id=place.themes["lanterfantertijd"],
        text="een rustplek in de pauze <b>hielp</b>.",
        now=NOW,
    )
    consultation_service.approve_lesson(session, place.actor("jgz"), made, NOW)
    session.commit()
    return made


@pytest.fixture
def offer(session: Session, place: Place) -> uuid.UUID:
    """Give an offer of SportUtrecht with its own number."""
    theme = place.themes["lanterfantertijd"]
    offer_service.tie_partner(session, theme_id=theme, organisation_id=place.sport.id, on=LONG_AGO)
    given = OfferInput(theme_id=theme, form="inloop zonder wedstrijd", contact=Contact("Balie", "030 123 45 67"))
    made = offer_service.make_offer(session, place.actor("sport"), given, NOW)
    session.commit()
    return made


def test_a_misspelt_word_finds_the_lesson_with_the_word_marked_and_the_rest_escaped(
    signed_in: SignIn, lesson: uuid.UUID
) -> None:
    page = signed_in("ib").post("/ervaring", data={"zoek": "rustplk"}).text
    assert '<mark class="merk merk--gevonden">rustplek</mark>' in page
    assert "Een " in page and "<b>hielp" not in page
    assert "1 resultaat" in page


def test_an_offer_shows_the_number_of_the_organisation_and_when_it_was_confirmed(
    signed_in: SignIn, offer: uuid.UUID
) -> None:
    page = signed_in("jgz").post("/ervaring", data={"zoek": "wedstrijden"}).text
    assert 'href="tel:0301234567"' in page and "Contact van de organisatie" in page
    assert "laatst bevestigd op 10 maart 2026" in page


def test_what_people_search_is_in_no_log_no_trail_and_no_address(
    signed_in: SignIn, lesson: uuid.UUID, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = session.scalar(select(func.count()).select_from(AuditEntry))
    answer = signed_in("ib").post("/ervaring", data={"zoek": "zeldzaamwoord"})
    assert answer.status_code == 200 and "Niets gevonden" in answer.text
    assert "zeldzaamwoord" not in caplog.text
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == before
    assert 'method="post"' in answer.text and "zoek=zeldzaamwoord" not in answer.text


def test_the_search_is_kept_to_a_theme_or_an_organisation(
    signed_in: SignIn, lesson: uuid.UUID, offer: uuid.UUID
) -> None:
    browser = signed_in("ib")
    everything = browser.get("/ervaring").text
    assert "rustplek" in everything and "zonder wedstrijd" in everything
    only = browser.post("/ervaring", data={"zoek": "", "organisatie": "sportutrecht"}).text
    assert "rustplek" not in only and "zonder wedstrijd" in only
    assert "rustplek" not in browser.get("/ervaring?thema=zelfbeeld").text


@pytest.mark.parametrize("who", ["sport", "admin", "privacy"])
def test_who_asks_and_gives_no_advice_does_not_search(signed_in: SignIn, who: str) -> None:
    assert signed_in(who).get("/ervaring").status_code == 403


def test_a_lesson_is_taken_back_by_its_own_organisation_only(signed_in: SignIn, lesson: uuid.UUID) -> None:
    assert signed_in("ib").post(f"/lessen/{lesson}/intrekken").status_code == 404
    answer = signed_in("worker").post(f"/lessen/{lesson}/intrekken", follow_redirects=True)
    assert "De les is ingetrokken" in answer.text
    assert "rustplek" not in signed_in("ib").get("/ervaring").text


def test_beside_a_theme_and_a_question_stand_lesson_offer_ambassador_and_gap(
    signed_in: SignIn, lesson: uuid.UUID, offer: uuid.UUID, place: Place, session: Session
) -> None:
    theme = place.themes["lanterfantertijd"]
    offer_service.tie_partner(session, theme_id=theme, organisation_id=place.jou.id, on=LONG_AGO)
    organisation_service.appoint_ambassador(
        session,
        person_id=place.people["worker"].id,
        organisation_id=place.team.id,
        represents_id=place.sport.id,
        on=TODAY,
    )
    concern = a_concern(session, place, confirmed=(theme,)).id
    consultation_service.ask_advice(session, place.actor("ib"), concern, "Wie denkt mee?", NOW)
    session.commit()
    for page in (
        signed_in("ib").get("/themas/lanterfantertijd").text,
        signed_in("jgz").get(f"/signalen/{concern}").text,
    ):
        assert "rustplek" in page and "zonder wedstrijd" in page and "Proef worker" in page
        assert "laatst bevestigd op 10 maart 2026" in page
        assert "Nog geen ambassadeur voor JoU" in page


def test_an_ambassador_is_appointed_confirmed_in_one_click_and_stopped(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    keeper = signed_in("coordinator")
    assert "Geen ambassadeur voor SportUtrecht" in keeper.get("/").text
    given = {"represents": str(place.sport.id), "person": f"{place.people['jgz'].id}:{place.jgz.id}"}
    assert "De ambassadeur staat erbij." in keeper.post("/ambassadeurs", data=given, follow_redirects=True).text
    assert "Geen ambassadeur voor SportUtrecht" not in keeper.get("/").text
    again = keeper.post("/ambassadeurs", data=given)
    assert again.status_code == 422 and "Deze persoon is dit al." in again.text
    row = session.scalars(select(Ambassador)).one()
    session.execute(update(Ambassador).values(last_confirmed_on=TODAY - timedelta(days=900)))
    session.commit()
    mine = signed_in("jgz")
    assert "Ververs het contact met SportUtrecht" in mine.get("/").text
    assert signed_in("ib").post(f"/ambassadeurs/{row.id}/bevestigen").status_code == 404
    assert "vandaag bevestigd" in mine.post(f"/ambassadeurs/{row.id}/bevestigen", follow_redirects=True).text
    assert "Ververs het contact" not in mine.get("/").text
    assert mine.post(f"/ambassadeurs/{row.id}/stoppen").status_code == 302


def test_what_is_wrong_with_an_ambassador_is_said_at_its_field(signed_in: SignIn, place: Place) -> None:
    keeper = signed_in("coordinator")
    answer = keeper.post("/ambassadeurs", data={"valid_to": "ooit"})
    assert answer.status_code == 422
    for words in ("Schrijf de dag als", "Kies iemand die nu", "Kies een organisatie van deze wijk"):
        assert words in answer.text
    person = f"{place.people['jgz'].id}:{place.jgz.id}"
    own = keeper.post("/ambassadeurs", data={"person": person, "represents": str(place.jgz.id)})
    assert "Kies een andere organisatie" in own.text
    assert signed_in("ib").post("/ambassadeurs", data={}).status_code == 403


def test_the_time_after_which_a_contact_is_refreshed_is_a_choice(signed_in: SignIn, place: Place) -> None:
    keeper = signed_in("coordinator")
    assert keeper.post("/ambassadeurs/termijn", data={"days": "7"}).status_code == 400
    keeper.post("/ambassadeurs/termijn", data={"days": "90"})
    assert '<option value="90" selected>' in keeper.get("/ambassadeurs").text
