"""What a day belongs to: a month, and a period that never crosses the edge of the school year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kernpartner.organisations.rules import school_year
from kernpartner.tally.rules import last_closed, month_of, period_after, period_of


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2025, 7, 31), date(2025, 7, 1)),
        (date(2025, 8, 1), date(2025, 8, 1)),
        (date(2025, 9, 30), date(2025, 8, 1)),
        (date(2025, 10, 1), date(2025, 10, 1)),
        (date(2024, 2, 29), date(2024, 1, 1)),
        (date(2025, 12, 31), date(2025, 10, 1)),
    ],
)
def test_a_day_lies_in_a_quarter_cut_at_the_school_year(day: date, start: date) -> None:
    assert period_of(day) == start


def test_periods_follow_each_other_without_a_gap_and_never_cross_a_school_year() -> None:
    day = date(2023, 1, 1)
    while day < date(2026, 1, 1):
        start = period_of(day)
        assert start <= day < period_after(start)
        assert school_year(start) == school_year(day) == school_year(period_after(start) - timedelta(days=1))
        assert period_after(last_closed(day)) == start
        day += timedelta(days=1)


def test_a_month_begins_on_its_first_day() -> None:
    assert month_of(date(2026, 3, 31)) == date(2026, 3, 1)
