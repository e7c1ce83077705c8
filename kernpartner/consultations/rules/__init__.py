"""Decides how a consultation may end, by when it is answered, and how its talk goes."""

from kernpartner.consultations.rules.ending import (
    DAYS_TO_ANSWER,
    GOOD_OUTCOMES,
    Ending,
    Outcome,
    OutcomeProblem,
    ReplyKind,
    due_on,
    outcome_problem,
)

__all__ = [
    "DAYS_TO_ANSWER",
    "GOOD_OUTCOMES",
    "Ending",
    "Outcome",
    "OutcomeProblem",
    "ReplyKind",
    "due_on",
    "outcome_problem",
]
