"""Says in which words the tagger answers: themes and factors with their reasons, or one of two silences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

VerdictKind = Literal["suggested", "nothing_fits", "not_sure"]
Span = tuple[int, int]


@dataclass(frozen=True)
class ThemeSuggestion:
    """A theme with the probability (0-1) that a person would confirm it, and the words that caused it.

    `because` are words as they stand in the text; `spans` are their code-point offsets, in order of the text.
    """

    id: str
    confidence: float
    because: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class FactorSuggestion:
    """A factor of the system map that a phrase in the text points to, with that phrase."""

    id: str
    because: tuple[str, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Verdict:
    """What the tagger says of one text.

    `nothing_fits`: the text speaks of no theme. `not_sure`: there are signs, but too weak to suggest anything.
    """

    verdict: VerdictKind
    themes: tuple[ThemeSuggestion, ...]
    factors: tuple[FactorSuggestion, ...]
    version: str
