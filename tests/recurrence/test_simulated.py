"""Whether the method finds what was planted in simulated districts, and better than counting does.

The districts are not those on which anything was tuned (seeds from 9000). Long tables: `benchmarks/recurrence.py`.
"""

from __future__ import annotations

from functools import lru_cache

import pytest

from benchmarks.noufaily import measure, scenarios
from kernpartner.recurrence.rules import evaluate
from tests.recurrence.scored import Score, by_count, by_empirical_bayes, score
from tests.recurrence.simulated import AS_OF, World, a_world

SEEDS = range(9000, 9005)


@lru_cache
def worlds() -> tuple[World, ...]:
    return tuple(a_world(seed) for seed in SEEDS)


@lru_cache
def ours() -> Score:
    return score(worlds(), [evaluate(world.rows, world.organisations, AS_OF) for world in worlds()])


def test_the_same_seed_makes_the_same_city() -> None:
    assert a_world(9000).rows == worlds()[0].rows


def test_what_was_planted_stands_on_top() -> None:
    assert ours().ndcg10 >= 0.78
    assert ours().precision5 >= 0.66
    assert ours().decoys5 <= 0.45


def test_flags_are_right_and_a_quiet_district_stays_quiet() -> None:
    assert ours().precision >= 0.80
    assert ours().recall >= 0.35
    assert ours().false_flags <= 0.75


@pytest.mark.parametrize("rival", [by_count, by_empirical_bayes])
def test_counting_and_empirical_bayes_do_worse(rival: object) -> None:
    theirs = score(worlds(), [rival(world) for world in worlds()])  # type: ignore[operator]
    assert ours().ndcg10 > theirs.ndcg10 + 0.05
    assert ours().precision5 > theirs.precision5
    assert ours().decoys5 < theirs.decoys5
    assert ours().false_flags < theirs.false_flags


def test_the_trend_alarms_seldom_in_quiet_weeks_and_finds_outbreaks() -> None:
    results = [measure(scenario, 2, seed=77) for scenario in scenarios()]
    quiet = sum(result.quiet_weeks for result in results)
    assert quiet == 42 * 2 * 49
    assert sum(result.false for result in results) / quiet <= 0.015
    assert sum(result.detected for result in results) / sum(result.outbreaks for result in results) >= 0.33
