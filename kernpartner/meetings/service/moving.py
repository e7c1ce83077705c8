"""Changes the order of an agenda: one place up or down, or to a place that was pointed at."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.meetings.service.failures import NoSuchItem
from kernpartner.meetings.service.rows import changed, locked_open, numbered, on_agenda


def move_item(
    session: Session, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID, by: int, seen_version: int, now: datetime
) -> None:
    """Move an item up (`by` below zero) or down; at the edge it stays. `seen_version` is that of the meeting."""
    _put(session, actor, meeting_id, item_id, seen_version, now, by=by)


def place_item(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    place: int,
    seen_version: int,
    now: datetime,
) -> None:
    """Put an item at a place (1 is the first; beyond the end is the last). `seen_version` is that of the meeting."""
    _put(session, actor, meeting_id, item_id, seen_version, now, place=place)


def _put(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    seen_version: int,
    now: datetime,
    *,
    by: int = 0,
    place: int | None = None,
) -> None:
    meeting = locked_open(session, meeting_id, seen_version)
    items = on_agenda(session, meeting)
    here = next((index for index, item in enumerate(items) if item.id == item_id), None)
    if here is None:
        raise NoSuchItem(f"no item {item_id} on the agenda")
    wanted = here + by if place is None else place - 1
    item = items.pop(here)
    items.insert(min(max(0, wanted), len(items)), item)
    numbered(items)
    meeting.ordered_by_hand = True
    changed(session, actor, meeting, [], "order", now)
