"""A partner reads what is its own in every form with the same figures, says what it can do, and sees nothing else."""

from __future__ import annotations

import io
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.digests import queries, service
from kernpartner.digests.models import Digest
from kernpartner.digests.rules import leaves_on
from kernpartner.districts.models import Area
from kernpartner.offers import queries as offer_queries
from kernpartner.publications import queries as publication_queries
from tests.conftest import NOW, TODAY
from tests.digests.conftest import place as digest_place
from tests.factories import Place

place = digest_place
SignedIn = Callable[[str], FlaskClient]


@pytest.fixture
def digests(session: Session, place: Place) -> dict[str, Digest]:
    """Release the digests of both partners; give them by partner."""
    service.compile_due(session, place.district.id, TODAY, NOW)
    for who in ("ib", "ib2", "jgz", "worker"):
        service.sign_all(session, place.actor(who), NOW)
    assert service.release_signed(session, place.district.id, leaves_on(TODAY, TODAY), NOW) == 2
    session.commit()
    found = {digest.organisation_id: digest for digest in session.scalars(select(Digest))}
    return {"sport": found[place.sport.id], "jou": found[place.jou.id]}


def test_a_new_partner_is_told_what_will_come(signed_in: SignedIn, place: Place) -> None:
    page = signed_in("sport").get("/partner").text
    assert "Hier staan straks uw themaberichten" in page
    assert "Lanterfantertijd" in page
    assert "Online leven" not in page


def test_a_partner_sees_its_own_digest_as_new_until_it_was_read(
    signed_in: SignedIn, digests: dict[str, Digest]
) -> None:
    browser = signed_in("sport")
    assert "nieuw" in browser.get("/partner").text
    page = browser.get(f"/themaberichten/{digests['sport'].id}")
    assert page.status_code == 200
    assert "Themabericht voor SportUtrecht" in page.text
    assert "gelezen" in browser.get("/partner").text


@pytest.mark.parametrize("form", ["", ".pdf", ".json"])
def test_another_partners_digest_is_not_there_in_any_form(
    signed_in: SignedIn, digests: dict[str, Digest], form: str
) -> None:
    for who, other in (("sport", "jou"), ("jou", "sport")):
        mine = signed_in(who).get(f"/themaberichten/{digests[other].id}{form}")
        nobodys = signed_in(who).get(f"/themaberichten/{uuid.uuid4()}{form}")
        assert (mine.status_code, nobodys.status_code) == (404, 404)


@pytest.mark.parametrize("who", ["ib", "jgz", "worker", "coordinator", "admin", "privacy"])
def test_who_is_no_partner_does_not_come_here(signed_in: SignedIn, digests: dict[str, Digest], who: str) -> None:
    assert signed_in(who).get("/partner").status_code == 403
    assert signed_in(who).get(f"/themaberichten/{digests['sport'].id}").status_code == 403


def test_page_pdf_and_json_say_the_same_bands_as_the_ledger(
    signed_in: SignedIn, digests: dict[str, Digest], session: Session, place: Place
) -> None:
    released = publication_queries.released_bands(session, audience="digest", area_id=place.area.id, on=TODAY)
    newest = {band.theme_id: band for band in released if band.edition_id == digests["sport"].edition_id}
    browser = signed_in("sport")
    page = browser.get(f"/themaberichten/{digests['sport'].id}").text
    paper = PdfReader(io.BytesIO(browser.get(f"/themaberichten/{digests['sport'].id}.pdf").data))
    words = " ".join(" ".join(sheet.extract_text() for sheet in paper.pages).split())
    given = browser.get(f"/themaberichten/{digests['sport'].id}.json").json
    assert given is not None
    assert given["hash"] == digests["sport"].content_hash
    assert {part["slug"] for part in given["content"]["themes"]} == {"lanterfantertijd", "zelfbeeld"}
    for part in given["content"]["themes"]:
        band = newest[place.themes[part["slug"]]]
        assert (part["lo"], part["hi"]) == (band.lo, band.hi)
        shown = "niet getoond" if band.lo is None else f"{band.lo} tot en met {band.hi}"
        assert shown in page
        assert shown in words


