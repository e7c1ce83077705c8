"""Makes districts with known truth: themes that recur, decoys that only look like it, and quiet districts."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

AS_OF = date(2026, 6, 30)
LAST_YEAR_START = date(2025, 8, 20)
# How much is logged per calendar month of a school year: dents in the holidays of spring and May.
SEASON = {9: 1.0, 10: 1.0, 11: 1.3, 12: 0.9, 1: 1.3, 2: 0.7, 3: 1.1, 4: 0.9, 5: 0.6, 6: 0.8}
SCHOOL_TYPES = ("po", "vo")


@dataclass
class World:
    """A city: concern rows and organisations as the file form takes them, and what was planted per wijk."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    organisations: list[dict[str, Any]] = field(default_factory=list)
    grades: dict[str, dict[str, int]] = field(default_factory=dict)
    decoys: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def quiet(self) -> list[str]:
        """Wijken in which nothing recurs."""
        return [wijk for wijk, grades in self.grades.items() if not grades]


@dataclass(frozen=True)
class Kind:
    """How a world is made."""

    wijken: int = 10
    years: int = 5
    per_organisation: float = 15.0
    unevenness: float = 0.6
    effect: float = 1.0
    mistagged: float = 0.08
    decoys: bool = True


def a_world(seed: int, kind: Kind = Kind()) -> World:
    """Make one city; the same seed makes the same city."""
    return _Maker(random.Random(seed), kind).made()


