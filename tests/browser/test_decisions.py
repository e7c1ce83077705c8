"""Walks through what people decide about words: what goes, was missed or may stay, and the district's own list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import looked

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Enter = Callable[..., Page]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_each_decision_is_kept_and_nothing_typed_is_lost(enter: Enter, script: bool) -> None:
    page = enter("ib2", width=390, java_script_enabled=script)
    page.goto("/signalen/nieuw")
    page.get_by_label("Wat ziet of hoort u?").fill("Zij noemt Storm vaak. De blauwe brommer stond er weer.")
    page.get_by_label("9 of 10 jaar").check()
    page.get_by_label("Ja, ik zie dit vaker").check()
    page.get_by_text("Meer vertellen").click()
    page.get_by_label("Wat is er al geprobeerd?").fill("Met Kaylee gepraat.")
    page.get_by_role("button", name="Volgende stap").click()
    # From both texts it is shown; one word goes back, another is marked with a slip of the finger.
    expect(page.locator(".removals mark")).to_have_text(["Storm", "Kaylee"])
    page.get_by_label("Dit is geen naam: Storm").check()
    page.get_by_label("Zagen wij een naam over het hoofd?").fill("blauwe bromer")
    page.get_by_label("Wat wilt u vragen?").fill("Wat helpt?")
    page.get_by_role("button", name="Versturen").click()
    expect(page.locator(".quote").first).to_contain_text("Zij noemt Storm vaak.")
    expect(page.locator("#missed-fout")).to_be_visible()
    expect(page.locator(".removals mark")).to_have_text(["Kaylee"])
    page.get_by_label("Zagen wij een naam over het hoofd?").fill("blauwe brommer")
    page.get_by_role("button", name="Vorige stap").click()
    page.get_by_role("button", name="Volgende stap").click()
    expect(page.locator(".quote").first).to_contain_text("De (weggelaten) stond er weer.")
    expect(page.get_by_label("Wat wilt u vragen?")).to_have_value("Wat helpt?")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw signaal is verstuurd")


def test_the_words_of_a_file_can_be_found_changed_and_taken_back(enter: Enter, tmp_path: Path) -> None:
    page = enter("admin", width=390)
    page.goto("/woordenlijst")
    file = tmp_path / "woorden.csv"
    file.write_text("soort;woord\nschool;De Regenboogvis\nkapper;De Schaar\n", encoding="cp1252")
    page.get_by_label("Bestand (CSV of TXT)").set_input_files(file)
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_text("1 woord is nieuw.")).to_be_visible()
    expect(page.get_by_text("Regel 3: Deze lijst bestaat niet.")).to_be_visible()
    problems = looked(page, "a file that was read")
    page.get_by_label("Zoek een woord").fill("regenboog")
    page.get_by_role("button", name="Zoek", exact=True).click()
    assert "regenboog" not in page.url
    problems += looked(page, "words that were found")
    page.locator("h3 + ul").get_by_role("link", name="De Regenboogvis").click()
    page.get_by_role("button", name="Haal weg").click()
    expect(page.get_by_text("‘De Regenboogvis’ is van de lijst af.")).to_be_visible()
    page.get_by_role("button", name="Zet het woord terug").click()
    expect(page.get_by_text("Het woord staat er weer.")).to_be_visible()
    assert not problems, "\n".join(problems)
