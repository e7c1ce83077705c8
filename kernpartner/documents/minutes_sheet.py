"""Decides what minutes on paper hold: plain frozen values, made by the meetings and drawn by the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self


@dataclass(frozen=True)
class MinutesItem:
    """What was said, decided and agreed about one item; `actions` are lines that name who does what by when."""

    number: int
    title: str
    text: str = ""
    decisions: tuple[str, ...] = ()
    actions: tuple[tuple[str, str, str], ...] = ()

    @classmethod
    def read(cls, number: int, item: Mapping[str, Any]) -> Self:
        """Give an item of frozen minutes as a line of paper; `item` is as the meetings freeze it."""
        actions = tuple(
            (one["text"], ", ".join(filter(None, (one["owner"], one["person"]))), _day(one["due_on"]))
            for one in item["actions"]
        )
        return cls(number, item["title"], item["text"], tuple(item["decisions"]), actions)


@dataclass(frozen=True)
class MinutesSheet:
    """Minutes ready to be drawn: the same values always give the same pages.

    `version` is 0 while they are being written; `final` when everybody who attended approved; `made_at` is
    when this sheet was made; `language` is `nl` or `en`.
    """

    title: str
    district: str
    subject: str
    date: date
    place: str
    present: tuple[str, ...]
    items: tuple[MinutesItem, ...]
    version: int
    final: bool
    approved_by: tuple[str, ...]
    content_hash: str
    made_at: datetime
    language: str = "nl"


def _day(written: str) -> str:
    if not written:
        return ""
    on = date.fromisoformat(written)
    return f"{on.day}-{on.month}-{on.year}"
