"""Changes what is kept of a meeting: what was said, what was decided, who was there."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.meetings.models import AgendaItem, Decision, Invitation, ItemMinutes, Meeting
from kernpartner.meetings.rules.planning import LINE_LIMIT, MINUTES_LIMIT, MeetingProblem
from kernpartner.meetings.service.failures import (
    AgendaAlreadySettled,
    ItemRefused,
    MinutesChangedMeanwhile,
    NothingToSettle,
)
from kernpartner.meetings.service.rows import cleaned, item_of, locked


def record_minutes(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    text: str,
    seen_revision: int,
    now: datetime,
) -> int:
    """Keep what was said about an item, cleaned, as a new revision; give its number.

    `seen_revision` is the revision that was read (0 for none); the same text again adds nothing. Raises
    `MinutesChangedMeanwhile`, `ItemRefused`, and `NothingToSettle` while the agenda is not settled.
    """
    meeting, item = _held(session, meeting_id, item_id, now)
    if len(text) > MINUTES_LIMIT:
        raise ItemRefused({"text": MeetingProblem.TOO_LONG})
    newest = session.scalar(
        select(ItemMinutes).where(ItemMinutes.item_id == item.id).order_by(ItemMinutes.revision.desc()).limit(1)
    )
    revision = newest.revision if newest is not None else 0
    kept = cleaned(session, meeting.district_id, text)
    if kept == (newest.text if newest is not None else ""):
        return revision
    if revision != seen_revision:
        raise MinutesChangedMeanwhile(f"revision {seen_revision} was seen, it is {revision} now")
    session.add(
        ItemMinutes(item_id=item.id, revision=revision + 1, text=kept, written_at=now, written_by=actor.person_id)
    )
    session.flush()
    record(session, actor, "minutes.written", "meeting", meeting.id, now, revision=revision + 1)
    return revision + 1


def decide(
    session: Session, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID, text: str, now: datetime
) -> uuid.UUID:
    """Keep a decision about an item, cleaned, linked to this meeting for good; give its id. Raises as above."""
    meeting, item = _held(session, meeting_id, item_id, now)
    if not text.strip():
        raise ItemRefused({"decision": MeetingProblem.TEXT_MISSING})
    if len(text) > LINE_LIMIT:
        raise ItemRefused({"decision": MeetingProblem.TOO_LONG})
    made = Decision(
        meeting_id=meeting.id,
        item_id=item.id,
        theme_id=item.theme_id,
        text=cleaned(session, meeting.district_id, text),
        decided_at=now,
        noted_by=actor.person_id,
    )
    session.add(made)
    session.flush()
    number = session.scalar(select(func.count()).where(Decision.meeting_id == meeting.id))
    record(session, actor, "decision.noted", "meeting", meeting.id, now, number=number)
    return made.id


def record_attendance(
    session: Session, actor: Actor, meeting_id: uuid.UUID, present: Collection[uuid.UUID], now: datetime
) -> int:
    """Note who of the invited was there (ids of invitations); gives how many were."""
    meeting = locked(session, meeting_id)
    _begin(meeting, now)
    there = 0
    for row in session.scalars(
        select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
    ):
        row.attended = row.id in present
        there += row.attended
    session.flush()
    record(session, actor, "attendance.noted", "meeting", meeting.id, now, number=there)
    return there


def _held(session: Session, meeting_id: uuid.UUID, item_id: uuid.UUID, now: datetime) -> tuple[Meeting, AgendaItem]:
    meeting = locked(session, meeting_id)
    _begin(meeting, now)
    return meeting, item_of(session, meeting, item_id)


def _begin(meeting: Meeting, now: datetime) -> None:
    """Let a settled meeting become one that is held, from the moment that something is noted and it began."""
    if meeting.status == "cancelled":
        raise AgendaAlreadySettled("a cancelled meeting has no minutes")
    if meeting.status not in {"settled", "held"}:
        raise NothingToSettle("minutes are written of a settled agenda")
    if meeting.starts_at <= now:
        meeting.status = "held"
