"""Decides how a typed text is read: look-alike characters as the letters they stand for, invisible ones not at all."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# Characters that look like a Latin one, and typographic variants; each becomes exactly one character.
_LETTERS = (
    "АВЕКМНОРСТХУІЈЅаеорсухіјѕкΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαıɑ",
    "ABEKMHOPCTXYIJSaeopcyxijskABEZHIKMNOPTYXoaia",
)
_LOOKALIKES = str.maketrans(
    dict(zip(*_LETTERS, strict=True))
    | dict.fromkeys("‘’‚‛`´", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys(map(chr, (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)), " ")
    | {"＠": "@", "．": "."}
)
_UNUSUAL = re.compile(r"[^\x00-\u024f\u1e00-\u1eff\u2010-\u201e\u2026\u20ac]|[\u0300-\u036f\u00ad]")
_INVISIBLE = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2060\u2061\u2062\u2063\u2064\ufeff") | {
    chr(code) for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0xFE00, 0xFE10))
}


@dataclass(frozen=True)
class Plain:
    """A text as it is read; `offsets` says where each of its characters stands in what was typed."""

    text: str
    typed: str
    offsets: tuple[int, ...] | None = None

    def typed_span(self, start: int, end: int) -> tuple[int, int]:
        """Give the span in the typed text of a span in the read text, invisible characters inside included."""
        if self.offsets is None:
            return start, end
        last = self.offsets[end] if end < len(self.offsets) else len(self.typed)
        first = self.offsets[start]
        # Marks and invisible characters after the last letter belong to it; ordinary spaces do not.
        return first, last


def read(typed: str) -> Plain:
    """Give `typed` as it is read: look-alikes as letters, marks joined to their letter, invisible ones left out."""
    if not _UNUSUAL.search(typed):
        return Plain(typed.translate(_LOOKALIKES), typed)
    letters: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(typed):
        if char in _INVISIBLE:
            continue
        if unicodedata.combining(char):
            if letters:
                joined = unicodedata.normalize("NFC", letters[-1] + char)
                letters[-1] = joined if len(joined) == 1 else letters[-1]
            continue
        letters.append(_single(char))
        offsets.append(index)
    return Plain("".join(letters).translate(_LOOKALIKES), typed, tuple(offsets))


def _single(char: str) -> str:
    """Give the ordinary form of a character that has one of one character, such as a full-width letter or digit."""
    if ord(char) < 0x250:
        return char
    digit = unicodedata.digit(char, -1)
    if digit >= 0:
        return str(digit)
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char
