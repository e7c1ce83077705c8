"""The first texts, and what a text must hold; without a database."""

from __future__ import annotations

import re

import pytest

from kernpartner.situations.rules import (
    BODY_LIMIT,
    LABEL_LIMIT,
    Channel,
    ShippedText,
    TextProblem,
    body_problem,
    filled_in,
    label_problem,
    shipped,
)


def test_there_are_first_texts_for_every_channel_each_under_its_own_name() -> None:
    assert {text.channel for text in shipped()} == set(Channel)
    assert len({text.slug for text in shipped()}) == len(shipped()) >= 8


@pytest.mark.parametrize("text", shipped(), ids=lambda text: text.slug)
def test_a_first_text_is_plain_dutch_of_short_sentences(text: ShippedText) -> None:
    body = filled_in(text.body, specialist="KOOS", team="Buurtteam Proefwijk")
    assert body_problem(body) is None and label_problem(text.label) is None
    assert "{" not in body
    for sentence in re.split(r"[.?!:,]\s|\n\n", body):
        assert len(sentence.split()) <= 20, sentence
    assert not re.search(r"cliënt|teneinde|optioneel|zorgvraag|indicatie", body.lower())
    if text.slug != "jongere-praat-zelf-website":
        assert not re.search(r"\bje\b|\bjij\b|\bjouw\b", body)


def test_a_text_needs_words_and_stays_readable() -> None:
    assert body_problem("  ") is TextProblem.BODY_MISSING
    assert body_problem("x" * (BODY_LIMIT + 1)) is TextProblem.BODY_TOO_LONG
    assert label_problem("") is TextProblem.LABEL_MISSING
    assert label_problem("x" * (LABEL_LIMIT + 1)) is TextProblem.LABEL_TOO_LONG
