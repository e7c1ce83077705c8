"""Decides what one case counts for and in which period it is booked.

A period is a quarter of the calendar, cut where the school year begins, so that none crosses that edge:
August-September, October-December, January-March, April-June, July. It is named by its first day.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

_STARTS = (1, 4, 7, 8, 10)
NO_SCHOOL = uuid.UUID(int=0)

# Kinds of event that bring something new about a case; all others only file the same thing elsewhere.
NEWS = frozenset({"log", "retag"})


@dataclass(frozen=True)
class Case:
    """The unit of counting: follow-ups of one concern count once, at the place and days of the first."""

    id: uuid.UUID
    area_id: uuid.UUID
    school_id: uuid.UUID | None
    organisation_id: uuid.UUID
    occurred: date
    registered: date


@dataclass(frozen=True)
class Entry:
    """One event about one case: after it the case counts for exactly these themes."""

    event_id: str
    kind: str
    case: Case
    themes: Collection[uuid.UUID] = field(default_factory=frozenset)


def month_of(day: date) -> date:
    """Give the first day of the month."""
    return day.replace(day=1)


def period_of(day: date) -> date:
    """Give the first day of the period that holds the day."""
    return date(day.year, max(start for start in _STARTS if start <= day.month), 1)


def period_after(start: date) -> date:
    """Give the first day of the period after the one that begins on `start`."""
    later = [month for month in _STARTS if month > start.month]
    return date(start.year, later[0], 1) if later else date(start.year + 1, _STARTS[0], 1)


def last_closed(on: date) -> date:
    """Give the first day of the last period that is over on that day."""
    ahead = period_of(on)
    earlier = [month for month in _STARTS if month < ahead.month]
    return date(ahead.year, earlier[-1], 1) if earlier else date(ahead.year - 1, _STARTS[-1], 1)


def lock_key(key: uuid.UUID) -> int:
    """Give the number under which PostgreSQL locks a thing that may have no row: 63 bits of its id."""
    return int.from_bytes(key.bytes[8:], "big") >> 1
