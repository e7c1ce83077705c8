"""Walks the whole chain as five people on the real stack, and hunts for the name that they typed everywhere."""

from __future__ import annotations

import base64
import io
import re
import uuid
import zlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import redis
from icalendar import Calendar
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sqlalchemy import text

from kernpartner.publications.queries import first_broken_statement
from tests.journeys import hunt
from tests.journeys.neighbourhood import OTHERS_ONLY, RISING, Neighbourhood
from tests.journeys.people import PHONE, People, agree_to_all, post
from tests.journeys.stack import KEPT_AS, Stack, link_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "Jovanka Quistrel"
PHONE_NUMBER = "06 81927364"
TYPED = ["jovanka", "quistrel", "81927364"]
# Told in a way in which a name is surely seen, so that the hunt tests the paths and not how well names are found.
SAID = f"Besproken met {NAME}, en juf quistrel belde {PHONE_NUMBER}."
QUESTION = f"Wie kan helpen als een kind nooit vrij is, zoals {NAME}?"
STORY = (
    f"{NAME} uit groep 7b heeft geen vrije middag meer: drie clubs per week en bijles. Na een toets huilt zij. "
    f"De tweeling zit in een rolstoel. Moeder belde {PHONE_NUMBER} en juf quistrel zag het ook."
)


@dataclass
class Story:
    """What the people of one run have to do with, and what they made so far."""

    stack: Stack
    people: People
    place: Neighbourhood
    today: date
    concern: uuid.UUID | None = None
    meeting: uuid.UUID | None = None

    def mail(self, who: str) -> str:
        return self.place.emails[who]


def test_the_whole_chain_runs_and_the_name_that_was_typed_is_nowhere(
    stack: Stack, people: People, place: Neighbourhood, today: date
) -> None:
    story = Story(stack, people, place, today)
    figures_are_released_as_of_a_day(story)
    stack.start_doors()
    a_concern_is_typed_on_a_phone(story)
    a_form_is_filled_in_and_thrown_away(story)
    a_stranger_does_not_get_in(story)
    a_family_worker_answers(story)
    what_recurs_is_judged_from_the_counts(story)
    a_partner_offers_something(story)
    the_coordinator_settles_the_agenda(story)
    partners_are_invited_because_of_their_theme(story)
    what_came_of_it_is_written_down(story)
    everybody_signs_the_digest(story)
    the_partner_reads_its_digest(story)
    the_privacy_officer_sees_who_read(story)
    the_system_map_shows_what_was_released(story)
    the_name_is_nowhere(story)


def figures_are_released_as_of_a_day(story: Story) -> None:
    """The operator's command runs the calendar; each band holds the number of concerns it is made of."""
    assert "statements released" in story.stack.command("release", "--on", story.today.isoformat())
    shown = story.stack.rows(
        "SELECT p.theme_id, p.lo, p.hi, p.selector FROM publication_statement p JOIN edition e ON e.id = p.edition_id "
        "WHERE e.audience = 'digest' AND p.lo IS NOT NULL"
    )
    assert shown
    for theme_id, lo, hi, selector in shown:
        counted = sum(_counted(story, theme_id, date.fromisoformat(period)) for period in selector["periods"])
        assert lo <= counted <= hi and lo >= 10, (selector, lo, counted, hi)
    newest = "SELECT max(due_on) FROM edition WHERE audience = 'digest'"
    assert story.stack.rows(
        "SELECT 1 FROM publication_statement p JOIN edition e ON e.id = p.edition_id JOIN theme t ON t.id = p.theme_id "
        f"WHERE e.audience = 'digest' AND e.due_on = ({newest}) AND t.slug = :slug AND p.lo IS NOT NULL",
        slug=RISING,
    ), "the theme that rises is shown in the newest edition"
    assert story.stack.command("release", "--on", story.today.isoformat()).split(": ")[1].startswith("0 ")


