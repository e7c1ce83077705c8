"""Changes a draft into a settled agenda: frozen, hashed, and followed by invitations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.meetings.models import AgendaItem, Meeting, SettledAgenda
from kernpartner.meetings.queries.agenda import member_labels
from kernpartner.meetings.rules.frozen import canonical, content_hash, frozen
from kernpartner.meetings.service.failures import AgendaAlreadySettled, AgendaTooLong, NothingToSettle
from kernpartner.meetings.service.feedback import tell_authors
from kernpartner.meetings.service.inviting import invite
from kernpartner.meetings.service.rows import locked, locked_open, on_agenda


@dataclass(frozen=True)
class Settled:
    """What was frozen, and how many people were invited."""

    version: int
    hash: str
    invited: int


def settle(
    session: Session, actor: Actor, meeting_id: uuid.UUID, now: datetime, *, seen_version: int | None = None
) -> Settled:
    """Freeze the agenda and invite everybody it concerns; nothing changes it afterwards.

    Authors of concerns in its themes hear, without content, that it is on the agenda.

    Raises `NoSuchMeeting`, `AgendaAlreadySettled`, `NothingToSettle`, `AgendaTooLong`, and
    `AgendaChangedMeanwhile` when `seen_version` is given and not the version that it has now.
    """
    meeting = locked_open(session, meeting_id, seen_version)
    items = on_agenda(session, meeting)
    if not items:
        raise NothingToSettle("an agenda without items cannot be settled")
    over = sum(item.minutes for item in items) - meeting.minutes
    if over > 0:
        raise AgendaTooLong(over)
    kept = _freeze(session, actor, meeting, items, now)
    meeting.status = "settled"
    meeting.settled_at = now
    meeting.redraft_requested_at = None
    session.flush()
    invited = invite(session, meeting, now)
    tell_authors(session, meeting, items, now)
    record(session, actor, "agenda.settled", "meeting", meeting.id, now, version=kept.version, hash=kept.content_hash)
    return Settled(kept.version, kept.content_hash, invited)


def reopen(session: Session, actor: Actor, meeting_id: uuid.UUID, now: datetime) -> None:
    """Open a settled agenda for a correction; what was frozen stays, and settling again makes a new version.

    Raises `NoSuchMeeting`, and `AgendaAlreadySettled` when the meeting was held or cancelled.
    """
    meeting = locked(session, meeting_id)
    if meeting.status != "settled":
        raise AgendaAlreadySettled(f"meeting {meeting_id} is {meeting.status}")
    meeting.status = "drafted"
    meeting.sequence += 1
    meeting.version += 1
    session.flush()
    record(session, actor, "agenda.edited", "meeting", meeting.id, now, change="reopened", version=meeting.version)


def _freeze(session: Session, actor: Actor, meeting: Meeting, items: list[AgendaItem], now: datetime) -> SettledAgenda:
    content = frozen(meeting, items, version=meeting.version, members=member_labels(session, meeting))
    text = canonical(content)
    kept = SettledAgenda(
        meeting_id=meeting.id,
        version=meeting.version,
        content=text,
        content_hash=content_hash(text),
        settled_at=now,
        settled_by=actor.person_id,
    )
    session.add(kept)
    session.flush()
    return kept
