"""Decides which themes a Dutch note speaks of, with the words that caused each suggestion."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from kernpartner.themes.rules.lexicon import STRENGTHS, Evidence, Lexicon, shipped_lexicon
from kernpartner.themes.rules.matching import Match
from kernpartner.themes.rules.signs import Signs, read_signs
from kernpartner.themes.rules.taxonomy import data_files, read_text, taxonomy
from kernpartner.themes.rules.verdict import FactorSuggestion, Span, ThemeSuggestion, Verdict, VerdictKind
from kernpartner.themes.rules.weights import Weights, shipped_weights
from kernpartner.themes.rules.words import Word, read

_MOST_THEMES = 3
_MOST_FACTORS = 4
_MOST_WORDS = 3
_SURE = 0.45  # from here on a theme is suggested
_SPEAKS = 0.9  # from here on a note speaks of a theme at all
_MAY_SPEAK = 0.5  # from here on it may, and then a theme of at least `_DOUBT` leaves us unsure
_DOUBT = 0.25
_PULL = 0.25  # a word is a reason when it moves the log-odds at least this much
_TOO_SHORT = 3


class Tagger:
    """Suggests themes for a text; the same text always gives the same answer."""

    def __init__(self, lexicon: Lexicon, weights: Weights, version: str) -> None:
        """Take a compiled lexicon, the weights learnt with it, and the name of both."""
        self._lexicon = lexicon
        self._weights = weights
        self.version = version
        self._factor_themes = {factor.id: frozenset(factor.themes) for factor in taxonomy().factors}

    @staticmethod
    def shipped() -> Tagger:
        """Give the tagger as shipped; made once per process."""
        return _shipped()

    def suggest(self, text: str, allowed: Collection[str] | None = None) -> Verdict:
        """Say what `text` speaks of; `allowed` are the slugs that may be suggested, all when it is None."""
        words = read(text, self._lexicon.short_forms)
        signs = read_signs(words, self._lexicon)
        lemmas = signs.weighed_lemmas(self._weights.rarity)
        speaks = self._weights.of_any(signs, lemmas)
        likely = self._likely(signs, lemmas, allowed)
        sure = [row for row in likely if row[1] >= _SURE][:_MOST_THEMES] if speaks >= _SPEAKS else []
        if not sure:
            return Verdict(_silence(speaks, likely), (), (), self.version)
        themes = tuple(self._suggestion(text, words, signs, lemmas, theme, chance) for theme, chance in sure)
        return Verdict("suggested", themes, self._factors(text, words, signs, themes), self.version)

    def probabilities(self, text: str) -> Mapping[str, float]:
        """Give for every theme the probability (0-1), also of those too unlikely to suggest; for measuring."""
        words = read(text, self._lexicon.short_forms)
        signs = read_signs(words, self._lexicon)
        return dict(self._likely(signs, signs.weighed_lemmas(self._weights.rarity), None))

    def _likely(
        self, signs: Signs, lemmas: Mapping[str, float], allowed: Collection[str] | None
    ) -> list[tuple[str, float]]:
        chances = [
            (theme, self._weights.of_theme(signs, theme, lemmas))
            for theme in self._weights.themes
            if allowed is None or theme in allowed
        ]
        return sorted(chances, key=lambda row: (-row[1], row[0]))

    def _suggestion(
        self,
        text: str,
        words: Sequence[Word],
        signs: Signs,
        lemmas: Mapping[str, float],
        theme: str,
        chance: float,
    ) -> ThemeSuggestion:
        places = {at for match in _telling(signs.of(theme).causes) for at in match.words}
        pulls = sorted(
            ((self._weights.pull(lemma, theme) * weight, lemma) for lemma, weight in lemmas.items()), reverse=True
        )
        reasons = [lemma for pull, lemma in pulls if pull >= _PULL and len(lemma) >= _TOO_SHORT][:_MOST_WORDS]
        for lemma in reasons or ([pulls[0][1]] if pulls and not places else []):
            places.update(signs.lemmas[lemma])
        spans = _spans(words, places)
        return ThemeSuggestion(theme, chance, tuple(text[start:end] for start, end in spans), spans)

    def _factors(
        self, text: str, words: Sequence[Word], signs: Signs, themes: Sequence[ThemeSuggestion]
    ) -> tuple[FactorSuggestion, ...]:
        shown = {theme.id for theme in themes}
        found: dict[str, set[int]] = defaultdict(set)
        for match in signs.factors:
            if shown & self._factor_themes.get(match.payload.id, frozenset()):
                found[match.payload.id].update(match.words)
        suggestions = []
        for factor, places in found.items():
            spans = _spans(words, places)
            suggestions.append(FactorSuggestion(factor, tuple(text[start:end] for start, end in spans), spans))
        return tuple(sorted(suggestions, key=lambda one: (-len(one.spans), one.id))[:_MOST_FACTORS])


def _silence(speaks: float, likely: Sequence[tuple[str, float]]) -> VerdictKind:
    """Tell the two silences apart: nothing in the text, or signs that are too weak."""
    best = likely[0][1] if likely else 0.0
    if speaks >= _SPEAKS or (speaks >= _MAY_SPEAK and best >= _DOUBT):
        return "not_sure"
    return "nothing_fits"


def _telling(causes: Sequence[Match[Evidence]]) -> list[Match[Evidence]]:
    """Give the strong and medium phrases; the weak ones only when there is nothing else."""
    telling = [cause for cause in causes if cause.payload.weight > STRENGTHS["weak"]]
    return telling or list(causes)


@lru_cache(maxsize=1)
def _shipped() -> Tagger:
    return Tagger(shipped_lexicon(), shipped_weights(), _version())


def _version() -> str:
    """Name the content of lexicon and weights, so that a suggestion can be traced to what caused it."""
    digest = hashlib.sha256()
    for name in ("factors.yaml", "shared.yaml"):
        digest.update(read_text("lexicon", name).encode())
    for name in data_files("lexicon/themes", ".yaml"):
        digest.update(read_text("lexicon", "themes", name).encode())
    digest.update(read_text("weights.json").encode())
    return f"lexicon-{digest.hexdigest()[:12]}"


def _spans(words: Sequence[Word], places: Collection[int]) -> tuple[Span, ...]:
    """Give where the words at `places` stand, neighbours joined."""
    spans: list[Span] = []
    previous = -2
    for at in sorted(places):
        if at == previous + 1 and words[at].sentence == words[previous].sentence:
            spans[-1] = (spans[-1][0], words[at].end)
        else:
            spans.append((words[at].start, words[at].end))
        previous = at
    return tuple(spans)
