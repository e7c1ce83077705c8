"""Makes the 42 scenarios of Noufaily et al. 2013 (doi 10.1002/sim.5595) and measures the closed-form trend on them.

Weekly counts of 624 weeks: 1-312 burn-in, 313-575 baseline with four past outbreaks, 576-624 current with one outbreak.
FPR: alarms per current week without a current outbreak. POD: outbreaks with at least one alarm while they last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from kernpartner.recurrence.rules import predict

WEEKS, BASELINE, CURRENT = 624, 313, 576
BASES = (
    # theta, phi, beta, g1, g2
    (0.1, 1.5, 0.0025, 0.6, 0.6),
    (-2.0, 2.0, 0.005, 0.1, 0.3),
    (1.5, 1.0, 0.003, 0.2, -0.4),
    (0.5, 5.0, 0.002, 0.5, 0.5),
    (2.5, 3.0, 0.001, 1.0, 0.1),
    (3.75, 1.1, 0.001, 0.1, -0.1),
    (5.0, 1.2, 0.0001, 0.05, 0.01),
)


@dataclass(frozen=True)
class Scenario:
    """One of the 42: a base with or without trend, and 0, 1 or 2 seasonal waves."""

    base: int
    trend: bool
    waves: int

    @property
    def name(self) -> str:
        """A short name for a row of the table."""
        return f"{self.base + 1}{'t' if self.trend else '-'}{self.waves}"


@dataclass
class Result:
    """Alarms and chances to alarm."""

    false: int = 0
    quiet_weeks: int = 0
    detected: int = 0
    outbreaks: int = 0
    by_size: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


def scenarios() -> list[Scenario]:
    """All 42."""
    return [Scenario(base, trend, waves) for base in range(7) for trend in (True, False) for waves in (0, 1, 2)]


def measure(
    scenario: Scenario, replicates: int, seed: int, alpha: float = 0.005, *, local_spread: bool = True
) -> Result:
    """Run the closed form over every current week, without and with a current outbreak.

    An outbreak has Poisson(k sd) cases. The sources can be read in two ways: sd is that of the week in which it starts
    (`local_spread`, the harder one), or that of all baseline counts with their season and trend in it.
    """
    random = np.random.default_rng([seed, scenario.base, scenario.trend, scenario.waves])
    result = Result()
    mean, phi = _mean(scenario), BASES[scenario.base][1]
    for _ in range(replicates):
        counts = _counts(random, mean, phi)
        spread = np.sqrt(phi * mean)
        if not local_spread:
            spread = np.full(WEEKS, counts[BASELINE - 1 : CURRENT - 1].std())
        for start in random.integers(BASELINE - 1, CURRENT - 1, size=4):
            size = int(random.choice([2, 3, 5, 10]))
            np.add.at(counts, [w for w in _outbreak(random, int(start), size * spread[start]) if w < CURRENT - 1], 1)
        for week in range(CURRENT - 1, WEEKS):
            result.false += _alarm(counts, week, alpha)
            result.quiet_weeks += 1
        _one_outbreak(random, counts, spread, alpha, result)
    return result


def _one_outbreak(
    random: np.random.Generator, counts: np.ndarray, spread: np.ndarray, alpha: float, result: Result
) -> None:
    size = int(random.integers(1, 11))
    weeks: list[int] = []
    while not weeks:
        start = int(random.integers(CURRENT - 1, WEEKS))
        weeks = [week for week in _outbreak(random, start, size * spread[start]) if week < WEEKS]
    hit = counts.copy()
    np.add.at(hit, weeks, 1)
    found = any(_alarm(hit, week, alpha) for week in range(min(weeks), max(weeks) + 1))
    result.outbreaks += 1
    result.detected += found
    result.by_size[size].append(found)


def _alarm(counts: np.ndarray, week: int, alpha: float) -> bool:
    years = [counts[week - 52 * back - 3 : week - 52 * back + 4].tolist() for back in range(5, 0, -1)]
    return predict(years).alarm(int(counts[week]), alpha=alpha)


def _mean(scenario: Scenario) -> np.ndarray:
    theta, _, beta, g1, g2 = BASES[scenario.base]
    week = np.arange(1, WEEKS + 1)
    log = theta + (beta if scenario.trend else 0) * week
    for j in range(1, scenario.waves + 1):
        log = log + g1 * np.cos(2 * np.pi * j * week / 52) + g2 * np.sin(2 * np.pi * j * week / 52)
    return np.exp(log)


def _counts(random: np.random.Generator, mean: np.ndarray, phi: float) -> np.ndarray:
    if phi <= 1:
        return random.poisson(mean)
    return random.negative_binomial(mean / (phi - 1), 1 / phi)


def _outbreak(random: np.random.Generator, start: int, mean: float) -> Iterator[int]:
    cases = random.poisson(mean)
    return (start + int(lag) for lag in np.floor(random.lognormal(0, 0.5, size=cases)))
