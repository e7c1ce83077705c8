"""Keeps the shapes of de-identification: what goes in, what was found, what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

LABELS = (
    "person",
    "phone",
    "email",
    "id_number",
    "date",
    "address",
    "postcode",
    "school",
    "club",
    "handle",
    "url",
    "class",
    "vehicle",
    "place",
)


@dataclass(frozen=True)
class DistrictLists:
    """A district's own words; `allowed` holds lower-case words that are no names here."""

    schools: tuple[str, ...] = ()
    clubs: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    professionals: tuple[str, ...] = ()
    allowed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """Something that identifies: offsets are code points in the input, `replacement` is what stands there now."""

    start: int
    end: int
    label: str
    replacement: str


@dataclass(frozen=True)
class Hint:
    """Words that may identify in combination; `rule` is a slug, `why` and `suggestion` are plain Dutch."""

    start: int
    end: int
    rule: str
    why: str
    suggestion: str


@dataclass(frozen=True)
class Cleaned:
    """A text as it may be stored, with what was removed and what could still identify (offsets in the input)."""

    text: str
    findings: tuple[Finding, ...]
    hints: tuple[Hint, ...]


class Span(NamedTuple):
    """A stretch of the text that identifies, before it has a replacement."""

    start: int
    end: int
    label: str

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share a character."""
        return self.start < other.end and other.start < self.end
