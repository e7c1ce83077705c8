"""Solves the agenda in two other ways, to hold the planner against: by trying everything, and by HiGHS."""

from __future__ import annotations

import random
from itertools import combinations, product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from kernpartner.meetings.rules.planner import DURATIONS, SLOT, Plan, Problem

PARTNERS = ("SportUtrecht", "JoU", "DOCK")


def random_problem(rng: random.Random, candidates: int, budget: int = 65, **more: object) -> Problem:
    """Make candidates as a district could have them; now and then with ties, absent people and long minimums."""
    from kernpartner.meetings.rules.planner import Candidate

    made = []
    for number in range(candidates):
        guests = frozenset(p for p in PARTNERS[:2] if rng.random() < 0.25)
        meets = {p for p in guests if rng.random() < 0.7} | ({"worked"} if rng.random() < 0.15 else set())
        made.append(
            Candidate(
                id=f"item-{number:02}",
                urgency=rng.choice([500, 600, rng.randint(100, 3000)]),
                need=rng.choice([10, 15, 20, 30]),
                minimum=rng.choice([10, 10, 10, 15, 20]),
                guests=guests,
                needs=frozenset({"DOCK"}) if rng.random() < 0.1 else frozenset(),
                meets=frozenset(meets),
            )
        )
    return Problem(tuple(made), budget, **more)  # type: ignore[arg-type]


def best_by_trying_everything(problem: Problem) -> Plan | None:
    """Give the best plan by looking at every choice; slow and plainly right."""
    eligible = problem.eligible()
    pinned = {c.id for c in eligible if c.id in problem.pinned}
    most = max(problem.max_items, len(pinned))
    found: list[tuple[tuple[object, ...], Plan]] = []
    for number in range(most + 1):
        for chosen in combinations(eligible, number):
            if not pinned <= {c.id for c in chosen}:
                continue
            options = [
                [problem.pinned[c.id]]
                if c.id in problem.pinned
                else [d for d in DURATIONS if c.minimum <= d <= problem.budget]
                for c in chosen
            ]
            for minutes in product(*options):
                slots = sum(-(-m // SLOT) for m in minutes)
                if slots > problem.budget // SLOT:
                    continue
                value = sum(c.value(m) for c, m in zip(chosen, minutes, strict=True))
                met = frozenset().union(*(c.meets for c in chosen))
                names = tuple((c.id, m) for c, m in zip(chosen, minutes, strict=True))
                found.append(((-len(met), -value, slots, names), Plan(dict(names), value, met)))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def best_by_highs(problem: Problem) -> tuple[int, int]:
    """Give how many requirements can be met and the highest value then, by integer programming (HiGHS)."""
    eligible = problem.eligible()
    options = [(i, d) for i, c in enumerate(eligible) for d in DURATIONS if c.minimum <= d <= problem.budget]
    required = sorted({name for c in eligible for name in c.meets})
    many = len(options)
    rows: list[tuple[np.ndarray, float, float]] = []
    rows.append((_row(many, required, {j: d for j, (_i, d) in enumerate(options)}), 0, problem.budget // SLOT * SLOT))
    rows.append((_row(many, required, dict.fromkeys(range(many), 1)), 0, problem.max_items))
    for index in range(len(eligible)):
        rows.append((_row(many, required, {j: 1 for j, (i, _d) in enumerate(options) if i == index}), 0, 1))
    for place, name in enumerate(required):
        weights = {j: 1 for j, (i, _d) in enumerate(options) if name in eligible[i].meets} | {many + place: -1}
        rows.append((_row(many, required, weights), 0, np.inf))
    worth = np.array([eligible[i].value(d) for i, d in options] + [0] * len(required), dtype=float)
    met = np.array([0] * many + [1] * len(required), dtype=float)
    most = _solved(-met, rows, many + len(required))
    rows.append((met, -most - 0.5, np.inf))
    return round(-most), round(-_solved(-worth, rows, many + len(required)))


def _row(many: int, required: list[str], weights: dict[int, int]) -> np.ndarray:
    row = np.zeros(many + len(required))
    for index, weight in weights.items():
        row[index] = weight
    return row


def _solved(costs: np.ndarray, rows: list[tuple[np.ndarray, float, float]], size: int) -> float:
    matrix = np.array([row for row, _lo, _hi in rows])
    limits = LinearConstraint(matrix, [lo for _r, lo, _h in rows], [hi for _r, _l, hi in rows])
    answer = milp(
        costs, constraints=limits, integrality=np.ones(size), bounds=Bounds(0, 1), options={"mip_rel_gap": 0.0}
    )
    assert answer.success, answer.message
    return float(answer.fun)
