"""Decides on which days which figures are released, how a block is called, and how two blocks compare in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from kernpartner.organisations.rules import school_year, school_year_label
from kernpartner.privacy.disclosure import Audience
from kernpartner.tally.rules import period_after

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_ORDER = {Audience.DIGEST: 0, Audience.AGENDA: 1, Audience.CITY: 2}


@dataclass(frozen=True)
class ReleaseSettings:
    """What a district may set: the day of the agendas, and how many schools an area needs at least.

    Fewer than 8 schools is allowed and shows less; under 3 nothing was ever measured, so nothing is shown.
    """

    fewest_schools: int = 3
    agenda_month: int = 8
    agenda_day: int = 1
    fewest_pupils: int = 100

    @classmethod
    def from_district(cls, settings: Mapping[str, Any]) -> ReleaseSettings:
        """Read `release` in the settings of a district: `fewest_schools`, `agenda_on` ("MM-DD")."""
        given = settings.get("release", {})
        month, day = (int(part) for part in str(given.get("agenda_on", "08-01")).split("-"))
        return cls(max(cls.fewest_schools, int(given.get("fewest_schools", cls.fewest_schools))), month, day)


@dataclass(frozen=True)
class Release:
    """Something that goes out on a fixed day: for whom, and which periods of which school year it may use."""

    on: date
    audience: Audience
    year: int
    periods: tuple[date, ...]


class Trend(StrEnum):
    """How a block compares with the one before, as far as the two bands say."""

    MORE = "more"
    LESS = "less"
    ALIKE = "alike"
    UNKNOWN = "unknown"


TREND_WORDS: Mapping[Trend, str] = {
    Trend.MORE: "vaker dan in de periode ervoor",
    Trend.LESS: "minder vaak dan in de periode ervoor",
    Trend.ALIKE: "ongeveer even vaak als in de periode ervoor",
    Trend.UNKNOWN: "nog niet te vergelijken",
}


def periods_of_year(year: int) -> tuple[date, ...]:
    """Give the periods of the school year that began in `year`, in their order."""
    return (date(year, 8, 1), date(year, 10, 1), date(year + 1, 1, 1), date(year + 1, 4, 1), date(year + 1, 7, 1))


def calendar(first: date, on: date, settings: ReleaseSettings) -> Sequence[Release]:
    """Give everything that was due from the school year of `first` up to and including `on`, in order of release.

    Digests: 1 October, 1 January, 1 April, 1 July, each with the periods closed by then (July is too short
    for a digest; it counts in the figures of the year). Agendas: once a school year on a fixed day, 1 August
    unless the district chose another. The district as a whole: 1 August.
    """
    found: list[Release] = []
    for year in range(school_year(first), school_year(on) + 1):
        periods = periods_of_year(year)
        ends = date(year + 1, 8, 1)
        found += [
            Release(period_after(last), Audience.DIGEST, year, periods[: place + 1])
            for place, last in enumerate(periods[:4])
        ]
        found.append(_agenda(year, settings))
        found.append(Release(ends, Audience.CITY, year, periods))
    due = [release for release in found if release.on <= on and release.periods]
    return sorted(due, key=lambda release: (release.on, _ORDER[release.audience]))


def _agenda(year: int, settings: ReleaseSettings) -> Release:
    day = date(year, settings.agenda_month, settings.agenda_day)
    if day <= date(year, 8, 1):
        day = day.replace(year=year + 1)
    closed = tuple(period for period in periods_of_year(year) if period_after(period) <= day)
    return Release(day, Audience.AGENDA, year, closed)


def block_label(periods: Sequence[date]) -> str:
    """Name a block as a reader says it: ``augustus en september 2026``, ``oktober 2025 t/m maart 2026``."""
    year = school_year(periods[0])
    if tuple(periods) == periods_of_year(year):
        return f"schooljaar {school_year_label(year)}"
    first, last = periods[0], period_after(periods[-1]) - timedelta(days=1)
    begin, end = _MONTHS[first.month - 1], f"{_MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return end
    if first.year != last.year:
        return f"{begin} {first.year} t/m {end}"
    return f"{begin} {'en' if last.month == first.month + 1 else 't/m'} {end}"


def fits_school(hi: int, pupils: int | None, settings: ReleaseSettings) -> bool:
    """Say whether a band says little enough about a group of this size: from 100 pupils, at most half of them."""
    return pupils is None or (pupils >= settings.fewest_pupils and 2 * hi <= pupils)


def months_in(periods: Sequence[date]) -> int:
    """Give how many months a block lasts."""
    ends = [period_after(period) for period in periods]
    return sum(12 * (end.year - start.year) + end.month - start.month for start, end in zip(periods, ends, strict=True))


def trend(
    earlier: tuple[int | None, int | None], earlier_months: int, later: tuple[int | None, int | None], later_months: int
) -> Trend:
    """Compare two released bands of one theme, per month; more or less only when the bands do not overlap.

    Uses nothing but what both editions show, so it tells nobody anything new. A gap cannot be compared.
    """
    (low, high), (new_low, new_high) = earlier, later
    if low is None or high is None or new_low is None or new_high is None or not earlier_months or not later_months:
        return Trend.UNKNOWN
    if new_low * earlier_months > high * later_months:
        return Trend.MORE
    if new_high * earlier_months < low * later_months:
        return Trend.LESS
    return Trend.ALIKE
