"""Tests of the pages for everybody, the language, the colours, and what happens when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from kernpartner.config import Settings
from kernpartner.web import create_app
from tests.factories import Place

SignIn = Callable[[str], FlaskClient]


@pytest.mark.parametrize("address", ["/toegankelijkheid", "/privacy", "/hulp", "/inloggen"])
def test_everybody_may_read_the_pages_about_this_website(client: FlaskClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert '<html lang="nl"' in page.text
    assert page.text.count("<h1>") == 1


def test_security_txt_has_a_contact_and_does_not_expire_soon(client: FlaskClient) -> None:
    answer = client.get("/.well-known/security.txt")
    assert answer.mimetype == "text/plain"
    assert "Contact: mailto:" in answer.text and "Expires: 20" in answer.text


def test_a_reader_goes_on_in_english_also_after_signing_in(signed_in: SignIn, place: Place) -> None:
    client = signed_in("ib")
    assert (
        client.post("/taal", data={"taal": "en", "terug": "/signalen/nieuw"}).headers["Location"] == "/signalen/nieuw"
    )
    page = client.get("/signalen/nieuw").text
    assert '<html lang="en"' in page
    assert "Record a concern" in page
    assert place.people["ib"].language == "en" or '<html lang="en"' in signed_in("ib").get("/").text


@pytest.mark.parametrize("elsewhere", ["https://example.org", "//example.org", "/\\example.org"])
def test_changing_language_or_colours_never_leads_to_another_site(client: FlaskClient, elsewhere: str) -> None:
    assert client.post("/taal", data={"taal": "en", "terug": elsewhere}).headers["Location"] == "/"
    assert client.post("/kleuren", data={"kleuren": "donker", "terug": elsewhere}).headers["Location"] == "/"


def test_the_chosen_colours_stay_and_can_be_left_to_the_device_again(client: FlaskClient) -> None:
    assert "data-kleuren" not in client.get("/hulp").text
    client.post("/kleuren", data={"kleuren": "donker", "terug": "/hulp"})
    assert 'data-kleuren="donker"' in client.get("/hulp").text
    client.post("/kleuren", data={"kleuren": "", "terug": "/hulp"})
    assert "data-kleuren" not in client.get("/hulp").text


@pytest.fixture
def themed(web_settings: Settings, tmp_path: Path) -> Iterator[FlaskClient]:
    """Give an installation with a municipality's own theme."""
    theme = tmp_path / "thema.css"
    theme.write_text(".gemeente-theme{--utrecht-document-color:#123456}", encoding="utf-8")
    app = create_app(replace(web_settings, theme_css=str(theme), theme_class="gemeente-theme"))
    app.config["TESTING"] = True
    yield app.test_client()
    app.extensions["session_factory"].kw["bind"].dispose()


def test_a_municipality_mounts_its_own_theme(themed: FlaskClient, client: FlaskClient) -> None:
    page = themed.get("/hulp").text
    assert 'class="utrecht-root gemeente-theme"' in page
    assert "/thema.css" in page and "css/theme.css" not in page
    assert "#123456" in themed.get("/thema.css").text
    assert client.get("/thema.css").status_code == 404


def test_an_unknown_page_says_what_to_do(client: FlaskClient) -> None:
    answer = client.get("/bestaat-niet")
    assert answer.status_code == 404
    assert "Deze pagina is er niet" in answer.text


def test_a_form_that_is_too_old_gives_the_typed_text_back(app: Flask, signed_in: SignIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = signed_in("ib").post("/signalen/nieuw/controleren", data={"text": "Een lang verhaal, <zo> getypt"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
    assert "Deze pagina is verlopen" in answer.text
    assert "Een lang verhaal, &lt;zo&gt; getypt" in answer.text


def test_a_form_sent_after_the_session_ended_gives_the_typed_text_back(client: FlaskClient) -> None:
    answer = client.post("/signalen/nieuw/controleren", data={"text": "Een lang verhaal, al getypt"})
    assert answer.status_code == 401
    assert "Een lang verhaal, al getypt" in answer.text
    assert "U bent niet meer ingelogd" in answer.text


def test_without_a_database_the_page_says_so_and_gives_the_typed_text_back(
    app: Flask, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("ib")

    def broken() -> None:
        raise OperationalError("SELECT 1", {}, Exception("no server"))

    monkeypatch.setitem(app.extensions, "session_factory", broken)
    answer = client.post("/signalen/nieuw/controleren", data={"text": "Een lang verhaal, al getypt"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Een lang verhaal, al getypt" in answer.text


def test_a_mistake_of_ours_shows_a_page_and_not_the_inside(
    app: Flask, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_values: object) -> None:
        raise RuntimeError("the inside")

    monkeypatch.setitem(app.view_functions, "pages.help_page", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = signed_in("ib").get("/hulp")
    assert answer.status_code == 500
    assert "Er ging bij ons iets mis" in answer.text and "the inside" not in answer.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "https://elsewhere.example",
    ],
)
def test_a_form_never_leads_to_another_website(client: FlaskClient, elsewhere: str) -> None:
    assert client.post("/taal", data={"taal": "nl", "terug": elsewhere}).headers["Location"] == "/"
