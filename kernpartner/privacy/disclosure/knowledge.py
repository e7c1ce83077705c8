"""Says what one attacker knows: inequalities over the counts that are not its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kernpartner.privacy.disclosure.board import Board, Mask, Numbers
from kernpartner.privacy.disclosure.cells import Attacker
from kernpartner.privacy.disclosure.rule import Rule, rest_owners

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
