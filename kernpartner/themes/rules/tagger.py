"""Decides which themes a Dutch note speaks of, with the words that caused each suggestion."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from kernpartner.themes.rules.adapting import Learnt, applied
from kernpartner.themes.rules.lexicon import STRENGTHS, Evidence, Lexicon, shipped_lexicon, with_own_words
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
_SPEAKS = 0.8  # from here on a note speaks of a theme at all
_MAY_SPEAK = 0.5  # from here on it may, and then a theme of at least `_DOUBT` leaves us unsure
_DOUBT = 0.25
_PULL = 0.25  # a word is a reason when it moves the log-odds at least this much
_TELLING = 0.5  # and alone, without any phrase, at least this much
_TOO_SHORT = 3
# One word (2.0) gives 0.6, two give 0.9.
_OWN_BIAS, _OWN_SLOPE, _OWN_MOST = 1.4, 0.9, 4.0


class Tagger:
    """Suggests themes for a text; the same text always gives the same answer."""

    def __init__(self, lexicon: Lexicon, weights: Weights, version: str, own: Collection[str] = ()) -> None:
        """Take a compiled lexicon, the weights learnt with it, the name of both.

        `own` are slugs of themes that a district named itself: they have phrases in the lexicon, and no weights.
        """
        self._lexicon = lexicon
        self._weights = weights
        self._own = tuple(sorted(own))
        self.version = version
        self._factor_themes = {factor.id: frozenset(factor.themes) for factor in taxonomy().factors}

    @staticmethod
    def shipped() -> Tagger:
        """Give the tagger as shipped; made once per process."""
        return _shipped()

    @staticmethod
    def of_district(learnt: Learnt | None, own: Mapping[str, Sequence[str]], version: str) -> Tagger:
        """Give the shipped tagger with what a district learnt and with the words of the themes that it named itself.

        `version` names the two. What was learnt beside other shipped weights does not count any more.
        """
        shipped = _shipped()
        weights = shipped_weights()
        if learnt is not None and learnt.base == shipped.version:
            weights = applied(weights, learnt)
        lexicon = with_own_words(own) if own else shipped_lexicon()
        return Tagger(lexicon, weights, f"{shipped.version}+{version}", own.keys())

    def suggest(self, text: str, allowed: Collection[str] | None = None) -> Verdict:
        """Say what `text` speaks of; `allowed` are the slugs that may be suggested, all when it is None."""
        words = read(text, self._lexicon.short_forms)
        signs = read_signs(words, self._lexicon)
        lemmas = signs.weighed_lemmas(self._weights.rarity)
        speaks = self._weights.of_any(signs, lemmas)
        likely = self._likely(signs, lemmas, allowed)
        sure = [
            row
            for row in likely
            if row[1] >= _SURE and self._speaks(row[0], speaks, lemmas) and self._has_reason(row[0], signs, lemmas)
        ][:_MOST_THEMES]
        if not sure:
            return Verdict(_silence(speaks, likely), (), (), self.version)
        themes = tuple(self._suggestion(text, words, signs, lemmas, theme, chance) for theme, chance in sure)
        return Verdict("suggested", themes, self._factors(text, words, signs, themes), self.version)

    def _speaks(self, theme: str, of_any: float, lemmas: Mapping[str, float]) -> bool:
        """Say whether the note speaks of something, so that the theme may be suggested; own words do so themselves."""
        return theme in self._own or self._weights.of_any_through(theme, of_any, lemmas) >= _SPEAKS

    def _has_reason(self, theme: str, signs: Signs, lemmas: Mapping[str, float]) -> bool:
        """Say whether there is a reason that a reader understands: a phrase of some weight, or a telling word."""
        if any(cause.payload.weight > STRENGTHS["weak"] for cause in signs.of(theme).causes):
            return True
        return any(
            self._weights.pull(lemma, theme) * weight >= _TELLING and lemma not in self._lexicon.saying_little
            for lemma, weight in lemmas.items()
        )

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
        chances += [
            (theme, _own_chance(signs.of(theme).score))
            for theme in self._own
            if (allowed is None or theme in allowed) and signs.of(theme).causes
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
        reasons = [lemma for pull, lemma in pulls if pull >= _PULL and len(lemma) >= _TOO_SHORT]
        # Words that tell a reader little only when nothing else does.
        telling = [lemma for lemma in reasons if lemma not in self._lexicon.saying_little]
        reasons = (telling if telling or places else reasons)[:_MOST_WORDS]
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


def _own_chance(score: float) -> float:
    """Give the probability of a theme without labelled notes: one of its words makes it likely, two all but sure.

    A person chose these words because they kept returning; the numbers are an assumption until decisions follow.
    """
    return 1 / (1 + math.exp(_OWN_BIAS - _OWN_SLOPE * min(score, _OWN_MOST)))


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
