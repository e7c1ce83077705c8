"""Decides whether a count is more than the theme's own past lets expect: a closed form, no fitting package."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# Above this Anscombe residual a reference count is taken for an outbreak and weighs less (Noufaily 2013).
_OUTBREAK = 2.58
_FEWEST_YEARS = 2
_YEARS_FOR_A_SLOPE = 3
_QUARTER_ALPHA = 0.05
_FEWEST_CASES = 5
_PSEUDO_LOGGED = 20.0


class Trend(StrEnum):
    """How the last three whole months compare with the same months of earlier years."""

    RISING = "rising"
    USUAL = "usual"
    FALLING = "falling"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Prediction:
    """What is expected of one unit of time (a week, a month): mean count and variance over mean (1 or more)."""

    mean: float
    dispersion: float

    def alarm(self, count: int, *, alpha: float = 0.005, units: int = 1) -> bool:
        """Say whether `count` over `units` lies above the upper quantile `1 - alpha` of the negative binomial."""
        return _cumulative(count - 1, self.mean * units, self.dispersion) >= 1 - alpha

    def unusually_low(self, count: int, *, alpha: float = 0.005, units: int = 1) -> bool:
        """Say whether `count` or fewer over `units` has at most probability `alpha`."""
        return _cumulative(count, self.mean * units, self.dispersion) <= alpha


def predict(years: Sequence[Sequence[float]]) -> Prediction:
    """Predict one unit of now from the counts around the same time of earlier years, oldest year first.

    The method of `docs/recurrence.md` ("Trend"): counts whose Anscombe residual exceeds 2.58 weigh less; a log-linear
    slope over the yearly means, shrunk by its own noise, is applied from the middle of the years to now and never
    leads above the largest reference count; dispersion comes from the detrended counts. Weekly: five years of
    weeks -3..+3. Raises `ValueError` without a year.
    """
    if not years or not all(years):
        raise ValueError("a prediction needs at least one year, and a count in every year")
    weights = [[1.0] * len(year) for year in years]
    for _ in range(2):
        slope = _slope(years, weights)
        level, dispersion = _level(years, weights, slope)
        weights = _weights(years, level, slope, dispersion)
    slope = _slope(years, weights)
    level, dispersion = _level(years, weights, slope)
    largest = max(max(year) for year in years)
    ahead = (len(years) + 1) / 2
    mean = min(level * math.exp(slope * ahead), max(largest, level))
    return Prediction(max(mean, 0.0), dispersion)


def quarter_trend(
    current: int,
    years: Sequence[Sequence[float]],
    *,
    logged_now: float = 0.0,
    logged_then: float = 0.0,
) -> Trend:
    """Compare the sum of three months with the same three months of earlier years, oldest year first.

    `logged_now` and `logged_then` are all tags of the area in these months and their yearly mean before: when more is
    logged of everything, more is expected of each theme. Unknown with less than two years or hardly any case.
    """
    if len(years) < _FEWEST_YEARS or current + sum(map(sum, years)) < _FEWEST_CASES:
        return Trend.UNKNOWN
    prediction = predict(years)
    grown = (logged_now + _PSEUDO_LOGGED) / (logged_then + _PSEUDO_LOGGED)
    scaled = Prediction(prediction.mean * grown, prediction.dispersion)
    if current >= _FEWEST_CASES and scaled.alarm(current, alpha=_QUARTER_ALPHA, units=3):
        return Trend.RISING
    if scaled.unusually_low(current, alpha=_QUARTER_ALPHA, units=3):
        return Trend.FALLING
    return Trend.USUAL


def _centred(years: Sequence[object]) -> list[float]:
    middle = (len(years) - 1) / 2
    return [index - middle for index in range(len(years))]


def _slope(years: Sequence[Sequence[float]], weights: Sequence[Sequence[float]]) -> float:
    if len(years) < _YEARS_FOR_A_SLOPE:
        return 0.0
    sums = [sum(y * w for y, w in zip(year, row, strict=True)) for year, row in zip(years, weights, strict=True)]
    spans = [sum(row) for row in weights]
    logs = [math.log((total + 0.5) / span) for total, span in zip(sums, spans, strict=True)]
    at = _centred(years)
    # A yearly mean of few cases says little about a slope: weigh by the cases it rests on.
    trust = [total + 0.5 for total in sums]
    middle = sum(t * a for t, a in zip(trust, at, strict=True)) / sum(trust)
    height = sum(t * v for t, v in zip(trust, logs, strict=True)) / sum(trust)
    squares = sum(t * (a - middle) ** 2 for t, a in zip(trust, at, strict=True))
    slope = sum(t * (a - middle) * (v - height) for t, a, v in zip(trust, at, logs, strict=True)) / squares
    residual = sum(t * (v - height - slope * (a - middle)) ** 2 for t, a, v in zip(trust, at, logs, strict=True)) / (
        len(years) - 2
    )
    noise = max(residual, 1.0) / squares
    return slope * max(0.0, 1 - noise / slope**2) if slope else 0.0


def _level(years: Sequence[Sequence[float]], weights: Sequence[Sequence[float]], slope: float) -> tuple[float, float]:
    growth = [math.exp(slope * at) for at in _centred(years)]
    cases = sum(w * y for year, row in zip(years, weights, strict=True) for y, w in zip(year, row, strict=True))
    span = sum(g * sum(row) for g, row in zip(growth, weights, strict=True))
    level = cases / span
    if level <= 0:
        return 0.0, 1.0
    pearson = sum(
        w * (y - level * g) ** 2 / (level * g)
        for year, row, g in zip(years, weights, growth, strict=True)
        for y, w in zip(year, row, strict=True)
    )
    counted = sum(map(sum, weights))
    used = 2 if slope else 1
    return level, max(1.0, pearson / max(1.0, counted - used))


def _weights(years: Sequence[Sequence[float]], level: float, slope: float, dispersion: float) -> list[list[float]]:
    if level <= 0:
        return [[1.0] * len(year) for year in years]
    found = []
    for year, at in zip(years, _centred(years), strict=True):
        mean = level * math.exp(slope * at)
        unit = 1.5 / (mean ** (1 / 6) * math.sqrt(dispersion))
        residuals = [unit * (y ** (2 / 3) - mean ** (2 / 3)) for y in year]
        found.append([1.0 if s <= _OUTBREAK else s**-2 for s in residuals])
    size = sum(map(len, found)) / sum(map(sum, found))
    return [[w * size for w in row] for row in found]


def _cumulative(count: int, mean: float, dispersion: float) -> float:
    """Give P(Y <= count) of a negative binomial with variance `dispersion * mean`; Poisson when that is 1."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    if dispersion < 1 + 1e-6:
        term = -mean
        ratio, size = 0.0, mean
    else:
        size = mean / (dispersion - 1)
        ratio = 1 - 1 / dispersion
        term = -size * math.log(dispersion)
    total = 0.0
    for k in range(count + 1):
        total += math.exp(term)
        step = size / (k + 1) if ratio == 0.0 else (k + size) / (k + 1) * ratio
        term += math.log(step)
    return min(total, 1.0)
