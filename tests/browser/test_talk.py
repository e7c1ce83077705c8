"""Walks through a talk as people hold it: words that keep themselves, no connection, two at once, and the clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.consultations import service
from tests.browser.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Enter = Callable[..., Page]
CANARY = "06 12345678"


@pytest.fixture
def talk(stage: Stage) -> Iterator[UUID]:
    """Give a question that was just asked."""
    engine, now = create_engine(stage.database_url), datetime.now(UTC)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        given = ConcernInput("Slaapt slecht voor de toets.", "11-12", "professional", "yes", now.date())
        concern = log_concern(session, stage.scene.place.actor("ib"), given, now)
        number = service.ask_advice(session, stage.scene.place.actor("ib"), concern, "Wat raadt u aan?", now)
    yield number
    engine.dispose()


def test_words_keep_themselves_after_a_rest_and_come_back_clean(enter: Enter, talk: UUID) -> None:
    page = enter("jgz", width=390)
    page.goto(f"/casussen/{talk}?stap=advies")
    box = page.get_by_label("Uw bijdrage")
    box.press_sequentially(f"Begin klein, bel {CANARY}.")
    expect(page.locator("[data-kept]").first).to_have_text(re.compile(r"Bewaard om \d\d:\d\d"), timeout=15_000)
    assert CANARY in box.input_value(), "nothing is changed under the fingers of who types"
    page.goto(f"/casussen/{talk}?stap=advies")
    assert "Begin klein" in box.input_value() and CANARY not in box.input_value()
    expect(page.get_by_text("Alleen u ziet het.").first).to_be_visible()


def test_without_a_connection_the_words_stay_and_that_is_said(enter: Enter, talk: UUID) -> None:
    page = enter("worker")
    page.goto(f"/casussen/{talk}?stap=analyse")
    page.route("**/concept*", lambda route: route.fulfill(status=409, body="weg"))
    note = page.get_by_label("Zo staat het er voor iedereen")
    note.press_sequentially("Er is veel druk.")
    kept = page.locator("form", has=note).locator("[data-kept]")
    expect(kept).to_have_text(re.compile("Niet bewaard. Uw woorden staan nog in dit vak"), timeout=15_000)
    page.context.set_offline(True)
    page.get_by_role("button", name="Bewaar voor iedereen").click()
    expect(note).to_have_value("Er is veel druk.")
    assert "/casussen/" in page.url
    page.context.set_offline(False)
    page.unroute("**/concept*")
    expect(kept).to_have_text(re.compile(r"Bewaard om \d\d:\d\d"), timeout=15_000)
    page.get_by_role("button", name="Bewaar voor iedereen").click()
    expect(page.get_by_text("Versie 1, door Buurtteam Proefwijk")).to_be_visible()


def test_two_who_write_at_once_see_each_others_words_and_keep_their_own(enter: Enter, talk: UUID) -> None:
    one, other = enter("jgz", width=390), enter("worker")
    for page in (one, other):
        page.goto(f"/casussen/{talk}?stap=advies")
    label, save = "Zo staat het er voor iedereen", "Bewaar voor iedereen"
    one.get_by_label(label).fill("Begin klein.")
    other.get_by_label(label).fill("Bel de ouders.")
    one.get_by_role("button", name=save).click()
    expect(one.get_by_text("Versie 1, door JGZ Proefwijk")).to_be_visible()
    other.get_by_role("button", name=save).click()
    expect(other.locator("#ander")).to_contain_text("JGZ Proefwijk schreef intussen dit")
    expect(other.locator("#ander")).to_contain_text("Begin klein.")
    expect(other.get_by_label(label)).to_have_value("Bel de ouders.")
    other.get_by_label(label).fill("Begin klein. Bel de ouders.")
    other.get_by_role("button", name=save).click()
    one.goto(f"/casussen/{talk}?stap=advies")
    expect(one.get_by_label(label)).to_have_value("Begin klein. Bel de ouders.")


def test_the_clock_counts_with_a_script_and_says_the_minutes_without_one(enter: Enter, talk: UUID) -> None:
    page = enter("worker", width=390)
    page.goto(f"/casussen/{talk}")
    page.get_by_text("In een overleg bespreken, met een klok").click()
    page.get_by_label("Analyse", exact=True).fill("5")
    page.get_by_role("button", name="Start de klok").click()
    timer = page.get_by_role("timer").first
    expect(timer).to_have_text(re.compile(r"nog 15:\d\d"))
    first = timer.inner_text()
    expect(timer).not_to_have_text(first)
    page.get_by_role("button", name="Verder: Verheldering").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("Verheldering")
    plain = enter("jgz", java_script_enabled=False)
    plain.goto(f"/casussen/{talk}")
    expect(plain.locator(".clock__time")).to_have_text(re.compile(r"Begonnen om \d\d:\d\d, nog 1[56] minuten\."))
    expect(plain.locator(".clock__step")).to_contain_text("Verheldering")
    plain.get_by_label("Uw bijdrage").fill("Sinds wanneer speelt dit?")
    plain.get_by_role("button", name="Bewaar als concept").first.click()
    expect(plain.get_by_text("Uw concept is bewaard, zonder namen.")).to_be_visible()
    expect(plain.get_by_label("Uw bijdrage")).to_have_value("Sinds wanneer speelt dit?")
    plain.get_by_role("button", name="Voeg toe").click()
    expect(plain.locator(".talk")).to_contain_text("Sinds wanneer speelt dit?")
    plain.goto(f"/casussen/{talk}?stap=afronden")
    plain.get_by_role("button", name="Stop de klok").click()
    expect(plain.locator(".clock")).to_have_count(0)
