"""Decides which candidates stand on an agenda and for how many minutes: exactly, never by a greedy guess.

The objective, in this order: meet as many requirements as possible (each partner that offered something gets
an item, one item tells what worked), then the highest sum of values, then fewer minutes, then the smallest ids.
Solved by a dynamic programme over (requirements met, items, five-minute slots). Each state keeps one integer:
the value in front, and behind it the chosen options as digits, so that ties and the choice itself come with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

DURATIONS = (10, 15, 20, 30)
SLOT = 5
MAX_ITEMS = 5
MAX_CANDIDATES = 100
# Half as long still gives two thirds: what is gained by more minutes grows ever slower.
RETURNS = 0.6

Keys = np.ndarray[Any, np.dtype[np.int64]]
_UNREACHABLE = -(2**62)


class TooLarge(ValueError):
    """More candidates, or larger values, than fit in the exact search."""


@dataclass(frozen=True)
class Candidate:
    """Something that could be on the agenda.

    `urgency` is its value when it gets the minutes it needs (0 to 10,000); `need` and `minimum` are minutes;
    `needs` are the people without whom it makes no sense; `guests` join only for the items that concern them;
    `meets` are the requirements it meets.
    """

    id: str
    urgency: int
    need: int = 15
    minimum: int = 10
    guests: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    meets: frozenset[str] = frozenset()

    def value(self, minutes: int) -> int:
        """Give what it is worth with so many minutes: `urgency * min(1, minutes / need) ** 0.6`, rounded."""
        if minutes < self.minimum:
            return 0
        return round(self.urgency * float(min(1.0, minutes / self.need) ** RETURNS))


@dataclass(frozen=True)
class Problem:
    """What there is to choose from and what people already decided.

    `budget` is in minutes; `pinned` gives an item its minutes and a sure place; `dropped` keeps one out;
    `absent` are people who are not coming. Pinned items may exceed `max_items`, others never.
    """

    candidates: tuple[Candidate, ...]
    budget: int
    absent: frozenset[str] = frozenset()
    pinned: Mapping[str, int] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    max_items: int = MAX_ITEMS

    def eligible(self) -> list[Candidate]:
        """Give the candidates that may be chosen, by id: not dropped, and nobody absent is needed."""
        return sorted(
            (c for c in self.candidates if c.id not in self.dropped and not c.needs & self.absent),
            key=lambda candidate: candidate.id,
        )


@dataclass(frozen=True)
class Plan:
    """What was chosen: minutes per id in the order of the ids, what it is worth, what it meets."""

    minutes: Mapping[str, int]
    value: int
    met: frozenset[str]

    @property
    def total(self) -> int:
        """Give the minutes of all items together."""
        return sum(self.minutes.values())


@dataclass(frozen=True)
class _Option:
    code: int
    slots: int
    minutes: int
    value: int


def plan(problem: Problem) -> Plan | None:
    """Give the best choice, or nothing when the pinned items alone do not fit."""
    return Search(problem).best()


class Search:
    """The dynamic programme of one problem; remembers its steps so that forcing an item in costs half."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.candidates = problem.eligible()
        if len(self.candidates) > MAX_CANDIDATES:
            raise TooLarge(f"at most {MAX_CANDIDATES} candidates, not {len(self.candidates)}")
        self.slots = max(0, problem.budget) // SLOT
        self.items = max(problem.max_items, sum(c.id in problem.pinned for c in self.candidates))
        self.required = sorted({name for c in self.candidates for name in c.meets})
        self.options = self._options()
        total = sum(len(found) for found in self.options)
        self.base = total + 1
        self.span = self.base**self.items
        highest = max((o.value for found in self.options for o in found), default=0)
        if self.span * (highest * self.items + 1) >= 2**61:
            raise TooLarge("the values do not fit: use at most 10,000 and at most five items beside pinned ones")
        self.places = np.array([self.base ** (self.items - 1 - i) for i in range(self.items)], dtype=np.int64)
        self.steps: list[Keys] = [self._start()]
        for index in range(len(self.candidates)):
            forced = self.candidates[index].id in problem.pinned
            self.steps.append(self._step(self.steps[index], index, forced=forced))

    def best(self) -> Plan | None:
        """Give the best choice, or nothing when there is none."""
        return self._read(self.steps[-1])

    def with_forced(self, candidate_id: str) -> Plan | None:
        """Give the best choice in which this candidate stands, or nothing when there is none."""
        index = next((i for i, c in enumerate(self.candidates) if c.id == candidate_id), None)
        if index is None:
            return None
        keys = self._step(self.steps[index], index, forced=True)
        for later in range(index + 1, len(self.candidates)):
            keys = self._step(keys, later, forced=self.candidates[later].id in self.problem.pinned)
        return self._read(keys)

    def _options(self) -> list[list[_Option]]:
        code = 0
        found: list[list[_Option]] = []
        for candidate in self.candidates:
            options = []
            for minutes in self._durations(candidate):
                code += 1
                options.append(_Option(code, -(-minutes // SLOT), minutes, candidate.value(minutes)))
            found.append(options)
        return found

    def _durations(self, candidate: Candidate) -> Sequence[int]:
        pinned = self.problem.pinned.get(candidate.id)
        if pinned is not None:
            return (pinned,)
        return [d for d in DURATIONS if candidate.minimum <= d <= self.problem.budget]

    def _start(self) -> Keys:
        keys = np.full((2 ** len(self.required), self.items + 1, self.slots + 1), _UNREACHABLE, dtype=np.int64)
        keys[0, 0, 0] = self.span - 1
        return keys

    def _step(self, keys: Keys, index: int, *, forced: bool) -> Keys:
        """Take one candidate in consideration: leave it, unless forced, or take it with one of its durations."""
        after = np.full_like(keys, _UNREACHABLE) if forced else keys.copy()
        sources, targets = self._rows(self.candidates[index].meets)
        before: Keys = np.maximum.reduce([keys[rows] for rows in sources])
        merged = after[targets]
        for option in self.options[index]:
            if option.slots > self.slots:
                continue
            gain = option.value * self.span - option.code * self.places
            reached = before[:, : self.items, : self.slots + 1 - option.slots] + gain[None, :, None]
            place = merged[:, 1:, option.slots :]
            np.maximum(place, reached, out=place)
        after[targets] = merged
        return after

    def _rows(self, meets: Iterable[str]) -> tuple[list[Keys], Keys]:
        """Give the rows of masks that lead to the rows in which these requirements are met."""
        bits = [1 << self.required.index(name) for name in sorted(meets)]
        wanted = sum(bits)
        masks = np.arange(2 ** len(self.required), dtype=np.int64)
        without = masks[(masks & wanted) == 0]
        subsets = [0]
        for bit in bits:
            subsets += [subset | bit for subset in subsets]
        return [without | subset for subset in subsets], without | wanted

    def _read(self, keys: Keys) -> Plan | None:
        reachable = keys >= 0
        if not reachable.any():
            return None
        met = np.array([mask.bit_count() for mask in range(keys.shape[0])])
        most = met[reachable.any(axis=(1, 2))].max()
        keys = np.where((met == most)[:, None, None], keys, _UNREACHABLE)
        value = int(keys.max()) // self.span
        keys = np.where(keys >= value * self.span, keys, _UNREACHABLE)
        fewest = int(np.flatnonzero((keys >= 0).any(axis=(0, 1)))[0])
        key = int(keys[:, :, fewest].max())
        return self._written_out(self.span - 1 - key % self.span, value)

    def _written_out(self, digits: int, value: int) -> Plan:
        by_code = {o.code: (c, o) for c, found in zip(self.candidates, self.options, strict=True) for o in found}
        chosen: dict[str, int] = {}
        met: set[str] = set()
        for place in self.places:
            code, digits = divmod(digits, int(place))
            if code:
                candidate, option = by_code[code]
                chosen[candidate.id] = option.minutes
                met |= candidate.meets
        return Plan(chosen, value, frozenset(met))
