"""Decides the steps of a talk, how many minutes each has, and how much time is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from kernpartner.consultations.rules.ending import ReplyKind

LONGEST_STEP = 30
LONGEST_TALK = 60
NOTE_LIMIT = 4_000
# A live talk that nobody ended is over after this long: a page must not count down for days.
FORGOTTEN = timedelta(hours=3)


class Step(StrEnum):
    """The steps of the method, in their order."""

    QUESTION = "question"
    CLARIFYING = "clarifying"
    ANALYSIS = "analysis"
    ADVICE = "advice"
    CLOSE = "close"


STEPS = tuple(Step)
# Together the quarter of an hour that a case has in a meeting.
USUAL_MINUTES: dict[Step, int] = {
    Step.QUESTION: 2,
    Step.CLARIFYING: 4,
    Step.ANALYSIS: 4,
    Step.ADVICE: 3,
    Step.CLOSE: 2,
}
# Where people write one text together; elsewhere each adds something of their own.
SHARED = (Step.QUESTION, Step.ANALYSIS, Step.ADVICE)
KINDS: dict[Step, tuple[ReplyKind, ...]] = {
    Step.CLARIFYING: (ReplyKind.CLARIFYING_QUESTION, ReplyKind.ANSWER),
    Step.ANALYSIS: (ReplyKind.ANALYSIS,),
    Step.ADVICE: (ReplyKind.ADVICE,),
}


class TalkProblem(StrEnum):
    """Why something in a talk is refused; the page words it."""

    NOTE_MISSING = "note_missing"
    NOTE_TOO_LONG = "note_too_long"
    NOTE_CHANGED = "note_changed"
    MINUTES_WRONG = "minutes_wrong"


@dataclass(frozen=True)
class Clock:
    """A live talk: when it began, the step it is in since when, and the minutes of each step."""

    started_at: datetime
    step: Step
    step_started_at: datetime
    minutes: Mapping[Step, int]

    @property
    def ends_at(self) -> datetime:
        """Say when the whole talk is to end."""
        return self.started_at + timedelta(minutes=sum(self.minutes.values()))

    @property
    def step_ends_at(self) -> datetime:
        """Say when this step is to end."""
        return self.step_started_at + timedelta(minutes=self.minutes[self.step])


def step_of(kind: str) -> Step:
    """Say to which step something that was said belongs."""
    return next(step for step, kinds in KINDS.items() if kind in kinds)


def minutes_left(until: datetime, now: datetime) -> int:
    """Give the minutes until then, rounded up: 9 when 8 and a half are left, -4 when it is over by 4 and a half."""
    return ceil((until - now).total_seconds() / 60)


def minutes_problem(minutes: Mapping[Step, int]) -> TalkProblem | None:
    """Say what is wrong with the minutes of a talk: each step 1 to 30, together at most 60."""
    if set(minutes) != set(STEPS) or any(not 1 <= given <= LONGEST_STEP for given in minutes.values()):
        return TalkProblem.MINUTES_WRONG
    return TalkProblem.MINUTES_WRONG if sum(minutes.values()) > LONGEST_TALK else None


def next_step(step: Step) -> Step | None:
    """Give the step after this one, or nothing after the last."""
    at = STEPS.index(step) + 1
    return STEPS[at] if at < len(STEPS) else None


def furthest(written: Mapping[Step, bool]) -> Step:
    """Give the last step in which something was written, the first one when nothing was: there people go on."""
    return next((step for step in reversed(STEPS) if written.get(step)), Step.QUESTION)
