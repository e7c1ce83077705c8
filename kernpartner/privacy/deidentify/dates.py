"""Decides which dates are of a birth or an incident, and says them less exactly: begin, half or eind of a month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.planned import is_planned
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.windows import around_digits, scan

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_SHORT = {month[:3]: number for number, month in enumerate(MONTHS, 1)} | {
    "mrt": 3,
    "sept": 9,
    "okt": 10,
    "oct": 10,
    "may": 5,
    "maa": 3,
    "febr": 2,
    "aug": 8,
    "sep": 9,
    "novem": 11,
    "decem": 12,
    "octo": 10,
    "okto": 10,
    "septem": 9,
    "janu": 1,
}
_MONTH = "|".join([*MONTHS, *sorted(_SHORT, key=len, reverse=True)])
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)"
_WRITTEN = re.compile(
    rf"(?<![\w.,€/-])(?P<day>[0-3]?\d)(?:e|ste|de|th|st)?[ ./-]{{0,2}}(?:van )?(?P<month>{_MONTH})\b"
    r"(?:\.?[ ,./-]{0,2}(?<=[ ,./-])(?P<year>(?:19|20)\d\d|'\d\d|\d\d(?![\w:.]|\s?(?:uur|u\b)))(?!\d))?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    rf"(?<!\w)(?P<year>(?:19|20)\d\d)[ ./-]{{1,2}}(?P<month>{_MONTH})[ ./-]{{1,2}}(?P<day>[0-3]?\d)(?!\w)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w)(?P<month>{_MONTH})[ ](?P<day>[0-3]?\d)(?:e|ste|de|th|st)?,?[ ](?P<year>(?:19|20)\d\d)(?!\w)",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"(?<![\w.,€/-])(?P<day>[0-3]?\d)\s?(?P<mark>[-/.\\ ])\s?(?P<month>[01]?\d)\s?(?P=mark)\s?"
    r"'?(?P<year>(?:19|20)\d\d|\d\d)(?![\w/-]|[.,]\d)"
)
_ISO = re.compile(r"(?<![\w.-])(?P<year>(?:19|20)\d\d)[-/.](?P<month>[01]?\d)[-/.](?P<day>[0-3]?\d)(?![\w-])")
_SHORT_FIGURES = re.compile(r"(?<![\w.,€/-])(?P<day>[0-3]?\d)(?P<mark>[-/])(?P<month>[01]?\d)(?![\w/-]|[.,]\d)")
_BEFORE_SHORT = re.compile(
    r"(?:\b(?:op|sinds|van(?=[ ]+$)|dd|d\.d|datum|vanaf|(?:maan|dins|woens|donder|vrij|zater|zon)dag|ma|di|wo|do|vr|"
    r"za|zo)"
    r"\.?[ :]{1,2})$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[.!?;\n]\s*)$")
_AFTER_SHORT = re.compile(
    r"\s?[:,]|\s(?:is|was|werd|heeft|hebben|had|zag|kwam|ging|zat|weer|gesprek|gebeld|melding)\b", re.I
)
_COMPACT = re.compile(r"(?<!\w)(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>(?:19|20)\d\d)(?!\w)")
_DAY_WORDS = lists.sections("words")["day_words"].split()
_DAY_NUMBERS = lists.sections("words")["day_numbers"].split()
_ANY_DAY = "|".join(sorted([*_DAY_WORDS, *_DAY_NUMBERS], key=len, reverse=True))
_IN_WORDS = re.compile(
    rf"\b(?P<day>{_ANY_DAY}) (?:van )?(?P<month>{'|'.join(MONTHS)})\b(?: (?P<year>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_CUED = re.compile(
    r"\b(?:geb(?:oren|oortedatum|datum|dat|\.)?|g\.?d\.?|dob)[ .:]{0,3}(?:op |is |dat(?:um)?[ .:]{0,2})?", re.IGNORECASE
)
# A day of the week makes a part of a month one of four days, so it goes too.
_WEEKDAY = re.compile(
    r"(?<!\w)(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag(?:morgen|ochtend|middag|avond|nacht)?|(?:ma|di|wo|do|vr|za|zo)\.?)"
    r",? (?:de )?$",
    re.IGNORECASE,
)
_SPAN_TO = re.compile(r"(?<![\w.,])(?P<first>[0-3]?\d)(?:\s?(?:-|t/m|tot|en|op|/|of)\s?)$", re.IGNORECASE)


@dataclass(frozen=True)
class Day:
    """A date as it stands in a text, and whether it is one of birth."""

    start: int
    end: int
    day: int
    month: int
    year: str
    birth: bool
    weekday: bool = False

    @property
    def span(self) -> Span:
        """Give where it stands."""
        return Span(self.start, self.end, "date")


def days(text: str) -> Iterator[Day]:
    """Give the dates of a birth or an incident; dates of something planned are left alone."""
    for found in _candidates(text):
        before = text[max(0, found.start - 28) : found.start]
        cued = list(_CUED.finditer(before))
        birth = found.birth or bool(cued and len(before) - cued[-1].end() <= 3)
        if birth or not is_planned(text, found.start, found.end):
            weekday = _WEEKDAY.search(before)
            start = found.start - len(weekday.group()) if weekday else found.start
            yield Day(start, found.end, found.day, found.month, found.year, birth, bool(weekday))


def _candidates(text: str) -> Iterator[Day]:
    taken = bytearray(len(text))
    near = around_digits(text, 30)
    lowered = text.lower()
    in_words = any(month in lowered for month in MONTHS)
    for pattern in (_WRITTEN, _YEAR_FIRST, _MONTH_FIRST, _FIGURES, _ISO, _COMPACT, _IN_WORDS, _SHORT_FIGURES):
        for found in pattern.finditer(text) if pattern is _IN_WORDS and in_words else scan(pattern, text, near):
            day, month = _day(found["day"]), _month(found["month"])
            if not (1 <= day <= 31 and 1 <= month <= 12) or any(taken[found.start() : found.end()]):
                continue
            if pattern is _SHORT_FIGURES and _is_range(text, found):
                continue
            if pattern is _SHORT_FIGURES and not _is_short_day(text, found):
                continue
            if pattern is _FIGURES and found["mark"] == " " and len(found["year"]) == 2:
                continue
            pair = _SPAN_TO.search(text[max(0, found.start() - 12) : found.start()]) if pattern is _WRITTEN else None
            if pair and int(pair["first"]) <= 31:
                start = found.start() - (len(pair.group()))
                year = (found["year"] or "").strip("'")
                taken[start : found.end()] = b"\x01" * (found.end() - start)
                yield Day(start, found.end(), day, month, year, _is_child_birth(year))
                continue
            taken[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
            year = (found.groupdict().get("year") or "").strip("'")
            yield Day(found.start(), found.end(), day, month, year, _is_child_birth(year))


def _is_short_day(text: str, found: re.Match[str]) -> bool:
    """Say whether "21-10" is a day: after "op" or a day of the week, or first in a line and no score of a match."""
    if _BEFORE_SHORT.search(text[max(0, found.start() - 14) : found.start()]):
        return True
    sure = int(found["day"]) > 12 or found["day"].startswith("0") or found["month"].startswith("0")
    return (
        sure
        and bool(_OPENS.search(text[max(0, found.start() - 3) : found.start()]))
        and bool(_AFTER_SHORT.match(text, found.end()))
    )


def _is_range(text: str, found: re.Match[str]) -> bool:
    """Say whether "van 10-12" is of years or hours, not the tenth of December."""
    return bool(
        re.match(r"\s?(?:jaar|jr|jarige|uur|u\b|weken|wk|keer|x\b|kinderen|dagen|maanden|minuten)", text[found.end() :])
    )


def _is_child_birth(year: str) -> bool:
    """Say whether a written year is long ago: then the date is of a birth, whatever stands around it."""
    return len(year) == 4 and int(year) <= 2019


def _day(written: str) -> int:
    if written.isdigit():
        return int(written)
    lowered = written.lower()
    return (_DAY_WORDS if lowered in _DAY_WORDS else _DAY_NUMBERS).index(lowered) + 1


def _month(written: str) -> int:
    return (
        int(written)
        if written.isdigit()
        else _SHORT.get(written.lower().rstrip("."), 0) or MONTHS.index(written.lower()) + 1
    )


def coarse(day: Day, before: str) -> str:
    """Give a date of birth as its year, another date as part of its month; `before` is the text in front of it."""
    if day.birth:
        year = day.year if len(day.year) == 4 else f"20{day.year}" if day.year else ""
        return (
            (f"in {year}" if not before.rstrip().lower().endswith(" in") else year)
            if year
            else f"in {MONTHS[day.month - 1]}"
        )
    part = "begin" if day.day <= 10 else "half" if day.day <= 20 else "eind"
    year = f" {day.year if len(day.year) == 4 else '20' + day.year}" if day.year else ""
    lead = (
        "een dag "
        if day.weekday
        or (re.search(r"\b(?:op|dag)\s*$", before, re.IGNORECASE) and not before.rstrip().lower().endswith("dag"))
        else ""
    )
    return f"{lead}{part} {MONTHS[day.month - 1]}{year}"


def is_day(text: str) -> bool:
    """Say whether figures alone are written as a date."""
    return bool(
        re.fullmatch(r"\(?\d{1,2}\s?[-/. ]\s?\d{1,2}\s?[-/. ]\s?(?:\d{2}|(?:19|20)\d{2})\)?", text.strip())
    ) or bool(re.fullmatch(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}", text.strip()))
