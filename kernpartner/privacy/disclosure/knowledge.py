"""Says what one attacker knows: inequalities over the counts that are not its own, as few as say the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernpartner.privacy.disclosure.board import Board, Mask, Numbers, distinct
from kernpartner.privacy.disclosure.cells import Attacker
from kernpartner.privacy.disclosure.rule import Rule

NO_CEILING = 10**6


@dataclass(frozen=True)
class Knowledge:
    """`rows @ x` lies between `lo` and `hi`; `x` has one count per class of free atoms that no line tells apart.

    Of each small group to protect, `some` marks the classes it has an atom of and `whole` those it has all of.
    That is all that bounds it: the lines hold only class totals together, and within a class every division
    of its total over its atoms is possible, apart from the other classes. So a group can hold at most the
    totals of `some`, at least those of `whole`, and with given totals both can be reached. Its exact bounds
    are therefore the largest total of `some` and the smallest total of `whole` over the x that fit, and
    groups with equal `some` and `whole` have equal bounds: they stand here once. `sizes` are true sizes. `which`
    gives the class of each free atom, `first` one free atom of each class.
    """

    truth: Numbers
    rows: Numbers
    lo: Numbers
    hi: Numbers
    some: Mask
    whole: Mask
    sizes: Numbers
    which: NDArray[np.intp]
    first: NDArray[np.intp]

    @property
    def question(self) -> tuple[bytes, ...]:
        """Give all that the bounds of the groups depend on; equal for two attackers who know equally much."""
        told = (self.rows, self.lo, self.hi, self.some, self.whole)
        return (repr(self.rows.shape).encode(), *(part.tobytes() for part in told))


def differs_when_naive(rule: Rule, board: Board, attacker: Attacker) -> bool:
    """Say whether believing every gap to come from floor or own rest would mislead this attacker."""
    known = np.where(board.owned(attacker), board.truth, 0)
    own, whole = board.covered @ known, board.covered @ board.truth
    city = board.feared[board.feared.all(axis=1)]
    ceilings = np.maximum(rule.floor - 1, city @ known + rule.rest - 1)
    if (city @ board.truth > ceilings).any():
        return True
    return bool((~board.shown & (whole > np.maximum(rule.floor - 1, own + rule.rest - 1))).any())


def knowledge(rule: Rule, board: Board, attacker: Attacker, *, naive: bool = False) -> Knowledge:
    """Give what the attacker can write down.

    Shown cells: lo <= sum <= hi, and at least 5 left for every owner of rest 5. Gaps: sum <= max(9, own + 4).
    A gap that has another reason makes that last line false; `naive` believes it all the same, otherwise
    only the lines that are true are used, as by somebody who guesses right each time.
    """
    owned = board.owned(attacker)
    free = ~owned
    known = np.where(owned, board.truth, 0)
    rows, lo, hi = _lines(rule, board, attacker, known, owned, naive)
    rows = rows[:, free]
    keep = rows.any(axis=1)
    rows, lo, hi = _tightest(rows[keep], lo[keep], hi[keep])
    first, which = distinct(rows.T)
    member = np.zeros((len(which), len(first)))
    member[np.arange(len(which)), which] = 1.0
    truth = np.bincount(which, weights=board.truth[free], minlength=len(first)).astype(np.int64)
    some, whole, sizes = _aims(rule, board, free, member, truth)
    return Knowledge(truth, rows[:, first].astype(np.int64), lo, hi, some, whole, sizes, which, first)


def _aims(
    rule: Rule, board: Board, free: Mask, member: NDArray[np.float64], truth: Numbers
) -> tuple[Mask, Mask, Numbers]:
    """Give the small groups in classes: those of the board without own rows, and each class by itself."""
    sizes: Numbers = np.asarray(board.targets @ np.where(free, board.truth, 0), dtype=np.int64)
    small = (sizes >= rule.smallest) & (sizes <= rule.largest)
    held = np.asarray(board.aims[small][:, free] @ member)
    some: Mask = held > 0
    whole: Mask = np.asarray(held == member.sum(axis=0), dtype=np.bool_)
    alone = np.flatnonzero((truth >= rule.smallest) & (truth <= rule.largest))
    each = np.zeros((len(alone), len(truth)), dtype=bool)
    each[np.arange(len(alone)), alone] = True
    some, whole = np.vstack([some, each]), np.vstack([whole, each])
    sizes = np.concatenate([sizes[small], truth[alone]]).astype(np.int64)
    first, _ = distinct(np.hstack([some, whole]))
    return some[first], whole[first], sizes[first]


def _lines(
    rule: Rule, board: Board, attacker: Attacker, known: Numbers, owned: Mask, naive: bool
) -> tuple[Mask, Numbers, Numbers]:
    """Give one line per statement and one per rest that a shown statement promises."""
    own = board.covered @ known
    whole = board.covered @ board.truth
    promised = np.array([rule.rest if attacker in owners else 0 for owners in board.owners], dtype=np.int64)
    ceilings = np.maximum(rule.floor - 1, own + rule.rest - 1)
    lo = np.where(board.shown, np.maximum(np.maximum(board.least - own, promised), 0), 0)
    hi = np.where(board.shown, board.most, np.where(naive | (whole <= ceilings), ceilings, NO_CEILING + own)) - own
    left = np.maximum(rule.rest - board.left @ known, 0)
    rests = board.left[left > 0]
    feared, above = _feared(rule, board, known, owned, int(lo.sum()), naive)
    return (
        np.vstack([board.covered, rests, feared]),
        np.concatenate([lo, left[left > 0], np.zeros(len(feared), dtype=np.int64)]),
        np.concatenate([hi, np.full(len(rests), NO_CEILING, dtype=np.int64), above]),
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
    first, which = distinct(rows)
    least, most = np.zeros(len(first), dtype=np.int64), np.full(len(first), NO_CEILING, dtype=np.int64)
    np.maximum.at(least, which, lo)
    np.minimum.at(most, which, hi)
    says = (least > 0) | (most < NO_CEILING)
    return rows[first][says], least[says], most[says]
