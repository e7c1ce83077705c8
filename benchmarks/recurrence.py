"""Measures what recurs on simulated districts and the trend on Noufaily's 42 scenarios.

    python -m benchmarks.recurrence [--worlds 40] [--replicates 100] [--seed 20000]

Method, raw count and empirical Bayes are scored in the same run on the same cities (`tests/recurrence/simulated.py`).
The simulator and the method have the same author: the order of methods informs, the absolute level does not.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import time
from collections import Counter
from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from benchmarks.noufaily import Result, measure, scenarios
from kernpartner.recurrence.rules import evaluate
from tests.recurrence.scored import Ranking, Score, by_count, by_empirical_bayes, score
from tests.recurrence.simulated import AS_OF, Kind, World, a_world

CONSOLE = Console(width=120)
WORLDS = {
    "default": Kind(),
    "weak effects (x 0.6)": Kind(effect=0.6),
    "25 % of the tags wrong": Kind(mistagged=0.25),
    "very uneven reporters": Kind(unevenness=1.1),
    "second school year only": Kind(years=2),
    "pilot of three wijken": Kind(wijken=3),
    "no decoys": Kind(decoys=False),
}


def ours(world: World) -> Ranking:
    """Rank by the method of the product, through the form that takes files."""
    return evaluate(world.rows, world.organisations, AS_OF)


METHODS: dict[str, Callable[[World], Ranking]] = {
    "Kernpartner": ours,
    "empirical Bayes": by_empirical_bayes,
    "raw count": by_count,
}


def main() -> None:
    """Print every table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--worlds", type=int, default=40)
    options.add_argument("--replicates", type=int, default=100)
    options.add_argument("--seed", type=int, default=20_000)
    given = options.parse_args()
    compare_methods(given.worlds, given.seed)
    other_worlds(max(1, given.worlds // 2), given.seed)
    loud_reporter(given.worlds, given.seed)
    noufaily(given.replicates, given.seed)


def compare_methods(count: int, seed: int) -> None:
    """Score the three methods on the default worlds, with the time that the method takes for a city."""
    worlds = [a_world(seed + index) for index in range(count)]
    table = _table(f"{count} default cities of ten wijken, {len(worlds[0].rows)} concerns in the first")
    for name, method in METHODS.items():
        began = time.process_time()
        rankings = [method(world) for world in worlds]
        seconds = (time.process_time() - began) / count
        _add(table, name, score(worlds, rankings), f"{seconds:.2f} s")
    CONSOLE.print(table)


def other_worlds(count: int, seed: int) -> None:
    """Score the method and raw count on worlds that differ."""
    table = _table(f"Other worlds, {count} cities each")
    for name, kind in WORLDS.items():
        worlds = [a_world(seed + 1000 + index, kind) for index in range(count)]
        _add(table, name, score(worlds, [ours(world) for world in worlds]))
        _add(table, "  raw count", score(worlds, [by_count(world) for world in worlds]))
    CONSOLE.print(table)


def loud_reporter(count: int, seed: int) -> None:
    """Let the organisation with a hobby log everything ten times: how often is its hobby theme in the top five?"""
    entered = dict.fromkeys(("Kernpartner", "raw count"), 0)
    before = dict.fromkeys(entered, 0)
    for index in range(count):
        world = a_world(seed + 2000 + index)
        wijk = random.Random(seed + index).choice(list(world.grades))
        organisation, theme = _hobby(world, wijk)
        loud = dataclasses.replace(world, rows=[*world.rows, *_again(world, organisation, 9)])
        for name in entered:
            before[name] += theme in _top5(METHODS[name](world), wijk)
            entered[name] += theme in _top5(METHODS[name](loud), wijk)
    table = Table("One organisation logs everything ten times", "its hobby theme in the top five before", "after")
    for name in entered:
        table.add_row(name, f"{before[name]} of {count}", f"{entered[name]} of {count}")
    CONSOLE.print(table)


def noufaily(replicates: int, seed: int) -> None:
    """Print false positives and detections over the 42 scenarios, for both readings of the outbreaks' size."""
    table = Table("Noufaily's 42 scenarios", "FPR", "largest FPR", "POD", "POD at k = 2 / 4 / 6 / 8 / 10", "CPU s")
    for local, name in ((True, "size by the week's own sd"), (False, "size by sd of all baseline counts")):
        began = time.process_time()
        results = [measure(scenario, replicates, seed, local_spread=local) for scenario in scenarios()]
        quiet, false = sum(r.quiet_weeks for r in results), sum(r.false for r in results)
        found, all_ = sum(r.detected for r in results), sum(r.outbreaks for r in results)
        table.add_row(
            name,
            f"{100 * false / quiet:.2f} %",
            f"{100 * max(r.false / r.quiet_weeks for r in results):.2f} %",
            f"{found / all_:.3f}",
            _by_size(results),
            f"{time.process_time() - began:.0f}",
        )
    CONSOLE.print(table)


def _by_size(results: list[Result]) -> str:
    shares = []
    for size in (2, 4, 6, 8, 10):
        hits = [hit for result in results for hit in result.by_size[size]]
        shares.append(f"{sum(hits) / max(1, len(hits)):.2f}")
    return " / ".join(shares)


def _hobby(world: World, wijk: str) -> tuple[str, str]:
    """The hobby theme that was planted as a decoy in a wijk, with the organisation that has it."""
    theme = next(theme for theme, kind in world.decoys[wijk].items() if kind == "hobby")
    reporters = Counter(
        row["org"] for row in world.rows if row["wijk"] == wijk and row["day"] > "2025-07-01" and theme in row["tags"]
    )
    return reporters.most_common(1)[0][0], theme


def _again(world: World, organisation: str, times: int) -> list[dict[str, object]]:
    mine = [row for row in world.rows if row["org"] == organisation and row["day"] > "2025-07-01"]
    return [{**row, "id": f"{row['id']}-{time_}"} for row in mine for time_ in range(times)]


def _top5(ranking: Ranking, wijk: str) -> list[str]:
    return [row["theme"] for row in ranking.get(wijk, [])[:5]]


def _table(title: str) -> Table:
    columns = (title, "nDCG@10", "P@5", "decoys in top 5", "recall", "precision", "false flags / quiet wijk", "CPU")
    return Table(*columns)


def _add(table: Table, name: str, found: Score, seconds: str = "") -> None:
    table.add_row(
        name,
        f"{found.ndcg10:.3f}",
        f"{found.precision5:.2f}",
        f"{found.decoys5:.2f}",
        f"{found.recall:.2f}",
        f"{found.precision:.2f}",
        f"{found.false_flags:.2f}",
        seconds,
    )


if __name__ == "__main__":
    main()
