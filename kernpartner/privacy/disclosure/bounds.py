"""Bounds groups as tightly as anybody could: propagation, linear programs, and integer ones where needed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kernpartner.privacy.disclosure.board import Mask, Numbers
from kernpartner.privacy.disclosure.knowledge import NO_CEILING, Knowledge
from kernpartner.privacy.disclosure.solver import Impossible, Solver, Undecided

Reals = NDArray[np.float64]
_NEAR = 1e-6
# What a group weighs against each other group that is still open; see `Prover._widen`.
_FIRST = 100.0


def propagated(know: Knowledge) -> tuple[Reals, Reals]:
    """Give outer bounds per class by passing bounds through the lines until nothing moves.

    Never narrower than the truth: good to find what is broken, not to prove what is safe.
    """
    low, high = np.zeros(len(know.truth)), np.full(len(know.truth), float(NO_CEILING))
    lines = know.rows > 0
    for _ in range(50):
        before = low.sum() - high.sum()
        # What is left of a line for one class, when the others take as little, or as much, as they can.
        above = np.where(lines, (know.hi - know.rows @ low)[:, None] + low, np.inf)
        high = np.minimum(high, above.min(axis=0, initial=np.inf))
        below = np.where(lines, (know.lo - know.rows @ high)[:, None] + high, -np.inf)
        low = np.maximum(low, below.max(axis=0, initial=-np.inf))
        if low.sum() - high.sum() == before or (low > high).any():
            break
    return low, high


class Prover:
    """Finds counts that fit what an attacker knows, so as to show how far apart its bounds stay.

    `least` and `most` hold for each group the smallest and largest size among all counts found so far. Every one of
    those was held against every line, so `most - least` never claims more room than there is, whatever the solver says.
    """

    def __init__(self, know: Knowledge, solver: Solver) -> None:
        self.know, self.solver = know, solver
        self.points: list[Numbers] = []
        self._some, self._whole = know.some.T.astype(np.int64), know.whole.T.astype(np.int64)
        self.least = np.full(len(know.sizes), NO_CEILING, dtype=np.int64)
        self.most = np.full(len(know.sizes), -NO_CEILING, dtype=np.int64)
        self._loaded = False

    def fits(self, point: Numbers) -> bool:
        """Say whether the attacker would hold these counts possible."""
        sums = self.know.rows @ point
        return bool((sums >= self.know.lo).all() and (sums <= self.know.hi).all() and (point >= 0).all())

    def add(self, point: Numbers) -> bool:
        """Let counts widen what is known of every group, if they fit; say whether they do."""
        if not self.fits(point):
            return False
        np.minimum(self.least, point @ self._whole, out=self.least)
        np.maximum(self.most, point @ self._some, out=self.most)
        self.points.append(point)
        return True

    def narrow(self, width: int) -> tuple[int, int, int] | None:
        """Give a group that the attacker bounds tighter than `width`, with its bounds; nothing when there is none.

        Raises `Impossible` when no counts fit, `Undecided` when the time is up or the solver gives out.
        """
        if not self._open(width).any():
            return None
        if not self.points:
            # Most false beliefs contradict themselves at once.
            low, high = propagated(self.know)
            if (low > high).any():
                raise Impossible("no counts fit")
            least, most = low @ self._whole, high @ self._some
            for group in np.flatnonzero(most - least < width).tolist():
                return group, int(least[group]), int(most[group])
        while len(waiting := np.flatnonzero(self._open(width))):
            group = int(waiting[0])
            self._widen(group, width)
            for some in (True, False):
                if self._open(width)[group]:
                    self.extreme(group, some=some)
            if self._open(width)[group]:
                return group, int(self.least[group]), int(self.most[group])
        return None

    def _open(self, width: int) -> Mask:
        return self.most - self.least < width

    def _widen(self, group: int, width: int) -> None:
        """Look for counts that show the group wide enough, and others that are open wider by the way.

        Only counts that fit come of it, no bounds: whoever stays open is asked about alone.
        """
        for sign, sums in ((1.0, self._some), (-1.0, self._whole)):
            waiting = self._open(width)
            if waiting[group]:
                gain = sign * (_FIRST * sums[:, group] + sums[:, waiting].sum(axis=1))
                self.add(np.round(self._largest(gain)).astype(np.int64))

    def extreme(self, group: int, *, some: bool) -> int:
        """Give the most (`some`) or the least number of cases that the group can hold, over whole numbers."""
        classes = self.know.some[group] if some else self.know.whole[group]
        for whole in (False, True):
            point = self._largest(np.where(classes, 1.0 if some else -1.0, 0.0), whole=whole)
            rounded = np.round(point).astype(np.int64)
            if np.abs(point - rounded).max(initial=0.0) < _NEAR and self.add(rounded):
                return int(rounded[classes].sum())
        raise Undecided("no whole numbers were found")

    def _largest(self, gain: Reals, *, whole: bool = False) -> Reals:
        if not self._loaded:
            self.solver.load(self.know)
            self._loaded = True
        return self.solver.largest(gain, whole=whole)
