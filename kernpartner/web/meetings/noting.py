"""Takes what is written of a meeting per item: minutes, decisions and actions; the same save twice is once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import abort
from flask_login import current_user

from kernpartner.actions import service as action_service
from kernpartner.actions.rules import ActionInput
from kernpartner.meetings import queries, service
from kernpartner.organisations import queries as organisation_queries
from kernpartner.steps import queries as step_queries
from kernpartner.web.guard import actor
from kernpartner.web.language import _
from kernpartner.web.meetings.door import readable, typed_id
from kernpartner.web.transaction import database, now, today
from kernpartner.web.wording import typed_day

_KEY_LENGTH = 36


def save_key(typed: Mapping[str, str]) -> str | None:
    """Give the key of a save, when the page gave one that could be ours: an id."""
    key = typed.get("save_key", "")
    return str(typed_id(key)) if len(key) == _KEY_LENGTH and typed_id(key) is not None else None


def agree(meeting_id: uuid.UUID, item_id: uuid.UUID, typed: Mapping[str, str]) -> None:
    """Keep an action (`action_text`, `action_owner`, `action_person`, `action_due_on`); raises as the services do."""
    action_service.agree_action(database(), actor(), action_input(meeting_id, item_id, typed), now())


def action_input(meeting_id: uuid.UUID, item_id: uuid.UUID, typed: Mapping[str, str]) -> ActionInput:
    """Give what was typed as an action of this item, its theme along; aborts with 404 for an unknown item."""
    meeting = readable(meeting_id)
    item = queries.agenda_item(database(), meeting, item_id)
    if item is None:
        abort(404)
    due = typed.get("action_due_on", "").strip()
    due_on = typed_day(due)
    if due and due_on is None:
        raise service.ItemRefused({"action_due_on": service.MeetingProblem.DUE_UNREADABLE})
    owner_id, person_id = _owner(typed.get("action_owner", ""))
    return ActionInput(
        district_id=meeting.district_id,
        text=typed.get("action_text", ""),
        owner_organisation_id=owner_id,
        owner_person_id=person_id,
        due_on=due_on,
        theme_id=item.theme_id,
        school_id=meeting.school_id,
        meeting_id=meeting.id,
        item_id=item.id,
        item_title=item.title,
        next_step_id=_step(typed.get("action_step")),
        save_key=save_key(typed) or "",
    )


def owners(meeting: queries.Meeting) -> list[tuple[str, str]]:
    """Give who can own an action: the members first, each organisation followed by its people."""
    session = database()
    members = {member.id for member in queries.member_organisations(session, meeting, today())}
    found = organisation_queries.organisations(session, meeting.district_id, on=today())
    people: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = {}
    for row in queries.invitees(session, meeting.id):
        people.setdefault(row.invitation.organisation_id, []).append((row.invitation.person_id, row.person))
    choices = [("", _("Kies wie dit doet"))]
    for one in sorted(found, key=lambda one: (one.id not in members, one.label)):
        choices.append((str(one.id), one.label))
        choices += [(f"{one.id}:{key}", f"{one.label}: {name}") for key, name in people.get(one.id, [])]
    return choices


def next_steps() -> list[tuple[str, str]]:
    """Give the running next steps of the district, for who links an action to one; the first is none."""
    found = step_queries.step_choices(database(), current_user.district_id)
    return [("", _("Bij geen vervolgstap")), *((str(key), title) for key, title in found)]


def _step(typed: str | None) -> uuid.UUID | None:
    key = typed_id(typed)
    known = {one for one, _title in step_queries.step_choices(database(), current_user.district_id)}
    return key if key in known else None


def _owner(typed: str) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    organisation, _colon, person = typed.partition(":")
    return typed_id(organisation), typed_id(person)
