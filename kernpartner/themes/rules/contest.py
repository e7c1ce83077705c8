"""Decides whether what was newly learnt may replace what is used now: only when it is surely better on unseen notes.

Champion and challenger answer the same held-out decisions, which neither has learnt from. The difference in micro-F1 is
resampled by drawing notes with replacement, both answers of a note together (paired bootstrap, Koehn 2004). The
challenger wins when it is better in at least 95 of 100 draws. A draw or too few notes keeps the champion.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kernpartner.themes.rules.adapting import Decided
from kernpartner.themes.rules.tagger import Tagger

# Fewer held-out notes than this cannot tell a gain from chance.
FEWEST_HELD = 30
FEWEST_HOLDERS = 3
# What is learnt again before there is this much more to learn from would only be tried until it wins by chance.
GROWTH = 1.2
_DRAWS = 1000
_SURE = 0.95
_SEED = 20261125
_PARTS = 3


@dataclass(frozen=True)
class Contest:
    """What was measured on the held-out notes: micro-F1 (0-1) before and after, and in which share of draws it won."""

    held: int
    before: float
    after: float
    won_in: float

    @property
    def won(self) -> bool:
        """Say whether the challenger is surely better."""
        return self.held >= FEWEST_HELD and self.after > self.before and self.won_in >= _SURE


def is_held_out(case: str) -> bool:
    """Say whether the decisions about a case are kept for judging: one in three, always the same ones."""
    return hashlib.sha256(case.encode()).digest()[0] % _PARTS == 0


def enough(decided: Sequence[Decided]) -> bool:
    """Say whether there are decisions enough, of organisations enough, to learn from some and judge on others."""
    held = sum(is_held_out(one.case) for one in decided)
    return held >= FEWEST_HELD and len({one.holder for one in decided}) >= FEWEST_HOLDERS


def grown(now: int, before: int) -> bool:
    """Say whether there is so much more to learn from than at the last try that trying again makes sense."""
    return now >= before * GROWTH


def contest(held: Sequence[Decided], champion: Tagger, challenger: Tagger) -> Contest:
    """Let both answer the held-out decisions."""
    import numpy as np

    ours = np.array([_marks(one, champion) for one in held] or [(0, 0)], dtype=float)
    theirs = np.array([_marks(one, challenger) for one in held] or [(0, 0)], dtype=float)
    draws = np.random.default_rng(_SEED).integers(0, len(ours), size=(_DRAWS, len(ours)))
    better = _f1(theirs[draws].sum(axis=1)) > _f1(ours[draws].sum(axis=1))
    before, after = (float(_f1(marks.sum(axis=0, keepdims=True))[0]) for marks in (ours, theirs))
    return Contest(len(held), round(before, 4), round(after, 4), round(float(better.mean()), 4))


def _marks(one: Decided, tagger: Tagger) -> tuple[int, int]:
    """Give hits and the number of suggested plus confirmed themes; what still waits for a decision does not count."""
    said = {theme.id for theme in tagger.suggest(one.text).themes} - one.waiting
    return len(said & one.confirmed), len(said) + len(one.confirmed)


def _f1(marks: Any) -> Any:
    import numpy as np

    return np.where(marks[:, 1] > 0, 2 * marks[:, 0] / np.maximum(marks[:, 1], 1), 1.0)
