"""Decides what a digest on paper holds: plain frozen values, made from the frozen digest and drawn by the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ThemePart:
    """What the partner reads about one of its themes; every text is in words and already clean.

    `figure` is a released band ("15 tot 19 gevallen") or "niet getoond"; an empty tuple or text leaves its
    heading out.
    """

    title: str
    figure: str
    period: str
    trend: str = ""
    decided: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    paraphrases: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()


@dataclass(frozen=True)
class DigestSheet:
    """A digest ready to be drawn: the same values always give the same pages.

    `before` is the period of the last digest, empty when there was none; `changes` says what is new since.
    `released_on` is empty while organisations still have to agree ("concept"); `made_at` is an aware moment;
    `answer_url` is where the partner says what it can do; `language` is `nl` or `en`.
    """

    organisation: str
    area: str
    district: str
    period: str
    parts: tuple[ThemePart, ...]
    note: str
    made_at: datetime
    version: int
    content_hash: str
    answer_url: str
    changes: tuple[str, ...] = ()
    before: str = ""
    released_on: date | None = None
    language: str = "nl"
