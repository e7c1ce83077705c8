"""Who is told of a digest, and on which day: at once, once a quarter, once a year, or not at all."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.digests.rules import Rhythm, Wish, may_notify, told_on, wants

A, B = uuid.UUID(int=1), uuid.UUID(int=2)
HERE, THERE = uuid.UUID(int=3), uuid.UUID(int=4)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(), True),
        (Wish(themes=frozenset({A})), True),
        (Wish(themes=frozenset({B})), False),
        (Wish(areas=frozenset({HERE})), True),
        (Wish(areas=frozenset({THERE})), False),
        (Wish(themes=frozenset({A}), areas=frozenset({THERE})), False),
        (Wish(Rhythm.YEAR), True),
        (Wish(Rhythm.NONE), False),
        (Wish(Rhythm.NONE, frozenset({A}), frozenset({HERE})), False),
    ],
)
def test_a_notice_is_wanted_when_theme_and_area_are(wish: Wish, expected: bool) -> None:
    assert wants(wish, themes=[A], area=HERE) is expected


def test_an_empty_choice_holds_what_comes_later() -> None:
    assert wants(Wish(), themes=[uuid.uuid4()], area=uuid.uuid4())


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_the_day_of_a_notice_is_fixed_and_lies_ahead(released: date) -> None:
    assert told_on(Rhythm.EACH, released) == released
    quarter, year = told_on(Rhythm.QUARTER, released), told_on(Rhythm.YEAR, released)
    assert quarter.weekday() < 5 and year.weekday() < 5
    assert released < quarter <= released + timedelta(days=95)
    assert quarter.day <= 3 and quarter.month in {1, 4, 7, 10}
    assert released <= year <= released + timedelta(days=368)
    assert year.day <= 3 and year.month == 9


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(0, 5))
def test_digests_of_one_quarter_share_one_notice(released: date, days: int) -> None:
    later = released + timedelta(days=days)
    same = (released.year, (released.month + 2) // 3) == (later.year, (later.month + 2) // 3)
    assert (told_on(Rhythm.QUARTER, released) == told_on(Rhythm.QUARTER, later)) is same


@pytest.mark.parametrize(
    ("kind", "rhythm", "stopped", "expected"),
    [
        ("digest_ready", "each", False, True),
        ("digest_ready", "each", True, False),
        ("digest_ready", "quarter", False, False),
        ("digest_round", "quarter", False, True),
        ("digest_round", "year", False, True),
        ("digest_round", "each", False, False),
        ("digest_round", "year", True, False),
        ("digest_round", "none", False, False),
    ],
)
def test_a_notice_that_waited_goes_only_when_it_is_still_wanted(
    kind: str, rhythm: str, stopped: bool, expected: bool
) -> None:
    assert may_notify(kind, rhythm, stopped=stopped) is expected
