"""Reads which meetings there are, for whom, and which wait for the worker."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernpartner.meetings.models import Meeting
from kernpartner.meetings.rules.inviting import REMIND_DAYS
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation

# A draft that is made too early shows old figures; three months gives time to prepare.
DRAFT_DAYS_BEFORE = 90


def meeting(session: Session, meeting_id: uuid.UUID) -> Meeting | None:
    """Give the meeting with this id in whatever state, if there is one."""
    return session.get(Meeting, meeting_id)


def meetings_of_district(session: Session, district_id: uuid.UUID) -> Sequence[Meeting]:
    """Give every meeting of a district, the latest first."""
    return session.scalars(
        select(Meeting).where(Meeting.district_id == district_id).order_by(Meeting.starts_at.desc(), Meeting.id)
    ).all()


def meetings_for(session: Session, organisation_id: uuid.UUID, on: date) -> Sequence[Meeting]:
    """Give the meetings at which an organisation sits as a core partner, the latest first."""
    organisation = organisation_queries.organisation(session, organisation_id)
    found = meetings_of_district(session, organisation.district_id)
    return [one for one in found if may_see(session, one, organisation_id, on)]


def may_see(session: Session, meeting: Meeting, organisation_id: uuid.UUID, on: date) -> bool:
    """Say whether an organisation sits at this meeting as a core partner."""
    return organisation_id in {member.id for member in member_organisations(session, meeting, on)}


def member_organisations(session: Session, meeting: Meeting, on: date) -> Sequence[Organisation]:
    """Give the core partners of a meeting: the core team of its school, or those of the schools of its area.

    Organisations that log concerns without sitting in a core team belong to the area's meeting too.
    """
    if meeting.school_id is not None:
        return organisation_queries.core_team(session, meeting.school_id, on)
    return [
        home
        for home in organisation_queries.home_organisations(session, meeting.district_id, on)
        if home.area_id is None or home.area_id == meeting.area_id
    ]


def meetings_to_draft(session: Session, district_id: uuid.UUID, on: date) -> Sequence[uuid.UUID]:
    """Give the ids of meetings that wait for a draft: soon and without one, or asked for again."""
    until = datetime.fromisoformat(f"{on + timedelta(days=DRAFT_DAYS_BEFORE)}T23:59:59+00:00")
    return session.scalars(
        select(Meeting.id)
        .where(
            Meeting.district_id == district_id,
            Meeting.status.in_(("planned", "drafted")),
            or_(
                Meeting.redraft_requested_at.is_not(None),
                (Meeting.drafted_at.is_(None)) & (Meeting.starts_at <= until),
            ),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def meetings_to_remind(session: Session, district_id: uuid.UUID, now: datetime) -> Sequence[uuid.UUID]:
    """Give the ids of settled meetings in the coming week."""
    return session.scalars(
        select(Meeting.id)
        .where(
            Meeting.district_id == district_id,
            Meeting.status == "settled",
            Meeting.starts_at > now,
            Meeting.starts_at <= now + timedelta(days=REMIND_DAYS),
        )
        .order_by(Meeting.starts_at)
    ).all()
