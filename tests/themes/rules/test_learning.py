"""Holds the learning of weights against a small world in which the right answer is known."""

from __future__ import annotations

import json

from kernpartner.themes.rules.learning import Note, learn, written
from kernpartner.themes.rules.lexicon import compiled
from kernpartner.themes.rules.signs import read_signs
from kernpartner.themes.rules.weights import weights_from
from kernpartner.themes.rules.words import read

LEXICON = compiled({"geld": {"strong": "schulden"}, "ruzie": {"strong": "ruzie"}}, {}, "", "geen vraag", {}, {})
NOTES = [
    *(Note(f"moeder heeft schulden en werkt {n} uur", frozenset(["geld"])) for n in "abcdefgh"),
    *(Note(f"ruzie op het plein {n}", frozenset(["ruzie"])) for n in "abcdefgh"),
    *(Note(f"bibliotheek is dicht geen vraag {n}", frozenset()) for n in "abcdefgh"),
]


def _chance(weights: object, text: str, theme: str) -> float:
    from kernpartner.themes.rules.weights import Weights

    assert isinstance(weights, Weights)
    signs = read_signs(read(text, {}), LEXICON)
    lemmas = signs.weighed_lemmas(weights.rarity)
    return weights.of_any(signs, lemmas) if theme == "any" else weights.of_theme(signs, theme, lemmas)


def test_what_was_labelled_is_learnt() -> None:
    weights = learn(NOTES, ["geld", "ruzie"], LEXICON)
    assert _chance(weights, "vader heeft schulden", "geld") > 0.5 > _chance(weights, "vader heeft schulden", "ruzie")
    assert _chance(weights, "de bibliotheek is dicht", "any") < 0.5 < _chance(weights, "ruzie en schulden", "any")


def test_a_denied_phrase_and_its_word_do_not_speak() -> None:
    weights = learn(NOTES, ["geld", "ruzie"], LEXICON)
    assert _chance(weights, "er is geen sprake van schulden", "geld") < 0.5


def test_the_same_notes_give_the_same_weights() -> None:
    assert learn(NOTES, ["geld", "ruzie"], LEXICON) == learn(NOTES, ["geld", "ruzie"], LEXICON)


def test_weights_that_were_written_are_read_as_they_were() -> None:
    weights = learn(NOTES, ["geld", "ruzie"], LEXICON)
    again = weights_from(json.loads(json.dumps(written(weights))))
    text = "moeder heeft schulden door ruzie"
    assert _chance(again, text, "geld") == _chance(weights, text, "geld")
    assert again.themes == weights.themes
