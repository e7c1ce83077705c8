"""Keeps in memory the shipped lexicon: which phrases speak for which theme or factor, and how strongly.

The files lie in `data/lexicon/`: one per theme with the blocks `strong`, `medium`, `weak` and `against`, one with
word classes, one with short forms, one with words in another sense, one with the phrases of the factors.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kernpartner.themes.rules.matching import Matcher
from kernpartner.themes.rules.patterns import Atoms, Pattern, parse
from kernpartner.themes.rules.taxonomy import data_files, read_yaml
from kernpartner.themes.rules.words import plain

MOST_IN_PHRASE = 4
_LONG = 5
_LETTERS = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
STRENGTHS: Mapping[str, float] = {"strong": 3.0, "medium": 2.0, "weak": 1.0, "against": -2.0}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a phrase says: for which theme or factor, and with which weight."""

    kind: str  # "theme", "factor", "other_sense" or "settled"
    id: str
    weight: float


@dataclass(frozen=True)
class Lexicon:
    """The compiled phrases, ready to be looked for, the short forms that words are read with, and the empty words."""

    matcher: Matcher[Evidence]
    short_forms: Mapping[str, str]
    size: int
    saying_nothing: frozenset[str] = frozenset()
    saying_little: frozenset[str] = frozenset()


def compiled(
    themes: Mapping[str, Mapping[str, str]],
    factors: Mapping[str, str],
    other_senses: str,
    settled: str,
    classes: Mapping[str, str],
    short_forms: Mapping[str, str],
    saying_nothing: str = "",
    saying_little: str = "",
) -> Lexicon:
    """Compile a lexicon: per theme blocks of lines by strength, per factor a block of lines; raises `BadPattern`."""
    atoms = Atoms({name: frozenset(members.split()) for name, members in classes.items()})
    patterns: list[tuple[Pattern, Evidence]] = []
    for theme, blocks in themes.items():
        for strength, block in blocks.items():
            evidence = Evidence("theme", theme, STRENGTHS[strength])
            patterns += [(parse(line, atoms), evidence) for line in _lines(block)]
    for factor, block in factors.items():
        patterns += [(parse(line, atoms), Evidence("factor", factor, 1.0)) for line in _lines(block)]
    patterns += [(parse(line, atoms), Evidence("other_sense", "", 0.0)) for line in _lines(other_senses)]
    patterns += [(parse(line, atoms), Evidence("settled", "", 0.0)) for line in _lines(settled)]
    silent, quiet = frozenset(saying_nothing.split()), frozenset(saying_little.split())
    return Lexicon(Matcher(atoms, patterns), short_forms, len(patterns), silent, quiet)


def _lines(block: str) -> list[str]:
    """Split a block: phrases stand on lines or between semicolons; what follows a # is a remark."""
    written = (line.split("#")[0] for line in block.splitlines())
    return [phrase.strip() for line in written for phrase in line.split(";") if phrase.strip()]


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    """Give the lexicon as shipped."""
    return _with({})


def with_own_words(own: Mapping[str, Sequence[str]]) -> Lexicon:
    """Give the shipped lexicon with more themes: slug -> words or phrases, each a sign of medium strength.

    Words of five letters and more also count at the beginning of a longer word: `fatbike` in `fatbikes`.
    """
    return _with({slug: {"medium": "\n".join(map(_as_line, words))} for slug, words in own.items()})


def own_word(typed: str) -> str:
    """Give a word or phrase as it is looked for: lower case, letters and hyphens only; empty when nothing is left."""
    return " ".join(_LETTERS.findall(plain(typed))[:MOST_IN_PHRASE])


def _as_line(word: str) -> str:
    return " ".join(f"{part}*" if len(part) >= _LONG else part for part in own_word(word).split())


def _with(more: Mapping[str, Mapping[str, str]]) -> Lexicon:
    shared: dict[str, Any] = read_yaml("lexicon", "shared.yaml")
    themes = {
        name.removesuffix(".yaml"): read_yaml("lexicon", "themes", name)
        for name in data_files("lexicon/themes", ".yaml")
    }
    return compiled(
        {**themes, **more},
        read_yaml("lexicon", "factors.yaml"),
        shared["other_senses"],
        shared["settled"],
        shared["classes"],
        {str(short): str(full) for short, full in shared["short_forms"].items()},
        shared["saying_nothing"],
        shared["saying_little"],
    )
