"""The audit lets nobody bound a small group, fails closed, and drops no more than it must."""

from __future__ import annotations

from itertools import product

import numpy as np

from kernpartner.privacy.disclosure import (
    RULE,
    Atom,
    Attacker,
    Audience,
    Cell,
    Rule,
    Statement,
    audited,
    proposal,
    total,
)
from kernpartner.privacy.disclosure.board import Board, lay_out
from kernpartner.privacy.disclosure.bounds import Prover
from kernpartner.privacy.disclosure.knowledge import Knowledge, knowledge
from kernpartner.privacy.disclosure.solver import Solver

FOREVER = lambda: 1e6  # noqa: E731  # a clock that never runs out
DIGEST = Cell(Audience.DIGEST, ("q1", "q2"), area="a")


def even(each: int = 2, schools: int = 6) -> dict[Atom, int]:
    return {
        Atom("a", f"s{k}", kind, quarter): each
        for k in range(schools)
        for kind in ("school", "jgz", "buurtteam")
        for quarter in ("q1", "q2")
    }


def test_a_safe_figure_passes_as_proposed() -> None:
    wanted = [proposal(RULE, even(), DIGEST)]
    verdict = audited(even(), [], wanted, FOREVER)
    assert verdict.statements == tuple(wanted) and wanted[0].lo == 70
    assert not verdict.withheld and not verdict.undecided


def test_without_time_nothing_is_shown() -> None:
    verdict = audited(even(), [], [proposal(RULE, even(), DIGEST)], lambda: 0.0)
    assert verdict.statements == (Statement(DIGEST),) and verdict.undecided and verdict.withheld == 1


def test_a_figure_that_does_not_fit_the_truth_is_not_shown() -> None:
    verdict = audited(even(), [], [Statement(DIGEST, 10, 14)], FOREVER)
    assert verdict.undecided and not verdict.statements[0].shown


def test_a_difference_of_two_figures_is_withheld() -> None:
    counts = even()
    for atom in counts:
        if atom.school == "s0":
            counts[atom] = int(atom.period == "q1" and atom.organisation != "school")
    inner = Cell(Audience.DIGEST, ("q1", "q2"), area="a")
    city = {**counts, Atom("b", "t", "jgz", "q1"): 2, Atom("b", "t", "school", "q1"): 0}
    lo = total(counts, inner)
    verdict = audited(
        city, [Statement(inner, lo, lo)], [Statement(Cell(Audience.CITY, ("q1", "q2")), lo + 2, lo + 2)], FOREVER
    )
    assert not verdict.statements[0].shown
    assert verdict.broken[0].size in range(1, 5) and verdict.broken[0].hi - verdict.broken[0].lo < 4


def test_the_smallest_cell_goes_first_and_the_rest_stays() -> None:
    counts = even(1, 4) | {Atom("a", "s0", kind, "q1"): 9 for kind in ("school", "jgz", "buurtteam")}
    counts |= {
        Atom("a", "s1", "school", "q1"): 4,
        Atom("a", "s1", "jgz", "q1"): 3,
        Atom("a", "s1", "buurtteam", "q1"): 0,
    }
    cells = [Cell(Audience.AGENDA, ("q1", "q2"), school=f"s{k}") for k in range(4)]
    exact = Statement(cells[1], total(counts, cells[1]), total(counts, cells[1]))
    wrong = [Statement(cells[0], *RULE.band_of(total(counts, cells[0]))), exact, *map(Statement, cells[2:])]
    verdict = audited(counts, [], wrong, FOREVER)
    assert [statement.shown for statement in verdict.statements] == [True, False, False, False]
    assert verdict.withheld == 1


def test_what_is_shown_survives_the_silence_of_the_agendas_that_may_follow() -> None:
    """Three schools: a digest shows 25-29; all agendas stay silent, which would tell each school's share."""
    from tests.privacy.disclosure.neighbourhood import Publisher, a_theme

    publisher = Publisher(a_theme(3, 6, 1)).publish_year()
    assert publisher.withheld > 0
    assert not any(statement.shown for statement in publisher.said)


def test_attackers_who_reason_about_promises_make_the_rule_stricter() -> None:
    counts = {
        Atom("a", f"s{k}", kind, "q1"): n for k in range(4) for kind, n in (("school", 2), ("jgz", 2), ("buurtteam", 1))
    }
    cell = Cell(Audience.DIGEST, ("q1",), area="a")
    plain = lay_out(RULE, counts, [proposal(RULE, counts, cell)], [cell])
    strict = lay_out(Rule(promises=True), counts, [proposal(RULE, counts, cell)], [cell])
    assert len(plain.rests) == 0 and len(strict.rests) > 0


def test_bounds_equal_those_of_trying_everything() -> None:
    chance, tried = np.random.default_rng(3), 0
    for _ in range(12):
        counts = {
            Atom("a", f"s{k}", kind, "q1"): int(chance.integers(0, 4)) for k in range(2) for kind in ("school", "jgz")
        }
        cells = [Cell(Audience.AGENDA, ("q1",), school=f"s{k}") for k in range(2)] + [Cell(Audience.CITY, ("q1",))]
        said = [
            Statement(cell, max(total(counts, cell) - int(chance.integers(0, 3)), 0), total(counts, cell) + 1)
            for cell in cells
        ]
        rule = Rule(rest=0)
        for attacker in (Attacker(), Attacker("s0", logged_only=True)):
            board = lay_out(rule, counts, said, cells)
            know = knowledge(rule, board, attacker)
            prover = Prover(know, Solver(FOREVER))
            groups = groups_of(board, attacker, know)
            if not len(groups):
                continue
            tried += len(groups)
            every = np.array(list(product(range(9), repeat=groups.shape[1])))
            rows = np.array([know.rows[:, k] for k in know.which]).T
            fitting = every[((every @ rows.T >= know.lo) & (every @ rows.T <= know.hi)).all(axis=1)]
            for number, group in enumerate(groups):
                least, most = prover.extreme(number, some=False), prover.extreme(number, some=True)
                assert (least, min(most, 8)) == (int((fitting @ group).min()), min(int((fitting @ group).max()), 8))
    assert tried > 20


def groups_of(board: Board, attacker: Attacker, know: Knowledge) -> np.ndarray:
    """Give one group of free atoms for each group that the knowledge has in classes."""
    targets = np.vstack([board.targets[:, ~board.owned(attacker)], know.which == np.arange(len(know.truth))[:, None]])
    found = []
    for some, whole in zip(know.some, know.whole, strict=True):
        for target in targets:
            held = np.array([target[know.which == k].any() for k in range(len(know.truth))])
            full = np.array([target[know.which == k].all() for k in range(len(know.truth))])
            if (held == some).all() and (full == whole).all():
                found.append(target)
                break
    assert len(found) == len(know.some)
    return np.array(found).astype(int)
