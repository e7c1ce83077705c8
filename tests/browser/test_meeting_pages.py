"""A meeting in the browser: dragging, the screen in the room, and writing on a bad connection without losing a word."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from kernpartner.actions.rules import ActionInput
from kernpartner.actions.service import agree_action
from kernpartner.meetings import queries, service
from kernpartner.meetings.models import Meeting
from kernpartner.meetings.rules.approving import MinutesChoice
from kernpartner.meetings.rules.polling import PollInput
from kernpartner.outbox.models import Mail
from tests.browser.conftest import Stage
from tests.browser.looking import looked
from tests.conftest import NOW, TODAY
from tests.meetings.world import STARTS, plan
from tests.signing import cookie_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Enter = Callable[..., Page]
NOT_SAVED = "Nog niet bewaard"


@pytest.fixture
def database(stage: Stage) -> Iterator[Session]:
    """Give the database of the running app."""
    engine = create_engine(stage.database_url, connect_args={"options": "-c timezone=UTC"})
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def settled(stage: Stage, database: Session) -> uuid.UUID:
    """Give a meeting of a school with a settled agenda."""
    place = stage.scene.place
    meeting_id = plan(database, place, school_id=place.school.id, title="Kernteamoverleg")
    service.draft_agenda(database, meeting_id, TODAY, NOW)
    service.settle(database, place.actor("coordinator"), meeting_id, NOW)
    database.commit()
    return meeting_id


@pytest.fixture
def come_in(enter: Enter, stage: Stage, database: Session) -> Enter:
    """Give `come_in("ib")`: a page of somebody who is signed in already; how that goes is tested elsewhere."""

    def open_page(who: str) -> Page:
        page = enter(None)
        kept = {"_user_id": cookie_of(database, stage.scene.place.people[who]), "_fresh": True}
        signer = stage.app.session_interface.get_signing_serializer(stage.app)  # type: ignore[attr-defined]
        name = stage.app.config["SESSION_COOKIE_NAME"]
        page.context.add_cookies([{"name": name, "value": signer.dumps(kept), "url": stage.url}])
        return page

    return open_page


def shot(page: Page, name: str) -> None:
    """Keep a picture at both widths, when somebody asked for them (`KP_PICTURES`)."""
    if folder := os.environ.get("KP_PICTURES"):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})


def titles(page: Page) -> list[str]:
    return page.locator(".agenda--edit .agenda__title").all_inner_texts()


def test_an_item_is_dragged_to_another_place_and_stays_there(stage: Stage, come_in: Enter, database: Session) -> None:
    place = stage.scene.place
    meeting_id = plan(database, place, title="Overleg om te slepen")
    service.draft_agenda(database, meeting_id, TODAY, NOW)
    database.commit()
    page = come_in("coordinator")
    page.goto(f"/overleggen/{meeting_id}/bewerken")
    before = titles(page)
    handles = page.locator(".agenda__handle")
    assert handles.count() == len(before)
    target = page.locator(".agenda--edit > li").nth(2).bounding_box()
    handle = handles.nth(0)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None and target is not None
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 10, target["y"] + target["height"] - 5, steps=8)
    with page.expect_navigation():
        page.mouse.up()
    after = titles(page)
    assert after != before
    assert sorted(after) == sorted(before)
    assert after.index(before[0]) >= 1
    page.reload()
    assert titles(page) == after
    shot(page, "agenda-bewerken")


def test_what_is_typed_without_a_connection_is_kept_as_soon_as_there_is_one(
    come_in: Enter, settled: uuid.UUID, database: Session
) -> None:
    page = come_in("ib")
    page.goto(f"/overleggen/{settled}/scherm?punt=2")
    box, said = page.get_by_label("Wat is er gezegd?"), page.locator("[data-notes] [data-saved]")
    page.route("**/verslag", lambda route: route.abort())
    box.fill("De school ziet meer rust op het plein.")
    expect(said).to_contain_text(NOT_SAVED)
    expect(said).to_contain_text("Wij proberen het vanzelf opnieuw", timeout=15_000)
    box.press_sequentially(" En minder ruzie.")
    page.unroute("**/verslag")
    expect(said).to_contain_text("Bewaard om", timeout=30_000)
    assert _text(database, settled, 1) == "De school ziet meer rust op het plein. En minder ruzie."


def test_an_answer_that_got_lost_makes_nothing_stand_twice(
    come_in: Enter, settled: uuid.UUID, database: Session
) -> None:
    page = come_in("jgz")
    page.goto(f"/overleggen/{settled}/scherm?punt=3")
    box, said = page.get_by_label("Wat is er gezegd?"), page.locator("[data-notes] [data-saved]")
    lost = []

    def lose(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]  # it arrives, and the answer does not
        lost.append(route)
        route.abort()  # type: ignore[attr-defined]

    page.route("**/verslag", lose)
    box.fill("Wij vragen de clubs")
    expect(said).to_contain_text("Wij proberen het vanzelf opnieuw", timeout=15_000)
    page.unroute("**/verslag")
    box.press_sequentially(" om mee te doen.")
    expect(said).to_contain_text("Bewaard om", timeout=30_000)
    assert lost
    assert _text(database, settled, 2) == "Wij vragen de clubs om mee te doen."


def test_two_people_write_at_once_and_both_texts_are_there(
    come_in: Enter, settled: uuid.UUID, database: Session
) -> None:
    one, two = come_in("ib"), come_in("coordinator")
    for page in (one, two):
        page.goto(f"/overleggen/{settled}/scherm?punt=2")
    one.get_by_label("Wat is er gezegd?").fill("Van de school.")
    two.get_by_label("Wat is er gezegd?").fill("Van het buurtteam.")
    for page in (one, two):
        expect(page.locator("[data-notes] [data-saved]")).to_contain_text("Bewaard om", timeout=30_000)
    assert set(_text(database, settled, 1).split("\n")) == {"Van de school.", "Van het buurtteam."}
    expect(one.get_by_label("Wat is er gezegd?")).to_have_value(_text(database, settled, 1), timeout=15_000)
    one.route("**/stand", lambda route: route.abort())
    first = _text(database, settled, 1)
    two.get_by_label("Wat is er gezegd?").fill(first.replace("Van de school.", "Van de school en de JGZ."))
    expect(two.locator("[data-notes] [data-saved]")).to_contain_text("Bewaard om", timeout=30_000)
    one.get_by_label("Wat is er gezegd?").fill(first.replace("Van de school.", "Van de basisschool."))
    expect(one.get_by_text("Iemand anders veranderde dezelfde regels")).to_be_visible(timeout=30_000)
    assert not looked(one, "clash")
    shot(one, "scherm-botsing")
    one.get_by_role("button", name="Zet die tekst erbij").click()
    expect(one.locator("[data-notes] [data-saved]")).to_contain_text("Bewaard om", timeout=30_000)
    assert "Van de school en de JGZ." in _text(database, settled, 1)
    assert "Van de basisschool." in _text(database, settled, 1)


def test_the_screen_shows_item_timer_and_what_is_next_and_takes_decisions_and_actions(
    come_in: Enter, settled: uuid.UUID, database: Session
) -> None:
    page = come_in("coordinator")
    page.goto(f"/overleggen/{settled}/scherm")
    page.get_by_role("button", name="Start dit onderwerp").click()
    expect(page.locator("[data-timer-shows]")).to_contain_text("nog ")
    expect(page.get_by_text("Hierna:")).to_be_visible()
    page.get_by_label("Wat is er besloten?").fill("Elke school krijgt een pauzeplein.")
    page.get_by_role("button", name="Leg het besluit vast").click()
    expect(page.locator("[data-lists]")).to_contain_text("Elke school krijgt een pauzeplein.")
    page.get_by_label("Wat is er afgesproken?").fill("Clubs bellen.")
    page.get_by_role("button", name="Leg de afspraak vast").click()
    expect(page.get_by_text("Kies wie dit doet.")).to_be_visible()
    page.get_by_label("Wie doet dit?").select_option(index=1)
    page.get_by_role("button", name="Leg de afspraak vast").click()
    expect(page.locator("[data-lists]")).to_contain_text("Clubs bellen.")
    assert not looked(page, "screen")
    shot(page, "scherm")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Volgend onderwerp").click()
    expect(page.get_by_text("Onderwerp 2 van")).to_be_visible()
    page.goto(f"/overleggen/{settled}/na-afloop")
    assert not looked(page, "after")
    shot(page, "na-afloop")


def test_the_pages_around_a_meeting_pass(
    come_in: Enter, enter: Enter, stage: Stage, settled: uuid.UUID, database: Session
) -> None:
    place, at = stage.scene.place, datetime.now(UTC)
    coordinator = place.actor("coordinator")
    moments = tuple((at + timedelta(days=day)).replace(second=0, microsecond=0) for day in (20, 22))
    given = service.MeetingInput(place.district.id, "Startoverleg", moments[0], area_id=place.area.id, form="kickoff")
    poll_id = service.ask_dates(database, coordinator, PollInput(given, moments), at)
    wanted = select(Mail.context["token"].astext).where(Mail.kind == "date_poll")
    token = database.scalars(wanted.where(Mail.to_address == place.people["jgz"].email)).first()
    held = _held(stage, database)
    action = ActionInput(place.district.id, "Clubs bellen", place.jgz.id, meeting_id=held)
    agreed = agree_action(database, coordinator, action, at)
    database.commit()
    page = come_in("coordinator")
    problems = []
    for name, path in {
        "overleggen": "/overleggen",
        "datumprikker": f"/overleggen/datumprikker/{poll_id}",
        "verslagen": "/overleggen/verslagen",
        "goedkeuring": f"/overleggen/{held}/na-afloop",
        "afspraak": f"/overleggen/afspraken/{agreed}",
        "vervolgstappen": "/vervolgstappen",
        "vervolgstap": f"/vervolgstappen/{stage.scene.ids['step_id']}",
        "vervolgstap-nieuw": "/vervolgstappen/nieuw",
        "pakket": f"/vervolgstappen/pakketten/{stage.scene.ids['package_id']}",
    }.items():
        page.goto(path)
        problems += looked(page, name)
        shot(page, name)
    stranger = enter(None)
    for name, path in {"datumprikker-link": f"/datumprikker/{token}", "uitkomst": f"/uitkomst/{held}"}.items():
        answer = stranger.goto(path)
        assert answer is not None and answer.status == 200
        problems += looked(stranger, name)
        shot(stranger, name)
    assert problems == []


def _held(stage: Stage, database: Session) -> uuid.UUID:
    """Give a meeting of the area with final minutes that everybody may read."""
    place = stage.scene.place
    actor, after = place.actor("coordinator"), STARTS + timedelta(hours=3)
    meeting_id = plan(database, place, title="Overleg van de wijk")
    service.draft_agenda(database, meeting_id, TODAY, NOW)
    service.settle(database, actor, meeting_id, NOW)
    meeting = database.get_one(Meeting, meeting_id)
    item = next(one.item for one in queries.outcome(database, meeting) if one.item.kind == "theme")
    service.record_minutes(database, actor, meeting_id, item.id, "Veel herkenning bij de scholen.", 0, after)
    service.decide(database, actor, meeting_id, item.id, "Elke school krijgt een pauzeplein.", after)
    rows = queries.invitees(database, meeting_id)
    there = [row.invitation.id for row in rows if row.invitation.person_id == place.people["ib"].id]
    service.record_attendance(database, actor, meeting_id, there, after)
    version = service.submit_minutes(database, actor, meeting_id, after)
    service.answer_minutes(database, place.actor("ib"), meeting_id, MinutesChoice.APPROVED, "", version, after)
    for who in ("ib", "ib2", "jgz", "worker"):
        service.consent_outcome(database, place.actor(who), meeting_id, True, after)
    return meeting_id


def _text(database: Session, meeting_id: uuid.UUID, place: int) -> str:
    database.rollback()
    return queries.outcome(database, database.get_one(Meeting, meeting_id))[place].text