def a_concern_is_typed_on_a_phone(story: Story) -> None:
    """The IB'er sees live what goes, is stopped where something lacks, weighs a hint, confirms a theme, asks advice."""
    page = story.people.enter("ib", width=PHONE, height=844, has_touch=True)
    page.goto("/signalen/nieuw")
    box = page.get_by_label("Wat ziet of hoort u?")
    box.fill(STORY)
    expect(page.locator("#merken mark.merk--weg").first).to_have_text(NAME)
    assert page.locator("#merken mark.merk--weg").count() == 4
    story.people.shot(page, "signaal-390")
    expect(page.locator("#bewaard")).to_have_text(re.compile("Bewaard om"))
    page.get_by_text("Meer vertellen").click()
    page.get_by_label("Wat is er al geprobeerd?").fill(f"Een gesprek met {NAME} en met juf quistrel.")
    page.get_by_label("Wanneer was dit?").fill(NAME)
    page.get_by_role("button", name="Volgende stap").click()
    expect(page.get_by_text("Schrijf de dag als").first).to_be_visible()
    assert page.get_by_label("Wat ziet of hoort u?").input_value() == STORY
    page.get_by_label("Wanneer was dit?").fill("")
    page.get_by_label("9 of 10 jaar").check()
    page.get_by_label("Ja, ik zie dit vaker").check()
    page.get_by_role("button", name="Volgende stap").click()
    _check_and_send(story, page)
    assert story.concern is not None
    kept = story.stack.rows("SELECT text, tried FROM concern WHERE id = :id", id=story.concern)[0]
    assert "De leerling uit groep 7 heeft geen vrije middag meer" in kept.text
    assert not any(word in f"{kept.text} {kept.tried}".lower() for word in TYPED)
    page.get_by_role("link", name="Bekijk uw signaal").click()
    expect(page.locator(".quote")).to_contain_text("De leerling uit groep 7")
    expect(page.locator("main")).not_to_contain_text("Quistrel")


def _check_and_send(story: Story, page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Controleren en versturen")
    expect(page.locator("#voorbeeld")).to_contain_text("De leerling uit groep 7")
    expect(page.locator("#voorbeeld")).not_to_contain_text("Quistrel")
    story.people.shot(page, "controleren-390", tall=1_500)
    page.get_by_label("Zagen wij een naam over het hoofd?").fill(NAME)
    page.get_by_role("button", name="Kijk opnieuw").last.click()
    assert not page.locator("input[name=confirmed]:checked").count(), "a suggestion is never a theme by itself"
    page.get_by_label("Lanterfantertijd").check()
    page.get_by_label("Ja, vraag het kernteam om advies").check()
    page.get_by_label("Wat wilt u vragen?").fill(f"Hoe geven wij {NAME} weer een vrije middag?")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_text("Pas de tekst aan, of kies waarom het mag blijven.").first).to_be_visible()
    for rule in ("gezinsvorm", "hulpmiddel"):
        page.locator(f"input[name=hint-{rule}]").first.check()
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw signaal is verstuurd")
    story.concern = uuid.UUID(page.url.split("/")[-2])


def a_form_is_filled_in_and_thrown_away(story: Story) -> None:
    """A draft keeps no name; thrown away it is gone; leaving the page keeps it without the name again."""
    page = story.people.enter("ib")
    page.goto("/signalen/nieuw")
    page.get_by_label("Wat ziet of hoort u?").fill(STORY)
    expect(page.locator("#merken mark.merk--weg").first).to_have_text(NAME)
    story.people.shot(page, "signaal-1280")
    expect(page.locator("#bewaard")).to_have_text(re.compile("Bewaard om"))
    page.goto("/signalen/nieuw")
    expect(page.get_by_label("Wat ziet of hoort u?")).to_have_value(re.compile("^De leerling uit groep 7 heeft"))
    page.get_by_role("button", name="Concept weggooien").click()
    expect(page.get_by_text("Uw concept is weggegooid.")).to_be_visible()
    assert not story.stack.rows("SELECT 1 FROM concern_draft")
    page.get_by_label("Wat ziet of hoort u?").fill(STORY)
    page.goto("/hulp")
    story.stack.fact("the draft that leaving the page keeps", "SELECT 1 FROM concern_draft")


