"""Says what figures are about: atoms of exact counts, cells of the lattice, statements, and who attacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

SCHOOL_TYPE = "school"


class Audience(StrEnum):
    """For whom an edition is made; each has its own place in the lattice."""

    DIGEST = "digest"
    AGENDA = "agenda"
    CITY = "city"


@dataclass(frozen=True, order=True)
class Atom:
    """The finest count of one theme: an area, a school (or none), a kind of organisation, a closed period.

    Names are opaque: ids or slugs, as long as they are the same everywhere.
    """

    area: str
    school: str
    organisation: str
    period: str


Counts = Mapping[Atom, int]


@dataclass(frozen=True, order=True)
class Cell:
    """A place in the fixed lattice: periods with an area (digest), with a school (agenda), or alone (city)."""

    audience: Audience
    periods: tuple[str, ...]
    area: str | None = None
    school: str | None = None

    def covers(self, atom: Atom) -> bool:
        """Say whether the count of this atom is part of the cell."""
        return (
            atom.period in self.periods
            and (self.area is None or atom.area == self.area)
            and (self.school is None or atom.school == self.school)
        )


@dataclass(frozen=True)
class Statement:
    """What was said of a cell: between `lo` and `hi` cases, or nothing at all (both empty, a gap)."""

    cell: Cell
    lo: int | None = None
    hi: int | None = None

    @property
    def shown(self) -> bool:
        """Say whether figures were shown."""
        return self.lo is not None


@dataclass(frozen=True, order=True)
class Attacker:
    """Somebody who knows own rows exactly: of a school, of a kind of organisation, of both, or none.

    `logged_only` narrows a school to what it logged itself; otherwise all rows about that school are known,
    as the core team at its table may know them.
    """

    school: str = ""
    organisation: str = ""
    logged_only: bool = False

    def owns(self, atom: Atom) -> bool:
        """Say whether this attacker knows the count of the atom."""
        if self.organisation and atom.organisation == self.organisation:
            return True
        if not self.school or atom.school != self.school:
            return False
        return not self.logged_only or atom.organisation == SCHOOL_TYPE


OUTSIDER = Attacker()


def total(counts: Counts, cell: Cell) -> int:
    """Give the exact number of cases in a cell."""
    return sum(count for atom, count in counts.items() if cell.covers(atom))


def insiders(atoms: Iterable[Atom]) -> list[Attacker]:
    """Give every insider that rest 5 holds off: one school, one kind of organisation, one of each."""
    listed = list(atoms)
    schools = sorted({atom.school for atom in listed if atom.school})
    kinds = sorted({atom.organisation for atom in listed})
    alone = [Attacker(school) for school in schools] + [Attacker("", kind) for kind in kinds]
    return alone + [Attacker(school, kind) for school in schools for kind in kinds]


def attackers(atoms: Iterable[Atom]) -> list[Attacker]:
    """Give everybody the audit has to withstand: the outsider, each insider, also as narrow as its own log."""
    listed = list(atoms)
    wide = insiders(listed)
    narrow = [
        Attacker(attacker.school, attacker.organisation, logged_only=True)
        for attacker in wide
        if attacker.school and attacker.organisation != SCHOOL_TYPE
    ]
    return [OUTSIDER, *wide, *narrow]
