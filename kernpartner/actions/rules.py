"""Decides which status an action may get, who may change it, and when it is late."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

TEXT_LIMIT = 500


class Status(StrEnum):
    """Where an action stands; dropped is a decision too, not a failure."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ActionProblem(StrEnum):
    """Why an action cannot be agreed; the page words it."""

    TEXT_MISSING = "action_text_missing"
    TEXT_TOO_LONG = "action_text_too_long"
    OWNER_MISSING = "action_owner_missing"
    OWNER_UNKNOWN = "action_owner_unknown"
    DUE_IN_PAST = "action_due_in_past"


@dataclass(frozen=True)
class ActionInput:
    """What somebody agrees to do: the organisation owns it, a person of it may be named.

    `school_id` is given when it was agreed in the core team of one school; `meeting_id` and `item_title`
    say where it was agreed. `due_on` may be open. `save_key` is what a page gave to one save: sent again it
    makes no second action.
    """

    district_id: uuid.UUID
    text: str
    owner_organisation_id: uuid.UUID | None
    owner_person_id: uuid.UUID | None = None
    due_on: date | None = None
    theme_id: uuid.UUID | None = None
    school_id: uuid.UUID | None = None
    meeting_id: uuid.UUID | None = None
    item_id: uuid.UUID | None = None
    item_title: str = ""
    next_step_id: uuid.UUID | None = None
    save_key: str = ""


def problems(given: ActionInput, today: date) -> dict[str, ActionProblem]:
    """Give what is missing or wrong, per field; empty when the action can be agreed."""
    found: dict[str, ActionProblem] = {}
    if not given.text.strip():
        found["text"] = ActionProblem.TEXT_MISSING
    elif len(given.text) > TEXT_LIMIT:
        found["text"] = ActionProblem.TEXT_TOO_LONG
    if given.owner_organisation_id is None:
        found["owner"] = ActionProblem.OWNER_MISSING
    if given.due_on is not None and given.due_on < today:
        found["due_on"] = ActionProblem.DUE_IN_PAST
    return found


def may_change(owner_organisation_id: uuid.UUID, acting_organisation_id: uuid.UUID | None, *, prepares: bool) -> bool:
    """Say whether an organisation may change an action: its own, or any when it prepares the meetings."""
    return prepares or owner_organisation_id == acting_organisation_id


def days_late(due_on: date | None, status: Status, today: date) -> int:
    """Give how many days an open action is late; 0 when it is not."""
    if due_on is None or status is not Status.OPEN:
        return 0
    return max(0, (today - due_on).days)
