"""Changes the outbox: writes invitations, reminders and cancellations, each with its appointment or link."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kernpartner.documents.calendar import Appointment, cancellation, invitation
from kernpartner.meetings.models import Invitation, InvitationLink, Meeting
from kernpartner.meetings.rules.inviting import clock, expires_at, token_hash
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Person
from kernpartner.outbox.service import queue_mail


def send_invitation(session: Session, meeting: Meeting, row: Invitation, now: datetime) -> bool:
    """Queue the invitation with its appointment and a link that answers once; False when it was queued before."""
    context = _context(session, meeting, row, lines(row) if row.role == "guest" else [])
    context["token"] = _link(session, row, meeting, now)
    context["calendar"] = {"method": "REQUEST", "text": _text(invitation(appointment(session, meeting, row, now)))}
    return _queue(session, "invitation", row, context, now)


def send_reminder(session: Session, meeting: Meeting, row: Invitation, now: datetime) -> bool:
    """Queue the reminder that names the items, with a new link; False when it was queued before."""
    context = _context(session, meeting, row, lines(row))
    context["token"] = _link(session, row, meeting, now)
    return _queue(session, "invitation_reminder", row, context, now)


def send_cancelled(session: Session, meeting: Meeting, row: Invitation, now: datetime) -> bool:
    """Queue the message that takes the appointment back; False when it was queued before."""
    context = _context(session, meeting, row, [])
    context["calendar"] = {"method": "CANCEL", "text": _text(cancellation(appointment(session, meeting, row, now)))}
    return _queue(session, "invitation_cancelled", row, context, now)


def appointment(session: Session, meeting: Meeting, row: Invitation, now: datetime) -> Appointment:
    """Give the invitation as an appointment in a calendar: the stretch that concerns this person."""
    person = session.get_one(Person, row.person_id)
    chair = organisation_queries.person(session, meeting.chair_id) if meeting.chair_id else None
    return Appointment(
        uid=f"{row.id}@meeting-{meeting.id}.kernpartner",
        sequence=row.sequence,
        title=meeting.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        made_at=now,
        organizer_name=chair.name if chair is not None else "Kernpartner",
        organizer_email=chair.email if chair is not None else person.email,
        attendee_name=person.name,
        attendee_email=person.email,
        place=meeting.place,
        description="\n".join([row.reason, "", *lines(row)]),
    )


def lines(row: Invitation) -> list[str]:
    """Give the items of an invitation as lines: `13:25 tot 13:45 uur: Lanterfantertijd`."""
    return [
        f"{clock(datetime.fromisoformat(item['start']))} tot {clock(datetime.fromisoformat(item['end']))} uur: "
        f"{item['title']}"
        for item in row.items
    ]


def _context(session: Session, meeting: Meeting, row: Invitation, topics: list[str]) -> dict[str, Any]:
    return {
        "meeting": str(meeting.id),
        "invitation": str(row.id),
        "title": meeting.title,
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
        "place": meeting.place,
        "organisation": organisation_queries.organisation(session, row.organisation_id).label,
        "reason": row.reason,
        "topics": topics,
    }


def _link(session: Session, row: Invitation, meeting: Meeting, now: datetime) -> str:
    """Make a link for one mail; only its hash is kept here, and the outbox forgets the mail's contents."""
    token = secrets.token_urlsafe(32)
    expires = expires_at(meeting.starts_at, now)
    session.add(InvitationLink(invitation_id=row.id, token_hash=token_hash(token), expires_at=expires))
    session.flush()
    return token


def _queue(session: Session, kind: str, row: Invitation, context: dict[str, Any], now: datetime) -> bool:
    person = session.get_one(Person, row.person_id)
    return queue_mail(
        session,
        kind=kind,
        dedupe_key=f"{kind}:{row.id}:{row.sequence}",
        to_person=person.id,
        to_address=person.email,
        template=kind,
        context=context,
        due_at=now,
        language=person.language,
    )


def _text(written: bytes) -> str:
    return written.decode()
