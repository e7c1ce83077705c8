"""Walks one digest on the real stack: a quarter closes, people agree, a partner reads, answers, is on the agenda."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.neighbourhood import OTHERS_ONLY, RISING, Neighbourhood, a_neighbourhood
from tests.journeys.people import PHONE, People, agree_to_all
from tests.journeys.stack import Stack, a_stack, link_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIGNERS = ("ib", "ib2", "ib3", "ib4", "jgz", "worker")
OFFER = "Elke week een vrije inloop zonder wedstrijd."
SIGN = "/themaberichten/tekenen"


@pytest.fixture(scope="module")
def stack(browser_path: str) -> Iterator[Stack]:
    """Start a stack of its own: the other journeys count what is in theirs."""
    with a_stack() as started:
        yield started


@pytest.fixture(scope="module")
def place(stack: Stack, today: date) -> Neighbourhood:
    """Give the neighbourhood, committed."""
    with stack.sessions.begin() as session:
        return a_neighbourhood(session, today)


@dataclass
class Story:
    """What the people of this run have to do with, and the digest it is about."""

    stack: Stack
    people: People
    place: Neighbourhood
    today: date
    digest: Any = None

    def mail(self, who: str) -> str:
        return self.place.emails[who]

    def row(self, partner: str) -> Any:
        return self.stack.fact(
            f"the digest for {partner}",
            "SELECT d.* FROM digest d JOIN organisation o ON o.id = d.organisation_id WHERE o.label = :label",
            label=partner,
        )


def test_a_digest_is_signed_read_and_answered_and_the_answer_is_on_the_agenda(
    stack: Stack, people: People, place: Neighbourhood, today: date
) -> None:
    story = Story(stack, people, place, today)
    the_quarter_closes_and_the_worker_compiles(story)
    one_organisation_asks_a_change(story)
    the_coordinator_leaves_something_out(story)
    everybody_agrees_and_it_leaves_on_its_day(story)
    the_mail_says_nothing_but_that_it_is_there(story)
    sport_reads_and_offers_in_three_clicks(story)
    the_paper_says_the_same_on_one_page(story)
    the_offer_is_on_the_drafted_agenda(story)
    jou_never_sees_it(story)
    the_mails_stop_in_one_click(story)


def the_quarter_closes_and_the_worker_compiles(story: Story) -> None:
    assert "statements released" in story.stack.command("release", "--on", story.today.isoformat())
    story.stack.start_doors()
    story.digest = story.row("SportUtrecht")
    assert story.digest.status == "compiled"
    assert story.digest.leaves_on >= story.today + timedelta(days=14), "everybody has two weeks to read"
    assert RISING in {theme["slug"] for theme in story.digest.content["themes"]}


def one_organisation_asks_a_change(story: Story) -> None:
    page = story.people.enter("ib", SIGN)
    row = page.get_by_role("row", name=re.compile("SportUtrecht"))
    expect(row).to_contain_text("Wacht op u")
    expect(row).to_contain_text("JGZ Proefwijk")
    story.people.accessible(page, "digests to sign")
    story.people.shot(page, "themaberichten-tekenen")
    row.get_by_role("link", name="SportUtrecht").click()
    page.get_by_label("Nee, eerst wijzigen").check()
    page.get_by_label("Wat moet er anders?").fill("Laat zelfbeeld weg: dat thema is te klein.")
    page.get_by_role("button", name="Bewaar antwoord").click()
    expect(page.get_by_text("Uw antwoord is bewaard.")).to_be_visible()


def the_coordinator_leaves_something_out(story: Story) -> None:
    mail = story.stack.mail_to(story.mail("coordinator"), "wijziging gevraagd")
    page = story.people.enter("coordinator", link_in(mail, "/themaberichten/"))
    expect(page.get_by_text("dat thema is te klein")).to_be_visible()
    other = next(theme for theme in story.digest.content["themes"] if theme["slug"] != RISING)
    page.get_by_role("group", name=other["label"], exact=True).get_by_label("Het hele thema").check()
    page.get_by_role("button", name="Laat dit weg").click()
    expect(page.get_by_text("Iedereen leest het opnieuw.")).to_be_visible()
    after = story.row("SportUtrecht")
    assert other["slug"] not in {theme["slug"] for theme in after.content["themes"]}
    assert after.version == story.digest.version + 1
    story.digest = after


def everybody_agrees_and_it_leaves_on_its_day(story: Story) -> None:
    for who in SIGNERS[:-1]:
        agree_to_all(story.people.visitor(who))
    release = f"release_district({str(story.place.district_id)!r}, {story.digest.leaves_on.isoformat()!r})"
    story.stack.work("digests", release)
    assert story.row("SportUtrecht").status == "compiled", "one organisation is still waited for"
    agree_to_all(story.people.visitor(SIGNERS[-1]))
    early = (story.digest.leaves_on - timedelta(days=1)).isoformat()
    story.stack.work("digests", f"release_district({str(story.place.district_id)!r}, {early!r})")
    assert story.row("SportUtrecht").status == "compiled", "its day has not come"
    story.stack.work("digests", release)
    story.digest = story.row("SportUtrecht")
    assert story.digest.status == "released"


def the_mail_says_nothing_but_that_it_is_there(story: Story) -> None:
    mail = story.stack.mail_to(story.mail("sport"), "nieuw themabericht")
    kinds = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html"]
    bands = {str(theme[end]) for theme in story.digest.content["themes"] for end in ("lo", "hi") if theme["lo"]}
    assert bands
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body is not None
        said = body.get_content().replace(str(story.digest.id), "").replace(story.digest.period_label, "")
        words = re.sub(r"<style.*?</style>|<[^>]+>", " ", said, flags=re.DOTALL)
        assert not any(re.search(rf"\b{band} tot\b|\b{band} gevallen\b", words) for band in bands)
        assert "niet getoond" not in words
    assert str(mail["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"


def sport_reads_and_offers_in_three_clicks(story: Story) -> None:
    mail = story.stack.mail_to(story.mail("sport"), "nieuw themabericht")
    page = story.people.enter("sport", link_in(mail, "/themaberichten/"), width=PHONE, height=844)
    expect(page.get_by_role("heading", level=1)).to_have_text("Themabericht voor SportUtrecht")
    label = next(theme["label"] for theme in story.digest.content["themes"] if theme["slug"] == RISING)
    expect(page.locator("section.digest", has=page.get_by_role("heading", name=label)).locator(".band")).to_have_text(
        re.compile(r"\d+ tot en met \d+")
    )
    story.people.accessible(page, "digest")
    story.people.shot(page, "themabericht-390", tall=1_800)
    page.get_by_role("link", name=re.compile(f"Dit kunnen wij doen bij .{label}")).click()
    expect(page.get_by_label("Bij welk thema?").locator("option:checked")).to_have_text(label)
    expect(page.get_by_label("Waar?").locator("option:checked")).to_have_text(story.digest.content["area"])
    page.get_by_label("Wat kunt u doen?").fill(OFFER)
    page.get_by_label("Wanneer?").fill("na school")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_text("Uw bijdrage staat nu bij het thema.")).to_be_visible()
    expect(page.locator("main")).to_contain_text(OFFER)
    expect(page.locator("main")).to_contain_text("Laatst bevestigd")
    story.people.accessible(page, "partner")
    story.people.shot(page, "partner-390", tall=2_400)
    ib = story.people.enter("ib", f"/themas/{RISING}")
    expect(ib.locator("main")).to_contain_text(OFFER)


def the_paper_says_the_same_on_one_page(story: Story) -> None:
    asks = story.people.visitor("sport")
    pdf = asks.get(f"/themaberichten/{story.digest.id}.pdf").body()
    story.people.paper(pdf, "themabericht-pdf")
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) == 1
    paper = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for theme in story.digest.content["themes"]:
        figure = "niet getoond" if theme["lo"] is None else f"{theme['lo']} tot en met {theme['hi']}"
        ledger = story.stack.rows(
            "SELECT lo, hi FROM publication_statement WHERE edition_id = :edition AND theme_id = :theme",
            edition=story.digest.edition_id,
            theme=theme["theme_id"],
        )
        assert (theme["lo"], theme["hi"]) == ((ledger[0].lo, ledger[0].hi) if ledger else (None, None))
        assert theme["label"] in paper and figure in paper


def the_offer_is_on_the_drafted_agenda(story: Story) -> None:
    page = story.people.enter("coordinator", "/themas-wegen")
    label = next(theme["label"] for theme in story.digest.content["themes"] if theme["slug"] == RISING)
    weighing = page.locator("section", has=page.get_by_role("heading", name=label))
    for answer in ("Duidelijk", "Neutraal", "Herkend", "Gedeeld"):
        weighing.get_by_label(answer).check()
    weighing.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text(f"{label} kan op de agenda.")).to_be_visible()
    meeting = _planned(story, page)
    drafted = story.stack.fact(
        "a draft with the offer on it",
        "SELECT i.offers FROM agenda_item i JOIN meeting m ON m.id = i.meeting_id WHERE m.id = :id "
        "AND m.status = 'drafted' AND i.on_agenda AND i.theme_id IS NOT NULL AND i.offers::text LIKE :offer",
        id=meeting,
        offer=f"%{OFFER}%",
    )
    assert any("SportUtrecht" in line for line in drafted.offers)
    page.goto(f"/overleggen/{meeting}/bewerken")
    expect(page.locator("main")).to_contain_text(label)


def _planned(story: Story, page: Page) -> uuid.UUID:
    page.goto("/overleggen/nieuw")
    page.get_by_label("Voor wie is het overleg?").select_option(label="Proefwijk")
    page.get_by_label("Titel").fill("Kernpartneroverleg")
    page.get_by_label("Dag", exact=True).fill((story.today + timedelta(days=21)).strftime("%d-%m-%Y"))
    page.get_by_label("Waar?").fill("Buurthuis De Dam")
    page.get_by_role("button", name="Plan het overleg").click()
    expect(page.get_by_text("Het overleg is gepland.")).to_be_visible()
    return uuid.UUID(page.url.split("/")[-2])


def jou_never_sees_it(story: Story) -> None:
    jou = story.row("JoU")
    slugs = {theme["slug"] for theme in jou.content["themes"]}
    assert OTHERS_ONLY in slugs
    asks = story.people.visitor("jou")
    for form in ("", ".pdf", ".json"):
        assert asks.get(f"/themaberichten/{story.digest.id}{form}").status == 404
    for path in ("/partner", f"/themaberichten/{jou.id}"):
        answer = asks.get(path)
        assert answer.ok
        assert OFFER not in answer.text()
        assert "SportUtrecht" not in answer.text()
    mine = {theme["label"] for theme in jou.content["themes"]}
    others = {theme["label"] for theme in story.digest.content["themes"]} - mine
    page = asks.get("/partner").text()
    assert [label for label in others if label in page] == []


def the_mails_stop_in_one_click(story: Story) -> None:
    mail = story.stack.mail_to(story.mail("sport"), "nieuw themabericht")
    path = re.sub(r"^<https?://[^/]+|>$", "", str(mail["List-Unsubscribe"]))
    stranger = story.people.window().request
    answer = stranger.post(path, form={"List-Unsubscribe": "One-Click"})
    assert answer.ok
    assert "geen mail meer over themaberichten" in answer.text()
    assert story.stack.rows("SELECT 1 FROM digest_mail_wish WHERE stopped_at IS NOT NULL")