def a_stranger_does_not_get_in(story: Story) -> None:
    """An address that is tried is in no trail."""
    page = story.people.window()
    page.goto("/inloggen")
    page.get_by_label("E-mailadres").fill("jovanka.quistrel@example.org")
    page.get_by_label("Wachtwoord").fill(NAME)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_text("Dit e-mailadres en wachtwoord horen niet bij elkaar.").first).to_be_visible()


def a_family_worker_answers(story: Story) -> None:
    """The link in the mail leads to the question; specialist care needs its live talk; the outcome is kept."""
    asked = story.stack.mail_to(story.mail("worker"), "denken")
    talk = link_in(asked, "/casussen/")
    page = story.people.enter("worker", talk)
    expect(page.locator(".quote")).to_contain_text("De leerling uit groep 7")
    expect(page.get_by_text("U leest dit omdat Basisschool De Proef uw kernteam om advies vroeg.")).to_be_visible()
    page.goto(f"{talk}?stap=advies")
    page.get_by_label("Uw bijdrage").fill(f"Spreek met {NAME} één vrije middag af. Vragen? Bel {PHONE_NUMBER}.")
    page.get_by_role("button", name="Voeg toe").click()
    expect(page.locator(".talk")).to_contain_text("Spreek met de leerling één vrije middag af.")
    page.get_by_role("link", name="Naar het signaal zelf").click()
    page.get_by_text("Wat werkte hier?").click()
    page.get_by_label("Bij welk thema?").select_option(label="Lanterfantertijd")
    page.get_by_label("Wat werkte?", exact=True).fill(f"Eén vrije middag per week afspreken hielp {NAME}.")
    page.get_by_role("button", name="Bewaar de les").click()
    expect(page.get_by_text("Een andere organisatie kijkt mee")).to_be_visible()
    page.goto(f"{talk}?stap=afronden")
    page.get_by_label("Specialistische hulp").check()
    page.get_by_label("Waarom past het hier niet?").fill(SAID)
    page.get_by_role("button", name="Rond af").click()
    expect(page.locator("#fouten")).to_contain_text("Zonder dat gesprek kan specialistische hulp niet.")
    page.get_by_label("Opgepakt in de sociale basis").check()
    page.get_by_role("button", name="Rond af").click()
    expect(page.get_by_text("De casus is afgerond.")).to_be_visible()
    outcome = story.stack.rows("SELECT outcome FROM consultation WHERE concern_id = :id", id=story.concern)[0].outcome
    assert outcome == "social_base"
    lesson = story.stack.rows("SELECT id FROM lesson")[0].id
    assert post(story.people.visitor("jgz"), f"/lessen/{lesson}/goedkeuren", {}, seen="/casussen").ok
    story.stack.mail_to(story.mail("ib"), "afgerond")


def what_recurs_is_judged_from_the_counts(story: Story) -> None:
    """The real worker judged: what recurs is what many organisations counted in many months, and nothing else."""
    story.stack.fact("the verdicts of the worker", "SELECT 1 FROM theme_verdict")
    flagged = story.stack.rows(
        "SELECT t.slug, t.id FROM theme_verdict v JOIN theme t ON t.id = v.theme_id WHERE v.flag"
    )
    assert [found.slug for found in flagged] == [RISING]
    seen = story.stack.rows(
        "SELECT count(DISTINCT c.organisation_id) AS organisations, count(DISTINCT date_trunc('month', c.occurred_on)) "
        "AS months FROM concern c JOIN concern_theme ct ON ct.concern_id = c.id WHERE ct.state = 'confirmed' "
        "AND ct.theme_id = :theme AND c.occurred_on > :since",
        theme=flagged[0].id,
        since=story.today - timedelta(days=365),
    )[0]
    assert seen.organisations >= 3 and seen.months >= 3
    checked = story.stack.fact(
        "the worker's check of the counts",
        "SELECT counts FROM job_run WHERE name = 'tally.check' AND finished_at IS NOT NULL",
    )
    assert checked.counts == {"differences": 0}


