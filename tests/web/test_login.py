"""Tests of signing in and out, and of what makes guessing slow."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from kernpartner.audit.models import AuditEntry
from kernpartner.organisations import service as organisation_service
from tests.factories import PASSWORD, Place, a_place


@pytest.fixture
def known(session: Session) -> Place:
    """Give a district in which the IB'er has a password."""
    place = a_place(session)
    person = place.people["ib"]
    organisation_service.set_password(session, person.id, PASSWORD)
    session.commit()
    return place


def _sign_in(client: FlaskClient, email: str, password: str = PASSWORD, address: str = "127.0.0.1") -> TestResponse:
    return client.post(
        "/inloggen", data={"email": email, "password": password}, environ_overrides={"REMOTE_ADDR": address}
    )


def test_the_right_password_opens_the_start_page(client: FlaskClient, known: Place, session: Session) -> None:
    answer = _sign_in(client, "IB@proefwijk.example.org ")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert session.scalar(select(AuditEntry).where(AuditEntry.verb == "session.started")) is not None


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: FlaskClient, known: Place) -> None:
    wrong = _sign_in(client, known.people["ib"].email, "iets anders")
    unknown = _sign_in(client, "niemand@proefwijk.example.org", "iets anders")
    assert wrong.status_code == unknown.status_code == 422
    pages = [
        re.sub(r'name="csrf_token" value="[^"]*"|[a-z]+@proefwijk[.]example[.]org', "", a.text)
        for a in (wrong, unknown)
    ]
    assert pages[0] == pages[1]
    assert known.people["ib"].email in wrong.text, "the address that was typed still stands in the form"
    assert "iets anders" not in wrong.text


def test_the_sixth_wrong_guess_in_a_minute_has_to_wait(client: FlaskClient, known: Place) -> None:
    email = known.people["ib"].email
    answers = [_sign_in(client, email, "raden", f"10.0.0.{n}").status_code for n in range(6)]
    assert answers == [422] * 5 + [429]
    assert int(_sign_in(client, email, "raden").headers["Retry-After"]) > 0


def test_an_owner_is_not_locked_out_by_somebody_who_guesses_elsewhere(
    app: Flask, client: FlaskClient, known: Place
) -> None:
    email = known.people["ib"].email
    assert _sign_in(client, email).status_code == 302
    client.post("/uitloggen")
    stranger = app.test_client()
    for number in range(8):
        _sign_in(stranger, email, "raden", f"10.0.0.{number}")
    assert _sign_in(stranger, email, address="10.0.0.99").status_code == 429
    assert _sign_in(client, email, address="10.0.0.100").status_code == 302


def test_one_address_may_not_try_many_accounts(client: FlaskClient, known: Place) -> None:
    answers = [_sign_in(client, f"iemand{number}@example.org", "raden").status_code for number in range(21)]
    assert answers == [422] * 20 + [429]


def test_signing_in_leads_only_to_a_page_of_this_site(client: FlaskClient, known: Place) -> None:
    data = {"email": known.people["ib"].email, "password": PASSWORD}
    for elsewhere in ("https://example.org", "//example.org", "/\\example.org"):
        assert client.post("/inloggen", query_string={"volgende": elsewhere}, data=data).headers["Location"] == "/"
    answer = client.post("/inloggen", query_string={"volgende": "/signalen"}, data=data)
    assert answer.headers["Location"] == "/signalen"


def test_signing_out_ends_the_session(client: FlaskClient, known: Place) -> None:
    _sign_in(client, known.people["ib"].email)
    assert client.post("/uitloggen").headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/").status_code == 302


def test_a_session_is_worthless_after_the_position_ended(client: FlaskClient, known: Place, session: Session) -> None:
    _sign_in(client, known.people["ib"].email)
    organisation_service.end_sessions(session, known.people["ib"].id)
    session.commit()
    assert client.get("/").status_code == 302


def test_the_cookie_holds_an_id_and_a_version_and_nothing_typed(client: FlaskClient, known: Place) -> None:
    _sign_in(client, known.people["ib"].email)
    with client.session_transaction() as kept:
        assert set(kept) == {"_user_id", "_fresh", "_id", "_permanent"}
