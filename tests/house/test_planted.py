"""Identifiers of every label, planted through the real forms, end up in no table."""

from __future__ import annotations

import html
import logging
import os
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select, text
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern, ConcernDraft
from kernpartner.consultations.models import Consultation
from kernpartner.web.limits import limiter
from tests.factories import Place
from tests.house.planted import LABELS, Plant, plants

SignIn = Callable[[str], FlaskClient]
WHOLE = {"age_band": "9-10", "perspective": "professional", "wider": "yes", "advice": "ja"}
FORM_SIZE = 10


# So many in every run; `PLANTED=2000 pytest tests/house/test_planted.py` is the fuzz of docs/deidentification.md.
NUMBER = int(os.environ.get("PLANTED", "200"))
SEED = int(os.environ.get("PLANTED_SEED", "20261125"))


@pytest.fixture
def signed_in(app: Flask, signed_in: SignIn) -> Iterator[SignIn]:
    """Let the forms be sent as a browser must: with the token of the page."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield signed_in
    app.config["WTF_CSRF_ENABLED"] = False


def test_no_planted_identifier_is_in_the_database(
    place: Place, signed_in: SignIn, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    sown = plants(NUMBER, SEED)
    # From here on: what makes the names says a lot about them too.
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    assert set(Counter(one.label for one in sown)) == set(LABELS)
    browser = signed_in("ib")
    forms = [sown[at : at + FORM_SIZE] for at in range(0, len(sown), FORM_SIZE)]
    for form in forms:
        # A person rests between two texts; the limit on looking while typing has a test of its own.
        limiter.reset()
        _send(browser, form)
    assert session.scalar(select(func.count()).select_from(Concern)) == len(forms)
    assert session.scalar(select(func.count()).select_from(Consultation)) == len(forms)
    assert session.scalar(select(func.count()).select_from(ConcernDraft)) == 1
    kept = _kept(session.connection())
    assert _left(kept, sown) == []
    assert _left(caplog.text, sown) == []


def test_the_search_finds_what_is_there_however_it_is_written(place: Place, session: Session) -> None:
    place.district.label = "Wijk van JOVANKA 2hv4, 0612345678, Merelstraat\u00a012, 12 - 3 - 2014"
    session.flush()
    there = [
        Plant("person", "", ("Jovanka",)),
        Plant("class", "", ("2hv4",)),
        Plant("phone", "", ("06 - 1234 5678",)),
        Plant("address", "", ("merelstraat 12",)),
        Plant("date", "", ("12-3-2014",)),
    ]
    away = [Plant("class", "", ("2hv5",)), Plant("phone", "", ("06 12345679",)), Plant("person", "", ("Jovan",))]
    assert _left(_kept(session.connection()), there + away) == sorted(f"{one.label}: {one.words[0]}" for one in there)


def _send(browser: FlaskClient, form: list[Plant]) -> None:
    """Fill in one form by its pages: a look while typing, a draft, the check, and what is sent from there."""
    first, second, third = form[:6], form[6:8], form[8:]
    fields = {
        **WHOLE,
        "csrf_token": _hidden(browser.get("/signalen/nieuw").text)["csrf_token"],
        "key": str(uuid.uuid4()),
        "text": " ".join(_closed(one.sentence) for one in first),
        "tried": " ".join(_closed(one.sentence) for one in second),
        "question": " ".join(_closed(one.sentence) for one in third) or "Wat helpt?",
    }
    assert browser.post("/signalen/nieuw/kijken", data=fields).status_code == 200
    assert browser.post("/signalen/nieuw/concept", data=fields).status_code == 302
    page = browser.post("/signalen/nieuw/controleren", data=fields)
    assert page.status_code == 200
    for _step in range(4):
        # Send what the check page holds; a hint that is open gets its answer, as an author gives it.
        hints = dict.fromkeys(re.findall(r'name="(hint-[\w-]+)"', page.text), "needed")
        page = browser.post("/signalen/nieuw/versturen", data={**fields, **_hidden(page.text), **hints})
        if page.status_code == 302:
            browser.post("/signalen/nieuw/concept", data=fields)
            return
    raise AssertionError(page.text[:3000])


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith(".") else sentence + "."


def _hidden(page: str) -> dict[str, str]:
    """Give the texts that the page's form holds, and its token."""
    areas = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    token = re.findall(r'name="(csrf_token)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in areas + token}


def _kept(connection: Connection) -> str:
    """Give every row of every table as one text."""
    names = connection.execute(
        text(
            "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm') "
            "AND n.nspname NOT LIKE 'pg_%' AND n.nspname <> 'information_schema'"
        )
    ).scalars()
    return "\n".join(
        row
        for name in list(names)
        for row in connection.execute(text(f"SELECT one::text FROM {name} AS one")).scalars()
    )


def _left(kept: str, sown: list[Plant]) -> list[str]:
    """Give which planted words stand in what is kept: whole, whatever their case, spaces and marks in between."""
    low = kept.lower()
    found = {(one.label, word) for one in sown for word in one.words if len(word) > 2 and _pattern(word).search(low)}
    return sorted(f"{label}: {word}" for label, word in found)


def _pattern(word: str) -> re.Pattern[str]:
    pieces = re.findall(r"[^\W\d_]+|\d+|[^\w\s]|_", word.lower())
    if any(piece.isdigit() for piece in pieces):
        # A number is the same number with other spaces, full stops and dashes in it.
        bare = [char for piece in pieces if piece.isalnum() for char in piece]
        return re.compile(rf"(?<![^\W_]){r'[^0-9a-z]{0,3}'.join(map(re.escape, bare))}(?![^\W_])")
    return re.compile(rf"(?<!\w){r'[^a-z0-9]*'.join(map(re.escape, pieces))}(?!\w)")
