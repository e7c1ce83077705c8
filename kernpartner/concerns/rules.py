"""Decides what a complete concern is, and what of it counts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

TEXT_LIMIT = 4_000
TRIED_LIMIT = 500
DRAFT_DAYS = 7
# A concern whose text was kept long enough has lost its text, not its place in the counts; one taken back lost both.
COUNTED = ("open", "expired")
# What can be done to the themes of many concerns at once.
RETAG_KINDS = ("move", "add", "remove")
REASON_LIMIT = 300

AGE_BANDS = (
    "4-8",
    "9-10",
    "10-11",
    "11-12",
    "12-13",
    "13-14",
    "15-18",
    "onbekend",
)


class Perspective(StrEnum):
    """Through whose eyes something was seen."""

    PROFESSIONAL = "professional"
    PUPIL = "pupil"
    PARENT = "parent"


class Wider(StrEnum):
    """The author's own answer to "is this more than this one case?"."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Problem(StrEnum):
    """What is wrong with something that was filled in; the page words it."""

    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    TRIED_TOO_LONG = "tried_too_long"
    AGE_BAND_MISSING = "age_band_missing"
    PERSPECTIVE_MISSING = "perspective_missing"
    WIDER_MISSING = "wider_missing"
    DATE_IN_FUTURE = "date_in_future"
    DATE_TOO_OLD = "date_too_old"
    SCHOOL_UNKNOWN = "school_unknown"


class HintReason(StrEnum):
    """Why something that could identify in combination may stay; kept without the words."""

    COMMON_HERE = "common_here"
    NEEDED = "needed"
    MADE_BROADER = "made_broader"


@dataclass(frozen=True)
class ConcernInput:
    """What an author hands in. `kept` are words of which the author says that they are no names."""

    text: str | None
    age_band: str
    perspective: str
    wider: str
    occurred_on: date
    tried: str = ""
    school_id: uuid.UUID | None = None
    follows: uuid.UUID | None = None
    kept: tuple[str, ...] = ()
    confirmed: tuple[uuid.UUID, ...] = ()
    refused: tuple[uuid.UUID, ...] = ()
    factors: tuple[uuid.UUID, ...] = ()
    hint_reasons: Mapping[str, str] = field(default_factory=dict)
    removed_count: int = 0


def problems(given: ConcernInput, today: date, *, historic: bool = False) -> dict[str, Problem]:
    """Give what is wrong per field; empty when the concern is complete.

    A historic concern may come without text, because old counts have none.
    """
    found: dict[str, Problem] = {}
    if not historic and not (given.text or "").strip():
        found["text"] = Problem.TEXT_MISSING
    elif len(given.text or "") > TEXT_LIMIT:
        found["text"] = Problem.TEXT_TOO_LONG
    if len(given.tried) > TRIED_LIMIT:
        found["tried"] = Problem.TRIED_TOO_LONG
    if given.age_band not in AGE_BANDS:
        found["age_band"] = Problem.AGE_BAND_MISSING
    if given.perspective not in set(Perspective):
        found["perspective"] = Problem.PERSPECTIVE_MISSING
    if given.wider not in set(Wider):
        found["wider"] = Problem.WIDER_MISSING
    if given.occurred_on > today:
        found["occurred_on"] = Problem.DATE_IN_FUTURE
    elif not historic and given.occurred_on < today - timedelta(days=366):
        found["occurred_on"] = Problem.DATE_TOO_OLD
    return found
