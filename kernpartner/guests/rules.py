"""Decides from when until when a guest may read, and how long one session may be."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(hours=4)
SUMMARY_LIMIT = 1000


class GuestProblem(StrEnum):
    """Why a guest cannot be invited like this; the page words it."""

    EMAIL_UNREADABLE = "guest_email_unreadable"
    ORGANISATION_UNKNOWN = "guest_organisation_unknown"
    PERSON_ELSEWHERE = "guest_person_elsewhere"
    STARTS_IN_PAST = "guest_starts_in_past"
    LENGTH_WRONG = "guest_length_wrong"
    SUMMARY_MISSING = "guest_summary_missing"
    SUMMARY_TOO_LONG = "guest_summary_too_long"


def window_problem(starts_at: datetime, ends_at: datetime, now: datetime) -> GuestProblem | None:
    """Say what is wrong with a time window: it must end after it begins and after now, within four hours."""
    if ends_at <= now:
        return GuestProblem.STARTS_IN_PAST
    if not timedelta(0) < ends_at - starts_at <= LONGEST:
        return GuestProblem.LENGTH_WRONG
    return None


def summary_problem(text: str) -> GuestProblem | None:
    """Say what is wrong with a summary, if anything."""
    if not text.strip():
        return GuestProblem.SUMMARY_MISSING
    return GuestProblem.SUMMARY_TOO_LONG if len(text) > SUMMARY_LIMIT else None


def may_read(starts_at: datetime, ends_at: datetime, withdrawn_at: datetime | None, now: datetime) -> bool:
    """Say whether a guest may read now: from the first moment of the session up to, not at, its end."""
    return starts_at <= now < ends_at and (withdrawn_at is None or now < withdrawn_at)
