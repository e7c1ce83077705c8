"""Draws agendas, minutes, digests and the system map as tagged PDF (PDF/UA-1) with Typst and the fonts we carry."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst
from babel.dates import format_date, format_datetime, format_time

from kernpartner.documents.agenda_sheet import AgendaSheet
from kernpartner.documents.digest_sheet import DigestSheet
from kernpartner.documents.minutes_sheet import MinutesSheet

FOLDER = Path(__file__).with_name("typst")
FONTS = Path(__file__).with_name("fonts")
COLOURS = Path(__file__).with_name("colours.json")
LOCAL = ZoneInfo("Europe/Amsterdam")


def agenda(sheet: AgendaSheet) -> bytes:
    """Draw an agenda: programme on top, then each item; a PDF that screen readers can follow."""
    words = asdict(sheet)
    words.update(
        day=_day(sheet.date, sheet.language),
        start=_clock(sheet.starts_at, sheet.language),
        end=_clock(sheet.ends_at, sheet.language),
        made=_moment(sheet.made_at, sheet.language),
        draft=sheet.is_draft,
    )
    for item, given in zip(words["items"], sheet.items, strict=True):
        item.update(start=_clock(given.start, sheet.language), end=_clock(given.end, sheet.language))
    return _drawn("agenda.typ", words, sheet.made_at)


def minutes(sheet: MinutesSheet) -> bytes:
    """Draw minutes: who was there and what was agreed on top, then each item."""
    words = asdict(sheet)
    words.update(day=_day(sheet.date, sheet.language), made=_moment(sheet.made_at, sheet.language))
    return _drawn("minutes.typ", words, sheet.made_at)


def digest(sheet: DigestSheet) -> bytes:
    """Draw a digest of one page, or more where a partner has many themes."""
    words = asdict(sheet)
    words.update(
        made=_moment(sheet.made_at, sheet.language),
        released=format_date(sheet.released_on, "d MMMM y", locale=sheet.language) if sheet.released_on else "",
    )
    return _drawn("digest.typ", words, sheet.made_at)


def system_map_sheet(svg: str, *, title: str, description: str, made_at: datetime, language: str = "nl") -> bytes:
    """Draw the system map on a landscape page; `description` says in words what the drawing shows."""
    words = {
        "title": title,
        "svg": svg,
        "description": description,
        "made": _moment(made_at, language),
        "language": language,
    }
    return _drawn("map.typ", words, made_at)


def _drawn(template: str, words: dict[str, Any], made_at: datetime) -> bytes:
    given = json.dumps({**words, "colours": _colours()}, default=str, ensure_ascii=False)
    drawn = typst.compile(
        FOLDER / template,
        root=FOLDER,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"given": given},
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
    )
    assert isinstance(drawn, bytes), "one document gives one file"
    return drawn


@lru_cache(maxsize=1)
def _colours() -> dict[str, str]:
    light = json.loads(COLOURS.read_text(encoding="utf-8"))["light"]
    names = {
        "ink": "default-color-document",
        "quiet": "default-color-subtle",
        "line": "default-border-subtle",
        "soft": "accent-1-bg-subtle",
        "strong": "action-1-inverse-bg-document",
    }
    return {short: light[f"--basis-color-{name}"] for short, name in names.items()}


def _day(on: date, language: str) -> str:
    written = format_date(on, "EEEE d MMMM y", locale=language)
    return written[:1].upper() + written[1:]


def _clock(at: datetime, language: str) -> str:
    return format_time(at, "HH:mm", tzinfo=LOCAL, locale=language)


def _moment(at: datetime, language: str) -> str:
    return format_datetime(at, "d MMMM y, HH:mm", tzinfo=LOCAL, locale=language)
