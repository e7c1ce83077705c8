"""What a pattern's matches begin with: where no word begins like that, none is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernpartner.privacy.deidentify.hints import _matches, rules
from kernpartner.privacy.deidentify.openings import openings, places

NOTES = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize(
    ("pattern", "starts"),
    [
        (r"\bviral\b", ("vir",)),
        (r"\b(?:krant|media)\b", ("kra", "med")),
        (r"\bkranten?\b|\bop tv\b", ("kra", "op ")),
        (r"\b(?:als|krant)\b", ("als", "kra")),
        (r"\b(?:de )?krant\b", ("de ", "kra")),
        (r"\b(?:de )?(?:krant|1)\b", ("de ", "kra", "1")),
        (r"\b(?:(?:de|het) )?krant\b", ("de", "het", "kra")),
        (r"\b(?:de )*krant\b", ()),
        (r"\b(?:\d{2}|krant)\b", ()),
        (r"krant", ()),
        (r"\b(?:a[bc]|krant(?:en|je))\b", ("a", "kra")),
        (r"\bab?c\b", ("a",)),
    ],
)
def test_openings_are_what_each_match_begins_with(pattern: str, starts: tuple[str, ...]) -> None:
    assert openings(pattern) == starts


def test_shipped_patterns_find_the_same_when_only_such_places_are_looked_at() -> None:
    lines = [
        line.lower()
        for name in ("notes-own.txt", "notes-varied.txt", "notes-third.txt", "signals-dev.jsonl")
        for line in (NOTES / name).read_text("utf-8").splitlines()
    ]
    gated = [(starts, pattern) for rule in rules() for starts, pattern in rule.patterns if starts]
    assert len(gated) > 40
    found = 0
    for line in lines:
        begins = places(line)
        for starts, pattern in gated:
            spans = [match.span() for match in _matches(line, starts, pattern, begins)]
            assert spans == [match.span() for match in pattern.finditer(line)], (line, pattern.pattern)
            found += len(spans)
    assert found > 50