def a_partner_offers_something(story: Story) -> None:
    """SportUtrecht says what it can do for a theme it is tied to."""
    page = story.people.enter("sport", "/partner/bijdrage")
    page.get_by_label("Bij welk thema?").select_option(label="Lanterfantertijd")
    page.get_by_label("Wanneer?").fill("Woensdagmiddag, in overleg met juf quistrel.")
    page.get_by_role("button", name="Versturen").click()
    expect(page.locator("#fouten")).to_be_visible()
    page.get_by_label("Wat kunt u doen?").fill(f"Elke woensdag een uur bewegen zonder wedstrijd. Bel {PHONE_NUMBER}.")
    page.get_by_role("button", name="Versturen").click()
    expect(page.locator("#bijdragen ~ .stack")).to_contain_text("een uur bewegen zonder wedstrijd.")


def the_coordinator_settles_the_agenda(story: Story) -> None:
    """Second gate, a meeting, the draft of the real worker, words and order and minutes by hand, settled, on paper."""
    page = story.people.enter("coordinator", "/themas-wegen")
    weighing = page.locator("section", has=page.get_by_role("heading", name="Lanterfantertijd"))
    for answer in ("Duidelijk", "Neutraal", "Herkend", "Gedeeld"):
        weighing.get_by_label(answer).check()
    weighing.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Lanterfantertijd kan op de agenda.")).to_be_visible()
    _plan(story, page)
    _prepare(story, page)
    _say_when_and_where(story, page)
    page.get_by_role("link", name="Stel de agenda vast").click()
    expect(page.get_by_role("row", name=re.compile("SportUtrecht"))).to_contain_text("Lanterfantertijd")
    page.get_by_role("button", name="Stel vast en nodig uit").click()
    expect(page.get_by_text("De agenda staat vast.").first).to_be_visible()
    story.people.shot(page, "agenda", tall=1_900)
    _read_the_paper(story, page)


def _plan(story: Story, page: Page) -> None:
    page.goto("/overleggen/nieuw")
    page.get_by_label("Voor wie is het overleg?").select_option(label="Proefwijk")
    page.get_by_label("Titel").fill(f"Kernpartneroverleg over {NAME}")
    page.get_by_label("Dag", exact=True).fill("geen dag")
    page.get_by_label("Waar?").fill(f"Buurthuis De Dam, bij {NAME}")
    page.get_by_role("button", name="Plan het overleg").click()
    expect(page.locator("#fouten")).to_be_visible()
    page.get_by_label("Dag", exact=True).fill((story.today + timedelta(days=21)).strftime("%d-%m-%Y"))
    page.get_by_role("button", name="Plan het overleg").click()
    expect(page.get_by_text("Het overleg is gepland.")).to_be_visible()
    story.meeting = uuid.UUID(page.url.split("/")[-2])
    here = f"/overleggen/{story.meeting}"
    answer = post(story.people.visitor("ib2"), f"{here}/vragen", {"question": QUESTION}, seen=here)
    assert answer.ok


def _say_when_and_where(story: Story, page: Page) -> None:
    page.get_by_role("link", name="Wijzig dag, tijd, plaats en titel").click()
    expect(page.get_by_label("Titel")).to_have_value("Kernpartneroverleg over de leerling")
    page.get_by_label("Titel").fill("Kernpartneroverleg")
    page.get_by_label("Waar?").fill("Buurthuis De Dam")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("De gegevens zijn bijgewerkt.")).to_be_visible()


