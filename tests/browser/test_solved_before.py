"""Who solved it before, in a real browser: a misspelt word on a phone, whom to call, a guest, and mails that stop."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations import service as consultation_service
from kernpartner.guests import service as guest_service
from kernpartner.notices import queries as notice_queries
from kernpartner.notices import service as notice_service
from kernpartner.offers import service as offer_service
from kernpartner.organisations.rules import Contact
from kernpartner.outbox.models import Mail
from tests.browser.conftest import Stage
from tests.browser.looking import looked, violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Enter = Callable[..., Page]
SUMMARY = "Een leerling wil graag wandelen. Wie kan dat?"


@pytest.fixture(scope="module")
def known(stage: Stage) -> Iterator[dict[str, str]]:
    """Approve the lesson, give an offer its number, tell the author something, and invite a guest for now."""
    now = datetime.now(UTC)
    place = stage.scene.place
    engine = create_engine(stage.database_url, connect_args={"options": "-c timezone=UTC"})
    with Session(engine, expire_on_commit=False) as session:
        for lesson in consultation_queries.lessons_waiting(session, place.district.id, place.team.id):
            consultation_service.approve_lesson(session, place.actor("worker"), lesson.id, now)
        reached = Contact("Team jeugd", "030 123 45 67", "jeugd@sportutrecht.example.org")
        offer_service.set_contact(session, place.actor("sport"), stage.scene.ids["offer_id"], reached, now)  # type: ignore[arg-type]
        asked = stage.scene.ids["consultation_id"]
        context = {"consultation": str(asked), "number": "S-3F09A2"}
        person = session.merge(place.people["ib"])
        notice_service.tell(session, person, "consultation_answered", "browser:1", context, now)
        late = context | {"organisation": "JGZ", "since": "2026-03-02", "due_on": "2026-03-16"}
        notice_service.tell(session, person, "remind_overdue", "browser:2", late, now)
        window = guest_service.GuestInput(
            "gast@jou.example.org", place.jou.id, now - timedelta(minutes=5), now + timedelta(minutes=55)
        )
        guest_service.invite_to_consultation(session, place.actor("ib"), asked, window, SUMMARY, now)  # type: ignore[arg-type]
        token = session.scalars(select(Mail.context["token"].astext).where(Mail.kind == "guest_invited")).one()
        found = {"guest": token, "stop": notice_queries.token_of(session, person.id)}
        session.commit()
    engine.dispose()
    yield found


def shot(page: Page, name: str) -> None:
    """Keep what the page looks like where somebody asked for pictures."""
    folder = os.environ.get("KP_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("script", [True, False])
def test_a_misspelt_word_finds_the_lesson_on_a_phone_and_on_a_desk_with_and_without_script(
    enter: Enter, known: dict[str, str], width: int, script: bool
) -> None:
    page = enter("ib", width=width, java_script_enabled=script)
    page.goto("/ervaring")
    page.get_by_label("Waar zoekt u naar?").fill("oudravond")
    page.get_by_role("button", name="Zoek").click()
    expect(page.locator("mark")).to_have_text(["ouderavond"])
    assert page.url.endswith("/ervaring"), "the words stand in no address"
    shot(page, f"search-{width}")


def test_the_pages_of_who_solved_it_before_pass(enter: Enter, known: dict[str, str]) -> None:
    page = enter("coordinator")
    problems = []
    for path in ("/ervaring", "/ambassadeurs", "/teksten", "/meldingen"):
        page.goto(path)
        problems += looked(page, path)
        page.set_viewport_size({"width": 1280, "height": 900})
        shot(page, path.strip("/"))
        page.set_viewport_size({"width": 390, "height": 844})
        shot(page, path.strip("/") + "-390")
    page.goto("/ervaring")
    page.get_by_label("Waar zoekt u naar?").fill("qqqq")
    page.get_by_role("button", name="Zoek").click()
    problems += violations(page, "nothing found")
    page.goto("/ambassadeurs")
    page.get_by_role("button", name="Wijs aan").click()
    problems += violations(page, "ambassador refused")
    shot(page, "ambassador-refused")
    assert not problems, "\n".join(problems)


def test_beside_a_question_stand_lesson_and_whom_to_call(enter: Enter, known: dict[str, str], stage: Stage) -> None:
    for width in (1280, 390):
        page = enter("ib", width=width)
        page.goto(f"/signalen/{stage.scene.ids['concern_id']}")
        expect(page.get_by_role("heading", name="Wie loste dit eerder op?").first).to_be_visible()
        shot(page, f"beside-{width}")
        page.goto("/themas/lanterfantertijd")
        expect(page.get_by_text("laatst bevestigd op").first).to_be_visible()
        expect(page.get_by_role("link", name="030 123 45 67").first).to_be_visible()
        shot(page, f"theme-{width}")
        page.goto("/meldingen")
        expect(page.get_by_text("herinnering", exact=True)).to_be_visible()
        shot(page, f"notices-{width}")
        page.goto(f"/casussen/{stage.scene.ids['consultation_id']}/gast")
        expect(page.get_by_text("kan nu lezen")).to_be_visible()
        shot(page, f"invite-{width}")


def test_a_text_is_copied_by_one_button_and_without_script_by_hand(
    enter: Enter, known: dict[str, str], stage: Stage
) -> None:
    address = f"/teksten/{stage.scene.ids['text_id']}"
    page = enter("ib", permissions=["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.get_by_role("button", name="Kopieer de tekst").click()
    expect(page.get_by_role("status")).to_have_text("Gekopieerd")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Fijn dat u belt.") and "030 123 45 67" in copied
    shot(page, "text")
    plain = enter("ib", width=390, java_script_enabled=False)
    plain.goto(address)
    expect(plain.get_by_role("button", name="Kopieer de tekst")).to_be_hidden()
    assert plain.get_by_label("De tekst").input_value().startswith("Fijn dat u belt.")
    shot(plain, "text-390")
    plain.get_by_role("link", name="Open als tekst").click()
    assert "Fijn dat u belt." in plain.locator("body").inner_text()


def test_a_guest_comes_in_on_a_phone_and_reads_the_summary_only(enter: Enter, known: dict[str, str]) -> None:
    page = enter(None, width=390)
    page.goto(f"/gast/{known['guest']}")
    problems = looked(page, "door of a guest")
    page.set_viewport_size({"width": 390, "height": 844})
    shot(page, "door-390")
    page.get_by_role("button", name="Kom binnen").click()
    expect(page.get_by_text(SUMMARY)).to_be_visible()
    shot(page, "guest-390")
    problems += looked(page, "guest")
    shot(page, "guest")
    assert not problems, "\n".join(problems)


def test_the_link_under_a_mail_stops_it_in_one_click(enter: Enter, known: dict[str, str]) -> None:
    page = enter(None, width=390)
    page.goto(f"/meldingen/stoppen/{known['stop']}/answers")
    problems = looked(page, "stop")
    page.set_viewport_size({"width": 390, "height": 844})
    shot(page, "stop-390")
    page.get_by_role("button", name="Stop deze mail").click()
    expect(page.get_by_text("U krijgt hierover geen mail meer")).to_be_visible()
    problems += violations(page, "stopped")
    assert not problems, "\n".join(problems)


def test_a_partner_fills_in_how_it_is_reached(enter: Enter, known: dict[str, str], stage: Stage) -> None:
    page = enter("sport", width=390)
    page.goto("/partner")
    shot(page, "partner-390")
    page.get_by_role("link", name="Pas aan wie men belt").first.click()
    page.get_by_label("Telefoonnummer van de organisatie").fill("bel mij")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Schrijf een Nederlands nummer").first).to_be_visible()
    shot(page, "contact-390")
    page.get_by_label("Telefoonnummer van de organisatie").fill("030 765 43 21")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("030 765 43 21").first).to_be_visible()
