"""Measures release: groups attacked, objections, coverage and seconds per theme and area, over made-up neighbourhoods.

    python -m benchmarks.release [--seeds 2] [--schools 3 6 8] [--signals 12 40] [--attack] [--promises]

`signals` are cases a school a year over 8 themes. `--attack` lets the outsider of the tests judge everything,
which takes far longer than publishing. `--promises` also lets attackers reason about what a shown figure promises.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from itertools import product

from kernpartner.privacy.disclosure import RULE, Rule, audited, total
from tests.privacy.disclosure.neighbourhood import Publisher, a_theme
from tests.privacy.disclosure.outsider import attack

THEMES = 8


def neighbourhood(schools: int, signals: int, seed: int, rule: Rule) -> tuple[list[Publisher], list[float]]:
    """Publish a school year of eight themes of very different size; give the publishers and audit seconds."""
    weights = [2.2, 1.7, 1.3, 1.0, 0.7, 0.5, 0.4, 0.2]
    seconds: list[float] = []

    def timed(*given: object) -> object:
        began = time.perf_counter()
        verdict = audited(*given)  # type: ignore[arg-type]
        seconds.append(time.perf_counter() - began)
        return verdict

    made = [
        Publisher(
            a_theme(schools, 1.35 * signals / THEMES * weights[k], 1000 * seed + k),
            name=f"theme {k}",
            audit=timed,  # type: ignore[arg-type]
            rule=rule,
        ).publish_year()
        for k in range(THEMES)
    ]
    return made, seconds


def row(schools: int, signals: int, seeds: Sequence[int], rule: Rule, judge: bool) -> str:
    """Give one line of the table."""
    covered = cases = attacked = hits = withheld = top = agenda = 0
    slowest = 0.0
    for seed in seeds:
        made, seconds = neighbourhood(schools, signals, seed, rule)
        slowest = max([slowest, *seconds])
        largest = sorted(made, key=lambda one: -sum(one.counts.values()))[:3]
        for one in made:
            shown = {
                kind: [s for s in one.said if s.shown and s.cell.audience == kind] for kind in ("digest", "agenda")
            }
            covered += sum(total(one.counts, s.cell) for s in shown["digest"])
            agenda += sum(total(one.counts, s.cell) for s in shown["agenda"])
            cases += sum(one.counts.values())
            withheld += one.withheld
            top += one in largest and bool(shown["digest"])
            if judge:
                number, found = attack(one.universe(), one.lines)
                attacked, hits = attacked + number, hits + len(found)
    told = f"{attacked} attacked, {hits} too narrow" if judge else "not attacked"
    return (
        f"{schools:>3} schools {signals:>4} signals: digest {covered / cases:4.0%}, agenda {agenda / cases:4.0%}, "
        f"top three {top / (3 * len(seeds)):4.0%}, withheld {withheld}, slowest audit {slowest:5.1f} s, {told}"
    )


def main() -> None:
    """Print one line per size of neighbourhood."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--schools", type=int, nargs="+", default=[3, 6, 8])
    parser.add_argument("--signals", type=int, nargs="+", default=[12, 40])
    parser.add_argument("--attack", action="store_true")
    parser.add_argument("--promises", action="store_true")
    given = parser.parse_args()
    rule = Rule(promises=True) if given.promises else RULE
    for schools, signals in product(given.schools, given.signals):
        print(row(schools, signals, range(given.seeds), rule, given.attack), flush=True)


if __name__ == "__main__":
    main()
