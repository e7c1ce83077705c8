"""Guests sit in one stretch: nobody waits while something else is discussed."""

from __future__ import annotations

import random
from itertools import permutations

from kernpartner.meetings.rules.ordering import Block, ordered, waiting


def _blocks(rng: random.Random, number: int, guests: tuple[str, ...]) -> list[Block]:
    return [
        Block(f"b{n}", rng.choice([10, 15, 20]), frozenset(g for g in guests if rng.random() < 0.5), rng.randint(0, 3))
        for n in range(number)
    ]


def _in_order(blocks: list[Block]) -> list[Block]:
    by_id = {block.id: block for block in blocks}
    return [by_id[key] for key in ordered(blocks)]


def test_two_guests_never_wait() -> None:
    rng = random.Random(1)
    for _ in range(150):
        assert waiting(_in_order(_blocks(rng, rng.randint(0, 7), ("SportUtrecht", "JoU")))) == 0


def test_with_more_guests_the_waiting_is_the_least_there_is() -> None:
    rng = random.Random(2)
    for _ in range(40):
        blocks = _blocks(rng, 6, ("SportUtrecht", "JoU", "DOCK", "Cultuur19"))
        least = min(waiting(order) for order in permutations(blocks))
        assert waiting(_in_order(blocks)) == least


def test_guests_come_first_and_the_rest_by_rank() -> None:
    blocks = [
        Block("inside", 15, frozenset(), 0),
        Block("later", 15, frozenset(), 2),
        Block("guests", 15, frozenset({"JoU"}), 9),
    ]
    assert ordered(blocks) == ["guests", "inside", "later"]


def test_above_twelve_blocks_equal_guests_stay_together() -> None:
    blocks = [Block(f"b{n:02}", 5, frozenset({"JoU"}) if n % 2 else frozenset(), n) for n in range(14)]
    order = ordered(blocks)
    assert len(order) == 14
    assert order[:7] == [f"b{n:02}" for n in range(1, 14, 2)]


def test_waiting_counts_the_minutes_of_every_guest_between_first_and_last() -> None:
    blocks = [Block("a", 10, frozenset({"JoU"})), Block("b", 15), Block("c", 10, frozenset({"JoU"}))]
    assert waiting(blocks) == 15
