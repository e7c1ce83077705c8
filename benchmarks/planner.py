"""Measures the planner: how long an agenda and its explanations take, and whether it is as good as two others.

Run with `python -m benchmarks.planner [--cases 1000]`. Reports p50 and p95 in milliseconds of the time of one
thread, the value of a greedy choice and of the highest scores beside the optimum, and the waiting of guests.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from kernpartner.meetings.rules.explaining import left_out
from kernpartner.meetings.rules.ordering import Block, ordered, waiting
from kernpartner.meetings.rules.planner import Plan, Problem, Search, plan
from tests.meetings.cp_sat import best_by_cp_sat
from tests.meetings.oracles import best_by_highs, random_problem


def main() -> int:
    """Print one line per number of candidates, then how often HiGHS agrees; 1 when a goal is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=60, help="random cases per size")
    parser.add_argument("--compared", type=int, default=100, help="cases solved by HiGHS as well")
    given = parser.parse_args()
    missed = [not measured(size, given.cases) for size in (10, 20, 40)]
    rng = random.Random(1000)
    same = 0
    for _ in range(given.compared):
        problem = random_problem(rng, rng.choice([10, 20, 40]))
        best = plan(problem)
        assert best is not None
        same += (len(best.met), best.value) == best_by_highs(problem)
    print(f"same optimum as HiGHS: {same} / {given.compared}")
    return int(any(missed) or same != given.compared or not as_good_as_cp_sat(given.compared))


def as_good_as_cp_sat(cases: int) -> bool:
    """Compare with CP-SAT where OR-Tools is installed (the extra `oracle`); True when nothing was worse."""
    if importlib.util.find_spec("ortools") is None:
        print("CP-SAT: OR-Tools is not installed here")
        return True
    rng, same = random.Random(2000), 0
    for _ in range(cases):
        problem = random_problem(rng, rng.choice([10, 20, 40]))
        best = plan(problem)
        assert best is not None
        same += (len(best.met), best.value) == best_by_cp_sat(problem)
    print(f"same optimum as CP-SAT: {same} / {cases}")
    return same == cases


def measured(size: int, cases: int) -> bool:
    """Print the times and comparisons for so many candidates; False when a goal of the design is missed."""
    rng = random.Random(size)
    solving, explaining, greedy, waited = [], [], [], []
    for _ in range(cases):
        problem = random_problem(rng, size)
        best, took = timed(lambda problem=problem: plan(problem))
        assert best is not None
        solving.append(took)
        search = Search(problem)
        explaining.append(timed(lambda p=problem, s=search, b=best: left_out(p, s, b, {}))[1])
        greedy.append(greedy_value(problem) / max(1, best.value))
        waited.append(guests_wait(problem, best))
    p50, p95 = statistics.median(solving), percentile(solving, 95)
    print(
        f"{size:3} candidates: plan p50 {p50:5.1f} ms, p95 {p95:5.1f} ms; explanations p50 "
        f"{statistics.median(explaining):5.0f} ms, worst {max(explaining):5.0f} ms; greedy reaches "
        f"{100 * statistics.mean(greedy):.0f} % (worst {100 * min(greedy):.0f} %); guests wait {max(waited)} min"
    )
    return size < 40 or (p95 <= 25 and max(explaining) <= 500 and max(waited) == 0)


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Do the work; give what came out and the milliseconds of this thread's own time it took."""
    start = time.thread_time()
    found = work()
    return found, (time.thread_time() - start) * 1000


def greedy_value(problem: Problem) -> int:
    """Give the value of taking the highest value per minute first, without regard for requirements."""
    options = sorted(
        ((c.value(d) / d, c.id, d, c.value(d)) for c in problem.eligible() for d in (10, 15, 20, 30) if d >= c.minimum),
        reverse=True,
    )
    taken: dict[str, int] = {}
    left, value = problem.budget, 0
    for _rate, key, minutes, worth in options:
        if key not in taken and minutes <= left and len(taken) < problem.max_items:
            taken[key] = minutes
            left -= minutes
            value += worth
    return value


def guests_wait(problem: Problem, best: Plan) -> int:
    """Give how many minutes guests wait when the plan is put in order."""
    guests = {c.id: c.guests for c in problem.candidates}
    blocks = {key: Block(key, minutes, guests[key]) for key, minutes in best.minutes.items()}
    return waiting([blocks[key] for key in ordered(list(blocks.values()))])


def percentile(values: list[float], percent: int) -> float:
    """Give the value below which so many percent lie."""
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main())
