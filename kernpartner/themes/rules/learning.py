"""Decides how heavy each sign is, from notes that people labelled; slow, and only needed when weights are made.

Method: one L2-regularised logistic regression per theme and one for "any theme", over the signs of the lexicon and
tf-idf of lemmas that occur in at least two notes (`Signs.for_theme`, `Signs.for_any`, `Signs.weighed_lemmas`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kernpartner.themes.rules.lexicon import Lexicon
from kernpartner.themes.rules.signs import Signs, read_signs
from kernpartner.themes.rules.weights import ANY, Weights
from kernpartner.themes.rules.words import read

STRENGTH = 10.0  # inverse of the regularisation; chosen on the examples, 3 and 30 give the same within 0.01 micro-F1
_SEEN = 2
_DIGITS = 3


@dataclass(frozen=True)
class Note:
    """A text with the slugs of its themes, as a person labelled it."""

    text: str
    themes: frozenset[str]


def learn(notes: Sequence[Note], themes: Sequence[str], lexicon: Lexicon) -> Weights:
    """Learn weights from labelled notes; the same notes always give the same weights."""
    read_notes = [read_signs(read(note.text, lexicon.short_forms), lexicon) for note in notes]
    rarity = _rarity(read_notes)
    lemmas = sorted(rarity)
    outputs = [*themes, ANY]
    fitted = {output: _fitted(output, notes, read_notes, themes, rarity, lexicon.saying_nothing) for output in outputs}
    return Weights(
        themes=tuple(themes),
        bias={output: bias for output, (bias, _, _) in fitted.items()},
        signs={output: signs for output, (_, signs, _) in fitted.items()},
        rarity=rarity,
        lemmas={
            lemma: {output: fitted[output][2][place] for output in outputs if fitted[output][2][place]}
            for place, lemma in enumerate(lemmas)
        },
    )


def written(weights: Weights) -> dict[str, Any]:
    """Give weights in the shape that `weights_from` reads."""
    return {
        "themes": list(weights.themes),
        "bias": dict(weights.bias),
        "signs": {output: list(values) for output, values in weights.signs.items()},
        "lemmas": {
            lemma: {"rarity": rarity, "weights": dict(weights.lemmas[lemma])}
            for lemma, rarity in weights.rarity.items()
        },
    }


def _rarity(notes: Sequence[Signs]) -> dict[str, float]:
    seen = Counter(lemma for note in notes for lemma in note.lemmas)
    return {
        lemma: round(math.log((1 + len(notes)) / (1 + times)) + 1, _DIGITS)
        for lemma, times in seen.items()
        if times >= _SEEN
    }


def _fitted(
    output: str,
    notes: Sequence[Note],
    signs: Sequence[Signs],
    themes: Sequence[str],
    rarity: Mapping[str, float],
    saying_nothing: Collection[str],
) -> tuple[float, list[float], list[float]]:
    """Fit one output; gives bias, weights of the signs, weights of the sorted lemmas, rounded as they are kept.

    Words that say nothing by themselves tell whether a note tells a story or files a notice, but never which theme.
    """
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    place = {lemma: number for number, lemma in enumerate(sorted(rarity))}
    cells = [
        (row, place[lemma], value)
        for row, one in enumerate(signs)
        for lemma, value in one.weighed_lemmas(rarity).items()
        if output == ANY or lemma not in saying_nothing
    ]
    rows, columns, values = zip(*cells, strict=True)
    words = csr_matrix((values, (rows, columns)), shape=(len(signs), len(place)))
    numbers = [one.for_any(themes) if output == ANY else one.for_theme(output, themes) for one in signs]
    wanted = [bool(note.themes) if output == ANY else output in note.themes for note in notes]
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(hstack([csr_matrix(numbers), words]).tocsr(), wanted)
    coefficients = [round(float(value), _DIGITS) for value in model.coef_[0]]
    return round(float(model.intercept_[0]), _DIGITS), coefficients[: len(numbers[0])], coefficients[len(numbers[0]) :]
