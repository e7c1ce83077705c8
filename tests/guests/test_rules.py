"""When a guest may read; without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.guests.rules import LONGEST, SUMMARY_LIMIT, GuestProblem, may_read, summary_problem, window_problem

START = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)
END = START + timedelta(minutes=30)
SPANS = st.integers(-600, 600).map(lambda minutes: timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("now", "readable"),
    [
        (START - timedelta(microseconds=1), False),
        (START, True),
        (END - timedelta(microseconds=1), True),
        (END, False),
    ],
)
def test_a_guest_reads_from_the_first_moment_up_to_the_end(now: datetime, readable: bool) -> None:
    assert may_read(START, END, None, now) is readable


@given(SPANS, SPANS)
def test_a_withdrawal_only_ever_takes_away(offset: timedelta, withdrawn: timedelta) -> None:
    now = START + offset
    assert may_read(START, END, START + withdrawn, now) <= may_read(START, END, None, now)
    if withdrawn <= offset:
        assert not may_read(START, END, START + withdrawn, now)


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        (START, END, None),
        (START - timedelta(hours=1), END, None),  # it is going on already
        (END, END, GuestProblem.LENGTH_WRONG),
        (END, START + timedelta(minutes=1), GuestProblem.LENGTH_WRONG),
        (START, START + LONGEST + timedelta(minutes=1), GuestProblem.LENGTH_WRONG),
        (START - timedelta(hours=3), START - timedelta(hours=2), GuestProblem.STARTS_IN_PAST),
    ],
)
def test_a_window_ends_after_it_begins_within_four_hours(
    start: datetime, end: datetime, problem: GuestProblem | None
) -> None:
    assert window_problem(start, end, START) == problem


def test_a_summary_says_something_and_is_short() -> None:
    assert summary_problem(" \n") is GuestProblem.SUMMARY_MISSING
    assert summary_problem("x" * (SUMMARY_LIMIT + 1)) is GuestProblem.SUMMARY_TOO_LONG
    assert summary_problem("Een groep zoekt rust.") is None