def _prepare(story: Story, page: Page) -> None:
    drafted = (
        "SELECT version FROM meeting WHERE id = :id AND status = 'drafted' AND redraft_requested_at IS NULL "
        "AND version > :seen AND EXISTS (SELECT 1 FROM agenda_item WHERE meeting_id = :id AND question LIKE :asked)"
    )
    first = story.stack.fact("the draft of the worker", drafted, id=story.meeting, seen=0, asked="%")
    page.goto(f"/overleggen/{story.meeting}/bewerken")
    # What a member asked meanwhile is weighed by the next draft.
    page.get_by_role("button", name="Plan de rest opnieuw").click()
    asked = {"seen": first.version, "asked": "Wie kan helpen%"}
    story.stack.fact("a draft with the member's question", drafted, id=story.meeting, **asked)
    page.goto(f"/overleggen/{story.meeting}/bewerken")
    titles = page.locator(".agenda__title")
    expect(titles.filter(has_text="Lanterfantertijd")).to_have_count(1)
    page.get_by_text("Zet zelf een onderwerp op de agenda").click()
    page.get_by_label("Onderwerp", exact=True).fill(f"Spelen op het plein met {NAME}")
    page.get_by_label("Vraag aan het overleg").fill(SAID)
    page.locator("#eigen").get_by_label("Minuten").fill("lang")
    page.get_by_role("button", name="Zet op de agenda").click()
    expect(page.locator("#fouten")).to_be_visible()
    page.locator("#eigen").get_by_label("Minuten").fill("5")
    page.get_by_role("button", name="Zet op de agenda").click()
    expect(page.get_by_text("Het onderwerp staat op de agenda.")).to_be_visible()
    _change_order_words_and_minutes(story, page)


def _change_order_words_and_minutes(story: Story, page: Page) -> None:
    titles = page.locator(".agenda__title")
    own = page.locator(".agenda > li", has=titles.filter(has_text="op het plein"))
    before = titles.all_inner_texts()
    place = next(at for at, title in enumerate(before) if "op het plein" in title)
    own.get_by_role("button", name=re.compile("^Omhoog")).click()
    expect(titles.nth(place - 1)).to_contain_text("op het plein")
    own.get_by_role("link", name="Wijzig").click()
    page.get_by_label("Titel").fill("Spelen op het plein")
    page.locator("#question").fill(f"Wat kan er op het plein, vraagt {NAME}?")
    page.locator("#desired_result").fill("Een plan voor het plein, samen met juf quistrel.")
    page.locator("#brought_in_by").fill("Juf quistrel en het buurtteam")
    page.get_by_role("button", name=re.compile("Bewaar")).click()
    expect(page.get_by_text("Het onderwerp is bijgewerkt.")).to_be_visible()
    rising = page.locator(".agenda > li", has=titles.filter(has_text="Lanterfantertijd"))
    rising.get_by_label("Minuten voor Lanterfantertijd").fill("10")
    rising.get_by_role("button", name="Bewaar de minuten van Lanterfantertijd").click()
    expect(rising.get_by_text("Door u vastgezet")).to_be_visible()
    _make_it_fit(page)
    assert not any(word in page.locator("main").inner_text().lower() for word in TYPED)


def _make_it_fit(page: Page) -> None:
    """Let the machine plan the rest again around what was set by hand."""
    if page.get_by_text("minuten te lang").count():
        page.get_by_role("button", name="Plan de rest opnieuw").click()
        expect(page.get_by_text("minuten te lang")).to_have_count(0)


