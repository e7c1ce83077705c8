"""Decides how minutes become final, what of them is frozen, and what of their outcome everybody may read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FORMAT = 1
AMENDMENT_LIMIT = 600


class Standing(StrEnum):
    """Where minutes stand: being written, put before those who attended, to be amended, or final."""

    WRITTEN = "written"
    SUBMITTED = "submitted"
    AMENDED = "amended"
    FINAL = "final"


class MinutesChoice(StrEnum):
    """What somebody who attended says of the minutes."""

    APPROVED = "approved"
    AMENDED = "amended"


@dataclass(frozen=True)
class Said:
    """One answer: by whom (an id of an organisation), and what."""

    organisation: str
    choice: MinutesChoice


def standing(submitted: bool, attended: Collection[str], answers: Iterable[Said]) -> Standing:
    """Give where minutes stand; final when of every organisation that attended somebody approved, and nobody amends.

    `attended` are ids of the core partners' organisations that were there. Guests were there for a part only.
    """
    if not submitted:
        return Standing.WRITTEN
    given = list(answers)
    if any(one.choice is MinutesChoice.AMENDED for one in given):
        return Standing.AMENDED
    approved = {one.organisation for one in given if one.choice is MinutesChoice.APPROVED}
    return Standing.FINAL if attended and set(attended) <= approved else Standing.SUBMITTED


def waiting(attended: Mapping[str, str], answers: Iterable[Said]) -> list[str]:
    """Give the labels of the organisations of which nobody answered yet; `attended` is id to label."""
    heard = {one.organisation for one in answers}
    return sorted(label for key, label in attended.items() if key not in heard)


def minutes_content(
    meeting: Any, about: str, present: Sequence[Mapping[str, str]], items: Sequence[Mapping[str, Any]], version: int
) -> dict[str, Any]:
    """Give minutes as plain JSON values; `meeting` is read by the names of its fields.

    `present` holds `organisation` and `person`; an item `title`, `text`, `decisions` (texts) and `actions`
    (`text`, `owner`, `person`, `due_on` as ISO day or empty).
    """
    return {
        "format": FORMAT,
        "meeting": str(meeting.id),
        "version": version,
        "title": meeting.title,
        "about": about,
        "starts_at": meeting.starts_at.isoformat(),
        "place": meeting.place,
        "present": [dict(one) for one in present],
        "items": [dict(item) for item in items],
    }


# A figure in a sentence of the public page would be one that nobody released.
_COUNTED = (
    r"kind(?:eren)?|leerling(?:en)?|jonger(?:e|en)|gezin(?:nen)?|ouders?|signa(?:al|len)|geval(?:len)?|casus(?:sen)?"
    r"|melding(?:en)?|keer|trajecten|traject|procent|%"
)
_NUMBER = (
    r"\d[\d.,]*|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien"
    r"|zeventien|achttien|negentien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd"
    r"|enkele|paar|tientallen|helft"
)
_FIGURE = re.compile(
    rf"(?<!\w)(?:{_NUMBER})(?:\s+(?:tot|à|of|van de|op de|andere|nieuwe|{_NUMBER}))*\s*(?:{_COUNTED})(?!\w)",
    re.IGNORECASE,
)


def without_figures(lines: Iterable[str]) -> list[str]:
    """Give the lines that count no children, families, concerns or shares; a line that does is left out whole."""
    return [line for line in lines if not _FIGURE.search(line)]


@dataclass(frozen=True)
class PublicItem:
    """What everybody may read of one item: decisions, and actions with the organisation that does them."""

    title: str
    decisions: tuple[str, ...]
    actions: tuple[tuple[str, str], ...]


def public_items(content: Mapping[str, Any]) -> list[PublicItem]:
    """Give what of frozen minutes everybody may read: no names of people, no minutes, no figures; no empty items."""
    found = []
    for item in content["items"]:
        actions = [(one["text"], one["owner"]) for one in item["actions"] if without_figures([one["text"]])]
        decisions = without_figures(item["decisions"])
        if actions or decisions:
            found.append(PublicItem(item["title"], tuple(decisions), tuple(actions)))
    return found
