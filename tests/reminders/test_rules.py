"""When somebody is reminded; without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.consultations.rules import due_on
from kernpartner.reminders.rules import (
    month_of_waiting,
    of_a_question,
    of_an_action,
    outcome_is_missing,
    working_days,
)

ASKED = date(2026, 3, 2)
DUE = due_on(ASKED)
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (ASKED, None),
        (date(2026, 3, 6), None),
        (date(2026, 3, 9), "remind_unanswered"),
        (DUE - timedelta(days=2), "remind_deadline"),
        (DUE, "remind_deadline"),
        (DUE + timedelta(days=1), "remind_overdue"),
    ],
)
def test_a_question_is_reminded_of_after_five_working_days_before_its_day_and_after_it(
    day: date, kind: str | None
) -> None:
    assert of_a_question(ASKED, DUE, day) == kind


@given(DAYS, st.integers(0, 60))
def test_the_reasons_come_in_one_order_and_never_go_back(asked: date, more: int) -> None:
    order = [None, "remind_unanswered", "remind_deadline", "remind_overdue"]
    days = [asked + timedelta(days=number) for number in range(more + 1)]
    found = [order.index(of_a_question(asked, due_on(asked), day)) for day in days]
    assert found == sorted(found)


@given(DAYS, st.integers(-10, 400))
def test_working_days_are_counted_as_on_a_calendar(since: date, number: int) -> None:
    until = since + timedelta(days=number)
    counted = sum((since + timedelta(days=n)).isoweekday() <= 5 for n in range(1, number + 1))
    assert working_days(since, until) == counted


def test_an_outcome_is_asked_for_five_days_after_the_day_of_answering() -> None:
    assert not outcome_is_missing(DUE, DUE + timedelta(days=4))
    assert outcome_is_missing(DUE, DUE + timedelta(days=5))


@pytest.mark.parametrize(
    ("days", "when"), [(-30, "late"), (-1, "late"), (0, "near"), (3, "near"), (4, None), (100, None)]
)
def test_an_action_is_near_for_three_days_and_late_after(days: int, when: str | None) -> None:
    assert of_an_action(ASKED + timedelta(days=days), ASKED) == when


@given(DAYS, st.integers(0, 1000))
def test_a_standing_reminder_comes_once_in_thirty_days(since: date, number: int) -> None:
    on = since + timedelta(days=number)
    assert month_of_waiting(since, on + timedelta(days=30)) == month_of_waiting(since, on) + 1
