"""Tests of what may be planned: a moment that comes, and soon enough to mean something."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from kernpartner.meetings.rules.planning import MeetingInput, MeetingProblem, meeting_problems
from tests.conftest import NOW


def problems_at(starts_at: datetime) -> dict[str, MeetingProblem]:
    """Give what is wrong with a meeting at this moment."""
    return meeting_problems(MeetingInput(uuid.UUID(int=1), "Overleg", starts_at), NOW)


@pytest.mark.parametrize("ahead", [timedelta(minutes=1), timedelta(days=364), timedelta(days=2 * 365)])
def test_a_meeting_within_three_years_can_be_planned(ahead: timedelta) -> None:
    assert problems_at(NOW + ahead) == {}


@pytest.mark.parametrize("starts_at", [NOW + timedelta(days=4 * 365), datetime(9999, 12, 31, 22, 0, tzinfo=UTC)])
def test_a_meeting_further_away_is_a_slip_of_the_keys(starts_at: datetime) -> None:
    assert problems_at(starts_at) == {"day": MeetingProblem.START_TOO_FAR}
