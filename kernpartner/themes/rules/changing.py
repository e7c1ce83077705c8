"""Decides what a complete theme, factor or scheme is, what its slug becomes, and what may end in what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

LABEL_LIMIT = 120
TEXT_LIMIT = 2_000
LIST_LIMIT = 40
RINGS = ("0", "1", "2", "3", "w")
SECTORS = ("ontspanning", "verwachtingen", "vergelijken")
LEVELS = ("overtuiging", "gedrag", "uitingsvorm")
# Words that are pages of their own; a theme of that name could never be reached.
RESERVED = frozenset({"beheer", "uitvoer", "nieuw"})
Key = TypeVar("Key")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Problem(StrEnum):
    """What is wrong with something that was filled in; the page words it."""

    LABEL_MISSING = "label_missing"
    LABEL_TOO_LONG = "label_too_long"
    LABEL_TAKEN = "label_taken"
    TEXT_TOO_LONG = "text_too_long"
    TOO_MANY = "too_many"
    DEFINITION_MISSING = "definition_missing"
    PERIOD_BACKWARDS = "period_backwards"
    RING_UNKNOWN = "ring_unknown"
    SECTOR_UNKNOWN = "sector_unknown"
    THEME_UNKNOWN = "theme_unknown"
    REASON_MISSING = "reason_missing"
    HEIR_MISSING = "heir_missing"
    HEIRS_TOO_FEW = "heirs_too_few"


class Ending(StrEnum):
    """How a theme stopped counting."""

    MERGED = "merged"
    SPLIT = "split"
    RETIRED = "retired"


@dataclass(frozen=True)
class ThemeInput:
    """A theme as somebody fills it in; lists hold one entry per line."""

    label: str
    definition: str
    label_en: str = ""
    in_scope: str = ""
    out_of_scope: str = ""
    next_step: str = ""
    examples: tuple[str, ...] = ()
    partner_names: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    codes: Mapping[str, Collection[str]] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None

    TEXTS: ClassVar[tuple[str, ...]] = ("label", "label_en", "definition", "in_scope", "out_of_scope", "next_step")
    LISTS: ClassVar[tuple[str, ...]] = ("examples", "partner_names")


@dataclass(frozen=True)
class FactorInput:
    """A factor of the system map as somebody fills it in; `themes` are slugs or ids, the first gives the colour."""

    label: str
    ring: str
    sector: str
    themes: tuple[Any, ...] = ()


def theme_problems(given: ThemeInput, taken: Collection[str] = ()) -> dict[str, Problem]:
    """Give what is wrong per field; `taken` are the labels of other current themes of the district."""
    found: dict[str, Problem] = {}
    label = label_problem(given.label, taken)
    if label is not None:
        found["label"] = label
    if not given.definition.strip():
        found["definition"] = Problem.DEFINITION_MISSING
    for name in ThemeInput.TEXTS[1:]:
        if len(getattr(given, name)) > TEXT_LIMIT:
            found[name] = Problem.TEXT_TOO_LONG
    for name in ThemeInput.LISTS:
        if len(getattr(given, name)) > LIST_LIMIT:
            found[name] = Problem.TOO_MANY
        elif any(len(one) > TEXT_LIMIT for one in getattr(given, name)):
            found[name] = Problem.TEXT_TOO_LONG
    if given.valid_from and given.valid_to and given.valid_to < given.valid_from:
        found["valid_to"] = Problem.PERIOD_BACKWARDS
    return found


def factor_problems(given: FactorInput, themes: Collection[Any]) -> dict[str, Problem]:
    """Give what is wrong per field; `themes` are the themes that the factor may belong to."""
    found: dict[str, Problem] = {}
    label = label_problem(given.label)
    if label is not None:
        found["label"] = label
    if given.ring not in RINGS:
        found["ring"] = Problem.RING_UNKNOWN
    if given.sector not in SECTORS:
        found["sector"] = Problem.SECTOR_UNKNOWN
    if not given.themes or not set(given.themes) <= set(themes):
        found["themes"] = Problem.THEME_UNKNOWN
    return found


def label_problem(label: str, taken: Collection[str] = ()) -> Problem | None:
    """Give what is wrong with a name, if anything; names differ by more than capitals."""
    if not label.strip():
        return Problem.LABEL_MISSING
    if len(label) > LABEL_LIMIT:
        return Problem.LABEL_TOO_LONG
    return Problem.LABEL_TAKEN if label.strip().lower() in {one.strip().lower() for one in taken} else None


def slug_for(label: str, taken: Collection[str]) -> str:
    """Give an address for a name that nothing has: small letters, digits and dashes, numbered when it must."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    base = "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "thema"
    occupied = RESERVED | set(taken)
    if base not in occupied:
        return base
    number = 2
    while f"{base}-{number}" in occupied:
        number += 1
    return f"{base}-{number}"


def is_slug(value: str) -> bool:
    """Say whether this can be the address of a theme or factor."""
    return bool(_SLUG.fullmatch(value)) and value not in RESERVED and len(value) <= 80


def moved(order: Sequence[Key], what: Key, up: bool) -> list[Key]:
    """Give the order with one entry a place higher or lower; at the edge it stays."""
    found = list(order)
    at = found.index(what)
    to = max(0, min(len(found) - 1, at - 1 if up else at + 1))
    found.insert(to, found.pop(at))
    return found


def lines(typed: str) -> tuple[str, ...]:
    """Give what was typed with one entry per line, without empty lines."""
    return tuple(one.strip() for one in typed.splitlines() if one.strip())
