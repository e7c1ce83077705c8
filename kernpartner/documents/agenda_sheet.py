"""Decides what an agenda on paper holds: plain frozen values, made by the meetings and drawn by the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class SheetItem:
    """One item as the reader of the paper sees it; every text is already clean and in words.

    `bands` are lines such as "Dit schooljaar: 15 tot 19 gevallen" or "Dit schooljaar: niet getoond";
    `why` are whole sentences; an empty tuple or text leaves its heading out.
    """

    number: int
    title: str
    start: datetime
    end: datetime
    minutes: int
    aim: str = ""
    question: str = ""
    brought_in_by: str = ""
    desired_result: str = ""
    bands: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    open_actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class AgendaSheet:
    """An agenda ready to be drawn: the same values always give the same pages.

    `starts_at` and `ends_at` are aware moments to be written in Europe/Amsterdam; `version` is 0 and
    `content_hash` empty while the agenda is a draft ("concept"); `made_at` is when this sheet was made.
    `share_note` says openly what is not shown; `language` is `nl` or `en`.
    """

    title: str
    district: str
    subject: str
    date: date
    starts_at: datetime
    ends_at: datetime
    place: str
    chair: str
    items: tuple[SheetItem, ...]
    members: tuple[str, ...]
    guests: tuple[str, ...]
    version: int
    content_hash: str
    made_at: datetime
    share_note: str = ""
    language: str = "nl"

    @property
    def is_draft(self) -> bool:
        """Say whether people can still change the agenda."""
        return not self.content_hash