def _read_the_paper(story: Story, page: Page) -> None:
    answer = page.request.get(f"/overleggen/{story.meeting}/agenda.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    read = _paper(answer.body())
    assert "Lanterfantertijd" in read
    assert not any(word in read.lower() for word in TYPED)
    story.people.paper(answer.body(), "agenda-pdf")


def partners_are_invited_because_of_their_theme(story: Story) -> None:
    """SportUtrecht and JoU are invited by mail; the appointment fits; the link answers once, without an account."""
    for who, label in (("sport", "SportUtrecht"), ("jou", "JoU")):
        mail = story.stack.mail_to(story.mail(who), "Uitnodiging")
        body = mail.get_body(("plain",))
        assert body is not None and "Lanterfantertijd" in body.get_content(), label
    invited = story.stack.mail_to(story.mail("sport"), "Uitnodiging")
    calendars = [part for part in invited.walk() if part.get_content_type() == "text/calendar"]
    assert calendars
    event = next(iter(Calendar.from_ical(calendars[0].get_payload(decode=True)).walk("VEVENT")))
    row = story.stack.rows(
        "SELECT i.starts_at, i.ends_at, i.items FROM invitation i JOIN person p ON p.id = i.person_id "
        "WHERE i.meeting_id = :id AND p.email = :mail",
        id=story.meeting,
        mail=story.mail("sport"),
    )[0]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (row.starts_at, row.ends_at)
    assert [item["title"] for item in row.items] == ["Lanterfantertijd", "Wat partners kunnen doen"]
    page = story.people.window(width=PHONE, height=844)
    link = link_in(invited, "/uitnodiging/")
    page.goto(link)
    expect(page.locator("main")).to_contain_text("Lanterfantertijd")
    story.people.accessible(page, "invitation")
    page.get_by_label("Ja, ik kom").check()
    page.get_by_label("Wilt u er iets bij zeggen?").fill(SAID)
    page.get_by_role("button", name="Verstuur uw antwoord").click()
    expect(page.get_by_text("Dank u wel. Uw antwoord: komt.")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("button", name="Verstuur uw antwoord")).to_have_count(0)


def what_came_of_it_is_written_down(story: Story) -> None:
    """The coordinator writes minutes, a decision and an action; what lacks something is given back."""
    page = story.people.enter("coordinator", f"/overleggen/{story.meeting}/na-afloop")
    item = page.locator("section.card", has=page.get_by_role("heading", name="Lanterfantertijd"))
    for owner in ("", "SportUtrecht"):
        item.get_by_label("Wat is er gezegd?").fill(f"Kinderen willen niets moeten. {SAID}")
        item.get_by_label("Een besluit toevoegen").fill(f"Woensdagmiddag blijft vrij. {SAID}")
        details = item.locator("details")
        if details.get_attribute("open") is None:
            item.get_by_text("Een afspraak toevoegen").click()
        item.get_by_label("Wat is er afgesproken?").fill(f"Sport zonder wedstrijd op woensdag. {SAID}")
        item.get_by_label("Wie doet dit?").select_option(label=owner or "Kies wie dit doet")
        item.get_by_role("button", name="Bewaar").click()
        expect(
            page.locator("#fouten") if not owner else page.get_by_text("Bewaard, zonder namen").first
        ).to_be_visible()
    story.people.accessible(page, "minutes")
    kept = story.stack.rows(
        "SELECT (SELECT count(*) FROM item_minutes) AS said, (SELECT count(*) FROM decision) AS decided, "
        "(SELECT count(*) FROM agreed_action) AS agreed"
    )[0]
    assert (kept.said, kept.decided, kept.agreed) == (1, 1, 1)


def everybody_signs_the_digest(story: Story) -> None:
    """Each home organisation is asked by mail; one wants a change first; then all agree and the worker lets it go."""
    digest = _digest(story, "SportUtrecht")
    story.stack.mail_to(story.mail("ib"), "hemabericht")
    page = story.people.enter("ib", color_scheme="dark")
    expect(page.get_by_role("link", name=re.compile("^Lees .* na$"))).to_be_visible()
    story.people.shot(page, "start-donker")
    page.goto(f"/themaberichten/tekenen/{digest.id}")
    page.get_by_label("Nee, eerst wijzigen").check()
    page.get_by_role("button", name="Bewaar antwoord").click()
    expect(page.locator("#fouten")).to_be_visible()
    page.get_by_label("Wat moet er anders?").fill(f"Het is te kort. {SAID}")
    page.get_by_label("Nee, eerst wijzigen").check()
    page.get_by_role("button", name="Bewaar antwoord").click()
    expect(page.get_by_text("Uw antwoord is bewaard.")).to_be_visible()
    page.goto(f"/themaberichten/tekenen/{digest.id}")
    page.get_by_label("Ja, akkoord").check()
    page.get_by_role("button", name="Bewaar antwoord").click()
    expect(page.get_by_text("Uw antwoord is bewaard.")).to_be_visible()
    agree_to_all(page.request)
    assert _digest(story, "SportUtrecht").status == "compiled", "one organisation is not everybody"
    for who in ("ib2", "ib3", "ib4", "jgz", "worker"):
        agree_to_all(story.people.visitor(who))
    if digest.leaves_on > story.today:
        # Its day has not come yet: the clock is put forward for this one task.
        call = f"release_district({str(story.place.district_id)!r}, {digest.leaves_on.isoformat()!r})"
        story.stack.work("digests", call)
    story.stack.until("the release by the worker", lambda: _digest(story, "SportUtrecht").status == "released")


def the_partner_reads_its_digest(story: Story) -> None:
    """The link in the mail opens the page; own themes only, with the bands of the ledger; the paper says the same."""
    mail = story.stack.mail_to(story.mail("sport"), "nieuw themabericht")
    page = story.people.enter("sport", link_in(mail, "/themaberichten/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Themabericht voor SportUtrecht")
    digest = _digest(story, "SportUtrecht")
    read = page.locator("main").inner_text()
    paper = _paper(page.request.get(f"/themaberichten/{digest.id}.pdf").body())
    shown = 0
    for theme in digest.content["themes"]:
        band = story.stack.rows(
            "SELECT lo, hi FROM publication_statement WHERE edition_id = :edition AND theme_id = :theme",
            edition=digest.edition_id,
            theme=theme["theme_id"],
        )
        lo, hi = (band[0].lo, band[0].hi) if band else (None, None)
        assert (theme["lo"], theme["hi"]) == (lo, hi)
        figure = "niet getoond" if lo is None else f"{lo} tot en met {hi}"
        section = page.locator("section.digest", has=page.get_by_role("heading", name=theme["label"], exact=True))
        expect(section.locator(".band")).to_have_text(figure)
        assert theme["label"] in paper and figure in paper
        shown += lo is not None
    assert shown
    _sees_nothing_of_others(story, page, read + paper)
    story.people.accessible(page, "digest")
    story.people.shot(page, "themabericht", tall=1_180)
    _the_mailbox(story, mail[KEPT_AS])


def _sees_nothing_of_others(story: Story, page: Page, read: str) -> None:
    mine = {theme["slug"] for theme in _digest(story, "SportUtrecht").content["themes"]}
    assert RISING in mine and OTHERS_ONLY not in mine
    others = [row.label for row in story.stack.rows("SELECT slug, label FROM theme") if row.slug not in mine]
    assert [label for label in others if label in read] == []
    assert page.request.get(f"/themaberichten/{_digest(story, 'JoU').id}").status == 404
    assert page.request.get(f"/signalen/{story.concern}").status in {403, 404}


def _the_mailbox(story: Story, kept_as: str) -> None:
    page = story.people.window(width=680, height=440)
    for address, name in (("/demo/post", "mailbox"), (f"/demo/post/{kept_as}", "mail")):
        page.goto(address)
        story.people.accessible(page, name)
    page.goto(f"/demo/post/{kept_as}/html")
    story.people.shot(page, "themabericht-mail")


def the_privacy_officer_sees_who_read(story: Story) -> None:
    """Every read of the concern stands in the trail with who did it, and the trail is whole."""
    page = story.people.enter("privacy", "/logboek?keten=1")
    expect(page.get_by_text("Het logboek is heel")).to_be_visible()
    page.goto("/logboek?wat=concern.read")
    reads = story.stack.rows("SELECT person_id FROM audit_entry WHERE verb = 'concern.read'")
    assert {row.person_id for row in reads} >= {story.place.ids[who] for who in ("ib", "worker")}
    expect(page.locator("tbody tr")).to_have_count(len(reads))
    expect(page.locator("tbody")).to_contain_text("Proef worker")
    with story.stack.sessions() as session:
        assert first_broken_statement(session, story.place.district_id) is None


def the_system_map_shows_what_was_released(story: Story) -> None:
    """A factor of a theme with a released figure is marked on the map."""
    page = story.people.enter("ib", "/systeemkaart")
    expect(page.locator("main svg").first).to_contain_text("tot en met")
    story.people.shot(page, "systeemkaart", tall=1_360)


def the_name_is_nowhere(story: Story) -> None:
    """No table, no file of the database, no key, no log, no mail and no cookie holds it; and the hunt can find."""
    stack = story.stack
    with stack.sessions() as session:
        connection = session.connection()
        data = Path(str(connection.scalar(text("SHOW data_directory"))))
        connection.execute(text("CHECKPOINT"))
        assert hunt.in_tables(connection, TYPED) == []
    folders = {stack.folder, data}
    assert {str(folder): hunt.in_files(folder, TYPED) for folder in folders} == {str(folder): [] for folder in folders}
    assert hunt.in_valkey(stack.environment["REDIS_URL"], TYPED) == []
    assert hunt.in_cookies(story.people.cookies(), TYPED) == []
    _the_hunt_finds_what_is_there(story, data)


def _the_hunt_finds_what_is_there(story: Story, data: Path) -> None:
    """Plant another word in each of the places, and find it in each."""
    word, stack = "Zwenkelbeek", story.stack
    with stack.sessions.begin() as session:
        session.execute(text("CREATE TABLE planted (what jsonb)"))
        session.execute(text("INSERT INTO planted VALUES (jsonb_build_object('name', 'van zwenkelbeek'))"))
    with stack.sessions() as session:
        session.connection().execute(text("CHECKPOINT"))
        assert hunt.in_tables(session.connection(), [word]) == ["public.planted"]
    found = hunt.in_files(data, [word])
    assert any("pg_wal" in name for name in found) and any("base" in name for name in found), found
    with redis.Redis.from_url(stack.environment["REDIS_URL"]) as client:
        client.set("planted", base64.b64encode(b'{"args": ["Zwenkelbeek"]}'))
    assert hunt.in_valkey(stack.environment["REDIS_URL"], [word]) == ["planted"]
    stack.until("the append-only file", lambda: any("aof" in name for name in hunt.in_files(stack.folder, [word])))
    packed = base64.urlsafe_b64encode(zlib.compress(b'{"flash": ["Zwenkelbeek"]}')).decode().rstrip("=")
    assert hunt.in_cookies([{"name": "planted", "value": f".{packed}.time.seal"}], [word]) == ["planted"]


def _counted(story: Story, theme_id: uuid.UUID, period: date) -> int:
    """Count the concerns of a theme registered in a period, straight from the concerns."""
    from kernpartner.tally.rules import period_after

    return int(
        story.stack.rows(
            "SELECT count(*) AS n FROM concern c JOIN concern_theme ct ON ct.concern_id = c.id "
            "WHERE ct.theme_id = :theme AND ct.state = 'confirmed' "
            "AND c.registered_at >= :since AND c.registered_at < :until",
            theme=theme_id,
            since=period,
            until=period_after(period),
        )[0].n
    )


def _digest(story: Story, label: str) -> object:
    return story.stack.fact(
        f"the digest of {label}",
        "SELECT d.* FROM digest d JOIN organisation o ON o.id = d.organisation_id WHERE o.label = :label "
        "ORDER BY d.compiled_at DESC",
        label=label,
    )


def _paper(pdf: bytes) -> str:
    """Read a PDF; it must be tagged and say that it is Dutch."""
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert str(root["/Lang"]).startswith("nl")
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))
