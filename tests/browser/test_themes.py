"""Looks at the system map and the pages that change themes in a real browser: boxes, paper, phone, keyboard, axe."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from kernpartner.concerns import service as concern_service
from kernpartner.themes import queries
from kernpartner.themes.rules.changing import ThemeInput
from kernpartner.web.transaction import now, today
from tests.browser.conftest import Stage
from tests.browser.looking import looked

pytestmark = pytest.mark.browser
LONG = "Ouders en jongeren verwachten allemaal dat er op elk gebied tegelijk uitgeblonken wordt, ook in het weekend"
BOXES = """
    [...document.querySelectorAll('svg.map .map-box, svg.map .map-plate, svg.map .map-heart')].map(box => {
        const b = box.getBoundingClientRect();
        return {left: b.left, right: b.right, top: b.top, bottom: b.bottom};
    })
"""
# Words of a box must lie within it, as the browser draws them.
SPILLS = """
    [...document.querySelectorAll('svg.map :is(a, g):has(> .map-box)')].flatMap(one => {
        const box = one.querySelector('.map-box').getBoundingClientRect();
        return [...one.querySelectorAll('text')].filter(text => {
            const t = text.getBoundingClientRect();
            return t.left < box.left - 1 || t.right > box.right + 1 || t.top < box.top - 3 || t.bottom > box.bottom + 3;
        }).map(text => text.textContent);
    })
"""


@pytest.fixture
def open_session(stage: Stage) -> Iterator[Session]:
    """Give a session on the database behind the pages."""
    engine = create_engine(stage.database_url, connect_args={"options": "-c timezone=UTC"})
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


def _overlaps(boxes: list[dict[str, float]]) -> list[tuple[Any, Any]]:
    return [
        (one, other)
        for one, other in combinations(boxes, 2)
        if one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    ]


def _looks_right(page: Page, number: int) -> None:
    boxes = page.evaluate(BOXES)
    assert page.locator("svg.map .map-box").count() == number
    assert _overlaps(boxes) == []
    assert page.evaluate(SPILLS) == []


def test_no_two_boxes_overlap_at_1280_before_and_after_edits_with_long_words(enter: Callable[..., Page]) -> None:
    page = enter("coordinator", width=1280)
    page.goto("/systeemkaart")
    number = page.locator("svg.map .map-box").count()
    assert number >= 43
    _looks_right(page, number)
    # Everything crowds into one corner, and one factor says far too much.
    page.goto("/systeemkaart/bewerken")
    for place in range(4):
        row = page.locator("form.place-form").nth(place)
        row.get_by_role("combobox").nth(0).select_option("1")
        row.get_by_role("combobox").nth(1).select_option("vergelijken")
        row.get_by_role("button").click()
        page.wait_for_load_state()
    page.locator("table a").nth(5).click()
    page.get_by_label("Tekst op de kaart").fill(LONG)
    page.get_by_role("button", name="Bewaar de factor").click()
    assert page.get_by_text(LONG).first.is_visible() or page.get_by_role("link", name=LONG).count()
    page.goto("/systeemkaart")
    _looks_right(page, number)
    assert LONG in page.inner_text("table")


def test_the_map_is_edited_by_keyboard_alone(enter: Callable[..., Page]) -> None:
    page = enter("coordinator", width=1280)
    page.goto("/systeemkaart/bewerken")
    form = page.locator("form.place-form").last
    before = form.get_by_role("combobox").nth(0).input_value()
    form.get_by_role("combobox").nth(0).focus()
    page.keyboard.press("ArrowUp" if before != "0" else "ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.locator("form.place-form").last.get_by_role("combobox").nth(0).input_value() != before


def test_the_map_prints_on_one_landscape_page(enter: Callable[..., Page]) -> None:
    page = enter("coordinator", width=1280)
    answer = page.request.get("/systeemkaart.pdf")
    made = pypdf.PdfReader(io.BytesIO(answer.body()))
    assert len(made.pages) == 1
    assert made.pages[0].mediabox.width > made.pages[0].mediabox.height


def test_on_a_phone_the_table_leads(enter: Callable[..., Page]) -> None:
    page = enter("coordinator", width=390)
    for address in ("/systeemkaart", "/systeemkaart/bewerken"):
        page.goto(address)
        table, drawing = page.locator(".map-table").bounding_box(), page.locator(".map-drawing").bounding_box()
        assert table is not None and drawing is not None and table["y"] < drawing["y"]


def test_ended_and_split_themes_pass_axe_and_are_divided(
    stage: Stage, enter: Callable[..., Page], open_session: Session
) -> None:
    place = stage.scene.place
    theme = queries.own_theme_by_slug(open_session, place.district.id, "lanterfantertijd")
    assert theme is not None
    new = [
        ThemeInput("Volle agenda", "Te veel clubs.", examples=("Drie clubs per week.",)),
        ThemeInput("Geen rust", "Nooit vrij."),
    ]
    change = concern_service.split_theme(
        open_session, place.actor("coordinator"), theme.id, now(), on=today(), reason="Te breed.", new=new
    )
    open_session.commit()
    try:
        page = enter("ib")
        problems = []
        for address in ("/themas/lanterfantertijd", "/signalen/verdelen/lanterfantertijd", "/signalen/themas"):
            answer = page.goto(address)
            assert answer is not None and answer.status == 200, address
            problems += looked(page, address)
        page.goto("/signalen/themas?wat=move&van=scoren-zonder-toetsen&naar=zelfbeeld")
        problems += looked(page, "retag preview")
        assert not problems, "\n".join(problems)
        page.goto("/signalen/verdelen/lanterfantertijd")
        assert page.get_by_label("Volle agenda").first.is_checked()
    finally:
        # The scene is everybody's.
        concern_service.take_back(open_session, place.actor("coordinator"), place.district.id, change, now())
        open_session.commit()
