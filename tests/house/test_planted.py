"""Identifiers of every label, planted through the real forms, end up in no table."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, func, select, text
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern, ConcernDraft
from kernpartner.consultations.models import Consultation
from tests.factories import Place
from tests.house.planted import LABELS, Plant, plants

SignIn = Callable[[str], FlaskClient]
WHOLE = {"age_band": "9-10", "perspective": "professional", "wider": "yes", "advice": "ja"}
FORM_SIZE = 10


@pytest.mark.parametrize("number", [300, pytest.param(2_000, marks=pytest.mark.slow)], ids=["300", "two thousand"])
def test_no_planted_identifier_is_in_the_database(
    number: int, place: Place, signed_in: SignIn, session: Session
) -> None:
    sown = plants(number, 20261125)
    assert set(Counter(one.label for one in sown)) == set(LABELS)
    browser = signed_in("ib")
    forms = [sown[at : at + FORM_SIZE] for at in range(0, len(sown), FORM_SIZE)]
    for form in forms:
        _send(browser, form)
    assert session.scalar(select(func.count()).select_from(Concern)) == len(forms)
    assert session.scalar(select(func.count()).select_from(Consultation)) == len(forms)
    assert session.scalar(select(func.count()).select_from(ConcernDraft)) == 1
    assert _left(session.connection(), sown) == []


def test_the_search_finds_what_is_there(place: Place, session: Session) -> None:
    place.district.label = "Wijk van Jovanka 2hv4"
    session.flush()
    there = Plant("person", "", ("Jovanka",)), Plant("class", "", ("2hv4",)), Plant("class", "", ("2hv5",))
    assert _left(session.connection(), list(there)) == ["class: 2hv4", "person: Jovanka"]


def _send(browser: FlaskClient, form: list[Plant]) -> None:
    """Fill in one form by its pages: a look while typing, a draft, the check, and what is sent from there."""
    first, second, third = form[:6], form[6:8], form[8:]
    fields = {
        **WHOLE,
        "key": str(uuid.uuid4()),
        "text": " ".join(_closed(one.sentence) for one in first),
        "tried": " ".join(_closed(one.sentence) for one in second),
        "question": " ".join(_closed(one.sentence) for one in third) or "Wat helpt?",
    }
    assert browser.post("/signalen/nieuw/kijken", data={"text": fields["text"]}).status_code == 200
    assert browser.post("/signalen/nieuw/concept", data=fields).status_code == 302
    page = browser.post("/signalen/nieuw/controleren", data=fields)
    assert page.status_code == 200
    for _step in range(4):
        # Send what the check page holds; a hint that is open gets its answer, as an author gives it.
        hints = dict.fromkeys(re.findall(r'name="(hint-[\w-]+)"', page.text), "needed")
        shown = {name: _value(page.text, name, fields[name]) for name in ("text", "tried", "question")}
        page = browser.post("/signalen/nieuw/versturen", data={**fields, **shown, **hints})
        if page.status_code == 302:
            browser.post("/signalen/nieuw/concept", data=fields)
            return
    raise AssertionError(page.text[:3000])


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith(".") else sentence + "."


def _value(page: str, name: str, typed: str) -> str:
    """Give what a hidden field or a text area of the page holds, as a browser sends it."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page) or re.search(
        rf'<textarea[^>]*name="{name}"[^>]*>\n?([^<]*)<', page
    )
    return (
        found[1]
        .replace("&#39;", "'")
        .replace("&#34;", '"')
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
        if found
        else typed
    )


def _left(connection: Connection, sown: list[Plant]) -> list[str]:
    """Give which planted words stand in any column of any table, as whole words and whatever their case."""
    names = connection.execute(
        text(
            "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'm') "
            "AND n.nspname NOT LIKE 'pg_%' AND n.nspname <> 'information_schema'"
        )
    ).scalars()
    kept = "\n".join(
        row.lower()
        for name in list(names)
        for row in connection.execute(text(f"SELECT one::text FROM {name} AS one")).scalars()
    )
    return sorted(
        {
            f"{one.label}: {word}"
            for one in sown
            for word in one.words
            if len(word) > 2 and re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", kept)
        }
    )
