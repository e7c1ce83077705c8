"""Decides the order of the chosen items, so that guests sit in one stretch and wait as little as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

EXACT_UP_TO = 12


@dataclass(frozen=True)
class Block:
    """Something to be put in order: who joins for it, its minutes, and its rank (lower comes earlier)."""

    id: str
    minutes: int
    guests: frozenset[str] = frozenset()
    rank: int = 0


def ordered(blocks: Sequence[Block]) -> list[str]:
    """Give the ids in the order with the least waiting of guests together, guests first, then by rank.

    Exact for up to twelve blocks (subset dynamic programme); with two guests nobody waits. Above twelve,
    blocks with the same guests are kept together.
    """
    if len(blocks) > EXACT_UP_TO:
        return [b.id for b in sorted(blocks, key=lambda b: (not b.guests, sorted(b.guests), b.rank, b.id))]
    line = sorted(blocks, key=lambda b: (b.rank, b.id))
    best: dict[int, tuple[int, int, tuple[int, ...]]] = {0: (0, 0, ())}
    everything = (1 << len(line)) - 1
    for done in range(everything):
        waited, postponed, order = best[done]
        for index in range(len(line)):
            if done >> index & 1:
                continue
            more_waiting, more_postponed = _cost(line, done, index)
            after = done | 1 << index
            reached = (waited + more_waiting, postponed + more_postponed, (*order, index))
            if after not in best or reached < best[after]:
                best[after] = reached
    return [line[index].id for index in best[everything][2]]


def waiting(blocks: Sequence[Block]) -> int:
    """Give how many minutes guests together sit through blocks that do not concern them, in this order."""
    total = 0
    for guest in {guest for block in blocks for guest in block.guests}:
        places = [index for index, block in enumerate(blocks) if guest in block.guests]
        between = blocks[places[0] : places[-1] + 1]
        total += sum(block.minutes for block in between if guest not in block.guests)
    return total


def _cost(line: Sequence[Block], done: int, index: int) -> tuple[int, int]:
    """Give what putting this block next costs: minutes of waiting, and whether guests have to wait to come in."""
    before = {guest for i, block in enumerate(line) if done >> i & 1 for guest in block.guests}
    rest = done | 1 << index
    after = {guest for i, block in enumerate(line) if not rest >> i & 1 for guest in block.guests}
    block = line[index]
    waits = len((before & after) - block.guests) * block.minutes
    return waits, int(not block.guests and bool(after))
