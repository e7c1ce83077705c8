"""A consultation on the real stack: asked on a phone, answered by two at once, the gate, mails, and a lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.neighbourhood import Neighbourhood, a_neighbourhood
from tests.journeys.people import People
from tests.journeys.stack import Stack, a_stack, link_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = "De leerling is moe en heeft drie clubs in de week. Er is geen vrije middag meer om zomaar te spelen."
QUESTION = "Hoe maken wij samen ruimte voor een vrije middag?"
LESSON = "Een vaste speelmiddag zonder afspraken hielp. De school sprak die samen met de ouders af."
SHARED = "Zo staat het er voor iedereen"


@pytest.fixture(scope="module")
def stack(browser_path: str) -> Iterator[Stack]:
    """Start a stack of its own: what happens here must not be in another journey's numbers."""
    with a_stack() as started:
        yield started


@pytest.fixture(scope="module")
def place(stack: Stack, today: date) -> Neighbourhood:
    """Give the neighbourhood, committed."""
    with stack.sessions.begin() as session:
        return a_neighbourhood(session, today)


def test_a_school_asks_two_answer_at_once_and_what_worked_is_found_again(
    stack: Stack, place: Neighbourhood, people: People, today: date
) -> None:
    stack.start_doors()
    phone = people.enter("ib", "/signalen/nieuw", width=390)
    _ask(phone)
    people.shot(phone, "gevraagd-390")
    asked = stack.mail_to(place.emails["jgz"], "denken")
    assert "vrije middag" not in asked.as_string(), "a mail holds no content"
    talk = link_in(asked, "/casussen/")
    jgz, worker = people.enter("jgz", talk), people.enter("worker", talk)
    _answer_at_once(jgz, worker, talk)
    people.accessible(worker, "the talk")
    answered = stack.mail_to(place.emails["ib"], "reactie op uw vraag")
    assert link_in(answered, "/casussen/") == talk
    phone.goto(talk + "?stap=advies")
    expect(phone.locator(".talk").first).to_contain_text("Begin met één middag.")
    expect(phone.locator(".talk").first).to_contain_text("Vraag SportUtrecht om mee te denken.")
    people.shot(phone, "gesprek-390", tall=1_800)
    _write_a_lesson(worker)
    _gate(stack, worker, talk, today)
    stack.mail_to(place.emails["ib"], "afgerond")
    assert worker.goto(talk).status == 404  # type: ignore[union-attr]
    assert jgz.goto(talk).status == 404  # type: ignore[union-attr]
    phone.goto(talk)
    expect(phone.get_by_text("Gesprek met gezin en specialist op")).to_be_visible()
    _approved_and_found(jgz, phone)


def _ask(page: Page) -> None:
    """Ask on a phone; who can read stands beside the box before it is ticked."""
    page.get_by_label("Wat ziet of hoort u?").fill(STORY)
    page.get_by_label("11 of 12 jaar").check()
    page.get_by_label("Ja, ik zie dit vaker").check()
    page.get_by_role("button", name="Volgende stap").click()
    expect(
        page.get_by_text("Dan lezen mee, zolang de vraag open is: Buurtteam Proefwijk, JGZ Proefwijk.")
    ).to_be_visible()
    page.get_by_label("Lanterfantertijd").check()
    page.get_by_label("Ja, vraag het kernteam om advies").check()
    page.get_by_label("Wat wilt u vragen?").fill(QUESTION)
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw signaal is verstuurd")


def _answer_at_once(jgz: Page, worker: Page, talk: str) -> None:
    """Both type before either sends: both contributions are there, and of the shared text no word is lost."""
    both = (
        (jgz, "Begin met één middag.", "Rust helpt."),
        (worker, "Vraag SportUtrecht om mee te denken.", "Spelen mag."),
    )
    for page, advice, _note in both:
        page.goto(talk + "?stap=advies")
        page.get_by_label("Uw bijdrage").fill(advice)
    for page, _advice, _note in both:
        page.get_by_role("button", name="Voeg toe").click()
    for page, advice, note in both:
        expect(page.locator(".talk").first).to_contain_text(advice)
        page.get_by_label(SHARED).fill(note)
    for page, _advice, _note in both:
        page.get_by_role("button", name="Bewaar voor iedereen").click()
    expect(worker.locator("#ander")).to_contain_text("Rust helpt.")
    expect(worker.get_by_label(SHARED)).to_have_value("Spelen mag.")
    worker.get_by_label(SHARED).fill("Rust helpt. Spelen mag.")
    worker.get_by_role("button", name="Bewaar voor iedereen").click()
    expect(worker.get_by_text("Versie 2, door Buurtteam Proefwijk")).to_be_visible()


def _write_a_lesson(page: Page) -> None:
    page.get_by_role("link", name="Naar het signaal zelf").click()
    page.get_by_text("Wat werkte hier?").click()
    page.get_by_label("Bij welk thema?").select_option(label="Lanterfantertijd")
    page.get_by_label("Wat werkte?", exact=True).fill(LESSON)
    page.get_by_role("button", name="Bewaar de les").click()
    expect(page.get_by_text("Een andere organisatie kijkt mee")).to_be_visible()


def _gate(stack: Stack, page: Page, talk: str, today: date) -> None:
    """Without the day of the live talk it is refused; with it, what is there already is looked at first."""
    page.goto(talk + "?stap=afronden")
    page.get_by_label("Specialistische hulp").check()
    page.get_by_role("button", name="Rond af").click()
    expect(page.locator("#fouten")).to_contain_text("Zonder dat gesprek kan specialistische hulp niet.")
    assert stack.rows("SELECT status FROM consultation WHERE question IS NOT NULL")[0].status == "open"
    page.get_by_label("Wanneer was het gesprek met gezin en specialist?").fill(today.strftime("%d-%m-%Y"))
    page.get_by_role("button", name="Rond af").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voordat u aanmeldt")
    expect(page.locator("main")).to_contain_text("Nog niet besproken")
    page.get_by_role("button", name="Rond af met aanmelding").click()
    expect(page.get_by_text("De casus is afgerond.")).to_be_visible()
    ended = stack.rows("SELECT outcome, live_talk_on FROM consultation WHERE question IS NOT NULL")[0]
    assert (ended.outcome, ended.live_talk_on) == ("specialist_care", today)


def _approved_and_found(jgz: Page, phone: Page) -> None:
    """A second organisation approves; then the school finds it, also with two letters the wrong way round."""
    jgz.goto("/casussen")
    expect(jgz.locator("main")).to_contain_text(LESSON)
    jgz.get_by_role("button", name="Keur goed").click()
    expect(jgz.get_by_text("De les staat nu bij het thema.")).to_be_visible()
    phone.goto("/ervaring")
    phone.get_by_label("Waar zoekt u naar?").fill("speelmidag")
    phone.get_by_role("button", name="Zoek", exact=True).click()
    expect(phone.locator("main")).to_contain_text(re.compile("Een vaste speelmiddag zonder afspraken hielp"))
