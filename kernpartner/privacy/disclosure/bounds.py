"""Bounds a group as tightly as anybody could: propagation, linear programs, and integer ones where needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from kernpartner.privacy.disclosure.knowledge import NO_CEILING, Knowledge

Reals = NDArray[np.float64]
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
