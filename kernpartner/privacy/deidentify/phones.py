"""Decides which parts of a text are phone numbers, in figures of any grouping or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kernpartner.privacy.deidentify.dates import is_day
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.windows import Windows, scan

_PHONE = re.compile(
    r"(?<![\w+,€])(?<!\d[.\-/])(?:(?:\+|00)[ ]?\d{1,3}[ .\-/]{0,3}(?:\(0\)[ .\-/]{0,3})?|\(?0\d{0,3}\)?[ .\-/]{0,3})"
    r"(?:\(?\d\)?[ .\-/]{0,3}){5,12}\d(?!\d)"
)
_PHONE_LOCAL = re.compile(
    r"\b(?:tel(?:efoon)?(?:nummer|nr)?|bel(?:len)?|mob(?:iel)?|gsm|nummer|nr|bereikbaar(?: op)?|app(?:en)?|"
    r"whatsapp)\b[ .:]{0,3}(?:is |op |via |naar )?"
    r"(?P<number>\(?\d(?:[\d .\-/()]{5,15})\d)(?!\d)",
    re.IGNORECASE,
)
_UNIT = r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_TENS = r"(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)"
_TEENS = r"(?:nul|tien|elf|twaalf|dertien|veertien|(?:vijf|zes|zeven|acht|negen)tien)"
_FIGURE = rf"(?:{_TEENS}|(?:{_UNIT}[eë]n)?{_TENS}|{_UNIT}|dubbel|\d{{1,4}})"
_PHONE_SPOKEN = re.compile(rf"\b(?:nul[ ,-]{{1,2}}zes|06)(?:[ ,-]{{1,2}}{_FIGURE}){{4,10}}\b", re.IGNORECASE)


def phones(text: str, near: Windows) -> Iterator[Span]:
    """Give the phone numbers near digits, and those in words."""
    for found in scan(_PHONE, text, near):
        end = _phone_end(text, *found.span())
        if end:
            opened = text[found.start()] == "(" and ")" not in text[found.start() : end]
            yield Span(found.start() + opened, end, "phone")
    lowered = text.lower()
    for found in _PHONE_SPOKEN.finditer(text) if "nul" in lowered or "06" in text else ():
        yield Span(*found.span(), "phone")
    for found in scan(_PHONE_LOCAL, text, near):
        digits = sum(char.isdigit() for char in found["number"])
        if 7 <= digits <= 13 and not is_day(found["number"]):
            yield Span(*found.span("number"), "phone")


def _phone_end(text: str, start: int, end: int) -> int:
    """Give where a phone number ends, or 0 when it is none: ten digits in this country, up to fourteen abroad."""
    places = [index for index in range(start, end) if text[index].isdigit()]
    number = "".join(text[index] for index in places)
    if is_day(text[start:end]):
        return 0
    if text[start] == "+" or number.startswith("00"):
        return end if 9 <= len(number) <= 15 else 0
    if len(number) > 10:
        return places[9] + 1 if not text[places[9] + 1].isdigit() else end
    wanted = 8 if number.startswith("06") else 9
    return end if len(number) >= wanted else 0
