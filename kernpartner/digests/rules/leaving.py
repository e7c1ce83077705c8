"""Decides when a digest may leave, who must have agreed to which content, and what can be left out of it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from kernpartner.digests.rules.changing import LISTS, still_true

# Between the edition and the digest people read it over; the day is fixed beforehand, never "when it is ready".
DAYS_TO_SIGN = 14
REMIND_AFTER_DAYS = 7
REMARK_LIMIT = 500
# A lesson is told a quarter late, so that nobody can tie it to a case of last week.
LESSON_DELAY = timedelta(days=91)


class Choice(StrEnum):
    """What a home organisation says of a digest."""

    AGREE = "agree"
    CHANGE = "change"


class Status(StrEnum):
    """Where a digest is: being read over, gone to the partner, or never to go."""

    COMPILED = "compiled"
    RELEASED = "released"
    WITHHELD = "withheld"


class SignProblem(StrEnum):
    """Why a signature cannot be taken; the page words it."""

    REMARK_MISSING = "remark_missing"
    REMARK_TOO_LONG = "remark_too_long"
    CHOICE_UNKNOWN = "choice_unknown"


def leaves_on(edition_on: date, compiled_on: date) -> date:
    """Give the day on which a digest leaves: two weeks after its edition, a Monday to Friday.

    What is compiled later (a partner that came later, a worker that was away) gets its two weeks from then.
    """
    day = max(edition_on, compiled_on) + timedelta(days=DAYS_TO_SIGN)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def may_leave(
    *, status: str, leaves: date, on: date, needed: Collection[uuid.UUID], agreed: Collection[uuid.UUID]
) -> bool:
    """Say whether a digest goes to the partner: its day has come and everybody who wrote agrees to this content.

    Where nobody has to agree nothing leaves: an empty list is a mistake in the organisations, not a permission.
    """
    return status == Status.COMPILED and leaves <= on and bool(needed) and set(needed) <= set(agreed)


def sign_problem(choice: str, remark: str) -> SignProblem | None:
    """Say why this signature cannot be taken, or nothing when it can; a change needs words."""
    if choice not in set(Choice):
        return SignProblem.CHOICE_UNKNOWN
    if choice == Choice.CHANGE and not remark.strip():
        return SignProblem.REMARK_MISSING
    return SignProblem.REMARK_TOO_LONG if len(remark) > REMARK_LIMIT else None


def seal(content: Mapping[str, Any]) -> str:
    """Give the SHA-256 of the content in canonical JSON: what people agreed to is what the partner reads."""
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def without(content: Mapping[str, Any], left_out: Collection[str]) -> dict[str, Any]:
    """Give the content without the named parts: `<theme id>` or `<theme id>:<list>:<number>` (lists: `LISTS`).

    People can only hide more: nothing is added, and no figure is changed.
    """
    kept: list[dict[str, Any]] = []
    for part in content["themes"]:
        key = str(part["theme_id"])
        if key in left_out:
            continue
        kept.append(
            {
                **part,
                **{
                    name: [line for at, line in enumerate(part[name]) if f"{key}:{name}:{at}" not in left_out]
                    for name in LISTS
                    if name in part
                },
            }
        )
    told = {"changes": still_true(content["changes"], kept)} if "changes" in content else {}
    return {**content, "themes": kept, **told}
