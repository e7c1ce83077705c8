"""Decides what a district learns on top of the shipped weights, from what its people confirmed and refused.

Method: the shipped weights are the prior. Per theme one logistic regression is fitted to the decisions with the shipped
log-odds as offset and a quadratic penalty on every step away from them (maximum a posteriori under a normal prior), by
L-BFGS. Without decisions the step is zero, so a district starts with exactly what is shipped. A lemma may only carry a
step when it occurs in concerns of at least `FEWEST_HOLDERS` organisations: a rarer word could point to somebody.
Whether a note speaks of any theme at all is not learnt by itself, because people decide about suggestions and seldom
about their absence; a lemma that became a sign of a theme here does count for it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kernpartner.themes.rules.lexicon import Lexicon
from kernpartner.themes.rules.signs import Signs, read_signs
from kernpartner.themes.rules.weights import Weights
from kernpartner.themes.rules.words import read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

FEWEST_HOLDERS = 3
# How far a step may go: the variance of the prior. Chosen by cross-validation (docs/themes.md).
WIDTH = 10.0
# What nobody said anything about counts less than what somebody refused.
UNSAID = 0.5
_SHORTEST = 3
_DIGITS = 3
_SMALLEST = 0.02


@dataclass(frozen=True)
class Decided:
    """A concern that somebody decided about.

    `case` is what may not be split between learning and judging; `holder` is the organisation that wrote it and
    `district` where that is; `confirmed`, `refused` and `waiting` are slugs of themes, the last suggested and not yet
    decided about.
    """

    case: str
    holder: str
    district: str
    text: str
    confirmed: frozenset[str]
    refused: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Learnt:
    """Steps away from the shipped weights: per theme a bias and a step per sign, per lemma its rarity and steps.

    `base` names the shipped weights and lexicon they belong to; beside others they mean nothing.
    """

    base: str
    bias: Mapping[str, float]
    signs: Mapping[str, Sequence[float]]
    lemmas: Mapping[str, Mapping[str, float]]
    rarity: Mapping[str, float]


def learnt_from(
    decided: Sequence[Decided], weights: Weights, lexicon: Lexicon, base: str, *, fewest_districts: int = 1
) -> Learnt:
    """Learn steps from decisions; the same decisions always give the same steps, in whatever order they come.

    `fewest_districts`: in the concerns of how many districts a lemma must occur as well, for what all will use.
    """
    ordered = sorted(decided, key=lambda one: (one.case, one.text))
    signs = [read_signs(read(one.text, lexicon.short_forms), lexicon) for one in ordered]
    shared = shared_lemmas(signs, ordered, lexicon.saying_nothing, fewest_districts)
    # Counted among the shipped notes as well, so that a new lemma weighs as much as an equally rare known one.
    notes = len(ordered) + _notes_behind(weights)
    rarity = {
        lemma: round(math.log((1 + notes) / (1 + number)) + 1, _DIGITS)
        for lemma, number in shared.items()
        if lemma not in weights.rarity
    }
    wider = with_rarity(weights, rarity)
    bias: dict[str, float] = {}
    steps: dict[str, list[float]] = {}
    lemmas: dict[str, dict[str, float]] = defaultdict(dict)
    for theme in weights.themes:
        found = _fitted(theme, ordered, signs, wider, sorted(shared))
        if found is None:
            continue
        bias[theme], steps[theme], of_lemmas = found
        for lemma, step in of_lemmas.items():
            lemmas[lemma][theme] = step
    return Learnt(base, bias, steps, dict(lemmas), {lemma: rarity[lemma] for lemma in lemmas if lemma in rarity})


def _notes_behind(weights: Weights) -> int:
    """Give from how many notes the shipped rarities were counted: the rarest lemma stands in two of them."""
    return round(3 * math.exp(max(weights.rarity.values(), default=1.0) - 1) - 1)


def shared_lemmas(
    signs: Sequence[Signs], decided: Sequence[Decided], saying_nothing: Collection[str], fewest_districts: int
) -> Mapping[str, int]:
    """Give in how many notes each lemma occurs; only lemmas of enough organisations, and no empty or short ones."""
    held: dict[str, list[Decided]] = defaultdict(list)
    for sign, one in zip(signs, decided, strict=True):
        for lemma in sign.lemmas:
            if len(lemma) >= _SHORTEST and lemma.isalpha() and lemma not in saying_nothing:
                held[lemma].append(one)
    return {
        lemma: len(notes)
        for lemma, notes in held.items()
        if len({one.holder for one in notes}) >= FEWEST_HOLDERS
        and len({one.district for one in notes}) >= fewest_districts
    }


def with_rarity(weights: Weights, rarity: Mapping[str, float]) -> Weights:
    """Give the weights with more known lemmas, which do not weigh anything yet."""
    return Weights(weights.themes, weights.bias, weights.signs, {**rarity, **weights.rarity}, weights.lemmas)


def applied(weights: Weights, learnt: Learnt) -> Weights:
    """Give the weights with the steps of a district added."""
    lemmas = {lemma: dict(row) for lemma, row in weights.lemmas.items()}
    for lemma, row in learnt.lemmas.items():
        mine = lemmas.setdefault(lemma, {})
        for theme, step in row.items():
            mine[theme] = mine.get(theme, 0.0) + step
    return Weights(
        themes=weights.themes,
        bias={output: value + learnt.bias.get(output, 0.0) for output, value in weights.bias.items()},
        signs={output: _added(values, learnt.signs.get(output)) for output, values in weights.signs.items()},
        rarity={**learnt.rarity, **weights.rarity},
        lemmas=lemmas,
        steps=learnt.lemmas,
    )


def written(learnt: Learnt) -> dict[str, Any]:
    """Give the steps in the shape that `learnt_as` reads; it holds words of several organisations, never a text."""
    return {
        "base": learnt.base,
        "bias": dict(learnt.bias),
        "signs": {theme: list(steps) for theme, steps in learnt.signs.items()},
        "lemmas": {lemma: dict(row) for lemma, row in learnt.lemmas.items()},
        "rarity": dict(learnt.rarity),
    }


def learnt_as(kept: Mapping[str, Any]) -> Learnt:
    """Read steps as `written` gives them."""
    return Learnt(kept["base"], kept["bias"], kept["signs"], kept["lemmas"], kept["rarity"])


def _added(values: Sequence[float], steps: Sequence[float] | None) -> Sequence[float]:
    return values if steps is None else [value + step for value, step in zip(values, steps, strict=True)]


def _fitted(
    theme: str, decided: Sequence[Decided], signs: Sequence[Signs], weights: Weights, lemmas: Sequence[str]
) -> tuple[float, list[float], dict[str, float]] | None:
    """Fit the steps of one theme; None when nobody confirmed or refused it."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    if not any(theme in one.confirmed or theme in one.refused for one in decided):
        return None
    rows = [(one, sign) for one, sign in zip(decided, signs, strict=True) if theme not in one.waiting]
    place = {lemma: number for number, lemma in enumerate(lemmas)}
    weighed = [sign.weighed_lemmas(weights.rarity) for _one, sign in rows]
    cells = [
        (at, place[lemma], value) for at, row in enumerate(weighed) for lemma, value in row.items() if lemma in place
    ]
    at, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    words = csr_matrix((values, (at, columns)), shape=(len(rows), len(lemmas)))
    numbers = csr_matrix([sign.for_theme(theme, weights.themes) for _one, sign in rows])
    ones = csr_matrix(np.ones((len(rows), 1)))
    offset = [weights.log_odds(theme, sign, row) for (_one, sign), row in zip(rows, weighed, strict=True)]
    wanted = [theme in one.confirmed for one, _sign in rows]
    heavy = [1.0 if theme in one.confirmed or theme in one.refused else UNSAID for one, _sign in rows]
    steps = _steps(hstack([ones, numbers, words]).tocsr(), np.array(offset), np.array(wanted), np.array(heavy))
    kept = [round(float(step), _DIGITS) for step in steps]
    split = 1 + numbers.shape[1]
    return (
        kept[0],
        kept[1:split],
        {lemma: step for lemma, step in zip(lemmas, kept[split:], strict=True) if abs(step) >= _SMALLEST},
    )


def _steps(
    features: csr_matrix, offset: NDArray[Any], wanted: NDArray[Any], heavy: NDArray[Any]
) -> NDArray[np.float64]:
    """Minimise weighted log loss plus the penalty on steps; `offset` holds the log-odds before any step."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit

    signed = np.where(wanted, 1.0, -1.0)

    def loss(steps: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        margin = signed * (offset + features @ steps)
        slope = -heavy * signed * expit(-margin)
        return (
            float((heavy * np.logaddexp(0.0, -margin)).sum() + (steps @ steps) / (2 * WIDTH)),
            features.T @ slope + steps / WIDTH,
        )

    found = minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x)
