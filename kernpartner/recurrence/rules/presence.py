"""Decides how often a theme would be present at an organisation in a month if nothing special were going on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

MONTHS = 12
YEARS_BACK = 3
PSEUDO_MONTH = 60.0
PSEUDO_TYPE = 40.0
PSEUDO_HABIT = 60.0


@dataclass(frozen=True)
class Cell:
    """How many tags of a theme an organisation of a type gave in a month of an area; `month` by `month_number`."""

    area: str
    organisation: str
    type: str
    month: int
    theme: str
    n: int


def month_number(day: date) -> int:
    """Number months so that the difference of two numbers is the months between them."""
    return day.year * 12 + day.month - 1


Shares = list[float]
_Key = TypeVar("_Key")
_ByTypeMonth = dict[tuple[str, int], Shares]


class Expectation:
    """What the city's other areas now and the city's own past let expect; built once, asked per area.

    p[k, m, t] = sqrt(rest * past), normalised over themes: `rest` are the other areas in the same month, `past` is the
    whole city in the same calendar month of three earlier years, both smoothed with 60 pseudo-tags per month and 40 per
    type. Where there is no other area, or no past, the one that is there speaks alone.
    """

    def __init__(self, cells: Iterable[Cell], themes: Sequence[str], last_month: int) -> None:
        """Count the cells; months after `last_month` and themes that are not listed are left out."""
        self.themes = list(themes)
        self.first_month = last_month - MONTHS + 1
        self.last_month = last_month
        self._place = {theme: index for index, theme in enumerate(self.themes)}
        self._now: dict[str, _ByTypeMonth] = defaultdict(dict)
        self._city: _ByTypeMonth = {}
        self._past: _ByTypeMonth = {}
        self._habits: dict[str, Shares] = {}
        # Window counts per area, organisation and month: what was present, and how much was logged in all.
        self.seen: dict[str, dict[str, dict[int, Shares]]] = defaultdict(lambda: defaultdict(dict))
        self.types: dict[str, str] = {}
        for cell in cells:
            self._count(cell)
        self._past_shares = _Smoothed(self._past) if self._past else None

    def _count(self, cell: Cell) -> None:
        index = self._place.get(cell.theme)
        if index is None or cell.n <= 0 or cell.month > self.last_month:
            return
        self.types[cell.organisation] = cell.type
        size = len(self.themes)
        if cell.month >= self.first_month:
            key = (cell.type, cell.month)
            _row(self._now[cell.area], key, size)[index] += cell.n
            _row(self._city, key, size)[index] += cell.n
            _row(self.seen[cell.area][cell.organisation], cell.month, size)[index] += cell.n
            return
        _row(self._habits, cell.organisation, size)[index] += cell.n
        years = (self.last_month - cell.month) // MONTHS
        if 1 <= years <= YEARS_BACK:
            _row(self._past, (cell.type, cell.month + MONTHS * years), size)[index] += cell.n

    def shares(self, area: str) -> _Shares:
        """Give the expected shares of themes for an area, per organisation type and month."""
        own = self._now.get(area, {})
        rest = {
            key: [all_ - mine for all_, mine in zip(row, own.get(key, _zeros(row)), strict=True)]
            for key, row in self._city.items()
        }
        there = any(any(row) for row in rest.values())
        sources = [source for source in (_Smoothed(rest) if there else None, self._past_shares) if source is not None]
        # In a first year of a single area nothing can be compared: its own distribution then only measures breadth.
        return _Shares(sources or [_Smoothed(own)])

    def present(self, organisation: str, logged: float, shares: Shares) -> Shares:
        """Give the expected presence of every theme when the organisation logged that many tags in a month.

        e = N (H[t] + 60 p[t]) / (H + 60): habits H are the organisation's own earlier tags; q = 1 - exp(-e).
        """
        habits = self._habits.get(organisation)
        if habits is None:
            return [1 - math.exp(-logged * share) for share in shares]
        scale = logged / (sum(habits) + PSEUDO_HABIT)
        return [
            1 - math.exp(-scale * (habit + PSEUDO_HABIT * share)) for habit, share in zip(habits, shares, strict=True)
        ]


class _Smoothed:
    """Shares of themes per type and month: few tags are drawn to the month, and months to the whole period."""

    def __init__(self, counts: Mapping[tuple[str, int], Shares]) -> None:
        self._counts = counts
        size = len(next(iter(counts.values()), []))
        total = [0.5] * size
        by_month: dict[int, Shares] = {}
        for (_, month), row in counts.items():
            of_month = _row(by_month, month, size)
            for index, n in enumerate(row):
                total[index] += n
                of_month[index] += n
        self._total = _normalised(total)
        self._by_month = {month: _pooled(row, self._total, PSEUDO_MONTH) for month, row in by_month.items()}

    def at(self, type_: str, month: int) -> Shares:
        of_month = self._by_month.get(month, self._total)
        own = self._counts.get((type_, month))
        return of_month if own is None else _pooled(own, of_month, PSEUDO_TYPE)


class _Shares:
    """The geometric mean of what the sources say, remembered per type and month."""

    def __init__(self, sources: Sequence[_Smoothed]) -> None:
        self._sources = sources
        self._known: _ByTypeMonth = {}

    def at(self, type_: str, month: int) -> Shares:
        key = (type_, month)
        if key not in self._known:
            rows = [source.at(type_, month) for source in self._sources]
            if len(rows) == 1:
                self._known[key] = rows[0]
            else:
                self._known[key] = _normalised([math.sqrt(a * b) for a, b in zip(*rows, strict=True)])
        return self._known[key]


def _row(table: dict[_Key, Shares], key: _Key, size: int) -> Shares:
    row = table.get(key)
    if row is None:
        row = table[key] = [0.0] * size
    return row


def _zeros(row: Shares) -> Shares:
    return [0.0] * len(row)


def _normalised(row: Shares) -> Shares:
    total = sum(row)
    return [value / total for value in row] if total else row


def _pooled(row: Shares, towards: Shares, pseudo: float) -> Shares:
    total = sum(row) + pseudo
    return [(value + pseudo * share) / total for value, share in zip(row, towards, strict=True)]
