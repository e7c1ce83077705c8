"""Makes the fictional history of the example district: themes of days, without text; a day is always the same."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kernpartner.cli.concern_lines import Line
from kernpartner.organisations.rules import school_year

_ROLES = {
    "po": "ib",
    "vo": "mentor",
    "jgz": "jgz-verpleegkundige",
    "buurtteam": "gezinswerker",
    "leerplicht": "leerplichtambtenaar",
}
_BANDS = {"po": ("9-10", "10-11", "11-12"), "vo": ("12-13", "13-14")}
_SCHOOL_DAYS_A_MONTH = 19.0


@dataclass(frozen=True)
class Reporter:
    """Who logs in the history: `kind` is a key of the plan's weights (`po`, `vo`, `jgz`, `buurtteam`, `leerplicht`)."""

    slug: str
    kind: str


def history(plan: Mapping[str, Any], reporters: list[Reporter], since: date, until: date) -> Iterator[Line]:
    """Give what was registered from `since` up to and including `until`, day by day.

    Each organisation's day is drawn from a seed of its own, so a later `until` only adds days. What is planted depends
    on the school year alone: themes that rise for two years, and decoys of one year.
    """
    schools = [reporter.slug for reporter in reporters if reporter.kind in _BANDS]
    day = since
    while day <= until:
        if _is_school_day(plan, day):
            for reporter in reporters:
                for line in _day(plan, reporter, schools, day):
                    if line.registered <= until:
                        yield line
        day += timedelta(days=1)


def theme_weights(plan: Mapping[str, Any], reporter: Reporter, day: date) -> dict[str, float]:
    """Give how likely each theme is for a reporter on a day: usual weight, habit, season, what rises, decoys."""
    weights = {theme: float(weight) for theme, weight in plan["weights"][reporter.kind].items()}
    year = school_year(day)
    habits = random.Random(f"{plan['seed']}|habit|{reporter.slug}")  # noqa: S311 - an example, no secret
    for theme in sorted(weights):
        weights[theme] *= math.exp(habits.gauss(0, 0.35))
        if day.month in plan["season"].get(theme, ()):
            weights[theme] *= 2
    for theme in rising(plan, year):
        if theme in weights:
            weights[theme] *= plan["rising_factor"]
    for decoy in plan["decoys"][_parity(year)]:
        here = decoy.get("org", reporter.slug) == reporter.slug
        if here and day.month in decoy.get("months", (day.month,)) and decoy["theme"] in weights:
            weights[decoy["theme"]] *= decoy["factor"]
    return weights


def rising(plan: Mapping[str, Any], year: int) -> tuple[str, ...]:
    """Give the themes that come back broadly in the school year from `year`: planted in it or in the one before."""
    return (*plan["rising"][year % 4], *plan["rising"][(year - 1) % 4])


def _day(plan: Mapping[str, Any], reporter: Reporter, schools: list[str], day: date) -> Iterator[Line]:
    chance = random.Random(f"{plan['seed']}|{reporter.slug}|{day}")  # noqa: S311 - an example, no secret
    months = plan["months"]
    rate = plan["volume"][reporter.slug] * months[day.month] / sum(months.values()) / _SCHOOL_DAYS_A_MONTH
    count = _poisson(chance, rate)
    if not count:
        return
    weights = theme_weights(plan, reporter, day)
    late = reporter.slug in plan["late_reporters"]
    for number in range(count):
        themes = chance.choices(list(weights), list(weights.values()), k=1 + (chance.random() < plan["second_theme"]))
        delay = chance.randint(20, 60) if late else min(10, int(chance.expovariate(0.5)))
        yield Line(
            id=f"h-{day}-{number + 1}",
            organisation=reporter.slug,
            role=_ROLES[reporter.kind],
            day=day,
            registered=day + timedelta(days=delay),
            age_band=chance.choice(_BANDS.get(reporter.kind, ("onbekend",))),
            text=None,
            tried="",
            themes=tuple(dict.fromkeys(themes)),
            factors=(),
            school=None if reporter.kind in _BANDS else chance.choice(schools),
            perspective="professional",
            wider=chance.choice(("yes", "no", "unknown")),
            outcome=None,
            reason="",
            action_on=None,
            live_talk_on=None,
        )


def _is_school_day(plan: Mapping[str, Any], day: date) -> bool:
    if day.weekday() >= 5 or day.month not in plan["months"]:
        return False
    return not any(month == day.month and first <= day.day <= last for month, first, last in plan["holidays"])


def _parity(year: int) -> str:
    return "odd" if year % 2 else "even"


def _poisson(chance: random.Random, mean: float) -> int:
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