def test_the_feed_opens_with_its_secret_and_holds_no_figures(
    client: FlaskClient, digests: dict[str, Digest], session: Session, place: Place
) -> None:
    wish = queries.mail_wish(session, place.people["sport"].id)
    assert wish is not None
    answer = client.get(f"/themaberichten/feed/{wish.feed_token}")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)
    spaces = {"a": "http://www.w3.org/2005/Atom"}
    entries = feed.findall("a:entry", spaces)
    assert [entry.findtext("a:id", None, spaces) for entry in entries] == [f"urn:uuid:{digests['sport'].id}"]
    for required in ("a:id", "a:title", "a:updated"):
        assert feed.findtext(required, None, spaces)
        assert entries[0].findtext(required, None, spaces)
    assert "15" not in (entries[0].findtext("a:title", "", spaces) + entries[0].findtext("a:summary", "", spaces))
    assert client.get("/themaberichten/feed/made-up").status_code == 404


def test_mail_stops_in_one_click_without_signing_in_and_starts_again(
    app: Flask,
    client: FlaskClient,
    signed_in: SignedIn,
    digests: dict[str, Digest],
    session: Session,
    place: Place,
) -> None:
    wish = queries.mail_wish(session, place.people["sport"].id)
    assert wish is not None
    path = f"/themaberichten/stoppen/{wish.token}"
    assert "Stop deze mail" in client.get(path).text
    session.refresh(wish)
    assert wish.stopped_at is None
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = client.post(path, data={"List-Unsubscribe": "One-Click"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert "geen mail meer" in answer.text
    session.refresh(wish)
    assert wish.stopped_at is not None
    assert client.post("/themaberichten/stoppen/made-up").status_code == 404
    answer = signed_in("sport").post("/partner/post", data={"rhythm": "each"}, follow_redirects=True)
    assert "bij elk themabericht" in answer.text
    session.refresh(wish)
    assert wish.stopped_at is None


def test_a_contribution_takes_three_steps_and_stands_with_the_theme(
    signed_in: SignedIn, digests: dict[str, Digest], session: Session, place: Place
) -> None:
    browser = signed_in("sport")
    theme = place.themes["lanterfantertijd"]
    page = browser.get(f"/themaberichten/{digests['sport'].id}").text
    assert f"/partner/bijdrage?thema={theme}" in page
    form = browser.get(f"/partner/bijdrage?thema={theme}").text
    assert f'<option value="{theme}" selected>' in form
    given = {
        "theme_id": str(theme),
        "form": "Elke woensdag een uur bewegen",
        "area_id": str(place.area.id),
        "when_text": "woensdag",
        "contact_person_id": str(place.people["sport"].id),
    }
    answer = browser.post("/partner/bijdrage", data=given, follow_redirects=True)
    assert "Uw bijdrage staat nu bij het thema." in answer.text
    [offer] = offer_queries.offers_for(session, theme, TODAY.replace(year=2030))
    assert (offer.partner_label, offer.form, offer.contact_name) == (
        "SportUtrecht",
        "Elke woensdag een uur bewegen",
        "Proef sport",
    )
    assert "Klopt nog" in answer.text
    assert "weer een jaar" in browser.post(f"/partner/bijdrage/{offer.offer_id}/bevestigen", follow_redirects=True).text
    assert "ingetrokken" in browser.post(f"/partner/bijdrage/{offer.offer_id}/intrekken", follow_redirects=True).text
    assert offer_queries.offers_for(session, theme, TODAY.replace(year=2030)) == []


def test_an_empty_contribution_comes_back_with_what_is_missing(signed_in: SignedIn, place: Place) -> None:
    theme = str(place.themes["lanterfantertijd"])
    answer = signed_in("sport").post("/partner/bijdrage", data={"theme_id": theme, "form": " "})
    assert answer.status_code == 422
    assert "Schrijf wat u kunt doen." in answer.text


def test_a_contribution_to_another_partners_theme_is_not_taken(
    signed_in: SignedIn, session: Session, place: Place
) -> None:
    given = {"theme_id": str(place.themes["online-leven"]), "form": "iets"}
    answer = signed_in("sport").post("/partner/bijdrage", data=given)
    assert answer.status_code == 422
    assert offer_queries.offers_for(session, place.themes["online-leven"], TODAY.replace(year=2030)) == []


def test_another_partners_offer_cannot_be_changed(signed_in: SignedIn, session: Session, place: Place) -> None:
    given = {"theme_id": str(place.themes["online-leven"]), "form": "inloop"}
    signed_in("jou").post("/partner/bijdrage", data=given)
    [offer] = offer_queries.offers_for(session, place.themes["online-leven"], TODAY.replace(year=2030))
    for verb in ("bevestigen", "intrekken"):
        assert signed_in("sport").post(f"/partner/bijdrage/{offer.offer_id}/{verb}").status_code == 404


def test_reading_a_digest_leaves_a_line_with_the_form(
    signed_in: SignedIn, digests: dict[str, Digest], session: Session
) -> None:
    from kernpartner.audit.queries import entries

    browser = signed_in("sport")
    for form in ("", ".pdf", ".json"):
        browser.get(f"/themaberichten/{digests['sport'].id}{form}")
    lines = entries(session, subject_id=digests["sport"].id, verb="digest.read")
    assert sorted(line.details["form"] for line in lines) == ["json", "page", "pdf"]


def test_a_partner_is_not_told_of_concerns_schools_or_their_names(
    signed_in: SignedIn, digests: dict[str, Digest], place: Place
) -> None:
    browser = signed_in("sport")
    for path in ("/partner", f"/themaberichten/{digests['sport'].id}", f"/themaberichten/{digests['sport'].id}.json"):
        page = browser.get(path).text
        assert "Basisschool" not in page
        assert "/signalen" not in page


def test_a_partner_of_one_area_is_shown_that_area_and_no_other(
    signed_in: SignedIn, session: Session, place: Place
) -> None:
    session.add(Area(district_id=place.district.id, slug="elders", label="Gebied Elders"))
    place.sport.area_id = None
    session.commit()
    assert "Gebied Elders" in signed_in("sport").get("/partner").text
    place.sport.area_id = place.area.id
    session.commit()
    browser = signed_in("sport")
    for path in ("/partner", "/partner/post"):
        page = browser.get(path).text
        assert place.area.label in page
        assert "Gebied Elders" not in page


def test_a_strange_mark_in_a_name_does_not_close_the_feed(
    client: FlaskClient, digests: dict[str, Digest], session: Session, place: Place
) -> None:
    found = digests["sport"]
    found.content = {**found.content, "organisation": "Sport\x0b & <b>Utrecht</b>"}
    session.commit()
    wish = queries.mail_wish(session, place.people["sport"].id)
    assert wish is not None
    feed = ET.fromstring(client.get(f"/themaberichten/feed/{wish.feed_token}").data)
    assert "Sport  & <b>Utrecht</b>" in "".join(feed.itertext())


def test_reading_a_link_never_stops_mail_and_stopping_twice_is_as_once(
    client: FlaskClient, digests: dict[str, Digest], session: Session, place: Place
) -> None:
    wish = queries.mail_wish(session, place.people["sport"].id)
    assert wish is not None
    path = f"/themaberichten/stoppen/{wish.token}"
    assert (client.get(path).status_code, client.head(path).status_code) == (200, 200)
    session.refresh(wish)
    assert wish.stopped_at is None
    assert client.post(f"/themaberichten/stoppen/{wish.feed_token}").status_code == 404
    assert [client.post(path).status_code for _twice in range(2)] == [200, 200]
    session.refresh(wish)
    assert wish.stopped_at is not None
    other = queries.mail_wish(session, place.people["jou"].id)
    assert other is not None and other.stopped_at is None
    assert client.get(f"/themaberichten/feed/{wish.token}").status_code == 404
