"""The audit as it was first written, plain and slow: one integer program of scipy per bound, nothing spared.

Kept as the measure for the quick one: both must answer alike. Only what is said of a theme (the board) and the rule
are shared with the service.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from kernpartner.privacy.disclosure.audit import Broken, Verdict
from kernpartner.privacy.disclosure.board import Board, Mask, Numbers, lay_out
from kernpartner.privacy.disclosure.cells import Attacker, Counts, Statement, attackers
from kernpartner.privacy.disclosure.rule import RULE, Rule, rest_owners, smallest

Reals = NDArray[np.float64]
NO_CEILING = 10**6


@dataclass(frozen=True)
class Knowledge:
    """`rows @ x` lies between `lo` and `hi`; one column per group of atoms that nothing tells apart.

    `columns` gives the column of each free atom; `targets` are the small groups, in columns, with `sizes`.
    """

    free: Mask
    columns: NDArray[np.intp]
    truth: Numbers
    rows: Reals
    lo: Numbers
    hi: Numbers
    targets: Reals
    sizes: Numbers


def differs_when_naive(rule: Rule, board: Board, attacker: Attacker) -> bool:
    """Say whether believing every gap to come from floor or own rest would mislead this attacker."""
    known = np.where(board.owned(attacker), board.truth, 0)
    own, whole = board.covered @ known, board.covered @ board.truth
    city = board.feared[board.feared.all(axis=1)]
    ceilings = np.maximum(rule.floor - 1, city @ known + rule.rest - 1)
    return bool((city @ board.truth > ceilings).any()) or any(
        not statement.shown and whole[i] > rule.gap_ceiling(int(own[i])) for i, statement in enumerate(board.statements)
    )


def knowledge(rule: Rule, board: Board, attacker: Attacker, *, naive: bool = False) -> Knowledge:
    """Give what the attacker can write down.

    Shown cells: lo <= sum <= hi, and at least 5 left for every owner of rest 5. Gaps: sum <= max(9, own + 4).
    A gap that has another reason makes that last line false; `naive` believes it all the same, otherwise
    only the lines that are true are used, as by somebody who guesses right each time.
    """
    own = board.owned(attacker)
    free = ~own
    known = np.where(own, board.truth, 0)
    rows, lo, hi = _lines(rule, board, attacker, known, naive)
    rows = rows[:, free]
    keep = rows.any(axis=1)
    rows, lo, hi = rows[keep], lo[keep], hi[keep]
    rows, lo, hi = _tightest(rows, lo, hi)
    aims, truth = board.targets[:, free], board.truth[free]
    aims = np.unique(aims, axis=0)
    sizes = aims @ truth
    aims = aims[[rule.protects(int(size)) for size in sizes]]
    signature = np.vstack([rows, aims]) if rows.size or aims.size else np.zeros((1, int(free.sum())), dtype=bool)
    merged, columns = np.unique(signature, axis=1, return_inverse=True)
    columns = columns.reshape(-1)
    sums = np.bincount(columns, weights=truth, minlength=merged.shape[1]).astype(np.int64)
    groups = np.vstack([merged[len(rows) :], _classes(merged[: len(rows)])]).astype(float)
    held = np.round(groups @ sums).astype(np.int64)
    wanted = np.array([rule.protects(int(size)) for size in held], dtype=bool)
    groups, first = np.unique(groups[wanted], axis=0, return_index=True)
    return Knowledge(free, columns, sums, merged[: len(rows)].astype(float), lo, hi, groups, held[wanted][first])


def _lines(rule: Rule, board: Board, attacker: Attacker, known: Numbers, naive: bool) -> tuple[Mask, Numbers, Numbers]:
    """Give one line per statement and one per rest that a shown statement promises."""
    own = board.covered @ known
    whole = board.covered @ board.truth
    inside = dict(zip(board.atoms, board.truth.tolist(), strict=True))
    lo, hi = np.zeros(len(own), dtype=np.int64), np.full(len(own), NO_CEILING, dtype=np.int64)
    for i, statement in enumerate(board.statements):
        ceiling = rule.gap_ceiling(int(own[i]))
        if statement.lo is not None and statement.hi is not None:
            promised = rule.rest if attacker in rest_owners(statement.cell, inside) else 0
            lo[i] = max(statement.lo - own[i], promised, 0)
            hi[i] = statement.hi - own[i]
        elif naive or whole[i] <= ceiling:
            hi[i] = ceiling - own[i]
    left = np.maximum(rule.rest - board.left @ known, 0)
    rests = board.left[left > 0]
    feared, ceilings = _feared(rule, board, known, board.owned(attacker), int(lo.sum()), naive)
    return (
        np.vstack([board.covered, rests, feared]),
        np.concatenate([lo, left[left > 0], np.zeros(len(feared), dtype=np.int64)]),
        np.concatenate([hi, np.full(len(rests), NO_CEILING, dtype=np.int64), ceilings]),
    )


def _feared(rule: Rule, board: Board, known: Numbers, own: Mask, shown: int, naive: bool) -> tuple[Mask, Numbers]:
    """Give the lines that silence may add later this year, when it could squeeze what is shown now.

    Own rows may still grow, so a silence can come to mean `sum <= own + 4` where it means `sum <= 9` today;
    the tightest that stays true is taken. As long as two cells' worth of room is left over, the shown sums
    fit around any one of them and the lines can be spared.
    """
    mine = board.feared @ known
    rest = board.feared @ board.truth - mine
    touched = (board.feared & own).any(axis=1)
    possible = (rest < rule.rest) | (rest + mine < rule.floor)
    ceilings = np.where(touched, np.maximum(rule.rest - 1, rest), rule.floor - 1)
    if naive:
        # A city figure stands beside the agendas on the same day, so its silence is believed there and then.
        city = board.feared.all(axis=1)
        ceilings = np.where(possible | ~city, ceilings, np.maximum(rule.floor - 1 - mine, rule.rest - 1))
        possible = possible | city
    room = int(ceilings.sum()) if possible.all() else NO_CEILING
    if not len(ceilings) or shown <= room - 2 * int(ceilings.max()):
        return board.feared[:0], ceilings[:0]
    return board.feared[possible], ceilings[possible]


def _tightest(rows: Mask, lo: Numbers, hi: Numbers) -> tuple[Mask, Numbers, Numbers]:
    """Keep one line per sum, with the highest lower and the lowest upper bound; drop what says nothing."""
    if not len(rows):
        return rows, lo, hi
    unique, which = np.unique(rows, axis=0, return_inverse=True)
    least, most = np.zeros(len(unique), dtype=np.int64), np.full(len(unique), NO_CEILING, dtype=np.int64)
    np.maximum.at(least, which.reshape(-1), lo)
    np.minimum.at(most, which.reshape(-1), hi)
    says = (least > 0) | (most < NO_CEILING)
    return unique[says], least[says], most[says]


def _classes(rows: Mask) -> Mask:
    """Give for each set of columns that no line tells apart the group of all of them."""
    width = rows.shape[1]
    if not len(rows):
        return np.ones((1, width), dtype=bool)
    _, which = np.unique(rows, axis=1, return_inverse=True)
    which = which.reshape(-1)
    return np.array([which == k for k in range(int(which.max(initial=-1)) + 1)], dtype=bool).reshape(-1, width)


Points = NDArray[np.int64]
_SOLVED, _INFEASIBLE = 0, 2
_NEAR = 1e-6
# What counts most is the group; how many other counts change matters only between equal answers.
_FIRST = 10_000.0
# A count that nothing holds down may grow without end; this is far beyond what ever must be shown.
_FAR = 1_000.0


class Undecided(RuntimeError):
    """The solver did not finish or the time was up; whoever asked must take that for a no."""


class Impossible(ValueError):
    """No counts fit what this attacker believes, so the attacker knows that the belief is wrong."""


def propagated(know: Knowledge) -> tuple[Reals, Reals]:
    """Give outer bounds per column by passing bounds through the lines until nothing moves.

    Fast, and never narrower than the truth: good to find what is broken, not to prove what is safe.
    """
    low, high = np.zeros(len(know.truth)), np.full(len(know.truth), float(NO_CEILING))
    for _ in range(50):
        before = low.sum() - high.sum()
        for line, lo, hi in zip(know.rows > 0, know.lo, know.hi, strict=True):
            least, most = low[line].sum(), high[line].sum()
            high[line] = np.minimum(high[line], hi - (least - low[line]))
            low[line] = np.maximum(low[line], lo - (most - high[line]))
        if low.sum() - high.sum() == before:
            break
    return low, high


@dataclass
class Prover:
    """Finds counts that fit what an attacker knows, so as to show how far apart its bounds stay.

    `points` are counts per column that fit; each one solved for is kept, because it may settle other groups.
    """

    know: Knowledge
    seconds_left: Callable[[], float]
    points: Points = field(init=False)
    solved: int = 0

    def __post_init__(self) -> None:
        self.points = np.zeros((0, len(self.know.truth)), dtype=np.int64)
        self.low, self.high = propagated(self.know)
        if (self.low > self.high).any():
            raise Impossible("no counts fit")

    def fits(self, points: Points) -> NDArray[np.bool_]:
        """Say of each row of counts whether the attacker would hold it possible."""
        sums = points @ self.know.rows.T
        return np.asarray(((sums >= self.know.lo) & (sums <= self.know.hi)).all(axis=1) & (points >= 0).all(axis=1))

    def add(self, points: Points) -> None:
        """Keep those of the points that fit."""
        if len(points):
            self.points = np.vstack([self.points, points[self.fits(points)]])

    def reach(self, group: Reals) -> tuple[int, int]:
        """Give the least and the most that the kept points have in the group; (1, 0) when there are none."""
        if not len(self.points):
            return 1, 0
        sums = np.round(self.points @ group).astype(np.int64)
        return int(sums.min()), int(sums.max())

    def extreme(self, group: Reals, sign: int, enough: int) -> int:
        """Give the least (`sign` 1) or most (-1) number of cases in the group, over whole numbers.

        `enough` ends the search: no further than that is looked. Of all answers the one that changes the
        fewest counts is taken, because that one fits the knowledge of most other attackers too.
        """
        for whole in (0, 1):
            point = self._solve(group, sign, enough, whole)
            rounded = np.round(point).astype(np.int64)
            if np.abs(point - rounded).max(initial=0.0) < _NEAR and self.fits(rounded[None, :]).all():
                self.points = np.vstack([self.points, rounded])
                return round(float(group @ rounded))
        raise Undecided("no whole numbers were found")

    def _solve(self, group: Reals, sign: int, enough: int, whole: int) -> Reals:
        """Solve for what is added to and taken from the truth, each column on its own."""
        left = self.seconds_left()
        if left <= 0:
            raise Undecided("out of time")
        truth = self.know.truth.astype(float)
        rows = np.vstack([self.know.rows, sign * group])
        sums = rows @ truth
        least = np.append(self.know.lo.astype(float), sign * enough) - sums
        most = np.append(np.where(self.know.hi >= NO_CEILING, np.inf, self.know.hi), np.inf) - sums
        width = len(truth)
        answer = milp(
            np.ones(2 * width) + np.concatenate([sign * group, -sign * group]) * _FIRST,
            integrality=np.full(2 * width, whole),
            bounds=Bounds(np.zeros(2 * width), np.concatenate([np.full(width, _FAR), truth])),
            constraints=LinearConstraint(np.hstack([rows, -rows]), least, most),
            options={"time_limit": left, "presolve": True},
        )
        self.solved += 1
        if answer.status == _INFEASIBLE:
            raise Impossible("no counts fit")
        if answer.status != _SOLVED or answer.x is None:
            raise Undecided(str(answer.message))
        return np.asarray(truth + answer.x[:width] - answer.x[width:], dtype=np.float64)


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
