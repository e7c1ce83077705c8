"""Keeps in memory what was learnt from labelled notes: how heavy each sign is, so that confidence means what it says.

One logistic regression per theme and one for "any theme at all", over the signs of the lexicon and the lemmas of the
note. The numbers lie in `data/weights.json`; `scripts/train_tagger.py` makes them and writes beside them how they
were measured. Only plain arithmetic is needed to use them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kernpartner.themes.rules.signs import Signs
from kernpartner.themes.rules.taxonomy import read_text

ANY = "any"
_MOST_ODDS = 30.0
_TINY = 1e-12
# How much a learnt sign of one theme says about speaking of any; 1 to 2 measure alike (docs/themes.md).
_LIFT = 1.5


@dataclass(frozen=True)
class Weights:
    """Learnt numbers: per output (a theme or `any`) a bias, a weight per sign and a weight per lemma."""

    themes: tuple[str, ...]
    bias: Mapping[str, float]
    signs: Mapping[str, Sequence[float]]
    rarity: Mapping[str, float]
    lemmas: Mapping[str, Mapping[str, float]]  # lemma -> output -> weight
    # What a district learnt on top, lemma -> theme -> step: a word that people took as a sign of a theme here also
    # tells that the note speaks of something.
    steps: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def of_theme(self, signs: Signs, theme: str, lemmas: Mapping[str, float]) -> float:
        """Give the probability (0-1) that a person would confirm `theme`."""
        return self._probability(theme, signs.for_theme(theme, self.themes), lemmas)

    def of_any(self, signs: Signs, lemmas: Mapping[str, float]) -> float:
        """Give the probability (0-1) that the note speaks of any theme."""
        return self._probability(ANY, signs.for_any(self.themes), lemmas)

    def of_any_through(self, theme: str, of_any: float, lemmas: Mapping[str, float]) -> float:
        """Give the probability that the note speaks of any theme, with what was learnt here about `theme` added."""
        lift = sum(max(0.0, self.steps.get(lemma, {}).get(theme, 0.0)) * value for lemma, value in lemmas.items())
        return _chance(math.log(max(of_any, _TINY) / max(1 - of_any, _TINY)) + _LIFT * lift) if lift else of_any

    def pull(self, lemma: str, theme: str) -> float:
        """Give how much a lemma speaks for a theme, per unit of its weight in the note."""
        return self.lemmas.get(lemma, {}).get(theme, 0.0)

    def log_odds(self, theme: str, signs: Signs, lemmas: Mapping[str, float]) -> float:
        """Give the log-odds that a person would confirm `theme`."""
        return self._total(theme, signs.for_theme(theme, self.themes), lemmas)

    def _probability(self, output: str, values: Sequence[float], lemmas: Mapping[str, float]) -> float:
        return _chance(self._total(output, values, lemmas))

    def _total(self, output: str, values: Sequence[float], lemmas: Mapping[str, float]) -> float:
        total = self.bias[output]
        total += sum(weight * value for weight, value in zip(self.signs[output], values, strict=True))
        return total + sum(self.pull(lemma, output) * value for lemma, value in lemmas.items())


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-_MOST_ODDS, min(_MOST_ODDS, log_odds))))


def weights_from(written: Mapping[str, Any]) -> Weights:
    """Read weights as `scripts/train_tagger.py` writes them."""
    return Weights(
        themes=tuple(written["themes"]),
        bias=written["bias"],
        signs=written["signs"],
        rarity={lemma: float(row["rarity"]) for lemma, row in written["lemmas"].items()},
        lemmas={lemma: row["weights"] for lemma, row in written["lemmas"].items()},
    )


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """Give the weights as shipped."""
    return weights_from(json.loads(read_text("weights.json")))
