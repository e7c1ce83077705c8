"""Signing in with a password and a code, and looking after one's own account."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.organisations import service as organisation_service
from tests.factories import PASSWORD, Place

AT = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
NEW = "fiets lamp wolk tafel"


@pytest.fixture
def secured(app: Flask, place: Place, session: Session) -> Iterator[Flask]:
    """Give the app as an installation has it: with a second factor; the IB'er and a partner have passwords."""
    for who in ("ib", "sport"):
        organisation_service.set_password(session, place.people[who].id, PASSWORD)
    session.commit()
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, second_factor=True)
    yield app
    app.config["SETTINGS"] = before


def sign_in(app: Flask, place: Place, who: str = "ib", password: str = PASSWORD) -> FlaskClient:
    browser = app.test_client()
    browser.post("/inloggen?volgende=/signalen", data={"email": place.people[who].email, "password": password})
    return browser


def set_up(app: Flask, place: Place) -> tuple[FlaskClient, str, list[str]]:
    """Sign in for the first time; give the browser, the secret and the recovery codes."""
    browser = sign_in(app, place)
    page = browser.get("/inloggen/instellen").text
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page).group(1).replace(" ", "")  # type: ignore[union-attr]
    assert "data:image/svg+xml" in page
    answer = browser.post("/inloggen/instellen", data={"code": pyotp.TOTP(secret).now()})
    return browser, secret, re.findall(r"<code>([a-z0-9-]{19})</code>", answer.text)


def test_a_password_alone_opens_no_page(secured: Flask, place: Place) -> None:
    browser = sign_in(secured, place)
    for page in ("/", "/signalen", "/account"):
        assert browser.get(page).headers["Location"].startswith("/inloggen")
    assert browser.get("/inloggen/code").headers["Location"] == "/inloggen", "nothing is set up yet"


def test_the_first_time_sets_up_and_shows_ten_codes_once(secured: Flask, place: Place, session: Session) -> None:
    with time_machine.travel(AT, tick=False):
        browser, _secret, codes = set_up(secured, place)
        assert len(codes) == 10
        assert browser.get("/").status_code == 200
        assert browser.get("/inloggen/instellen").status_code == 302
    methods = [
        entry.details for entry in session.scalars(select(AuditEntry).where(AuditEntry.verb == "session.started"))
    ]
    assert methods == [{"method": "totp"}]


def test_the_next_time_asks_a_code_that_counts_once_and_leads_on(secured: Flask, place: Place) -> None:
    with time_machine.travel(AT, tick=False):
        _browser, secret, _codes = set_up(secured, place)
    with time_machine.travel(AT + timedelta(hours=1), tick=False):
        browser = sign_in(secured, place)
        assert "zes cijfers" in browser.get("/inloggen/code").text
        wrong = browser.post("/inloggen/code", data={"code": "12345"})
        assert wrong.status_code == 422
        assert "Deze code klopt niet" in wrong.text
        code = pyotp.TOTP(secret).now()
        assert browser.post("/inloggen/code", data={"code": code}).headers["Location"] == "/signalen"
        assert browser.get("/signalen").status_code == 200
        again = sign_in(secured, place)
        assert again.post("/inloggen/code", data={"code": code}).status_code == 422


def test_half_way_ends_after_ten_minutes(secured: Flask, place: Place) -> None:
    with time_machine.travel(AT, tick=False):
        _browser, secret, _codes = set_up(secured, place)
    with time_machine.travel(AT + timedelta(hours=1), tick=False) as clock:
        browser = sign_in(secured, place)
        clock.shift(timedelta(minutes=11))
        answer = browser.post("/inloggen/code", data={"code": pyotp.TOTP(secret).now()})
        assert answer.headers["Location"] == "/inloggen"
        assert browser.get("/").status_code == 302


def test_a_recovery_code_opens_once(secured: Flask, place: Place) -> None:
    with time_machine.travel(AT, tick=False):
        _browser, _secret, codes = set_up(secured, place)
        one, two = sign_in(secured, place), sign_in(secured, place)
        assert one.post("/inloggen/code", data={"code": codes[3]}).status_code == 302
        assert two.post("/inloggen/code", data={"code": codes[3]}).status_code == 422
        assert "U hebt nog 9 reservecodes." in one.get("/account").text


def test_codes_cannot_be_tried_without_end(secured: Flask, place: Place) -> None:
    with time_machine.travel(AT, tick=False):
        _browser, _secret, _codes = set_up(secured, place)
        browser = sign_in(secured, place)
        answers = [browser.post("/inloggen/code", data={"code": f"{n:06}"}).status_code for n in range(6)]
        assert answers == [422] * 5 + [429]


def test_a_partner_who_sees_no_concern_needs_no_code(secured: Flask, place: Place) -> None:
    assert sign_in(secured, place, "sport").get("/").status_code == 200


def test_a_wrong_password_says_nothing_about_a_second_step(secured: Flask, place: Place) -> None:
    with time_machine.travel(AT, tick=False):
        set_up(secured, place)
        browser = sign_in(secured, place, password="iets anders")
        assert browser.get("/inloggen/code").headers["Location"] == "/inloggen"


def test_sessions_are_listed_and_can_be_ended_one_by_one_or_all(signed_in: Callable[[str], FlaskClient]) -> None:
    here, there, elsewhere = signed_in("ib"), signed_in("ib"), signed_in("jgz")
    page = here.get("/account").text
    assert page.count("Laatst gezien".lower()) == 2
    other = re.findall(r'name="sessie" value="([0-9a-f-]+)"', page)
    assert len(other) == 1
    elsewhere.post("/account/sessies", data={"sessie": other[0]})
    assert there.get("/").status_code == 200, "nobody ends the session of somebody else"
    here.post("/account/sessies", data={"sessie": other[0]})
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    here.post("/account/sessies")
    assert here.get("/").status_code == 302
    assert elsewhere.get("/").status_code == 200


def test_a_new_password_ends_every_other_session_and_says_what_is_wrong(
    signed_in: Callable[[str], FlaskClient], place: Place, session: Session
) -> None:
    organisation_service.set_password(session, place.people["ib"].id, PASSWORD)
    session.commit()
    here, there = signed_in("ib"), signed_in("ib")

    def change(old: str, new: str, again: str) -> str:
        return here.post("/account/wachtwoord", data={"old": old, "new": new, "again": again}).text

    assert "niet uw wachtwoord van nu" in change("iets anders", NEW, NEW)
    assert "niet gelijk" in change(PASSWORD, NEW, "anders")
    assert "ten minste 12 tekens" in change(PASSWORD, "kort", "kort")
    assert "te snel" in change(PASSWORD, "wachtwoord123", "wachtwoord123")
    assert there.get("/").status_code == 200
    assert here.post("/account/wachtwoord", data={"old": PASSWORD, "new": NEW, "again": NEW}).status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/").status_code == 302
    session.expire_all()
    assert organisation_service.verified_person(session, place.people["ib"].email, NEW) is not None


def test_a_session_left_alone_for_half_an_hour_is_over_and_a_used_one_is_not(
    app: Flask, place: Place, session: Session
) -> None:
    organisation_service.set_password(session, place.people["ib"].id, PASSWORD)
    session.commit()
    with time_machine.travel(AT, tick=False) as clock:
        busy, idle = sign_in(app, place), sign_in(app, place)
        for _ in range(4):
            clock.shift(timedelta(minutes=10))
            assert busy.get("/").status_code == 200
        assert idle.get("/").status_code == 302
        for _ in range(50):
            clock.shift(timedelta(minutes=10))
            last = busy.get("/").status_code
        assert last == 302, "eight hours is the longest"
