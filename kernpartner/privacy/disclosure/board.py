"""Lays out one theme as matrices: atoms, everything said about them, and the groups an attacker may aim at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from kernpartner.privacy.disclosure.cells import Atom, Attacker, Audience, Cell, Counts, Statement
from kernpartner.privacy.disclosure.rule import Rule, rest_owners

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]


def distinct(rows: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give where each distinct row first stands, in order, and which of those each row equals; compares every bit."""
    found: dict[bytes, int] = {}
    first: list[int] = []
    which = np.zeros(len(rows), dtype=np.intp)
    packed = np.packbits(rows, axis=1).tobytes()
    width = (rows.shape[1] + 7) // 8
    for i in range(len(rows)):
        key = packed[i * width : (i + 1) * width]
        if key not in found:
            found[key] = len(first)
            first.append(i)
        which[i] = found[key]
    return np.array(first, dtype=np.intp), which


@dataclass(frozen=True)
class Board:
    """One theme in one school year: atoms, their true counts, statements, what each covers, and the targets.

    `feared` is what may stay silent later this year: what is shown now must survive that silence.
    """

    atoms: Sequence[Atom]
    truth: Numbers
    statements: Sequence[Statement]
    covered: Mask
    targets: Mask
    rests: Sequence[tuple[int, Attacker]]
    left: Mask
    feared: Mask
    _owned: dict[Attacker, Mask] = field(default_factory=dict, repr=False)

    @cached_property
    def aims(self) -> NDArray[np.float64]:
        """Give the targets as numbers, for multiplying."""
        return self.targets.astype(float)

    @cached_property
    def shown(self) -> Mask:
        """Say of each statement whether figures were shown."""
        return np.array([statement.shown for statement in self.statements], dtype=bool)

    @cached_property
    def least(self) -> Numbers:
        """Give the lower edge of each band; 0 for a gap, which has none."""
        return np.array([statement.lo or 0 for statement in self.statements], dtype=np.int64)

    @cached_property
    def most(self) -> Numbers:
        """Give the upper edge of each band; 0 for a gap, which has none."""
        return np.array([statement.hi or 0 for statement in self.statements], dtype=np.int64)

    @cached_property
    def owners(self) -> Sequence[frozenset[Attacker]]:
        """Give for each statement to whom it promises that a rest is left without their own rows."""
        inside = dict(zip(self.atoms, self.truth.tolist(), strict=True))
        return [
            frozenset(rest_owners(statement.cell, inside)) if statement.shown else frozenset()
            for statement in self.statements
        ]

    def owned(self, attacker: Attacker) -> Mask:
        """Give which atoms this attacker knows."""
        if attacker not in self._owned:
            self._owned[attacker] = np.array([attacker.owns(atom) for atom in self.atoms], dtype=bool)
        return self._owned[attacker]


def connected(atoms: Iterable[Atom], said: Sequence[Statement], start: Iterable[Cell]) -> tuple[set[Atom], set[int]]:
    """Give the atoms and statements that hang together with these cells through shared atoms.

    What shares no atom with them, directly or through others, cannot help to unpick them (R12).
    """
    every = list(atoms)
    reached = {atom for cell in start for atom in every if cell.covers(atom)}
    members = [{atom for atom in every if statement.cell.covers(atom)} for statement in said]
    taken: set[int] = set()
    while True:
        new = [i for i, inside in enumerate(members) if i not in taken and inside & reached]
        if not new:
            return reached, taken
        for i in new:
            taken.add(i)
            reached |= members[i]


def silences_ahead(counts: Counts, said: Sequence[Statement], start: Sequence[Cell]) -> list[Cell]:
    """Give what may follow and say nothing: after a digest the agendas of its schools, after agendas the city."""
    periods = tuple(sorted({atom.period for atom in counts}))
    spoken = {(statement.cell.audience, statement.cell.school) for statement in said}
    areas = {cell.area for cell in start if cell.audience == Audience.DIGEST}
    schools = sorted({atom.school for atom in counts if atom.area in areas and atom.school})
    ahead = [Cell(Audience.AGENDA, periods, school=s) for s in schools if (Audience.AGENDA, s) not in spoken]
    if any(cell.audience == Audience.AGENDA for cell in start) and (Audience.CITY, None) not in spoken:
        ahead.append(Cell(Audience.CITY, periods))
    return ahead


def lay_out(rule: Rule, counts: Counts, said: Sequence[Statement], start: Sequence[Cell]) -> Board:
    """Build the board around the cells in `start`: all that was said and touches them, directly or not."""
    ahead = silences_ahead(counts, said, start)
    # A city that stays silent limits every part of it, so it is laid over what is there and draws in nothing.
    reached, taken = connected(counts, said, [*start, *(cell for cell in ahead if cell.school)])
    atoms = sorted(reached)
    statements = [said[i] for i in sorted(taken)]
    covered = _masks((statement.cell for statement in statements), atoms)
    inside = {atom: counts[atom] for atom in atoms}
    rests = [
        (i, owner)
        for i, statement in enumerate(statements)
        if statement.shown and rule.promises
        for owner in rest_owners(statement.cell, inside)
    ]
    left = np.array(
        [[covered[i, k] and not owner.owns(atom) for k, atom in enumerate(atoms)] for i, owner in rests], dtype=bool
    ).reshape(len(rests), len(atoms))
    return Board(
        atoms=atoms,
        truth=np.array([counts[atom] for atom in atoms], dtype=np.int64),
        statements=statements,
        covered=covered,
        targets=_targets(atoms, covered),
        rests=rests,
        left=left,
        feared=_masks(ahead, atoms),
    )


def _masks(cells: Iterable[Cell], atoms: Sequence[Atom]) -> Mask:
    rows = [[cell.covers(atom) for atom in atoms] for cell in cells]
    return np.array(rows, dtype=bool).reshape(len(rows), len(atoms))


def _targets(atoms: Sequence[Atom], covered: Mask) -> Mask:
    """Give the groups to protect: the lattice, what was spoken of, overlaps and nested differences of that."""
    masks = [*_masks(_lattice(atoms), atoms), *covered]
    for one, other in combinations(covered, 2):
        both = one & other
        if not both.any():
            continue
        masks.append(both)
        if np.array_equal(both, one):
            masks.append(other & ~one)
        elif np.array_equal(both, other):
            masks.append(one & ~other)
    masks.extend(_remainders(covered))
    return np.unique(np.array([mask for mask in masks if mask.any()], dtype=bool), axis=0)


def _remainders(covered: Mask) -> Iterator[Mask]:
    """Give what is left of each statement when all disjoint statements inside it are taken out."""
    for i, whole in enumerate(covered):
        left = whole.copy()
        for k, part in enumerate(covered):
            if k != i and not (part & ~whole).any() and not (part & ~left).any():
                left &= ~part
        if left.any() and (left != whole).any():
            yield left


def _lattice(atoms: Sequence[Atom]) -> Iterator[Cell]:
    periods = sorted({atom.period for atom in atoms})
    everything = tuple(periods)
    for area in sorted({atom.area for atom in atoms}):
        for first in range(len(periods)):
            for last in range(first, len(periods)):
                yield Cell(Audience.DIGEST, everything[first : last + 1], area=area)
    for school in sorted({atom.school for atom in atoms if atom.school}):
        yield Cell(Audience.AGENDA, everything, school=school)
    yield Cell(Audience.CITY, everything)
