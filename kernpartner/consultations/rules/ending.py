"""Decides how a consultation may end, and who may read the concern it opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS_TO_ANSWER = 10


class Outcome(StrEnum):
    """How a consultation ended; none of these is a failure."""

    ADVICE_TO_SCHOOL = "advice_to_school"
    OWN_NETWORK = "own_network"
    SOCIAL_BASE = "social_base"
    SMALL_ACTION = "small_action"
    CLARIFIED_WITHOUT_TRAJECTORY = "clarified_without_trajectory"
    NOT_FITTING = "not_fitting"
    TRAJECTORY = "trajectory"
    SPECIALIST_CARE = "specialist_care"
    BORNE_TOGETHER = "borne_together"


GOOD_OUTCOMES = frozenset(
    {
        Outcome.CLARIFIED_WITHOUT_TRAJECTORY,
        Outcome.SMALL_ACTION,
        Outcome.ADVICE_TO_SCHOOL,
        Outcome.BORNE_TOGETHER,
        Outcome.OWN_NETWORK,
        Outcome.SOCIAL_BASE,
    }
)


class ReplyKind(StrEnum):
    """What somebody does when speaking in a consultation, in the order of the method."""

    CLARIFYING_QUESTION = "clarifying_question"
    ANSWER = "answer"
    ANALYSIS = "analysis"
    ADVICE = "advice"


class OutcomeProblem(StrEnum):
    """Why an outcome cannot be recorded; the page words it."""

    UNKNOWN = "outcome_unknown"
    LIVE_TALK_MISSING = "live_talk_missing"
    LIVE_TALK_IN_FUTURE = "live_talk_in_future"
    ACTION_DATE_MISSING = "action_date_missing"
    REASON_MISSING = "reason_missing"


@dataclass(frozen=True)
class Ending:
    """How somebody wants to close a consultation."""

    outcome: str
    reason: str = ""
    action_on: date | None = None
    live_talk_on: date | None = None


def outcome_problem(ending: Ending, today: date) -> OutcomeProblem | None:
    """Say why a consultation may not end like this, or nothing when it may.

    `specialist_care` needs the date of a live talk with the family in which a specialist took part,
    and that talk has to have taken place.
    """
    if ending.outcome not in set(Outcome):
        return OutcomeProblem.UNKNOWN
    if ending.outcome == Outcome.SPECIALIST_CARE:
        if ending.live_talk_on is None:
            return OutcomeProblem.LIVE_TALK_MISSING
        if ending.live_talk_on > today:
            return OutcomeProblem.LIVE_TALK_IN_FUTURE
    if ending.outcome == Outcome.SMALL_ACTION and ending.action_on is None:
        return OutcomeProblem.ACTION_DATE_MISSING
    if ending.outcome == Outcome.NOT_FITTING and not ending.reason.strip():
        return OutcomeProblem.REASON_MISSING
    return None


def due_on(asked: date) -> date:
    """Give the day by which an answer is expected: ten working days after asking."""
    day, left = asked, DAYS_TO_ANSWER
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
