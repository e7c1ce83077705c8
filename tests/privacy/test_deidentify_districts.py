"""A district's own lists: matched with a slip, an ending or another article; quick with many names; not needed."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernpartner.privacy.deidentify import DistrictLists, clean
from kernpartner.privacy.deidentify.district import Entry, _entries, _index, is_near

LISTS = DistrictLists(
    schools=("Basisschool De Bron", "obs De Zilverschaar", "Het Waterrijk College"),
    clubs=("vv Oranjehof", "zwemclub De Otterhoek"),
    streets=("Smalle Einde", "Zandpadlaan", "Burgemeester Kwistweg"),
    professionals=("Hilke Zeldenrust", "Tobias van Grevenhoek"),
)


@pytest.mark.parametrize(
    ("text", "words", "label"),
    [
        ("hij zit op de zilverschaar", "zilverschaar", "school"),
        ("hij zit op de zilvershaar", "zilvershaar", "school"),
        ("hij zit op de zilverscahar", "zilverscahar", "school"),
        ("de zilverschaars kinderen doen mee", "zilverschaars", "school"),
        ("het is druk op het zilverschaar", "zilverschaar", "school"),
        ("hij komt van de bron", "bron", "school"),
        ("ze gaat naar waterrijk", "waterrijk", "school"),
        ("ze gaat naar het waterijk college", "waterijk college", "school"),
        ("voetbalt bij oranjehoff", "oranjehoff", "club"),
        ("zwemt bij de ottterhoek", "ottterhoek", "club"),
        ("woont smalle einde 3", "smalle einde 3", "address"),
        ("woont aan de zandpadlaan", "zandpadlaan", "place"),
        ("is gezien op de zanpadlaan", "zanpadlaan", "place"),
        ("hilke belde terug", "hilke", "person"),
        ("gemaild met zeldenrust", "zeldenrust", "person"),
        ("afspraak met zeldenrsut gemaakt", "zeldenrsut", "person"),
        ("grevenhoeks mening is anders", "grevenhoeks", "person"),
    ],
)
def test_a_listed_name_is_found_however_it_is_typed(text: str, words: str, label: str) -> None:
    cleaned = clean(text, LISTS)
    assert words not in cleaned.text
    found = {text[one.start : one.end]: one.label for one in cleaned.findings}
    assert any(words in span and label == given for span, given in found.items()), found


@pytest.mark.parametrize(
    "text",
    ["de bron van alle ruzie is geld", "ze dronk uit een bron", "op een smalle stoep", "het einde van de dag is zwaar"],
)
def test_an_ordinary_word_that_is_also_on_a_list_stays(text: str) -> None:
    assert clean(text, LISTS).text == text


def test_a_text_without_listed_names_is_cleaned_as_if_there_were_no_lists() -> None:
    text = "Fenna huilt elke dag, moeder werkt veel. Gesprek met juf Anja op school."
    assert clean(text, LISTS).text == clean(text).text


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([entry.core[0] for entry in _entries(LISTS)]), st.data())
def test_the_quick_index_gives_all_that_is_near(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abexz'"))
    typed = data.draw(
        st.sampled_from(
            [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]
        )
    )
    if len(typed) < 6:
        return
    wanted: set[Entry] = {
        entry for entry in _entries(LISTS) if len(entry.core[0]) >= 5 and is_near(typed, entry.core[0])
    }
    assert set(_index(LISTS).near(typed)) == wanted


def test_a_thousand_names_on_the_lists_cost_less_than_as_much_again() -> None:
    vowels, ends = "aeiou", ("straat", "laan", "dreef", "kade")
    names = [f"{a}{b}{c}k{d}r{ends[number % 4]}" for number, (a, b, c, d) in enumerate(_syllables(vowels))][:1_000]
    lists = DistrictLists(streets=tuple(names), professionals=tuple(f"{name[:6]} {name[2:]}s" for name in names[:200]))
    text = ("Fenna vertelt dat haar vriendinnengroep op de kastanjedreef zit te vapen en gefilmd wordt. " * 9)[:800]
    assert len(names) == 1_000
    assert _seconds(text, lists) < 2 * _seconds(text, DistrictLists()) + 0.002


def _syllables(vowels: str) -> list[tuple[str, str, str, str]]:
    return [(a, b, c, d) for a in "bdfghjlm" for b in vowels for c in "nprst" for d in vowels]


def _seconds(text: str, lists: DistrictLists) -> float:
    clean(text, lists)
    taken = []
    for _time in range(5):
        start = time.process_time()
        clean(text, lists)
        taken.append(time.process_time() - start)
    return min(taken)
