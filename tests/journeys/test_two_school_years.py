"""Walks a meeting through two school years on the real stack: what is agreed in one opens the next, and links back."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
import vobject
from icalendar import Calendar
from playwright.sync_api import Page, expect
from sqlalchemy import text

from kernpartner.organisations.rules import school_year, school_year_label
from tests.journeys.neighbourhood import Neighbourhood
from tests.journeys.people import People
from tests.journeys.stack import Stack, link_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AGREED = "SportUtrecht vragen om een rustige middag"


def test_what_is_agreed_in_one_school_year_opens_the_meeting_of_the_next(
    stack: Stack, people: People, place: Neighbourhood
) -> None:
    if not any(child.name == "The web server" for child in stack.home.children):
        stack.start_doors()
    coordinator = people.enter("coordinator")
    meeting = _drafted(stack, coordinator)
    _edited(stack, coordinator, meeting)
    _settled_and_invited(stack, coordinator, meeting, place)
    _held(stack, coordinator, meeting)
    _approved(stack, people, coordinator, meeting)
    _next_year(stack, coordinator, meeting)


def _drafted(stack: Stack, page: Page) -> uuid.UUID:
    page.goto("/overleggen/nieuw")
    page.get_by_label("Titel").fill("Overleg van twee schooljaren")
    page.get_by_label("Dag").fill(_day(stack, 30))
    page.get_by_role("button", name="Plan het overleg").click()
    page.wait_for_url(re.compile("/bewerken"))
    found = re.search(r"/overleggen/([0-9a-f-]{36})/", page.url)
    assert found
    meeting = uuid.UUID(found.group(1))
    stack.fact("a draft", "SELECT 1 FROM agenda_item WHERE meeting_id = :id AND on_agenda", id=meeting)
    return meeting


def _edited(stack: Stack, page: Page, meeting: uuid.UUID) -> None:
    page.goto(f"/overleggen/{meeting}/bewerken")
    before = page.locator(".agenda--edit .agenda__title").all_inner_texts()
    page.locator(".agenda--edit > li").first.get_by_role("button", name=re.compile("^Omlaag")).click()
    expect(page.locator(".agenda--edit .agenda__title").first).to_have_text(before[1])
    page.get_by_role("button", name="Plan de rest opnieuw").click()
    drafted = "SELECT 1 FROM meeting WHERE id = :id AND redraft_requested_at IS NULL"
    stack.fact("a second draft", drafted, id=meeting)
    page.goto(f"/overleggen/{meeting}/bewerken")
    assert page.locator(".agenda--edit .agenda__title").first.inner_text() == before[1], "an order by hand stays"


def _settled_and_invited(stack: Stack, page: Page, meeting: uuid.UUID, place: Neighbourhood) -> None:
    page.goto(f"/overleggen/{meeting}/vaststellen")
    page.get_by_role("button", name="Stel vast en nodig uit").click()
    expect(page.get_by_text("De agenda staat vast.")).to_be_visible()
    mail = stack.mail_to(place.emails["jgz"], "Overleg van twee schooljaren")
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    written = part.get_payload(decode=True)
    assert isinstance(written, bytes)
    second = vobject.readOne(written.decode())
    (first,) = Calendar.from_ical(written).walk("VEVENT")
    assert second.method.value == "REQUEST"
    assert second.vevent.dtstart.value.timestamp() == first["DTSTART"].dt.timestamp()
    assert second.vevent.uid.value == str(first["UID"])
    stranger = page.context.browser
    assert stranger is not None
    context = stranger.new_context(base_url=stack.url, locale="nl-NL")
    answering = context.new_page()
    answering.goto(link_in(mail, "/uitnodiging/"))
    answering.get_by_label("Ja, ik kom").check()
    answering.get_by_role("button", name="Verstuur uw antwoord").click()
    expect(answering.get_by_text("Dank u wel.")).to_be_visible()
    context.close()


def _held(stack: Stack, page: Page, meeting: uuid.UUID) -> None:
    """Let the day come: the one thing that the journey cannot wait for."""
    with stack.sessions.begin() as session:
        session.execute(
            text("UPDATE meeting SET starts_at = now() - interval '1 hour' WHERE id = :id"), {"id": meeting}
        )
    page.goto(f"/overleggen/{meeting}/scherm")
    page.get_by_role("button", name="Start dit onderwerp").click()
    page.get_by_label("Wat is er gezegd?").fill("Iedereen herkent dit.")
    expect(page.locator("[data-notes] [data-saved]")).to_contain_text("Bewaard om")
    page.get_by_label("Wat is er afgesproken?").fill(AGREED)
    page.get_by_label("Wie doet dit?").select_option(index=1)
    page.get_by_label("Voor welke dag?").fill(_day(stack, 200))
    page.get_by_role("button", name="Leg de afspraak vast").click()
    expect(page.locator("[data-lists]")).to_contain_text(AGREED)
    page.goto(f"/overleggen/{meeting}/na-afloop")
    page.get_by_role("button", name="Bewaar wie erbij was").click()
    expect(page.get_by_text("Bewaard wie erbij was.")).to_be_visible()


def _approved(stack: Stack, people: People, page: Page, meeting: uuid.UUID) -> None:
    page.get_by_role("button", name="Leg het verslag voor").click()
    expect(page.get_by_text("Het verslag ligt voor.")).to_be_visible()
    jgz = people.enter("jgz")
    jgz.goto(f"/overleggen/{meeting}/na-afloop")
    jgz.get_by_label("Ja, ik keur het goed").check()
    jgz.get_by_role("button", name="Verstuur uw antwoord").click()
    expect(jgz.get_by_text("Het staat nu vast.")).to_be_visible()


def _next_year(stack: Stack, page: Page, meeting: uuid.UUID) -> None:
    page.goto("/overleggen")
    (row,) = stack.rows(
        "SELECT (starts_at AT TIME ZONE 'Europe/Amsterdam')::date AS day FROM meeting WHERE id = :id", id=meeting
    )
    year = school_year_label(school_year(row.day))
    of_year = page.locator("#schooljaren + ul > li", has_text=year)
    of_year.get_by_role("button", name=re.compile("^Plan dit een jaar later")).click()
    made = stack.fact("the next year", "SELECT id, starts_at FROM meeting WHERE previous_id = :id", id=meeting)
    page.goto(f"/overleggen/{made.id}/bewerken")
    page.get_by_role("button", name="Maak nu een concept").click()
    stack.fact("next year's draft", "SELECT 1 FROM agenda_item WHERE meeting_id = :id AND on_agenda", id=made.id)
    page.goto(f"/overleggen/{made.id}")
    expect(page.locator("#agenda")).to_contain_text(AGREED)
    page.get_by_role("link", name=re.compile("Vorig overleg")).click()
    page.wait_for_url(re.compile(f"/overleggen/{meeting}"))


def _day(stack: Stack, ahead: int) -> str:
    (row,) = stack.rows("SELECT (now() AT TIME ZONE 'Europe/Amsterdam')::date AS today")
    return (row.today + timedelta(days=ahead)).strftime("%d-%m-%Y")
