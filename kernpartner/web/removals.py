"""Decides what the check page shows of the texts of a concern: what is removed, where, and what was put back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kernpartner.privacy.deidentify import Cleaned, DistrictLists, Finding, Hint, clean, hints_in_clean, places_of

# The texts of the form, in the order in which a reader meets them.
TEXTS = ("text", "tried", "question")
# What is found by its words can be an ordinary word too; a telephone number, a date or a web address never stays.
_MAY_STAY = frozenset({"person", "school", "club", "place", "address"})
_VALUE = re.compile(
    r"(text|tried|question):([a-z_]{1,20}):(\d{1,5}):(\[[^\]]{1,60}\]|[^:]{1,60}):(.{1,400})", re.DOTALL
)
_EDGES = "'\".,;:!?()[]“”„‘’…"


@dataclass(frozen=True)
class Removal:
    """Something that was removed from one of `TEXTS`, with where its replacement stands in the cleaned text."""

    field: str
    label: str
    original: str
    replacement: str
    start: int
    stuck: bool = False

    @property
    def end(self) -> int:
        """Give where the replacement ends."""
        return self.start + len(self.replacement)

    @property
    def value(self) -> str:
        """Give the value that carries this through the form: shown before, or "this is no name"."""
        return f"{self.field}:{self.label}:{self.start}:{self.replacement}:{self.original}"

    @property
    def may_stay(self) -> bool:
        """Say whether an author may decide that this identifies nobody."""
        named = self.label in _MAY_STAY and not any(char.isdigit() for char in self.original)
        return named and not self.stuck


@dataclass(frozen=True)
class CheckedText:
    """One text as it would be stored, what was removed from it, and what could still identify."""

    field: str
    text: str
    removals: tuple[Removal, ...]
    hints: tuple[Hint, ...]
    found: int


def read(values: Iterable[str]) -> list[Removal]:
    """Read what `Removal.value` wrote; what was made up is left out."""
    found = [_VALUE.fullmatch(value.replace("\r\n", "\n")) for value in values]
    return [Removal(one[1], one[2], one[5], one[4], int(one[3])) for one in found if one]


def put_back(text: str, wanted: Collection[Removal]) -> str:
    """Put each original back where its replacement stands now."""
    for removal in sorted(wanted, key=lambda one: -one.start):
        at = _nearest(text, removal, set())
        if at is not None:
            text = text[:at] + removal.original + text[at + len(removal.replacement) :]
    return text


def words_of(removal: Removal) -> tuple[str, ...]:
    """Give the words that may stay: those with a capital, or all of them when nobody typed one."""
    words = [word for word in (part.strip(_EDGES) for part in removal.original.split()) if word]
    return tuple([word for word in words if word[:1].isupper()] or words)


def checked(
    field: str, text: str, lists: DistrictLists, missed: Collection[str], before: Collection[Removal]
) -> CheckedText:
    """Clean one text; `missed` are words that the author marked, `before` what earlier rounds removed."""
    cleaned = clean(text, lists, remove=places_of(text, missed))
    new = _new(field, text, cleaned, lists)
    taken = {removal.start for removal in new}
    earlier = []
    for removal in sorted(before, key=lambda one: one.start):
        at = _nearest(cleaned.text, removal, taken)
        if at is not None:
            taken.add(at)
            stuck = _said_before(removal.original, lists)
            earlier.append(Removal(field, removal.label, removal.original, removal.replacement, at, stuck=stuck))
    shown = tuple(sorted([*new, *earlier], key=lambda one: one.start))
    return CheckedText(field, cleaned.text, shown, hints_in_clean(cleaned.text), len(new))


def _new(field: str, text: str, cleaned: Cleaned, lists: DistrictLists) -> list[Removal]:
    removals, shift = [], 0
    for finding in cleaned.findings:
        original = text[finding.start : finding.end]
        at, stuck = finding.start + shift, _said_before(original, lists)
        removals.append(Removal(field, finding.label, original, finding.replacement, at, stuck=stuck))
        shift += _growth(finding)
    return removals


def _said_before(original: str, lists: DistrictLists) -> bool:
    """Say whether somebody said already that this is no name: it goes all the same, and the page must not ask again."""
    return all(word.strip(_EDGES).lower() in lists.allowed for word in original.split())


def _growth(finding: Finding) -> int:
    return len(finding.replacement) - (finding.end - finding.start)


def _nearest(text: str, removal: Removal, taken: set[int]) -> int | None:
    """Give where the replacement stands that lies nearest to where it was."""
    pattern = re.compile(rf"(?<!\w){re.escape(removal.replacement)}(?!\w)")
    places = [found.start() for found in pattern.finditer(text) if found.start() not in taken]
    return min(places, key=lambda place: abs(place - removal.start), default=None)
