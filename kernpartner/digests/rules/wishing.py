"""Decides which notices about digests a person wants: which themes and areas, and how often."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DIGEST_NOTICES = frozenset({"digest_ready", "digest_round"})
# Everything that a partner is told without having asked for it; one click stops all of it.
PARTNER_NOTICES = DIGEST_NOTICES | {"offer_result"}


class Rhythm(StrEnum):
    """How often somebody is told that digests are ready."""

    EACH = "each"
    QUARTER = "quarter"
    YEAR = "year"
    NONE = "none"


@dataclass(frozen=True)
class Wish:
    """What a person wants to be told about; no `themes` or no `areas` means all of them, those to come included."""

    rhythm: Rhythm = Rhythm.EACH
    themes: frozenset[uuid.UUID] = frozenset()
    areas: frozenset[uuid.UUID] = frozenset()


def wants(wish: Wish, *, themes: Collection[uuid.UUID], area: uuid.UUID) -> bool:
    """Say whether a digest about these themes in this area is worth a notice to somebody with this wish."""
    if wish.rhythm is Rhythm.NONE:
        return False
    here = not wish.areas or area in wish.areas
    return here and (not wish.themes or not wish.themes.isdisjoint(themes))


def may_notify(kind: str, rhythm: str, *, stopped: bool) -> bool:
    """Say whether a notice that was queued before may still go: people change their mind while it waits."""
    if stopped or rhythm == Rhythm.NONE:
        return False
    if kind not in DIGEST_NOTICES:
        return True
    return (rhythm == Rhythm.EACH) == (kind == "digest_ready")


def told_on(rhythm: Rhythm, released: date) -> date:
    """Give the day of the notice for a digest released on a day: at once, or a fixed day for all of a while.

    Per quarter: the first working day of the next one. Per year: the first working day of September, when the
    school year begins for the people who work in it.
    """
    if rhythm is Rhythm.QUARTER:
        first = (released.month - 1) // 3 * 3 + 4
        return _working_day(date(released.year + first // 13, first % 12 or 12, 1))
    if rhythm is Rhythm.YEAR:
        return _working_day(date(released.year + (released.month >= 9), 9, 1))
    return released


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
