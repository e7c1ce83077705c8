"""Reads what came of a meeting: what was said and decided per item, and decisions about a theme over the years."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.actions.queries import ActionRow, actions_of_meeting
from kernpartner.meetings.models import AgendaItem, Decision, ItemMinutes, Meeting


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
            actions=tuple(row for row in agreed if row.item_title == item.title),
        )
        for item in items
    ]


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
