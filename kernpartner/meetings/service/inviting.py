"""Changes who is invited, and takes the answers that come through the links."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.meetings.models import Invitation, InvitationLink, Meeting
from kernpartner.meetings.queries.invitations import Expected, expected, invitation_by_token, stand_ins
from kernpartner.meetings.rules.inviting import Answer, AnswerProblem, reminder_due
from kernpartner.meetings.service.failures import LinkNotValid
from kernpartner.meetings.service.letters import send_cancelled, send_invitation, send_reminder
from kernpartner.meetings.service.rows import cleaned, locked
from kernpartner.organisations.models import Person

LOCAL = ZoneInfo("Europe/Amsterdam")
_REMARK_LIMIT = 300


class AnswerRefused(ValueError):
    """The answer is incomplete; `problem` says what is missing."""

    def __init__(self, problem: AnswerProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class AnswerInput:
    """What somebody answers: `accepted`, `declined`, or `replaced` with the person who comes instead."""

    answer: str
    instead_id: uuid.UUID | None = None
    remark: str = ""


def invite(session: Session, meeting: Meeting, now: datetime) -> int:
    """Invite everybody whom the settled agenda concerns, and take back who is no longer concerned.

    Gives how many mails were queued. Whoever answered before keeps that answer until the next one.
    """
    on = meeting.starts_at.astimezone(LOCAL).date()
    rows = session.scalars(select(Invitation).where(Invitation.meeting_id == meeting.id)).all()
    known = {(row.person_id, row.organisation_id): row for row in rows}
    instead = {(row.replaced_by_id, row.organisation_id) for row in rows if row.replaced_by_id is not None}
    queued, wanted = 0, set()
    for one in expected(session, meeting, on):
        stand_in_ids = {person_id for person_id, organisation_id in instead if organisation_id == one.organisation.id}
        for person_id in sorted({person.id for person in one.people} | stand_in_ids, key=str):
            key = (person_id, one.organisation.id)
            wanted.add(key)
            row = _written(session, meeting, one, person_id, known.get(key), now)
            queued += send_invitation(session, meeting, row, now)
    for key, row in known.items():
        if key not in wanted and row.withdrawn_at is None:
            row.withdrawn_at, row.sequence = now, meeting.sequence
            send_cancelled(session, meeting, row, now)
    session.flush()
    return queued


def answer_invitation(session: Session, token: str, given: AnswerInput, now: datetime) -> Answer:
    """Take the answer that comes through a link, once; raises `LinkNotValid` and `AnswerRefused`.

    Proposing another person invites that person, for the same items, with a link of its own.
    """
    view = invitation_by_token(session, token, now)
    if view is None or view.state != "open":
        raise LinkNotValid(view.state if view is not None else "unknown")
    meeting, row = locked(session, view.meeting.id), view.invitation
    if given.answer not in set(Answer):
        raise AnswerRefused(AnswerProblem.MISSING)
    answer = Answer(given.answer)
    instead = _instead(session, row, given, meeting) if answer is Answer.REPLACED else None
    if not _use(session, view.link, now):
        raise LinkNotValid("used")
    remark = cleaned(session, meeting.district_id, given.remark[:_REMARK_LIMIT])
    row.answer, row.answered_at, row.remark = answer.value, now, remark
    row.replaced_by_id = instead.id if instead is not None else None
    session.flush()
    if instead is not None:
        _invite_instead(session, meeting, row, instead, now)
    actor = Actor(row.person_id, row.organisation_id, "invited")
    record(session, actor, "invitation.answered", "invitation", row.id, now, answer=answer.value)
    return answer


def remind(session: Session, meeting_id: uuid.UUID, now: datetime) -> int:
    """Remind who did not decline of a settled meeting in the coming week, once; gives how many mails were queued."""
    meeting = locked(session, meeting_id)
    if meeting.status != "settled" or not reminder_due(meeting.starts_at, now):
        return 0
    gone = {Answer.DECLINED, Answer.REPLACED}
    return sum(
        send_reminder(session, meeting, row, now) for row in _standing(session, meeting) if row.answer not in gone
    )


def tell_cancelled(session: Session, meeting: Meeting, now: datetime) -> int:
    """Tell everybody who was invited that the meeting is off, and take it out of their calendars."""
    rows = _standing(session, meeting)
    for row in rows:
        row.withdrawn_at, row.sequence = now, meeting.sequence
        send_cancelled(session, meeting, row, now)
    session.flush()
    return len(rows)


def _standing(session: Session, meeting: Meeting) -> list[Invitation]:
    return list(
        session.scalars(
            select(Invitation)
            .where(Invitation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
            .order_by(Invitation.id)
        )
    )


def _written(
    session: Session, meeting: Meeting, one: Expected, person_id: uuid.UUID, row: Invitation | None, now: datetime
) -> Invitation:
    if row is None:
        row = Invitation(meeting_id=meeting.id, organisation_id=one.organisation.id, person_id=person_id)
        session.add(row)
    row.role, row.reason, row.items = one.role, one.stay.reason, one.stay.written()
    row.starts_at, row.ends_at = one.stay.times.start, one.stay.times.end
    row.sequence, row.agenda_version = meeting.sequence, meeting.version
    row.invited_at, row.withdrawn_at = now, None
    session.flush()
    return row


def _use(session: Session, link: InvitationLink, now: datetime) -> bool:
    """Use up a link; False when somebody was a moment earlier."""
    used = session.execute(
        update(InvitationLink)
        .where(InvitationLink.id == link.id, InvitationLink.used_at.is_(None))
        .values(used_at=now)
        .returning(InvitationLink.id)
    )
    return used.first() is not None


def _instead(session: Session, row: Invitation, given: AnswerInput, meeting: Meeting) -> Person:
    on = meeting.starts_at.astimezone(LOCAL).date()
    found = next((person for person in stand_ins(session, row, on) if person.id == given.instead_id), None)
    if found is None:
        raise AnswerRefused(AnswerProblem.NOBODY_CHOSEN)
    return found


def _invite_instead(session: Session, meeting: Meeting, row: Invitation, instead: Person, now: datetime) -> None:
    """Invite who comes instead, unless that person has an invitation already."""
    known = session.scalar(
        select(Invitation).where(
            Invitation.meeting_id == meeting.id,
            Invitation.person_id == instead.id,
            Invitation.organisation_id == row.organisation_id,
        )
    )
    if known is not None and known.withdrawn_at is None:
        return
    made = known or Invitation(meeting_id=meeting.id, organisation_id=row.organisation_id, person_id=instead.id)
    made.role, made.items, made.reason = row.role, row.items, f"U komt in plaats van een collega. {row.reason}"
    made.starts_at, made.ends_at, made.withdrawn_at = row.starts_at, row.ends_at, None
    made.sequence, made.agenda_version, made.invited_at = meeting.sequence, row.agenda_version, now
    session.add(made)
    session.flush()
    send_invitation(session, meeting, made, now)
