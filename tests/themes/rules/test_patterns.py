"""Holds the lines of the lexicon against the meaning they are documented with."""

from __future__ import annotations

import pytest

from kernpartner.themes.rules.matching import Matcher
from kernpartner.themes.rules.patterns import Atoms, BadPattern, parse
from kernpartner.themes.rules.words import read


def _found(line: str, text: str) -> list[str]:
    atoms = Atoms({"ouder": frozenset(["moeder", "vader*"])})
    words = read(text, {"mdr": "moeder"})
    matches = Matcher(atoms, [(parse(line, atoms), None)]).find(words)
    return [" ".join(words[at].text for at in match.words) for match in matches]


@pytest.mark.parametrize(
    ("line", "text", "expected"),
    [
        ("toets", "De toets was lang.", ["toets"]),
        ("toets", "De toetsen waren lang.", ["toetsen"]),
        ("toets*", "Er was toetsstress.", ["toetsstress"]),
        ("*gesprek", "Een rapportgesprek vandaag.", ["rapportgesprek"]),
        ("*toets*", "De rekentoetsweek.", ["rekentoetsweek"]),
        ("vwo/havo", "Naar de havo.", ["havo"]),
        ("<ouder> wil", "Moeder wil iets.", ["Moeder wil"]),
        ("<ouder> wil", "mdr wil iets.", ["mdr wil"]),
        ("moeder wil", "Moeder nu wil.", []),
        ("moeder .. wil", "Moeder nu toch ook wil.", ["Moeder wil"]),
        ("moeder ..1 wil", "Moeder nu toch wil.", []),
        ("lat & vader*", "De lat ligt hoog bij vader.", ["lat vader"]),
        ("vader* & lat", "De lat ligt hoog bij vader.", ["lat vader"]),
        ("lat & vader*", "De lat ligt hoog. Vader ook.", []),
        ("scoren -voetbal*", "Hij moet scoren op voetbal.", []),
        ("scoren -voetbal*", "Hij moet scoren op school.", ["scoren"]),
    ],
)
def test_a_line_finds_what_it_says(line: str, text: str, expected: list[str]) -> None:
    assert _found(line, text) == expected


@pytest.mark.parametrize("line", ["", "   ", "a & ", "<buur>", "*", "verlies ..4", "..4 verlies"])
def test_a_line_that_says_nothing_is_refused(line: str) -> None:
    with pytest.raises(BadPattern):
        parse(line, Atoms({}))


def test_a_phrase_ends_with_the_sentence() -> None:
    assert _found("moeder .. wil", "Ik sprak moeder. Zij wil niets.") == []


def test_a_line_may_say_that_denying_it_changes_nothing() -> None:
    assert parse("~niet goed genoeg", Atoms({})).survives_denial
    assert not parse("niet goed genoeg", Atoms({})).survives_denial
