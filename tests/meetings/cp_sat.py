"""Solves the agenda with CP-SAT (OR-Tools), a third way besides trying everything and HiGHS; for tests only."""

from __future__ import annotations

import importlib
from typing import Any

from kernpartner.meetings.rules.planner import DURATIONS, SLOT, Problem

# More than five items can ever be worth together, so that a requirement always counts first.
ONE_REQUIREMENT = 10 * 10_000


def best_by_cp_sat(problem: Problem) -> tuple[int, int]:
    """Give how many requirements can be met and the highest value then; needs the extra `oracle` (OR-Tools)."""
    cp_model: Any = importlib.import_module("ortools.sat.python.cp_model")
    model, eligible = cp_model.CpModel(), problem.eligible()
    chosen = {
        (index, minutes): model.new_bool_var(f"{one.id}-{minutes}")
        for index, one in enumerate(eligible)
        for minutes in DURATIONS
        if one.minimum <= minutes <= problem.budget
    }
    for index in range(len(eligible)):
        model.add_at_most_one(var for (item, _minutes), var in chosen.items() if item == index)
    model.add(sum(minutes * var for (_item, minutes), var in chosen.items()) <= problem.budget // SLOT * SLOT)
    model.add(sum(chosen.values()) <= problem.max_items)
    met = {name: model.new_bool_var(name) for name in sorted({name for one in eligible for name in one.meets})}
    for name, var in met.items():
        model.add(var <= sum(each for (item, _minutes), each in chosen.items() if name in eligible[item].meets))
    value = sum(eligible[item].value(minutes) * var for (item, minutes), var in chosen.items())
    model.maximize(ONE_REQUIREMENT * sum(met.values()) + value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    assert status == cp_model.OPTIMAL, solver.status_name(status)
    requirements, worth = divmod(round(solver.objective_value), ONE_REQUIREMENT)
    return requirements, worth
