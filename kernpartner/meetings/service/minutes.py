"""Changes what is kept of a meeting: what was said, what was decided, who was there."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.meetings.models import AgendaItem, Decision, Invitation, ItemMinutes, Meeting
from kernpartner.meetings.queries.approving import minutes_standing
from kernpartner.meetings.rules.approving import Standing
from kernpartner.meetings.rules.merging import merged_lines
from kernpartner.meetings.rules.planning import LINE_LIMIT, MINUTES_LIMIT, MeetingProblem
from kernpartner.meetings.service.failures import (
    AgendaAlreadySettled,
    ItemRefused,
    MinutesAreFinal,
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
    *,
    save_key: str | None = None,
) -> int:
    """Keep what was said about an item, cleaned, as a new revision; give the revision that holds it.

    `seen_revision` is the revision that the text was made from (0 for none). What others wrote since is merged
    line by line; a text or a `save_key` that was kept already adds nothing. Raises `MinutesChangedMeanwhile` when
    others changed the same lines, `ItemRefused`, and `NothingToSettle` while the agenda is not settled.
    """
    meeting, item = _held(session, meeting_id, item_id, now)
    if len(text) > MINUTES_LIMIT:
        raise ItemRefused({"text": MeetingProblem.TOO_LONG})
    newest = _revision(session, item.id)
    revision, there = (newest.revision, newest.text) if newest is not None else (0, "")
    if save_key and (known := _kept_as(session, item.id, save_key)) is not None:
        return known
    kept = cleaned(session, meeting.district_id, text)
    if revision != seen_revision:
        kept = _merged(session, item.id, seen_revision, kept, there)
    if kept == there:
        return revision
    written = ItemMinutes(item_id=item.id, revision=revision + 1, text=kept, written_at=now, written_by=actor.person_id)
    written.save_key = save_key or None
    session.add(written)
    session.flush()
    record(session, actor, "minutes.written", "meeting", meeting.id, now, revision=revision + 1)
    return revision + 1


def decide(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    text: str,
    now: datetime,
    *,
    save_key: str | None = None,
) -> uuid.UUID:
    """Keep a decision about an item, cleaned, linked to this meeting for good; give its id. Raises as above.

    A `save_key` that was kept already gives the decision that it made.
    """
    meeting, item = _held(session, meeting_id, item_id, now)
    if not text.strip():
        raise ItemRefused({"decision": MeetingProblem.TEXT_MISSING})
    if len(text) > LINE_LIMIT:
        raise ItemRefused({"decision": MeetingProblem.TOO_LONG})
    if save_key:
        known = select(Decision.id).where(Decision.item_id == item.id, Decision.save_key == save_key)
        if (made_before := session.scalar(known)) is not None:
            return made_before
    made = Decision(
        meeting_id=meeting.id,
        item_id=item.id,
        theme_id=item.theme_id,
        text=cleaned(session, meeting.district_id, text),
        decided_at=now,
        noted_by=actor.person_id,
        save_key=save_key or None,
    )
    session.add(made)
    session.flush()
    number = session.scalar(select(func.count()).where(Decision.meeting_id == meeting.id))
    record(session, actor, "decision.noted", "meeting", meeting.id, now, number=number)
    return made.id


def begin_item(session: Session, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID, now: datetime) -> None:
    """Note that the table starts with an item now; its timer runs from here. Raises as above."""
    meeting, item = _held(session, meeting_id, item_id, now)
    item.begun_at = now
    session.flush()
    record(session, actor, "agenda.edited", "meeting", meeting.id, now, change="begun", version=meeting.version)


def record_attendance(
    session: Session, actor: Actor, meeting_id: uuid.UUID, present: Collection[uuid.UUID], now: datetime
) -> int:
    """Note who of the invited was there (ids of invitations); gives how many were."""
    meeting = locked(session, meeting_id)
    _begin(session, meeting, now)
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
    _begin(session, meeting, now)
    return meeting, item_of(session, meeting, item_id)


def _revision(session: Session, item_id: uuid.UUID) -> ItemMinutes | None:
    newest = select(ItemMinutes).where(ItemMinutes.item_id == item_id).order_by(ItemMinutes.revision.desc())
    return session.scalar(newest.limit(1))


def _kept_as(session: Session, item_id: uuid.UUID, save_key: str) -> int | None:
    known = select(ItemMinutes.revision).where(ItemMinutes.item_id == item_id, ItemMinutes.save_key == save_key)
    return session.scalar(known)


def _merged(session: Session, item_id: uuid.UUID, seen: int, mine: str, newest: str) -> str:
    base = session.scalar(select(ItemMinutes.text).where(ItemMinutes.item_id == item_id, ItemMinutes.revision == seen))
    if base is None and seen != 0:
        raise MinutesChangedMeanwhile(f"there is no revision {seen} of these minutes")
    merged = merged_lines(base or "", mine, newest)
    if merged.clash:
        raise MinutesChangedMeanwhile(f"others changed the same lines since revision {seen}")
    return merged.text


def _begin(session: Session, meeting: Meeting, now: datetime) -> None:
    """Let a settled meeting become one that is held, from the moment that something is noted and it began."""
    if meeting.status == "cancelled":
        raise AgendaAlreadySettled("a cancelled meeting has no minutes")
    if meeting.status not in {"settled", "held"}:
        raise NothingToSettle("minutes are written of a settled agenda")
    if minutes_standing(session, meeting).standing is Standing.FINAL:
        raise MinutesAreFinal("these minutes are final")
    if meeting.starts_at <= now:
        meeting.status = "held"
