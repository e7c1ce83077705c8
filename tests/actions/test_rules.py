"""What may be agreed, who changes it, and when it is late."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from kernpartner.actions.rules import ActionInput, ActionProblem, Status, days_late, may_change, problems

TODAY = date(2026, 3, 10)
OWNER, OTHER = uuid.uuid4(), uuid.uuid4()
GIVEN = ActionInput(uuid.uuid4(), "Sport uitnodigen", OWNER, due_on=TODAY)


def test_an_action_needs_a_text_an_owner_and_a_day_to_come() -> None:
    assert problems(GIVEN, TODAY) == {}
    assert problems(replace(GIVEN, due_on=None), TODAY) == {}
    assert problems(replace(GIVEN, text="  "), TODAY) == {"text": ActionProblem.TEXT_MISSING}
    assert problems(replace(GIVEN, text="x" * 501), TODAY) == {"text": ActionProblem.TEXT_TOO_LONG}
    assert problems(replace(GIVEN, owner_organisation_id=None), TODAY) == {"owner": ActionProblem.OWNER_MISSING}
    assert problems(replace(GIVEN, due_on=date(2026, 3, 9)), TODAY) == {"due_on": ActionProblem.DUE_IN_PAST}


def test_the_owner_changes_an_action_and_so_does_who_prepares_the_meetings() -> None:
    assert may_change(OWNER, OWNER, prepares=False)
    assert may_change(OWNER, OTHER, prepares=True)
    assert not may_change(OWNER, OTHER, prepares=False)
    assert not may_change(OWNER, None, prepares=False)


def test_only_an_open_action_with_a_day_can_be_late() -> None:
    assert days_late(date(2026, 3, 1), Status.OPEN, TODAY) == 9
    assert days_late(TODAY, Status.OPEN, TODAY) == 0
    assert days_late(date(2026, 3, 11), Status.OPEN, TODAY) == 0
    assert days_late(None, Status.OPEN, TODAY) == 0
    assert days_late(date(2026, 3, 1), Status.DONE, TODAY) == 0
