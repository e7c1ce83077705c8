"""Holds denial against sentences people write: what is denied gives no theme, what only looks denied does."""

from __future__ import annotations

import pytest

from kernpartner.themes.rules.denial import is_denied
from kernpartner.themes.rules.words import read


def _denied(text: str, phrase: str) -> bool:
    words = read(text, {})
    return is_denied(words, [next(at for at, word in enumerate(words) if word.text == phrase)])


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Er is geen sprake van pesten.", "pesten"),
        ("Hij wordt niet gepest.", "gepest"),
        ("Zonder ruzie naar huis.", "ruzie"),
        ("Geen ruzie of scheiding thuis.", "scheiding"),
        ("Pesten is er niet.", "Pesten"),
        ("Schulden zijn er niet, ruzie ook niet.", "ruzie"),
        ("Nooit gevapet.", "gevapet"),
    ],
)
def test_what_is_denied_is_denied(text: str, phrase: str) -> None:
    assert _denied(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Niet alleen pesten maar ook schelden.", "pesten"),
        ("Hij komt niet, want er is ruzie.", "ruzie"),
        ("Ik weet niet of hij gepest wordt.", "gepest"),
        ("Er is geen geld. Er is ruzie.", "ruzie"),
        ("Gepest door de hele klas.", "Gepest"),
    ],
)
def test_what_only_looks_denied_is_not(text: str, phrase: str) -> None:
    assert not _denied(text, phrase)
