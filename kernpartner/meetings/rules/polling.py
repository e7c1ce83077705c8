"""Decides what a date poll needs, which answers it takes, and which moment suits most people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernpartner.meetings.rules.planning import FURTHEST, MeetingInput, MeetingProblem, meeting_problems

FEWEST, MOST = 2, 8


class Can(StrEnum):
    """Whether somebody can come at a moment."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True)
class PollInput:
    """A date poll to be asked: the meeting as it would be planned, and the moments (aware) to choose from.

    A moment that could not be read is None.
    """

    meeting: MeetingInput
    moments: tuple[datetime | None, ...]


@dataclass(frozen=True)
class Tally:
    """How many can come, might come, and cannot come at a moment."""

    yes: int
    maybe: int
    no: int


def poll_problems(given: PollInput, now: datetime) -> dict[str, MeetingProblem]:
    """Give what is missing or wrong, per field (`moments` for the moments together)."""
    found = meeting_problems(given.meeting, now)
    found.pop("day", None)
    known = [moment for moment in given.moments if moment is not None]
    if len(known) < len(given.moments):
        found["moments"] = MeetingProblem.MOMENT_UNREADABLE
    elif not FEWEST <= len(set(known)) <= MOST:
        found["moments"] = MeetingProblem.MOMENTS_FEW
    elif min(known) <= now:
        found["moments"] = MeetingProblem.START_IN_PAST
    elif max(known) - now > FURTHEST:
        found["moments"] = MeetingProblem.START_TOO_FAR
    return found


def tally(answers: Iterable[str]) -> Tally:
    """Count answers of one moment."""
    given = list(answers)
    return Tally(given.count(Can.YES), given.count(Can.MAYBE), given.count(Can.NO))


def best(moments: Sequence[tuple[str, datetime]], tallies: Mapping[str, Tally]) -> str | None:
    """Give the key of the moment that most can make, then that fewest cannot, then the earliest; nothing unanswered."""
    answered = [(key, at) for key, at in moments if key in tallies and tallies[key] != Tally(0, 0, 0)]
    if not answered:
        return None
    return max(
        answered,
        key=lambda one: (tallies[one[0]].yes, tallies[one[0]].maybe, -tallies[one[0]].no, -one[1].timestamp()),
    )[0]
