"""Decides on a list of concerns without a database which themes recur in which area, as of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kernpartner.recurrence.rules.judgement import judge
from kernpartner.recurrence.rules.presence import MONTHS, YEARS_BACK, Cell, month_number

SURE_ENOUGH = 0.5
_UNKNOWN = "onbekend"


def evaluate(
    concern_rows: Iterable[Mapping[str, Any]],
    organisations: Sequence[Mapping[str, Any]],
    as_of: date,
) -> dict[str, list[dict[str, Any]]]:
    """Rank the themes of every area: `{wijk: [{"theme", "flag"}, …]}`, best first, every theme that the rows name.

    Rows: `{"id", "day", "logged", "org", "wijk", "age", "tags": {theme: confidence}}` with ISO days; organisations:
    `{"id", "type", "wijk", "pupils"}`. A row counts for the month of `day`. It is left out when it was logged after
    `as_of`, or, for an earlier year, after the same day of the year that followed it: years are compared at the same
    maturity. A tag counts from a confidence of 0.5.
    """
    types = {str(row["id"]): str(row.get("type") or _UNKNOWN) for row in organisations}
    counted: Counter[tuple[str, str, int, str]] = Counter()
    themes: set[str] = set()
    for row in concern_rows:
        day, logged = date.fromisoformat(str(row["day"])[:10]), date.fromisoformat(str(row["logged"])[:10])
        tags = [str(theme) for theme, sure in row["tags"].items() if sure >= SURE_ENOUGH]
        themes.update(map(str, row["tags"]))
        if _known(day, logged, as_of):
            month = month_number(day)
            counted.update((str(row["wijk"]), str(row["org"]), month, theme) for theme in tags)
    cells = [
        Cell(area, org, types.get(org, _UNKNOWN), month, theme, n)
        for (area, org, month, theme), n in sorted(counted.items())
    ]
    judged = judge(cells, sorted(themes), month_number(as_of))
    return {
        area: [{"theme": verdict.theme, "flag": verdict.flag} for verdict in verdicts]
        for area, verdicts in judged.items()
    }


def _known(day: date, logged: date, as_of: date) -> bool:
    """Say whether a row was known on the as-of day of its own year; rows older than that all count as habits."""
    if day > as_of:
        return False
    years = (month_number(as_of) - month_number(day)) // MONTHS
    if years > YEARS_BACK:
        return True
    return logged <= _years_before(as_of, years)


def _years_before(day: date, years: int) -> date:
    # 29 February has no twin in most years; the day before stands for it.
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)
