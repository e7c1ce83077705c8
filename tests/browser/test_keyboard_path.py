"""Measures the IB'er's path from a new concern to a question that is sent: only the keyboard, forty words a minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from tests.browser.conftest import Stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# As long as the concerns in the development data are: 42 words is their median.
STORY = (
    "De leerling is de laatste weken stil en slaapt slecht voor de toets. Na een fout begint het werk steeds opnieuw. "
    "De ouders vertellen dat thuis elke avond geoefend wordt. In de pauze blijft de leerling liever binnen om nog iets "
    "te leren."
)
QUESTION = "Hoe halen wij samen de druk van de toets af?"
# A word is five signs, as in every measure of typing. A key that is no text takes 0.28 s for who types forty words a
# minute, and making up one's mind 1.35 s: the keystroke-level model (Card, Moran and Newell, 1980).
SIGN = 60 / (40 * 5)
KEY = 0.28
THINK = 1.35
MOST_DECISIONS = 6
MOST_SECONDS = 120.0


@dataclass
class Walk:
    """Somebody at a keyboard: what was pressed, decided and typed, and how long the machine let them wait."""

    page: Page
    keys: int = 0
    signs: int = 0
    decisions: int = 0
    waited: float = 0.0

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.keys += 1

    def tab_to(self, words: str) -> None:
        """Go on with Tab until what has the focus is called like this."""
        for _tab in range(40):
            self.press("Tab")
            name = "(document.activeElement.labels?.[0] ?? document.activeElement).innerText ?? ''"
            if words in self.page.evaluate(name):
                return
        raise AssertionError(f"no {words!r} within reach of the Tab key")

    def decide(self, words: str, *keys: str) -> None:
        """Make up one's mind at a place where something is to be chosen."""
        self.tab_to(words)
        for key in keys:
            self.press(key)
        self.decisions += 1

    def type(self, words: str) -> None:
        """Type a text."""
        self.page.keyboard.type(words)
        self.signs += len(words)

    def go(self, words: str, heading: str) -> None:
        """Press a button, and wait for the page after it."""
        self.decide(words)
        began = time.monotonic()
        self.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
        self.waited += time.monotonic() - began

    @property
    def seconds(self) -> float:
        """Give how long this takes somebody who types forty words a minute."""
        return self.signs * SIGN + self.keys * KEY + self.decisions * THINK + self.waited


def test_from_new_concern_to_sent_takes_six_decisions_and_less_than_two_minutes(
    stage: Stage, enter: Callable[..., Page]
) -> None:
    page = enter("ib2", width=390)
    page.goto("/signalen/nieuw")
    walk = Walk(page)
    walk.tab_to("Naar de inhoud")
    walk.press("Enter")
    walk.tab_to("Wat ziet of hoort u?")
    walk.type(STORY)
    page.wait_for_selector(".looked")
    walk.decide("4 tot en met 8 jaar", "ArrowDown", "ArrowDown")
    walk.decide("Ja, ik zie dit vaker", "Space")
    walk.go("Volgende stap", "Controleren en versturen")
    walk.decide("Scoren zonder toetsen", "Space")
    walk.decide("Ja, vraag het kernteam om advies", "Space")
    walk.tab_to("Wat wilt u vragen?")
    walk.type(QUESTION)
    walk.go("Versturen", "Uw signaal is verstuurd")
    print(
        f"{walk.decisions} decisions, {walk.keys} keys beside {walk.signs} typed signs "
        f"({len(f'{STORY} {QUESTION}'.split())} words): {walk.seconds:.0f} s, of which {walk.waited:.1f} s waiting"
    )
    engine = create_engine(stage.database_url)
    with engine.connect() as connection:
        sent = connection.execute(text("SELECT count(*) FROM consultation WHERE question = :q"), {"q": QUESTION})
        assert sent.scalar() == 1
    engine.dispose()
    assert walk.decisions <= MOST_DECISIONS
    assert walk.seconds < MOST_SECONDS
    assert "seconde" not in page.locator("main").inner_text() and "minuut" not in page.locator("main").inner_text()
