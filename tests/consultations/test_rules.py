"""How a consultation may end and when an answer is due, without a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.consultations.rules import (
    DAYS_TO_ANSWER,
    GOOD_OUTCOMES,
    Ending,
    Outcome,
    OutcomeProblem,
    due_on,
    outcome_problem,
)

TODAY = date(2026, 3, 10)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("ending", "problem"),
    [
        (Ending(""), OutcomeProblem.UNKNOWN),
        (Ending("genezen"), OutcomeProblem.UNKNOWN),
        (Ending("SPECIALIST_CARE"), OutcomeProblem.UNKNOWN),
        (Ending("specialist_care "), OutcomeProblem.UNKNOWN),
        (Ending("specialist_care"), OutcomeProblem.LIVE_TALK_MISSING),
        (Ending("specialist_care", reason="er is gesproken", action_on=TODAY), OutcomeProblem.LIVE_TALK_MISSING),
        (Ending("specialist_care", live_talk_on=TOMORROW), OutcomeProblem.LIVE_TALK_IN_FUTURE),
        (Ending("specialist_care", live_talk_on=TODAY), None),
        (Ending("specialist_care", live_talk_on=YESTERDAY), None),
        (Ending("small_action"), OutcomeProblem.ACTION_DATE_MISSING),
        (Ending("small_action", live_talk_on=TODAY), OutcomeProblem.ACTION_DATE_MISSING),
        (Ending("small_action", action_on=TOMORROW), None),
        (Ending("small_action", action_on=YESTERDAY), None),
        (Ending("not_fitting"), OutcomeProblem.REASON_MISSING),
        (Ending("not_fitting", reason=" \n\t"), OutcomeProblem.REASON_MISSING),
        (Ending("not_fitting", reason="Hoort bij leerplicht."), None),
    ],
)
def test_an_ending_needs_what_its_outcome_asks(ending: Ending, problem: OutcomeProblem | None) -> None:
    assert outcome_problem(ending, TODAY) == problem


FREE = set(Outcome) - {Outcome.SPECIALIST_CARE, Outcome.SMALL_ACTION, Outcome.NOT_FITTING}


@pytest.mark.parametrize("outcome", sorted(FREE))
def test_every_other_outcome_asks_nothing(outcome: Outcome) -> None:
    assert outcome_problem(Ending(outcome.value), TODAY) is None


@given(
    outcome=st.sampled_from(list(Outcome)),
    reason=st.text(max_size=10),
    action_on=st.none() | DAYS,
    live_talk_on=st.none() | DAYS,
    today=DAYS,
)
def test_no_ending_leads_to_specialist_care_without_a_talk_that_took_place(
    outcome: Outcome, reason: str, action_on: date | None, live_talk_on: date | None, today: date
) -> None:
    ending = Ending(outcome.value, reason, action_on, live_talk_on)
    talked = live_talk_on is not None and live_talk_on <= today
    if outcome is Outcome.SPECIALIST_CARE:
        assert (outcome_problem(ending, today) is None) is talked
    elif outcome in FREE:
        assert outcome_problem(ending, today) is None


def test_what_is_carried_together_and_what_needed_no_trajectory_are_good_results() -> None:
    assert {"borne_together", "clarified_without_trajectory"} <= {outcome.value for outcome in GOOD_OUTCOMES}
    assert not GOOD_OUTCOMES & {Outcome.SPECIALIST_CARE, Outcome.TRAJECTORY, Outcome.NOT_FITTING}


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 3, 9), date(2026, 3, 23)),
        (date(2026, 3, 13), date(2026, 3, 27)),
        (date(2026, 3, 14), date(2026, 3, 27)),
        (date(2026, 3, 15), date(2026, 3, 27)),
        (date(2026, 12, 31), date(2027, 1, 14)),
        (date(2028, 2, 29), date(2028, 3, 14)),
    ],
)
def test_an_answer_is_due_ten_working_days_later(asked: date, due: date) -> None:
    assert due_on(asked) == due


@given(DAYS)
def test_between_asking_and_the_due_day_lie_exactly_ten_working_days(asked: date) -> None:
    due = due_on(asked)
    between = [asked + timedelta(days=n + 1) for n in range((due - asked).days)]
    assert sum(day.weekday() < 5 for day in between) == DAYS_TO_ANSWER == 10
    assert due.weekday() < 5
    assert due_on(asked + timedelta(days=1)) >= due
