"""What hurried notes hold: short forms, everyday words that are surnames, nicknames, sites without a cue."""

from __future__ import annotations

import pytest

from kernpartner.privacy.deidentify import clean


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ze noemen hem bolle jo in de klas", "jo"),
        ("haar bijnaam is pluis, dat wil ze niet", "pluis"),
        ("snoek, zo wordt ie genoemd op straat", "snoek"),
        ("merel is jarig en niemand komt", "merel"),
        ("mevrouw van dongen belt terug", "van dongen"),
        ("ll gaat naar vmbo de windroos", "de windroos"),
        ("zij merkt dit ook op de meander en elders", "de meander"),
        ("hij kwam van ganzenwei en kan niet lezen", "ganzenwei"),
        ("ze rijdt paard bij manege de hoefslag", "de hoefslag"),
        ("ze wonen boven bakker piet in vleuten", "piet in vleuten"),
        ("ze slapen bij recreatieplas strijkviertel", "strijkviertel"),
        ("woont nu bij haar tante op de windroos 14, alleen", "windroos 14"),
        ("hb zilvermos 31 gedaan", "zilvermos 31"),
        ("slaapt bij een vriendin aan de vlinderbalsem want thuis is het oorlog", "vlinderbalsem"),
        ("op 14 febr gevallen op het plein", "14 febr"),
    ],
)
def test_what_identifies_goes_without_a_capital_or_a_cue(text: str, words: str) -> None:
    assert words not in clean(text).text


@pytest.mark.parametrize(
    "text",
    [
        "graag een reactie a.u.b.",
        "niet op school i.v.m. ziekte, m.b.t. gym is er overleg",
        "let o.a. op slaap, eten e.d.",
        "kreeg een klap onder haar neus en tegen zijn arm",
        "draagt een trui, ook met warm weer",
        "hond is doodgegaan en nu huilt ze",
        "ze heeft tien euro, meer niet",
        "maakt zich zorgen over hygiene en medicijnen",
        "elke dag 10 min buiten, min of meer vanzelf",
        "trommel is al weken leeg",
        "valt in slaap bij frans",
        "wordt wakker met hooikoorts",
        "mei vakantie was te lang",
    ],
)
def test_an_everyday_word_or_short_form_stays(text: str) -> None:
    assert clean(text).text == text


def test_letters_in_capitals_are_still_initials() -> None:
    assert clean("gesprek over O.A. gehad").text != "gesprek over O.A. gehad"
    assert "a. jansen" not in clean("mail van o.a. jansen").text