class _Maker:
    def __init__(self, chance: random.Random, kind: Kind) -> None:
        self.chance, self.kind, self.world = chance, kind, World()
        self.themes = [f"t{index:02d}" for index in range(50)]
        shuffled = self.themes[:]
        chance.shuffle(shuffled)
        self.popular = {theme: 1 / (rank + 3) ** 0.9 for rank, theme in enumerate(shuffled)}
        self.by_type = defaultdict(lambda: {theme: math.exp(chance.gauss(0, 0.6)) for theme in self.themes})
        self.own_month = {theme: chance.choice(list(SEASON)) for theme in self.themes if chance.random() < 0.25}
        self.rates: dict[str, float] = {}
        self.number = 0

    def made(self) -> World:
        wijken = [f"w{index}" for index in range(self.kind.wijken)]
        busy = [wijk for wijk in wijken if self.chance.random() > 0.3] or wijken[:1]
        everywhere = self.chance.choice(self.themes[10:])
        for wijk in wijken:
            here = {theme: math.exp(self.chance.gauss(0, 0.35)) for theme in self.themes}
            members = self._organisations(wijk)
            for organisation, type_ in members:
                self._background(wijk, organisation, type_, here)
            self.world.grades[wijk], self.world.decoys[wijk] = {}, {}
            free = [theme for theme in self.themes if theme != everywhere]
            self.chance.shuffle(free)
            if wijk in busy:
                self._plant(wijk, members, free, everywhere)
            if self.kind.decoys:
                self._decoys(wijk, members, free)
        return self.world

    def _organisations(self, wijk: str) -> list[tuple[str, str]]:
        types = ["po"] * self.chance.randint(8, 12) + ["vo"] * 2 + ["jgz", "buurtteam", "leerplicht"]
        members = [(f"{wijk}-{type_}{index}", type_) for index, type_ in enumerate(types)]
        for organisation, type_ in members:
            weight = 2.0 if type_ in {"jgz", "buurtteam"} else 1.0
            sigma = self.kind.unevenness
            self.rates[organisation] = (
                self.kind.per_organisation * weight * math.exp(self.chance.gauss(-sigma * sigma / 2, sigma))
            )
            pupils = self.chance.randint(120, 900) if type_ in SCHOOL_TYPES else None
            self.world.organisations.append({"id": organisation, "type": type_, "wijk": wijk, "pupils": pupils})
        return members

    def _background(self, wijk: str, organisation: str, type_: str, here: dict[str, float]) -> None:
        habit = {theme: math.exp(self.chance.gauss(0, 0.5)) for theme in self.themes}
        late = self.chance.random() < 0.25
        total = sum(SEASON.values())
        for year in range(self.kind.years):
            for month, weight in SEASON.items():
                weights = [
                    self.popular[theme]
                    * self.by_type[type_][theme]
                    * here[theme]
                    * habit[theme]
                    * (3.0 if self.own_month.get(theme) == month else 1.0)
                    for theme in self.themes
                ]
                for _ in range(self._poisson(self.rates[organisation] * weight / total)):
                    day = self._day(year, month)
                    count = 1 + (self.chance.random() < 0.5) + (self.chance.random() < 0.1)
                    self._row(wijk, organisation, day, set(self.chance.choices(self.themes, weights, k=count)), late)

    def _plant(self, wijk: str, members: list[tuple[str, str]], free: list[str], everywhere: str) -> None:
        for grade, extra, least in ((3, 20, 7), (3, 16, 6), (2, 11, 5), (2, 9, 4)):
            self._recur(wijk, members, free.pop(), grade, extra, least)
        self._recur(wijk, members, everywhere, 2, 9, 5)
        schools = [member for member in members if member[1] in SCHOOL_TYPES]
        self._recur(wijk, schools, free.pop(), 1, 10, 4)

    def _recur(self, wijk: str, among: list[tuple[str, str]], theme: str, grade: int, extra: int, least: int) -> None:
        chosen = self.chance.sample(among, min(len(among), least + self.chance.randint(0, 2)))
        months = self.chance.sample(list(SEASON), self.chance.randint(6, 9))
        for _ in range(self._poisson(extra * self.kind.effect)):
            organisation = self.chance.choices(chosen, [math.sqrt(self.rates[o]) for o, _ in chosen])[0][0]
            day = self._day(self.kind.years - 1, self.chance.choice(months))
            self._row(wijk, organisation, day, {theme}, False)
        self.world.grades[wijk][theme] = grade

    def _decoys(self, wijk: str, members: list[tuple[str, str]], free: list[str]) -> None:
        last, names = self.kind.years - 1, [organisation for organisation, _ in members]
        burst, hobby, incident, same, before = (free.pop() for _ in range(5))
        one, other = self.chance.choice(names), self.chance.choice(names)
        months = self.chance.sample(list(SEASON), 2)
        month = self.chance.choice(list(SEASON))
        for _ in range(self._poisson(12)):
            self._row(wijk, one, self._day(last, self.chance.choice(months)), {burst}, False)
        for _ in range(self._poisson(14)):
            self._row(wijk, other, self._day(last, self.chance.choice(list(SEASON))), {hobby}, False)
        for name in self.chance.sample(names, 7):
            self._row(wijk, name, self._day(last, month), {incident}, False)
        case_month = self.chance.choice(list(SEASON))
        for name in self.chance.sample(names, 3):
            for _ in range(2):
                self._row(wijk, name, self._day(last, case_month), {same}, False)
        for _ in range(self._poisson(16)):
            self._row(wijk, self.chance.choice(names), self._day(last - 1, self._month()), {before}, False)
        kinds = {burst: "burst", hobby: "hobby", incident: "incident", same: "same case", before: "last year"}
        self.world.decoys[wijk] = kinds

    def _row(self, wijk: str, organisation: str, day: date, themes: set[str], late: bool) -> None:
        tags = {}
        for theme in sorted(themes):
            wrong = self.chance.random() < self.kind.mistagged
            tags[self.chance.choice(self.themes) if wrong else theme] = round(self.chance.uniform(0.5, 1.0), 3)
        if self.chance.random() < 0.3:
            tags.setdefault(self.chance.choice(self.themes), round(self.chance.uniform(0.1, 0.49), 3))
        self.number += 1
        days = (90 - day.timetuple().tm_yday % 90) if late else min(60, int(self.chance.expovariate(0.3)))
        self.world.rows.append(
            {
                "id": f"s{self.number}",
                "day": day.isoformat(),
                "logged": (day + timedelta(days=days)).isoformat(),
                "org": organisation,
                "wijk": wijk,
                "age": "10-11",
                "tags": tags,
            }
        )

    def _day(self, year: int, month: int) -> date:
        started = LAST_YEAR_START.year - (self.kind.years - 1 - year)
        return date(started if month >= 8 else started + 1, month, self.chance.randint(1, 28))

    def _month(self) -> int:
        return self.chance.choices(list(SEASON), list(SEASON.values()))[0]

    def _poisson(self, mean: float) -> int:
        limit, product, count = math.exp(-mean), self.chance.random(), 0
        while product > limit:
            product *= self.chance.random()
            count += 1
        return count
