"""Changes which meetings there are: plans, moves, clones and cancels them, and takes members' questions."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.districts import queries as district_queries
from kernpartner.meetings.models import AgendaQuestion, Meeting
from kernpartner.meetings.queries.calendar import may_see
from kernpartner.meetings.rules.parts import SHORTEST
from kernpartner.meetings.rules.planning import QUESTION_LIMIT, MeetingInput, MeetingProblem, meeting_problems
from kernpartner.meetings.service.failures import ItemRefused, MeetingRefused, NotYourMeeting
from kernpartner.meetings.service.inviting import tell_cancelled
from kernpartner.meetings.service.rows import PLACE, TITLE, cleaned, locked, locked_open
from kernpartner.organisations import queries as organisation_queries

__all__ = [
    "MeetingInput",
    "cancel_meeting",
    "change_meeting",
    "clone_meeting",
    "plan_meeting",
    "propose_question",
    "request_redraft",
]
LOCAL = ZoneInfo("Europe/Amsterdam")


def plan_meeting(session: Session, actor: Actor, given: MeetingInput, now: datetime) -> uuid.UUID:
    """Plan a meeting and link it to the one before; give its id. Raises `MeetingRefused`.

    The chair is who plans it unless `chair_id` names a member; the worker drafts the agenda.
    """
    found = meeting_problems(given, now)
    area_id = area_of(session, given, now, found)
    chair_id = given.chair_id or actor.person_id
    if chair_id is not None and organisation_queries.person(session, chair_id) is None:
        found["chair"] = MeetingProblem.CHAIR_UNKNOWN
    if found or area_id is None or given.starts_at is None:
        raise MeetingRefused(found)
    made = Meeting(
        district_id=given.district_id,
        kind="school" if given.school_id is not None else "area",
        form=given.form,
        area_id=area_id,
        school_id=given.school_id,
        title=cleaned(session, given.district_id, given.title, TITLE),
        starts_at=given.starts_at,
        minutes=given.minutes,
        place=cleaned(session, given.district_id, given.place, PLACE),
        chair_id=chair_id,
        previous_id=_previous(session, area_id, given.school_id, given.starts_at),
        created_at=now,
        created_by=actor.person_id,
    )
    session.add(made)
    session.flush()
    record(session, actor, "meeting.planned", "meeting", made.id, now, kind=made.kind)
    return made.id


def clone_meeting(
    session: Session, actor: Actor, meeting_id: uuid.UUID, starts_at: datetime, now: datetime
) -> uuid.UUID:
    """Plan the next meeting like this one, at another moment; give its id. Raises `MeetingRefused`."""
    before = locked(session, meeting_id)
    made_id = plan_meeting(
        session,
        actor,
        MeetingInput(
            district_id=before.district_id,
            title=before.title,
            starts_at=starts_at,
            minutes=before.minutes,
            place=before.place,
            area_id=before.area_id,
            school_id=before.school_id,
            chair_id=before.chair_id,
            form=before.form,
        ),
        now,
    )
    made = session.get_one(Meeting, made_id)
    made.previous_id, made.parts = before.id, dict(before.parts)
    session.flush()
    return made_id


def change_meeting(
    session: Session, actor: Actor, meeting_id: uuid.UUID, given: MeetingInput, seen_version: int, now: datetime
) -> None:
    """Give a meeting another moment, length, place, title or chair while its agenda is open.

    Raises `MeetingRefused`, `AgendaAlreadySettled` and `AgendaChangedMeanwhile`.
    """
    meeting = locked_open(session, meeting_id, seen_version)
    found = meeting_problems(given, now)
    if found or given.starts_at is None:
        raise MeetingRefused(found)
    meeting.title = cleaned(session, meeting.district_id, given.title, TITLE)
    meeting.starts_at, meeting.minutes = given.starts_at, max(SHORTEST, given.minutes)
    meeting.place = cleaned(session, meeting.district_id, given.place, PLACE)
    meeting.chair_id = given.chair_id or meeting.chair_id
    meeting.version += 1
    session.flush()
    record(session, actor, "agenda.edited", "meeting", meeting.id, now, change="meeting", version=meeting.version)


def request_redraft(session: Session, actor: Actor, meeting_id: uuid.UUID, now: datetime) -> None:
    """Ask the worker to plan the rest again around what people decided; raises `AgendaAlreadySettled`."""
    meeting = locked_open(session, meeting_id)
    meeting.redraft_requested_at = now
    session.flush()
    record(session, actor, "agenda.edited", "meeting", meeting.id, now, change="redraft", version=meeting.version)


def propose_question(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    text: str,
    now: datetime,
    *,
    theme_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Ask for something to be discussed, cleaned; the next draft weighs it. Gives the question's id.

    Raises `NotYourMeeting`, `AgendaAlreadySettled`, and `ItemRefused` without a text or with too much.
    """
    meeting = locked_open(session, meeting_id)
    assert actor.organisation_id is not None
    if not may_see(session, meeting, actor.organisation_id, now.astimezone(LOCAL).date()):
        raise NotYourMeeting("only core partners of the meeting ask questions for it")
    if not text.strip():
        raise ItemRefused({"question": MeetingProblem.TEXT_MISSING})
    if len(text) > QUESTION_LIMIT:
        raise ItemRefused({"question": MeetingProblem.TOO_LONG})
    asked = AgendaQuestion(
        meeting_id=meeting.id,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        theme_id=theme_id,
        text=cleaned(session, meeting.district_id, text),
        asked_at=now,
    )
    session.add(asked)
    session.flush()
    record(session, actor, "agenda.edited", "meeting", meeting.id, now, change="question", version=meeting.version)
    return asked.id


def cancel_meeting(session: Session, actor: Actor, meeting_id: uuid.UUID, now: datetime) -> int:
    """Cancel a meeting; everybody who was invited hears it and calendars drop it. Gives how many were told.

    A meeting that was held stays; cancelling twice is as once.
    """
    meeting = locked(session, meeting_id)
    if meeting.status in {"held", "cancelled"}:
        return 0
    meeting.status = "cancelled"
    meeting.sequence += 1
    session.flush()
    told = tell_cancelled(session, meeting, now)
    record(session, actor, "meeting.cancelled", "meeting", meeting.id, now)
    return told


def area_of(session: Session, given: MeetingInput, now: datetime, found: dict[str, MeetingProblem]) -> uuid.UUID | None:
    """Give the area of a meeting to be planned; without one `found` says what is wrong."""
    areas = {area.id for area in district_queries.areas(session, given.district_id)}
    if given.school_id is not None:
        on = now.astimezone(LOCAL).date()
        schools = organisation_queries.organisations(session, given.district_id, on=on, type_slug="school")
        school = next((school for school in schools if school.id == given.school_id), None)
        if school is None:
            found["school"] = MeetingProblem.SCHOOL_UNKNOWN
            return None
        return school.area_id or next(iter(areas), None)
    if given.area_id in areas:
        return given.area_id
    if given.area_id is None and len(areas) == 1:
        return areas.pop()
    found["area"] = MeetingProblem.AREA_UNKNOWN
    return None


def _previous(
    session: Session, area_id: uuid.UUID, school_id: uuid.UUID | None, starts_at: datetime
) -> uuid.UUID | None:
    """Give the last meeting before this one of the same school or area that took place or will."""
    return session.scalar(
        select(Meeting.id)
        .where(
            Meeting.area_id == area_id,
            Meeting.school_id == school_id if school_id is not None else Meeting.school_id.is_(None),
            Meeting.starts_at < starts_at,
            Meeting.status.in_(("settled", "held")),
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
