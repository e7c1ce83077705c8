"""Decides which themes a Dutch note speaks of, with the words that caused each suggestion."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import lru_cache

from kernpartner.themes.rules.denial import is_denied
from kernpartner.themes.rules.lexicon import Evidence, Lexicon, shipped_lexicon
from kernpartner.themes.rules.matching import Match
from kernpartner.themes.rules.taxonomy import data_files, read_text, taxonomy
from kernpartner.themes.rules.verdict import FactorSuggestion, Span, ThemeSuggestion, Verdict
from kernpartner.themes.rules.words import Word, read

_MOST = 3
_SURE = 0.5
_DOUBT = 0.3


class Tagger:
    """Suggests themes for a text; the same text always gives the same answer."""

    def __init__(self, lexicon: Lexicon, version: str) -> None:
        """Take a compiled lexicon and the name of its version."""
        self._lexicon = lexicon
        self.version = version
        self._factor_themes = {factor.id: frozenset(factor.themes) for factor in taxonomy().factors}

    @staticmethod
    def shipped() -> Tagger:
        """Give the tagger as shipped; made once per process."""
        return _shipped()

    def suggest(self, text: str, allowed: Collection[str] | None = None) -> Verdict:
        """Say what `text` speaks of; `allowed` are the slugs that may be suggested, all when it is None."""
        words = read(text, self._lexicon.short_forms)
        matches = self._standing(words)
        themes: list[ThemeSuggestion] = []
        best = 0.0
        for theme, found in _by_theme(matches).items():
            if allowed is not None and theme not in allowed:
                continue
            score, causes = _score(found)
            confidence = _probability(score)
            best = max(best, confidence)
            if confidence >= _SURE:
                spans = _spans(words, causes)
                themes.append(ThemeSuggestion(theme, confidence, tuple(text[s:e] for s, e in spans), spans))
        themes.sort(key=lambda one: (-one.confidence, one.id))
        kept = tuple(themes[:_MOST])
        if kept:
            return Verdict("suggested", kept, self._factors(text, words, matches, kept), self.version)
        return Verdict("not_sure" if best >= _DOUBT else "nothing_fits", (), (), self.version)

    def _standing(self, words: Sequence[Word]) -> list[Match[Evidence]]:
        """Give the phrases found, without those that stand in another sense or are denied."""
        found = self._lexicon.matcher.find(words)
        other = {at for match in found if match.payload.kind == "other_sense" for at in match.words}
        return [
            match
            for match in found
            if match.payload.kind != "other_sense"
            and other.isdisjoint(match.words)
            and (match.pattern.survives_denial or not is_denied(words, match.words))
        ]

    def _factors(
        self,
        text: str,
        words: Sequence[Word],
        matches: Sequence[Match[Evidence]],
        themes: Sequence[ThemeSuggestion],
    ) -> tuple[FactorSuggestion, ...]:
        shown = {theme.id for theme in themes}
        found: dict[str, list[Match[Evidence]]] = defaultdict(list)
        for match in matches:
            if match.payload.kind == "factor" and shown & self._factor_themes.get(match.payload.id, frozenset()):
                found[match.payload.id].append(match)
        suggestions = []
        for factor, causes in found.items():
            spans = _spans(words, causes)
            suggestions.append(FactorSuggestion(factor, tuple(text[s:e] for s, e in spans), spans))
        return tuple(sorted(suggestions, key=lambda one: (-len(one.spans), one.id))[:4])


@lru_cache(maxsize=1)
def _shipped() -> Tagger:
    return Tagger(shipped_lexicon(), _version())


def _version() -> str:
    """Name the content of the lexicon, so that a suggestion can be traced to what caused it."""
    digest = hashlib.sha256()
    for name in ("factors.yaml", "shared.yaml"):
        digest.update(read_text("lexicon", name).encode())
    for name in data_files("lexicon/themes", ".yaml"):
        digest.update(read_text("lexicon", "themes", name).encode())
    return f"lexicon-{digest.hexdigest()[:12]}"


def _by_theme(matches: Sequence[Match[Evidence]]) -> dict[str, list[Match[Evidence]]]:
    found: dict[str, list[Match[Evidence]]] = defaultdict(list)
    for match in matches:
        if match.payload.kind == "theme":
            found[match.payload.id].append(match)
    return found


def _score(matches: Sequence[Match[Evidence]]) -> tuple[float, list[Match[Evidence]]]:
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
    return score, causes


def _probability(score: float) -> float:
    return 1 / (1 + math.exp(-0.8 * (score - 3.2)))


def _spans(words: Sequence[Word], matches: Sequence[Match[Evidence]]) -> tuple[Span, ...]:
    """Give the places of the words of `matches`, neighbours joined."""
    numbers = sorted({at for match in matches for at in match.words})
    spans: list[Span] = []
    previous = -2
    for at in numbers:
        if at == previous + 1 and words[at].sentence == words[previous].sentence:
            spans[-1] = (spans[-1][0], words[at].end)
        else:
            spans.append((words[at].start, words[at].end))
        previous = at
    return tuple(spans)
