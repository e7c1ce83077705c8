"""An attacker written apart from the service: reads only an export, and bounds what it should not know.

Nothing of `kernpartner` is imported. Input: rows of the universe as dictionaries and lines of statements as
they are exported. Every bound is an integer program over groups of rows that no statement tells apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Row = dict[str, Any]
Line = dict[str, Any]
UNKNOWN = 10_000


@dataclass(frozen=True)
class Hit:
    """A small group that somebody bounds too tightly."""

    theme: str
    who: tuple[str, str, bool]
    size: int
    lo: int
    hi: int


def inside(row: Row, where: dict[str, Any]) -> bool:
    return all(row[key] in (value if isinstance(value, list) else [value]) for key, value in where.items())


def everybody(rows: Iterable[Row]) -> Iterator[tuple[str, str, bool]]:
    """Give the attackers: (school, organisation type, knows only what the school logged itself)."""
    listed = list(rows)
    schools = sorted({row["school"] for row in listed} - {"none"})
    kinds = sorted({row["org"] for row in listed})
    yield ("", "", False)
    for kind in kinds:
        yield ("", kind, False)
    for school in schools:
        for alone in (False, True):
            yield (school, "", alone)
            for kind in kinds:
                yield (school, kind, alone)


def knows(who: tuple[str, str, bool], row: Row) -> bool:
    school, kind, alone = who
    if kind and row["org"] == kind:
        return True
    return bool(school) and row["school"] == school and (not alone or row["org"] == "school")


class Theme:
    """All rows and lines of one theme in one school year."""

    def __init__(self, rows: list[Row], lines: list[Line]) -> None:
        self.rows = rows
        self.count = np.array([row["count"] for row in rows])
        self.lines = lines
        self.cover = np.array([[inside(row, line["where"]) for row in rows] for line in lines], dtype=bool)
        self.groups = self._groups()
        self.solved: dict[Any, tuple[int, int] | None] = {}

    def _groups(self) -> list[np.ndarray]:
        """Give what is worth knowing: places in the lattice, what was spoken of, differences of that."""
        by: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for i, row in enumerate(self.rows):
            by["area quarter", row["area"], row["quarter"]].append(i)
            by["area year", row["area"]].append(i)
            by["school year", row["school"]].append(i)
            by["school quarter", row["school"], row["quarter"]].append(i)
            by["school org", row["school"], row["org"]].append(i)
        masks = []
        for places in by.values():
            mask = np.zeros(len(self.rows), dtype=bool)
            mask[places] = True
            masks.append(mask)
        masks += list(self.cover)
        for one in self.cover:
            for other in self.cover:
                masks += [one & ~other, one & other]
        return [np.array(mask) for mask in {tuple(mask.tolist()) for mask in masks if mask.any()}]

    def attack(self, who: tuple[str, str, bool], hits: list[Hit], *, narrowest: int = 4) -> int:
        """Bound every small group as this attacker; give how many were attacked."""
        own = np.array([knows(who, row) for row in self.rows])
        left = {tuple((group & ~own).tolist()) for group in self.groups}
        aims = [np.array(group) for group in left if 1 <= self.count[np.array(group)].sum() <= 4]
        for sound in (True, False):
            lines, lo, hi, false = self._constraints(own, sound)
            if not sound and not false:
                break
            for aim in aims:
                bounds = self._bound(aim, own, lines, lo, hi)
                if bounds is None:
                    break
                size = int(self.count[aim].sum())
                if bounds[1] - bounds[0] < narrowest:
                    hits.append(Hit(self.rows[0]["theme"], who, size, *bounds))
        return len(aims)

    def _constraints(self, own: np.ndarray, sound: bool) -> tuple[np.ndarray, list[int], list[int], bool]:
        lines, lows, highs, false = [], [], [], False
        for line, cover in zip(self.lines, self.cover, strict=True):
            mine = int(self.count[cover & own].sum())
            if "silent" in line:
                most = max(line["silent"]["floor"] - 1, mine + line["silent"]["rest"] - 1)
                wrong = int(self.count[cover].sum()) > most
                false |= wrong
                if wrong and sound:
                    continue
                low, high = 0, most - mine
            else:
                low, high = max(line["lo"] - mine, 0), line["hi"] - mine
            lines.append(cover & ~own)
            lows.append(low)
            highs.append(high)
        return np.array(lines, dtype=bool).reshape(len(lines), len(self.rows)), lows, highs, false

    def _bound(
        self, aim: np.ndarray, own: np.ndarray, lines: np.ndarray, lo: list[int], hi: list[int]
    ) -> tuple[int, int] | None:
        free = ~own
        table = np.vstack([aim[free], lines[:, free]])
        merged = np.unique(table, axis=1).astype(float)
        # A line that speaks of nothing free says nothing; the same puzzle needs solving once.
        says = [k for k in range(len(lo)) if merged[1 + k].any()]
        merged = np.vstack([merged[:1], merged[1:][says]]) if len(lo) else merged
        lo, hi = [lo[k] for k in says], [hi[k] for k in says]
        puzzle = (merged.tobytes(), merged.shape, tuple(lo), tuple(hi))
        if puzzle not in self.solved:
            self.solved[puzzle] = self._solve(merged, lo, hi)
        return self.solved[puzzle]

    @staticmethod
    def _solve(merged: np.ndarray, lo: list[int], hi: list[int]) -> tuple[int, int] | None:
        found = []
        for sign in (1, -1):
            for whole in (0, 1):
                answer = milp(
                    sign * merged[0],
                    integrality=np.full(merged.shape[1], whole),
                    bounds=Bounds(0, UNKNOWN),
                    constraints=[LinearConstraint(merged[1:], lo, hi)] if len(lo) else [],
                )
                if answer.status == 2:
                    return None
                assert answer.status == 0, answer.message
                if np.abs(answer.x - np.round(answer.x)).max() < 1e-6:
                    break
            found.append(round(answer.fun * sign))
        return found[0], found[1]


def attack(universe: list[Row], lines: list[Line], *, themes: int | None = None) -> tuple[int, list[Hit]]:
    """Attack everything as everybody, theme by theme and year by year; give the number attacked and the hits."""
    attacked, hits = 0, list[Hit]()
    by: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in universe:
        by[row["theme"], row["year"]].append(row)
    for (theme, _year), rows in sorted(by.items())[:themes]:
        spoken = [
            line for line in lines if line["where"]["theme"] == theme and any(inside(r, line["where"]) for r in rows)
        ]
        board = Theme(rows, spoken)
        for who in everybody(rows):
            attacked += board.attack(who, hits)
    return attacked, hits


def complaints(universe: list[Row], lines: list[Line], calendar: set[str]) -> list[str]:
    """Check what needs no attack: true bands from 10, equal gaps, fixed days, no order by count, one version."""
    found = []
    for line in lines:
        if line["at"] not in calendar:
            found.append(f"not on a fixed day: {line['at']}")
        if "silent" in line:
            if set(line) != {"publication", "at", "audience", "where", "silent"} or line["silent"] != {
                "floor": 10,
                "rest": 5,
            }:
                found.append("a gap says more than that it is one")
            continue
        count = sum(row["count"] for row in universe if inside(row, line["where"]))
        if not line["lo"] <= count <= line["hi"] or line["lo"] < 10 or line["lo"] % 5 or line["hi"] != line["lo"] + 4:
            found.append(f"a band that is not true or not a band: {line}")
    order: dict[str, list[str]] = defaultdict(list)
    places: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for line in lines:
        order[line["publication"]].append(line["where"]["theme"])
        place = (line["at"], line["audience"], line["where"].get("area", ""), line["where"].get("school", ""))
        places[place].add(line["publication"])
    found += [f"themes not by name in {name}" for name, themes in order.items() if themes != sorted(themes)]
    found += [f"made more than once: {place}" for place, made in places.items() if len(made) > 1]
    return found
