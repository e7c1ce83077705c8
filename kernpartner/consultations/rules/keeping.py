"""Decides how long the texts of a concern and of its consultation are kept."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from uuid import UUID

MONTHS_KEPT = 15
MONTHS_AFTER_MEETING = 3


@dataclass(frozen=True)
class Held:
    """A meeting that took place: on a day, for an area or for one school of it."""

    on: date
    area_id: UUID
    school_id: UUID | None = None


def months_before(day: date, months: int) -> date:
    """Give the same day so many months earlier, or the last day of that month when it is shorter."""
    at = day.year * 12 + day.month - 1 - months
    year, month = divmod(at, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_kept(today: date) -> date:
    """Give the day of registration up to which every text goes today: fifteen months, whatever else is going on."""
    return months_before(today, MONTHS_KEPT)


def behind(held: Held, today: date) -> bool:
    """Say whether a meeting lies so far back (three months) that the texts it was about can go."""
    return held.on <= months_before(today, MONTHS_AFTER_MEETING)
