"""Decides whether a candidate edition may join everything that was said before; drops cells until it may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kernpartner.privacy.disclosure.board import Board, Numbers, lay_out
from kernpartner.privacy.disclosure.bounds import Prover
from kernpartner.privacy.disclosure.cells import Attacker, Counts, Statement, attackers
from kernpartner.privacy.disclosure.knowledge import Knowledge, differs_when_naive, knowledge
from kernpartner.privacy.disclosure.rule import RULE, Rule, smallest
from kernpartner.privacy.disclosure.solver import Impossible, Solver, Undecided


@dataclass(frozen=True)
class Broken:
    """A small group that an attacker can bound too tightly: its true size and the bounds found."""

    attacker: Attacker
    size: int
    lo: int
    hi: int


@dataclass(frozen=True)
class Verdict:
    """What may be published: the candidate's statements, withheld ones turned into gaps, and why.

    `withheld` counts the cells dropped; `undecided` says that the time or the solver gave out; `attacked`
    counts the small groups that were looked at in the last round.
    """

    statements: tuple[Statement, ...]
    withheld: int = 0
    undecided: bool = False
    broken: tuple[Broken, ...] = ()
    attacked: int = 0
    solved: int = 0


class Audit:
    """One theme with all attackers; remembers which lines and groups were proved safe, for others who know as much."""

    def __init__(self, rule: Rule, board: Board, seconds_left: Callable[[], float]) -> None:
        self.rule, self.board, self.seconds_left = rule, board, seconds_left
        self.solver = Solver(seconds_left)
        self.attacked = 0
        self._safe: dict[tuple[bytes, ...], Sequence[Numbers]] = {}

    def first_broken(self, order: Sequence[Attacker]) -> Broken | None:
        """Give the first group that somebody bounds too tightly; raises `Undecided`."""
        for attacker in order:
            if self.seconds_left() <= 0:
                raise Undecided("out of time")
            found = self._attack(attacker)
            if found is not None:
                return found
        return None

    def _attack(self, attacker: Attacker) -> Broken | None:
        """Look first at who believes each gap to be an ordinary one, then at who uses only what is true.

        What fits the first mostly fits the second, who knows less; it is held against every line again.
        """
        know = knowledge(self.rule, self.board, attacker)
        hints: Sequence[Numbers] = ()
        if differs_when_naive(self.rule, self.board, attacker):
            naive = knowledge(self.rule, self.board, attacker, naive=True)
            try:
                found, points = self._prove(naive, (naive.truth,))
            except Impossible:
                points = ()
            else:
                if found is not None:
                    return Broken(attacker, *found)
            hints = [np.bincount(know.which[naive.first], point, len(know.truth)).astype(np.int64) for point in points]
        if not self._fits(know):
            raise Undecided("the truth does not fit its own figures")
        try:
            found, _ = self._prove(know, (know.truth, *hints))
        except Impossible:
            raise Undecided("the solver says that the truth does not fit") from None
        return None if found is None else Broken(attacker, *found)

    def _prove(
        self, know: Knowledge, hints: Sequence[Numbers]
    ) -> tuple[tuple[int, int, int] | None, Sequence[Numbers]]:
        """Give the size and bounds of a group that is bounded too tightly, and the counts that were found to fit."""
        self.attacked += len(know.sizes)
        question = know.question
        if not len(know.sizes) or question in self._safe:
            return None, self._safe.get(question, ())
        prover = Prover(know, self.solver)
        for hint in hints:
            prover.add(hint)
        found = prover.narrow(self.rule.narrowest)
        if found is None:
            self._safe[question] = prover.points
            return None, prover.points
        group, lo, hi = found
        return (int(know.sizes[group]), lo, hi), prover.points

    @staticmethod
    def _fits(know: Knowledge) -> bool:
        sums = know.rows @ know.truth
        return bool((sums >= know.lo).all() and (sums <= know.hi).all())


def audited(
    counts: Counts,
    ledger: Sequence[Statement],
    candidate: Sequence[Statement],
    seconds_left: Callable[[], float],
    rule: Rule = RULE,
) -> Verdict:
    """Give what of a candidate edition of one theme may be published beside everything published before.

    `counts` holds every atom of the theme in this school year, zeros included; `ledger` all statements about
    it so far. While somebody could bound a group of 1-4 tighter than 4 wide, the smallest shown cell becomes
    a gap. Not decided in time, or a solver error: everything becomes a gap.
    """
    order = attackers(counts)
    current, withheld, attacked, solved = list(candidate), 0, 0, 0
    broken: list[Broken] = []
    while any(statement.shown for statement in current):
        try:
            board = lay_out(rule, counts, [*ledger, *current], [statement.cell for statement in current])
            audit = Audit(rule, board, seconds_left)
            found = audit.first_broken(order)
        except (Undecided, ValueError, MemoryError, ArithmeticError):
            gaps = tuple(replace(statement, lo=None, hi=None) for statement in current)
            dropped = withheld + sum(statement.shown for statement in current)
            return Verdict(gaps, dropped, True, tuple(broken), attacked, solved)
        attacked, solved = audit.attacked, solved + audit.solver.solved
        if found is None:
            break
        broken.append(found)
        withheld += 1
        order.remove(found.attacker)
        order.insert(0, found.attacker)
        drop = smallest(counts, (statement for statement in current if statement.shown))
        current[current.index(drop)] = replace(drop, lo=None, hi=None)
    return Verdict(tuple(current), withheld, False, tuple(broken), attacked, solved)
