"""Decides what in a note counts as a sign: standing phrases per theme, words, and phrases that close a matter."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernpartner.themes.rules.denial import is_denied
from kernpartner.themes.rules.lexicon import STRENGTHS, Evidence, Lexicon
from kernpartner.themes.rules.matching import Match
from kernpartner.themes.rules.words import Word

_MOST_SCORE = 12.0
_MOST_SETTLED = 3
_OTHER = 0.3


@dataclass(frozen=True)
class ThemeSigns:
    """What speaks for one theme: the sum of the phrases and the phrases themselves, the heaviest first."""

    score: float
    causes: tuple[Match[Evidence], ...]

    @property
    def values(self) -> list[float]:
        """The numbers that a weight is learnt for: capped score, any strong, any medium, how many weak phrases."""
        weights = [cause.payload.weight for cause in self.causes]
        return [
            min(self.score, _MOST_SCORE) / 4,
            float(STRENGTHS["strong"] in weights),
            float(STRENGTHS["medium"] in weights),
            float(weights.count(STRENGTHS["weak"])),
        ]


_NOTHING = ThemeSigns(0.0, ())


@dataclass(frozen=True)
class Signs:
    """All signs of a note: per theme, the places of each lemma, closing phrases, phrases that point to factors."""

    themes: Mapping[str, ThemeSigns]
    lemmas: Mapping[str, tuple[int, ...]]
    settled: int
    factors: tuple[Match[Evidence], ...]

    def of(self, theme: str) -> ThemeSigns:
        """Give the signs of one theme."""
        return self.themes.get(theme, _NOTHING)

    def for_theme(self, theme: str, themes: Sequence[str]) -> list[float]:
        """Give the numbers for one theme: its own signs, the scores of all, and the best score of another."""
        scores = [self.of(other).values[0] for other in themes]
        others = [score for other, score in zip(themes, scores, strict=True) if other != theme]
        return [*self.of(theme).values, *(_OTHER * score for score in scores), max(others, default=0.0)]

    def for_any(self, themes: Sequence[str]) -> list[float]:
        """Give the numbers that say whether the note speaks of any theme at all."""
        values = [self.of(theme).values for theme in themes]
        best = sorted((value[0] for value in values), reverse=True)
        length = math.log(1 + sum(len(places) for places in self.lemmas.values()))
        return [*best[:3], sum(value[1] for value in values), self.settled, self.settled / (1 + length)]

    def weighed_lemmas(self, rarity: Mapping[str, float]) -> dict[str, float]:
        """Give the known lemmas, frequent ones of few notes heaviest, together of length one (tf-idf)."""
        weights = {
            lemma: (1 + math.log(len(places))) * rarity[lemma]
            for lemma, places in self.lemmas.items()
            if lemma in rarity
        }
        norm = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {lemma: weight / norm for lemma, weight in weights.items()} if norm else {}


def read_signs(words: Sequence[Word], lexicon: Lexicon) -> Signs:
    """Look for all phrases; those in another sense or denied do not count, and neither do their words."""
    found = lexicon.matcher.find(words)
    silent = {at for match in found if match.payload.kind == "other_sense" for at in match.words}
    standing: list[Match[Evidence]] = []
    denied: set[int] = set()
    for match in found:
        if match.payload.kind == "other_sense" or not silent.isdisjoint(match.words):
            continue
        if match.payload.kind != "settled" and not match.pattern.survives_denial and is_denied(words, match.words):
            denied.update(match.words)
        else:
            standing.append(match)
    lemmas: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        if place not in silent and place not in denied:
            lemmas[word.lemma].append(place)
    return Signs(
        themes=_by_theme(standing),
        lemmas={lemma: tuple(places) for lemma, places in lemmas.items()},
        settled=min(_MOST_SETTLED, len({match.words[0] for match in standing if match.payload.kind == "settled"})),
        factors=tuple(match for match in standing if match.payload.kind == "factor"),
    )


def _by_theme(standing: Sequence[Match[Evidence]]) -> dict[str, ThemeSigns]:
    found: dict[str, list[Match[Evidence]]] = defaultdict(list)
    for match in standing:
        if match.payload.kind == "theme":
            found[match.payload.id].append(match)
    return {theme: _added_up(matches) for theme, matches in found.items()}


def _added_up(matches: Sequence[Match[Evidence]]) -> ThemeSigns:
    """Add up phrases, the heaviest first; words that already spoke do not speak again."""
    score = 0.0
    spoken: set[int] = set()
    causes: list[Match[Evidence]] = []
    for match in sorted(matches, key=lambda one: (-abs(one.payload.weight), one.words)):
        if not spoken.isdisjoint(match.words):
            continue
        spoken.update(match.words)
        score += match.payload.weight
        if match.payload.weight > 0:
            causes.append(match)
    return ThemeSigns(score, tuple(causes))
