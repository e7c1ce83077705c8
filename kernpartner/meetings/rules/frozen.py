"""Decides what of an agenda is frozen and how it is written down, so that its hash can be checked by anybody."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from kernpartner.meetings.rules.parts import timetable

FORMAT = 1
_FIELDS = (
    "key",
    "kind",
    "title",
    "aim",
    "minutes",
    "question",
    "brought_in_by",
    "desired_result",
    "bands",
    "lessons",
    "offers",
    "guests",
    "open_actions",
    "why",
)


def frozen(meeting: Any, items: Sequence[Any], *, version: int, members: Sequence[str]) -> dict[str, Any]:
    """Give everything that was settled as plain JSON values, the items in their order with their times.

    `meeting` and `items` are read by the names of their fields; people who joined later change nothing here.
    """
    times = timetable(meeting.starts_at, [item.minutes for item in items])
    return {
        "format": FORMAT,
        "meeting": str(meeting.id),
        "version": version,
        "kind": meeting.kind,
        "title": meeting.title,
        "starts_at": _moment(meeting.starts_at),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "members": list(members),
        "items": [
            {name: getattr(item, name) for name in _FIELDS}
            | {"theme": str(item.theme_id) if item.theme_id else None}
            | {"start": _moment(time.start), "end": _moment(time.end)}
            for item, time in zip(items, times, strict=True)
        ],
    }


def canonical(content: Mapping[str, Any]) -> str:
    """Write values as canonical JSON: keys in order, no spaces, letters as they are."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_hash(text: str) -> str:
    """Give the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()
