"""Reads what came of a meeting: what was said and decided per item, and decisions about a theme over the years."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.actions.queries import ActionRow, actions_of_meeting
from kernpartner.meetings.models import AgendaItem, Decision, ItemMinutes, Meeting


@dataclass(frozen=True)
class Turn:
    """Where a meeting is: the item at the table, the one after it, and when the one at the table should end."""

    number: int
    item: AgendaItem
    following: AgendaItem | None
    ends_at: datetime


@dataclass(frozen=True)
class ItemOutcome:
    """What was said and decided about one item; `revision` is 0 when nothing was written yet."""

    item: AgendaItem
    text: str
    revision: int
    decisions: tuple[Decision, ...]
    actions: tuple[ActionRow, ...]


def outcome(session: Session, meeting: Meeting) -> Sequence[ItemOutcome]:
    """Give per item on the agenda, in order, the newest minutes, the decisions, and what was agreed."""
    items = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.on_agenda)
        .order_by(AgendaItem.position, AgendaItem.key)
    ).all()
    newest = {
        row.item_id: row
        for row in session.scalars(
            select(ItemMinutes)
            .where(ItemMinutes.item_id.in_([item.id for item in items]))
            .order_by(ItemMinutes.item_id, ItemMinutes.revision)
        )
    }
    decided = session.scalars(
        select(Decision).where(Decision.meeting_id == meeting.id).order_by(Decision.decided_at, Decision.id)
    ).all()
    agreed = actions_of_meeting(session, meeting.id)
    return [
        ItemOutcome(
            item=item,
            text=newest[item.id].text if item.id in newest else "",
            revision=newest[item.id].revision if item.id in newest else 0,
            decisions=tuple(row for row in decided if row.item_id == item.id),
            actions=tuple(row for row in agreed if _belongs(row, item)),
        )
        for item in items
    ]


def compiled(
    session: Session, meetings: Sequence[Meeting], *, theme_id: uuid.UUID | None = None
) -> Sequence[tuple[Meeting, Sequence[ItemOutcome]]]:
    """Give what came of several meetings one after the other, of one theme when asked; items without words left out."""
    found = []
    for meeting in meetings:
        kept = [
            one
            for one in outcome(session, meeting)
            if (one.text or one.decisions or one.actions) and (theme_id is None or one.item.theme_id == theme_id)
        ]
        if kept:
            found.append((meeting, kept))
    return found


def _belongs(row: ActionRow, item: AgendaItem) -> bool:
    # What was agreed before items had ids here is known by the title.
    return row.item_id == item.id if row.item_id is not None else row.item_title == item.title


def turn(session: Session, meeting: Meeting, item_id: uuid.UUID | None = None) -> Turn | None:
    """Give the item at the table: the one asked for, or the one that was begun last, or the first."""
    items = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.on_agenda)
        .order_by(AgendaItem.position, AgendaItem.key)
        .execution_options(populate_existing=True)
    ).all()
    if not items:
        return None
    begun = [item for item in items if item.begun_at is not None]
    here = max(begun, key=lambda item: (item.begun_at, item.position)) if begun else items[0]
    if item_id is not None:
        here = next((item for item in items if item.id == item_id), here)
    place = items.index(here)
    planned = meeting.starts_at + timedelta(minutes=sum(item.minutes for item in items[: place + 1]))
    return Turn(
        number=place + 1,
        item=here,
        following=items[place + 1] if place + 1 < len(items) else None,
        ends_at=here.begun_at + timedelta(minutes=here.minutes) if here.begun_at else planned,
    )


def decisions_about(session: Session, theme_id: uuid.UUID, limit: int = 20) -> Sequence[tuple[Decision, Meeting]]:
    """Give what meetings decided about a theme, with the meeting that took the decision, newest first."""
    rows = session.execute(
        select(Decision, Meeting)
        .join(Meeting, Meeting.id == Decision.meeting_id)
        .where(Decision.theme_id == theme_id)
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(limit)
    )
    return [(decision, meeting) for decision, meeting in rows]


def revisions(session: Session, item_id: uuid.UUID) -> Sequence[ItemMinutes]:
    """Give every revision of what was said about an item, the newest first."""
    return session.scalars(
        select(ItemMinutes).where(ItemMinutes.item_id == item_id).order_by(ItemMinutes.revision.desc())
    ).all()
