"""Finds the whole numbers between given lines with the largest total: HiGHS, warm from one question to the next."""

from __future__ import annotations

from collections.abc import Callable

import highspy
import numpy as np
from numpy.typing import NDArray

from kernpartner.privacy.disclosure.knowledge import NO_CEILING, Knowledge

Reals = NDArray[np.float64]
# A count that nothing holds down may grow without end; this is far beyond what ever must be shown.
_FAR = 1_000.0


class Undecided(RuntimeError):
    """The solver did not finish or the time was up; whoever asked must take that for a no."""


class Impossible(ValueError):
    """No counts fit what this attacker believes, so the attacker knows that the belief is wrong."""


class _Quiet(highspy.Highs):
    """The solver without its greeting on the screen, which comes with callbacks; none are used here."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name is theirs
        """Leave callbacks out."""


class Solver:
    """One solver for many attackers; between two questions about one attacker only the costs change.

    That is what makes it quick: the simplex method goes on where it stopped. The questions and the answers are those
    of a solver that starts anew each time.
    """

    def __init__(self, seconds_left: Callable[[], float]) -> None:
        self.seconds_left = seconds_left
        self.solved = 0
        self._highs = _Quiet()  # type: ignore[no-untyped-call]
        self._highs.silent()
        # No thread of its own: the worker forks.
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.setOptionValue("mip_abs_gap", 0.0)

    def load(self, know: Knowledge) -> None:
        """Take up what one attacker knows, in place of the one before."""
        width = len(know.truth)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = width, len(know.rows)
        lp.col_cost_, lp.col_lower_ = np.zeros(width), np.zeros(width)
        lp.col_upper_ = know.truth.astype(np.float64) + _FAR
        lp.row_lower_ = know.lo.astype(float)
        lp.row_upper_ = np.where(know.hi >= NO_CEILING, highspy.kHighsInf, know.hi).astype(np.float64)
        rows, columns = np.nonzero(know.rows)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.searchsorted(rows, np.arange(len(know.rows) + 1)).astype(np.int32)
        lp.a_matrix_.index_ = columns.astype(np.int32)
        lp.a_matrix_.value_ = know.rows[rows, columns].astype(float)
        self._done(self._highs.passModel(lp))
        self._columns = np.arange(width, dtype=np.int32)

    def largest(self, gain: Reals, *, whole: bool) -> Reals:
        """Give counts that fit with the largest `gain @ counts`, over whole numbers or over all.

        Raises `Impossible` when no counts fit, `Undecided` when the time is up or the solver gives out.
        """
        left = self.seconds_left()
        if left <= 0:
            raise Undecided("out of time")
        self._done(self._highs.changeColsCost(len(gain), self._columns, -gain))
        if whole:
            self._kind(highspy.HighsVarType.kInteger)
        # The solver's own clock runs on from one question to the next.
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + left)
        self._done(self._highs.run())
        self.solved += 1
        status = self._highs.getModelStatus()
        answer = np.array(self._highs.getSolution().col_value, dtype=np.float64)
        if whole:
            self._kind(highspy.HighsVarType.kContinuous)
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Impossible("no counts fit")
        if status != highspy.HighsModelStatus.kOptimal:
            raise Undecided(self._highs.modelStatusToString(status))
        return answer

    def _kind(self, kind: highspy.HighsVarType) -> None:
        width = len(self._columns)
        self._done(self._highs.changeColsIntegrality(width, self._columns, np.full(width, kind)))

    @staticmethod
    def _done(status: highspy.HighsStatus) -> None:
        if status == highspy.HighsStatus.kError:
            raise Undecided("the solver refused")
