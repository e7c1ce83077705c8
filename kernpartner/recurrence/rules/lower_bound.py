"""Decides how sure it is that a theme is seen more often than expected: a lower bound, not an estimate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

# The standard normal deviate of the 10 % quantile.
TENTH = -1.2815515655446004


@dataclass(frozen=True)
class Prior:
    """A gamma distribution of observed over expected presence: shape `a`, rate `b`."""

    a: float
    b: float


# What is assumed where too few pairs are there to learn from.
VAGUE = Prior(2.0, 2.0)
_FEWEST_PAIRS = 10
_LEAST_EXPECTED = 1.0
_LEAST_SPREAD, _MOST_SPREAD = 0.1, 1.0


def prior_by_moments(pairs: Sequence[tuple[float, float]]) -> Prior:
    """Fit the prior to pairs of (observed, expected) presence, nothing left out, by the method of moments.

    With `X ~ Poisson(rate * Q)` the ratios X / Q have the mean of the rate, and its variance plus Poisson noise of
    mean / Q. Pairs with less than one expected presence are too noisy to learn from. The coefficient of variation is
    kept within bounds, so that neither one extreme theme nor a very quiet year takes the prior away.
    """
    used = [(x / q, q) for x, q in pairs if q >= _LEAST_EXPECTED]
    if len(used) < _FEWEST_PAIRS:
        return VAGUE
    mean = sum(ratio for ratio, _ in used) / len(used)
    if mean <= 0:
        return VAGUE
    noise = mean * sum(1 / q for _, q in used) / len(used)
    variance = sum((ratio - mean) ** 2 for ratio, _ in used) / len(used) - noise
    spread = min(max(variance / mean**2, _LEAST_SPREAD), _MOST_SPREAD)
    return Prior(1 / spread, 1 / (spread * mean))


def lower_bound(observed: float, expected: float, prior: Prior) -> float:
    """Give the 10 % quantile of the gamma posterior of observed over expected presence.

    By the cube-root approximation of Wilson and Hilferty (1931, doi 10.1073/pnas.17.12.684); no SciPy needed.
    """
    shape, rate = prior.a + observed, prior.b + expected
    ninth = 1 / (9 * shape)
    return shape / rate * max(0.0, 1 - ninth + TENTH * math.sqrt(ninth)) ** 3
