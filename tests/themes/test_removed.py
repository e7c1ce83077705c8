"""What stands where something was removed must not change what a note is about."""

from __future__ import annotations

import re

import pytest

from kernpartner.privacy.deidentify import clean
from kernpartner.privacy.deidentify.placeholders import KEPT
from kernpartner.themes.rules import Tagger
from kernpartner.themes.rules.words import read

NOTE = "Leerling slaapt slecht voor de toets en heeft faalangst."
PLACEHOLDERS = re.findall(r"[a-z]+", KEPT.pattern.split(")")[0].split("(?:")[1])


@pytest.mark.parametrize("word", PLACEHOLDERS)
def test_a_placeholder_is_no_word_of_the_note(word: str) -> None:
    assert [found.form for found in read(f"Moeder belde ({word}) gisteren.", {})] == ["moeder", "belde", "gisteren"]
    assert [found.form for found in read(f"De {word} staat erin.", {})] == ["de", word, "staat", "erin"]


@pytest.mark.parametrize(
    "identifier",
    [
        "Bel 06 12345678.",
        "Mail naar m.devries@example.nl.",
        "BSN 123456782.",
        "Zie account @luna_x2013.",
        "Zij woont op de Meerkoetlaan 14.",
    ],
)
def test_the_cleaned_note_gets_the_themes_of_the_note(identifier: str) -> None:
    cleaned = clean(f"{NOTE} {identifier}").text
    assert identifier not in cleaned
    expected = [theme.id for theme in Tagger.shipped().suggest(NOTE).themes]
    assert [theme.id for theme in Tagger.shipped().suggest(cleaned).themes] == expected == ["scoren-zonder-toetsen"]
