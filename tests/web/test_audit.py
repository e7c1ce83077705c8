"""Tests of the page on which the privacy officer reads the trail."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.audit.service import record
from tests.conftest import NOW
from tests.factories import Place, a_place

SignIn = Callable[[str], FlaskClient]


def test_the_trail_is_read_filtered_and_reading_is_a_line_itself(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    signed_in("ib").get("/signalen")
    officer = signed_in("privacy")
    assert "Lijst met eigen signalen bekeken" in _rows(officer.get("/logboek?wat=concern.listed").text)
    assert "Lijst met eigen signalen bekeken" not in _rows(officer.get("/logboek?wat=session.started").text)
    assert "Proef ib" in _rows(officer.get(f"/logboek?wie={place.people['ib'].email}").text)
    assert "Proef ib" not in _rows(officer.get(f"/logboek?wie={place.people['jgz'].email}").text)
    assert _rows(officer.get("/logboek?vanaf=1-1-2099").text) == ""
    read = session.scalars(select(AuditEntry).where(AuditEntry.verb == "audit.read")).all()
    assert len(read) == 5


def test_an_unknown_address_or_day_is_said_so_and_shows_nothing(signed_in: SignIn) -> None:
    page = signed_in("privacy").get("/logboek?wie=niemand@example.org&vanaf=ooit").text
    assert "Dit e-mailadres is hier niet bekend." in page
    assert "Schrijf de dag als 24-11-2026." in page
    assert _rows(page) == ""


def test_the_page_tells_a_whole_chain_from_a_broken_one(signed_in: SignIn, session: Session) -> None:
    officer = signed_in("privacy")
    officer.get("/logboek")
    assert "Het logboek is heel" in officer.get("/logboek?keten=1").text
    session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only"))
    session.execute(text("UPDATE audit_entry SET verb = 'concern.withdrawn' WHERE verb = 'audit.read'"))
    session.commit()
    assert "Het logboek is niet heel" in officer.get("/logboek?keten=1").text


def test_a_page_shows_its_own_district_only_and_leads_to_older_lines(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    other = a_place(session, "verderop")
    for number in range(60):
        at = NOW + timedelta(minutes=number)
        record(session, place.actor("ib"), "concern.listed", "organisation", None, at, count=number)
        record(session, other.actor("ib"), "concern.listed", "organisation", None, at, count=1000 + number)
    session.commit()
    officer = signed_in("privacy")
    newest = officer.get("/logboek?wat=concern.listed").text
    counts = re.findall(r"count: (\d+)", _rows(newest))
    assert [int(one) for one in counts] == list(range(59, 9, -1))
    (older,) = re.findall(r'href="(/logboek[^"]*voor=[^"]*)"', newest)
    counts = re.findall(r"count: (\d+)", _rows(officer.get(html.unescape(older)).text))
    assert [int(one) for one in counts] == list(range(9, -1, -1))
    assert "Oudere regels" not in officer.get(html.unescape(older)).text


def _rows(page: str) -> str:
    return page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0] if "<tbody>" in page else ""
