"""Decides whether a candidate edition may join everything that was said before; drops cells until it may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kernpartner.privacy.disclosure.board import Board, Numbers, lay_out
from kernpartner.privacy.disclosure.bounds import Impossible, Prover, Undecided
from kernpartner.privacy.disclosure.cells import Attacker, Counts, Statement, attackers
from kernpartner.privacy.disclosure.knowledge import Knowledge, differs_when_naive, knowledge
from kernpartner.privacy.disclosure.rule import RULE, Rule, smallest


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
    """One theme with all attackers; remembers possible counts between attackers, which saves most solving."""

    def __init__(self, rule: Rule, board: Board, seconds_left: Callable[[], float], pool: Numbers) -> None:
        self.rule, self.board, self.seconds_left = rule, board, seconds_left
        self.pool = pool if len(pool) else board.truth[None, :].copy()
        self.attacked = 0
        self.solved = 0

    def first_broken(self, order: Sequence[Attacker]) -> Broken | None:
        """Give the first group that somebody bounds too tightly; raises `Undecided`."""
        for attacker in order:
            if self.seconds_left() <= 0:
                raise Undecided("out of time")
            ways = (False, True) if differs_when_naive(self.rule, self.board, attacker) else (False,)
            for naive in ways:
                found = self._attack(attacker, naive)
                if found is not None:
                    return found
        return None

    def _attack(self, attacker: Attacker, naive: bool) -> Broken | None:
        know = knowledge(self.rule, self.board, attacker, naive=naive)
        if not len(know.targets):
            return None
        self.attacked += len(know.targets)
        try:
            prover = Prover(know, self.seconds_left)
            prover.add(self._known_points(know))
            seeded = len(prover.points)
            for group, size in zip(know.targets, know.sizes.tolist(), strict=True):
                found = self._bounds(prover, group)
                if found is not None:
                    return Broken(attacker, size, *found)
        except Impossible:
            if not naive:
                raise Undecided("the truth does not fit its own figures") from None
            return None
        self.solved += prover.solved
        self._remember(know, prover.points[seeded:])
        return None

    def _bounds(
        self, prover: Prover, group: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    ) -> tuple[int, int] | None:
        """Give the attacker's bounds of a group when they are too narrow, otherwise nothing."""
        width = self.rule.narrowest
        lo, hi = prover.reach(group)
        if hi - lo >= width:
            return None
        least, most = float(prover.low @ group), float(prover.high @ group)
        if most - least < width:
            return int(least), int(most)
        if self.seconds_left() <= 0:
            raise Undecided("out of time")
        least = prover.extreme(group, 1, max(hi - width, 0) if hi >= lo else 0)
        if prover.reach(group)[1] - least >= width:
            return None
        most = prover.extreme(group, -1, least + width)
        return None if most - least >= width else (int(least), int(most))

    def _known_points(self, know: Knowledge) -> Numbers:
        own = ~know.free
        same = (self.pool[:, own] == self.board.truth[own]).all(axis=1)
        into = np.zeros((len(know.columns), len(know.truth)))
        into[np.arange(len(know.columns)), know.columns] = 1.0
        return np.asarray(np.round(self.pool[same][:, know.free] @ into), dtype=np.int64)

    def _remember(self, know: Knowledge, points: Numbers) -> None:
        """Spread counts per column over atoms, as close to the truth as can be, for other attackers to reuse."""
        spread = np.repeat(self.board.truth[None, :], len(points), axis=0)
        places = np.flatnonzero(know.free)
        for column in range(len(know.truth)):
            members = places[know.columns == column]
            for k, change in enumerate(points[:, column] - know.truth[column]):
                left = int(change)
                if left > 0:
                    spread[k, members[0]] += left
                for member in members if left < 0 else ():
                    taken = min(int(spread[k, member]), -left)
                    spread[k, member] -= taken
                    left += taken
        self.pool = np.vstack([self.pool, spread])


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
    pool = np.zeros((0, 0), dtype=np.int64)
    while any(statement.shown for statement in current):
        try:
            board = lay_out(rule, counts, [*ledger, *current], [statement.cell for statement in current])
            audit = Audit(rule, board, seconds_left, pool)
            found = audit.first_broken(order)
        except (Undecided, ValueError, MemoryError, ArithmeticError):
            gaps = tuple(replace(statement, lo=None, hi=None) for statement in current)
            dropped = withheld + sum(statement.shown for statement in current)
            return Verdict(gaps, dropped, True, tuple(broken), attacked, solved)
        pool = audit.pool if len(audit.board.atoms) == len(board.atoms) else pool[:0]
        attacked, solved = audit.attacked, solved + audit.solved
        if found is None:
            break
        broken.append(found)
        withheld += 1
        order.remove(found.attacker)
        order.insert(0, found.attacker)
        drop = smallest(counts, (statement for statement in current if statement.shown))
        current[current.index(drop)] = replace(drop, lo=None, hi=None)
    return Verdict(tuple(current), withheld, False, tuple(broken), attacked, solved)
