"""Which moments a date poll takes, and which of them suits most people."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from kernpartner.meetings.rules.planning import MeetingInput, MeetingProblem, form_names
from kernpartner.meetings.rules.polling import PollInput, Tally, best, poll_problems, tally

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
SOON = NOW + timedelta(days=7)


def asked(*moments: datetime | None) -> dict[str, MeetingProblem]:
    first = next((one for one in moments if one is not None), None)
    return poll_problems(PollInput(MeetingInput(uuid.uuid4(), "Overleg", first), moments), NOW)


@pytest.mark.parametrize(
    ("moments", "problem"),
    [
        ((SOON, SOON + timedelta(days=1)), None),
        ((SOON,), MeetingProblem.MOMENTS_FEW),
        ((SOON, SOON), MeetingProblem.MOMENTS_FEW),
        ((), MeetingProblem.MOMENTS_FEW),
        (tuple(SOON + timedelta(days=day) for day in range(9)), MeetingProblem.MOMENTS_FEW),
        ((SOON, None), MeetingProblem.MOMENT_UNREADABLE),
        ((SOON, NOW - timedelta(days=1)), MeetingProblem.START_IN_PAST),
        ((SOON, NOW + timedelta(days=4 * 366)), MeetingProblem.START_TOO_FAR),
    ],
)
def test_a_poll_offers_two_to_eight_moments_that_still_come(
    moments: tuple[datetime | None, ...], problem: MeetingProblem | None
) -> None:
    assert asked(*moments).get("moments") is problem


def test_the_moment_that_most_can_make_is_the_best_and_of_equals_the_earliest() -> None:
    moments = [("late", SOON + timedelta(days=1)), ("early", SOON)]
    assert best(moments, {"late": Tally(3, 0, 0), "early": Tally(2, 1, 0)}) == "late"
    assert best(moments, {"late": Tally(2, 1, 0), "early": Tally(2, 1, 0)}) == "early"
    assert best(moments, {"late": Tally(2, 0, 1), "early": Tally(2, 0, 2)}) == "late"
    assert best(moments, {"late": Tally(0, 0, 0), "early": Tally(0, 0, 0)}) is None


def test_answers_are_counted_and_no_answer_is_none() -> None:
    assert tally(["yes", "yes", "maybe", "no", ""]) == Tally(2, 1, 1)


def test_a_district_has_its_own_names_for_kinds_of_meeting() -> None:
    assert form_names({"yearly": "Wijktafel"}) == {
        "kickoff": "Startoverleg",
        "yearly": "Wijktafel",
        "interim": "Tussenoverleg",
    }
