"""Tests of how numbers and moments that people type for a meeting are read, however odd."""

from __future__ import annotations

import pytest

from kernpartner.web.meetings.door import typed_moment, typed_number


@pytest.mark.parametrize("typed", [None, "", "²", "-5", "1e3", "9" * 25, "9" * 5000, "vijftien"])
def test_what_is_no_usable_number_counts_as_none(typed: str | None) -> None:
    assert typed_number(typed) == 0


def test_a_number_is_read_with_spaces_around_it() -> None:
    assert typed_number(" 15 ") == 15


@pytest.mark.parametrize("time", ["²:00", "13:²0", "9" * 5000 + ":00", "24:00", "13", ":", "13:60"])
def test_what_is_no_time_of_the_day_is_not_a_moment(time: str) -> None:
    assert typed_moment("24-11-2026", time) is None
