"""Decides which of some themes a note speaks of by the words of those themes alone: for themes nobody learnt yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernpartner.themes.rules.lexicon import shipped_lexicon
from kernpartner.themes.rules.words import read

_SHORTEST = 4


@dataclass(frozen=True)
class ThemeWords:
    """The texts in which a theme says what it is about."""

    key: str
    label: str
    definition: str = ""
    in_scope: str = ""
    examples: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Give everything that the theme says of itself, a full stop between the parts."""
        return ". ".join(part for part in (self.label, self.definition, self.in_scope, *self.examples) if part)


@dataclass(frozen=True)
class WordMatch:
    """That a note speaks of a theme, with the words and their places (code points) that say so."""

    key: str
    weight: int
    because: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def words_of(themes: Sequence[ThemeWords]) -> Mapping[str, frozenset[str]]:
    """Give per theme the lemmas that tell it from the others: those that not every one of them uses."""
    lemmas = {theme.key: _lemmas(theme.text) for theme in themes}
    used = Counter(lemma for found in lemmas.values() for lemma in found)
    return {
        key: frozenset(lemma for lemma in found if len(themes) == 1 or used[lemma] < len(themes))
        for key, found in lemmas.items()
    }


def matches(text: str, themes: Mapping[str, frozenset[str]]) -> list[WordMatch]:
    """Give the themes whose words stand in the note, the one with most different words first; ties in given order."""
    found = []
    written = read(text, shipped_lexicon().short_forms)
    for key, lemmas in themes.items():
        hits = [word for word in written if word.lemma in lemmas]
        if hits:
            found.append(
                WordMatch(
                    key,
                    len({word.lemma for word in hits}),
                    tuple(dict.fromkeys(word.text for word in hits)),
                    tuple((word.start, word.end) for word in hits),
                )
            )
    return sorted(found, key=lambda match: -match.weight)


def _lemmas(text: str) -> frozenset[str]:
    empty = shipped_lexicon().saying_nothing
    return frozenset(
        word.lemma
        for word in read(text, shipped_lexicon().short_forms)
        if len(word.lemma) >= _SHORTEST and word.lemma not in empty and word.form not in empty
    )
