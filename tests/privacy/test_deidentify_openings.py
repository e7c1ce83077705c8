"""Words with which a pattern must begin: a text without them holds no match."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kernpartner.privacy.deidentify.hints import rules
from kernpartner.privacy.deidentify.openings import openings

NOTES = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bviral\b", ("viral",)),
        (r"\b(?:krant|media)\b", ("krant", "media")),
        (r"\bkranten?\b|\bop tv\b", ("krante", "op tv")),
        (r"\b(?:als|krant)\b", ()),
        (r"\b(?:de )?krant\b", ()),
        (r"\b(?:\d{2}|krant)\b", ()),
        (r"krant", ()),
        (r"\b(?:a[bc]|krant(?:en|je))\b", ()),
    ],
)
def test_openings_are_what_each_match_must_hold(pattern: str, words: tuple[str, ...]) -> None:
    assert openings(pattern) == words


def test_no_shipped_pattern_matches_a_text_without_its_words() -> None:
    texts = (NOTES / "notes-own.txt").read_text("utf-8").lower() + (NOTES / "signals-dev.jsonl").read_text(
        "utf-8"
    ).lower()
    gated = [(words, pattern) for rule in rules() for words, pattern in rule.patterns if words]
    assert len(gated) > 30
    for words, pattern in gated:
        assert all(any(word in found.group() for word in words) for found in re.finditer(pattern, texts))
