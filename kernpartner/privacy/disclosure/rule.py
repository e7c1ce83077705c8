"""Decides what of one cell may be shown: floor 10, rest 5, bands of 5; and what a gap gives away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kernpartner.privacy.disclosure.cells import Attacker, Audience, Cell, Counts, Statement, insiders, total

RULE_VERSION = 1


@dataclass(frozen=True)
class Rule:
    """The numbers of the rule; they are public, so every attacker knows them too.

    `promises` lets attackers also reason that a shown cell leaves 5 after *anybody's* rows are taken out,
    not only after their own: stricter, slower, and fewer cells pass.
    """

    floor: int = 10
    rest: int = 5
    band: int = 5
    narrowest: int = 4
    smallest: int = 1
    largest: int = 4
    promises: bool = False

    def band_of(self, count: int) -> tuple[int, int]:
        """Give the band that holds the count: 10-14, 15-19, and so on."""
        lo = self.floor + (count - self.floor) // self.band * self.band
        return lo, lo + self.band - 1

    def protects(self, count: int) -> bool:
        """Say whether a group of this size is small enough to need protection."""
        return self.smallest <= count <= self.largest

    def gap_ceiling(self, own: int) -> int:
        """Give the most that somebody with `own` cases in a gap may believe the whole gap to hold."""
        return max(self.floor - 1, own + self.rest - 1)


RULE = Rule()


def rest_owners(cell: Cell, counts: Counts) -> list[Attacker]:
    """Give whose own rows are taken out of a cell before it may be shown.

    A digest and a city figure: any one school with all that concerns it, any one kind of organisation, one
    of each. An agenda is about one school: any one kind of organisation.
    """
    found = insiders(atom for atom in counts if cell.covers(atom))
    return [attacker for attacker in found if not attacker.school] if cell.audience == Audience.AGENDA else found


def may_show(rule: Rule, counts: Counts, cell: Cell) -> bool:
    """Say whether a cell passes floor and rest; the ledger audit comes after this, never instead of it."""
    inside = {atom: count for atom, count in counts.items() if cell.covers(atom) and count}
    whole = sum(inside.values())
    if whole < rule.floor:
        return False
    owners = rest_owners(cell, inside)
    return all(_rest(inside, owner) >= rule.rest for owner in owners)


def proposal(rule: Rule, counts: Counts, cell: Cell) -> Statement:
    """Give the band of a cell when floor and rest allow it, otherwise the gap."""
    if not may_show(rule, counts, cell):
        return Statement(cell)
    return Statement(cell, *rule.band_of(total(counts, cell)))


def smallest(counts: Counts, shown: Iterable[Statement]) -> Statement:
    """Give the shown statement with the fewest cases: the first to be withheld when the audit objects."""
    return min(shown, key=lambda statement: (total(counts, statement.cell), statement.cell))


def _rest(inside: Counts, owner: Attacker) -> int:
    return sum(count for atom, count in inside.items() if not owner.owns(atom))
