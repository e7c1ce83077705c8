"""Decides which fixed parts a meeting has, how long they are, and how many minutes are left to choose for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kernpartner.meetings.rules.planner import SLOT

DEFAULT_MINUTES = 90
SHORTEST, LONGEST = 30, 240


class Kind(StrEnum):
    """What an item is: four fixed parts, and four kinds among which is chosen."""

    OPENING = "opening"
    NUMBERS = "numbers"
    OFFERS = "offers"
    DECISIONS = "decisions"
    THEME = "theme"
    LESSON = "lesson"
    ACTION = "action"
    QUESTION = "question"


class Aim(StrEnum):
    """What a group does with an item; one item has one aim, because mixing them eats time."""

    INFORM = "inform"
    DISCUSS = "discuss"
    DECIDE = "decide"


AIM_WORDS = {Aim.INFORM: "informeren", Aim.DISCUSS: "bespreken", Aim.DECIDE: "besluiten"}
FIXED = (Kind.OPENING, Kind.NUMBERS, Kind.OFFERS, Kind.DECISIONS)
_USUAL = {Kind.OPENING: 10, Kind.NUMBERS: 15, Kind.OFFERS: 10, Kind.DECISIONS: 10}


@dataclass(frozen=True)
class Times:
    """From when to when something lasts."""

    start: datetime
    end: datetime


def parts(minutes: int, settings: Mapping[str, int] | None = None, *, offers: bool = True) -> dict[Kind, int]:
    """Give the minutes of each fixed part of a meeting of this length.

    In 90 minutes: 10 for open actions, 15 for numbers and new themes, 10 for partners' offers, 10 for
    decisions. A longer or shorter meeting scales them in steps of five; `settings` names other minutes.
    Without offers that part is left out.
    """
    chosen = settings or {}
    kinds = [kind for kind in FIXED if offers or kind is not Kind.OFFERS]
    return {kind: max(0, int(chosen.get(kind.value, _scaled(_USUAL[kind], minutes)))) for kind in kinds}


def budget(minutes: int, fixed: Mapping[Kind, int]) -> int:
    """Give the minutes that are left to choose for: never below zero, in steps of five."""
    return max(0, minutes - sum(fixed.values())) // SLOT * SLOT


def timetable(starts_at: datetime, minutes: list[int]) -> list[Times]:
    """Give from when to when each item lasts when they follow each other."""
    found: list[Times] = []
    start = starts_at
    for length in minutes:
        end = start + timedelta(minutes=length)
        found.append(Times(start, end))
        start = end
    return found


def _scaled(usual: int, minutes: int) -> int:
    return max(SLOT, usual * minutes // DEFAULT_MINUTES // SLOT * SLOT)
