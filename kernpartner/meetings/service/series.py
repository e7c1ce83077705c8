"""Changes a whole school year of meetings at once, and what its kinds are called in a district."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.districts import queries as district_queries
from kernpartner.meetings.models import Meeting
from kernpartner.meetings.rules.planning import TITLE_LIMIT, Form, MeetingProblem
from kernpartner.meetings.service.failures import MeetingRefused
from kernpartner.meetings.service.planning import clone_meeting
from kernpartner.meetings.service.rows import TITLE, cleaned

LOCAL = ZoneInfo("Europe/Amsterdam")
# Fifty-two whole weeks: the same day of the week, at about the same date.
NEXT_YEAR = timedelta(days=364)


def clone_year(
    session: Session, actor: Actor, district_id: uuid.UUID, school_year: int, now: datetime
) -> list[uuid.UUID]:
    """Plan every meeting of a school year once more, a year later at the same time of the clock; give the new ids.

    A meeting that was cancelled, or that a later one follows already, is left out; twice is as once.
    """
    made = []
    for meeting in _of_year(session, district_id, school_year):
        followed = select(Meeting.id).where(Meeting.previous_id == meeting.id, Meeting.status != "cancelled")
        starts_at = a_year_later(meeting.starts_at)
        if starts_at > now and session.scalar(followed.limit(1)) is None:
            made.append(clone_meeting(session, actor, meeting.id, starts_at, now))
    return made


def a_year_later(moment: datetime) -> datetime:
    """Give the same weekday and time of the clock fifty-two weeks later, whatever summer time does."""
    here = moment.astimezone(LOCAL)
    return (here.replace(tzinfo=None) + NEXT_YEAR).replace(tzinfo=LOCAL)


def name_forms(session: Session, actor: Actor, district_id: uuid.UUID, names: Mapping[str, str], now: datetime) -> None:
    """Give the kinds of meeting their local names, cleaned; empty is the common name. Raises `MeetingRefused`."""
    found = {f"name_{key}": MeetingProblem.TOO_LONG for key, name in names.items() if len(name) > TITLE_LIMIT}
    if found:
        raise MeetingRefused(found)
    district = district_queries.district(session, district_id)
    kept = {key: cleaned(session, district_id, name, TITLE) for key, name in names.items() if key in set(Form)}
    district.settings = {**district.settings, "meeting_names": {key: name for key, name in kept.items() if name}}
    session.flush()
    record(session, actor, "district.changed", "district", district_id, now, what="meeting_names")


def _of_year(session: Session, district_id: uuid.UUID, school_year: int) -> list[Meeting]:
    begin, end = (
        datetime.combine(date(year, 8, 1), datetime.min.time(), LOCAL) for year in (school_year, school_year + 1)
    )
    wanted = select(Meeting).where(
        Meeting.district_id == district_id,
        Meeting.status != "cancelled",
        Meeting.starts_at >= begin.astimezone(UTC),
        Meeting.starts_at < end.astimezone(UTC),
    )
    return list(session.scalars(wanted.order_by(Meeting.starts_at, Meeting.id)))
