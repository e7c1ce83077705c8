"""Decides when somebody is reminded of what waits; each reason once, and a standing one at most once a month."""

from __future__ import annotations

from datetime import date, timedelta

UNANSWERED_AFTER = 5
DEADLINE_WITHIN = 2
OUTCOME_AFTER = timedelta(days=5)
ACTION_WITHIN = timedelta(days=3)
MONTH = 30


def working_days(since: date, until: date) -> int:
    """Count the working days after a day up to and including another one; 0 when that lies before."""
    days = (since + timedelta(days=n) for n in range(1, (until - since).days + 1))
    return sum(day.weekday() < 5 for day in days)


def of_a_question(asked_on: date, due_on: date, today: date) -> str | None:
    """Give the kind of reminder for an unanswered question, or nothing when it is not time yet."""
    if today > due_on:
        return "remind_overdue"
    if working_days(today, due_on) <= DEADLINE_WITHIN:
        return "remind_deadline"
    return "remind_unanswered" if working_days(asked_on, today) >= UNANSWERED_AFTER else None


def outcome_is_missing(due_on: date, today: date) -> bool:
    """Say whether the author is asked how it ended: some days after answers were due."""
    return today - due_on >= OUTCOME_AFTER


def of_an_action(due_on: date, today: date) -> str | None:
    """Give which reminder of an action it is time for: `near` or `late`, each once per agreed day."""
    if today > due_on:
        return "late"
    return "near" if due_on - today <= ACTION_WITHIN else None


def month_of_waiting(since: date | None, today: date) -> int:
    """Give how many whole months something waits: it is in the key, so a standing reminder comes once a month."""
    return (today - (since or date.min)).days // MONTH
