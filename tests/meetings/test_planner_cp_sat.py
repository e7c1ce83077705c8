"""The planner against CP-SAT: the same optimum on every random problem. Runs where the extra `oracle` is installed."""

from __future__ import annotations

import random

import pytest

from kernpartner.meetings.rules.planner import plan
from tests.meetings.cp_sat import best_by_cp_sat
from tests.meetings.oracles import random_problem

pytest.importorskip("ortools.sat.python.cp_model", reason="OR-Tools is not installed; it is the extra `oracle`")


def test_the_planner_is_as_good_as_cp_sat() -> None:
    _the_same(random.Random(41), 40)


@pytest.mark.slow
def test_the_planner_is_as_good_as_cp_sat_a_thousand_times() -> None:
    _the_same(random.Random(1000), 1000)


def _the_same(rng: random.Random, problems: int) -> None:
    for number in range(problems):
        absent = frozenset({"DOCK"}) if number % 3 == 0 else frozenset()
        problem = random_problem(rng, rng.choice([10, 20, 40]), rng.choice([30, 65, 90]), absent=absent)
        found = plan(problem)
        assert found is not None
        assert (len(found.met), found.value) == best_by_cp_sat(problem), f"problem {number}"
        assert found.total <= problem.budget
        chosen = [one for one in problem.candidates if one.id in found.minutes]
        assert not any(one.needs & problem.absent for one in chosen), "nobody absent is needed"
