"""Reads where minutes stand: what was submitted, who attended and answered, and what everybody may read."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.districts import queries as district_queries
from kernpartner.documents.minutes_sheet import MinutesItem, MinutesSheet
from kernpartner.meetings.models import Invitation, Meeting, MinutesAnswer, OutcomeConsent, SubmittedMinutes
from kernpartner.meetings.queries.agenda import about
from kernpartner.meetings.queries.invitations import invitees
from kernpartner.meetings.queries.outcome import ItemOutcome, outcome
from kernpartner.meetings.rules.approving import (
    MinutesChoice,
    PublicItem,
    Said,
    Standing,
    minutes_content,
    public_items,
    standing,
    waiting,
)
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation, Person

LOCAL = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class AnswerRow:
    """What somebody said of submitted minutes."""

    organisation: str
    person: str
    choice: MinutesChoice
    amendment: str


@dataclass(frozen=True)
class MinutesStanding:
    """Where the minutes of a meeting stand; `version` is 0 before they were submitted."""

    standing: Standing
    version: int
    minutes: SubmittedMinutes | None
    answers: tuple[AnswerRow, ...]
    waiting: tuple[str, ...]
    people: frozenset[uuid.UUID]


@dataclass(frozen=True)
class ConsentRow:
    """Whether a home organisation lets everybody read the outcome; nothing while it said nothing."""

    organisation_id: uuid.UUID
    label: str
    agreed: bool | None


@dataclass(frozen=True)
class PublicOutcome:
    """What everybody may read of a meeting."""

    title: str
    about: str
    starts_at: datetime
    items: tuple[PublicItem, ...]
    organisations: tuple[str, ...]


def submitted_minutes(session: Session, meeting_id: uuid.UUID) -> SubmittedMinutes | None:
    """Give the newest minutes that were put before those who attended."""
    return session.scalar(
        select(SubmittedMinutes)
        .where(SubmittedMinutes.meeting_id == meeting_id)
        .order_by(SubmittedMinutes.version.desc())
        .limit(1)
    )


def attendees(session: Session, meeting: Meeting) -> Sequence[Invitation]:
    """Give the invitations of the core partners' people who were there: they approve the minutes."""
    rows = invitees(session, meeting.id)
    return [row.invitation for row in rows if row.invitation.attended and row.invitation.role == "member"]


def minutes_standing(session: Session, meeting: Meeting) -> MinutesStanding:
    """Give where the minutes of a meeting stand, and of whom an answer is waited for."""
    minutes, there = submitted_minutes(session, meeting.id), attendees(session, meeting)
    rows = _answers(session, minutes)
    labels = {
        str(one.organisation_id): organisation_queries.organisation(session, one.organisation_id).label for one in there
    }
    said = [Said(str(row.organisation_id), MinutesChoice(row.answer)) for row, _organisation, _person in rows]
    return MinutesStanding(
        standing=standing(minutes is not None, set(labels), said),
        version=minutes.version if minutes is not None else 0,
        minutes=minutes,
        answers=tuple(
            AnswerRow(organisation, person, MinutesChoice(row.answer), row.amendment)
            for row, organisation, person in rows
        ),
        waiting=tuple(waiting(labels, said)),
        people=frozenset(one.person_id for one in there),
    )


def written(session: Session, meeting: Meeting, *, version: int) -> dict[str, Any]:
    """Give the minutes of a meeting as they are now, as plain JSON values."""
    present = [
        {"organisation": row.organisation, "person": row.person}
        for row in invitees(session, meeting.id)
        if row.invitation.attended
    ]
    items = [_item(one) for one in outcome(session, meeting)]
    return minutes_content(meeting, about(session, meeting), present, items, version)


def minutes_sheet(session: Session, meeting: Meeting, now: datetime, *, language: str = "nl") -> MinutesSheet:
    """Give the minutes ready to be drawn on paper: what was submitted last, or what is written until now."""
    found = minutes_standing(session, meeting)
    given = json.loads(found.minutes.content) if found.minutes else written(session, meeting, version=0)
    return MinutesSheet(
        title=given["title"],
        district=district_queries.district(session, meeting.district_id).label,
        subject=given["about"],
        date=meeting.starts_at.astimezone(LOCAL).date(),
        place=given["place"],
        present=tuple(f"{one['person']} ({one['organisation']})" for one in given["present"]),
        items=tuple(MinutesItem.read(number, item) for number, item in enumerate(given["items"], start=1)),
        version=found.version,
        final=found.standing is Standing.FINAL,
        approved_by=tuple(sorted({row.organisation for row in found.answers if row.choice is MinutesChoice.APPROVED})),
        content_hash=found.minutes.content_hash if found.minutes else "",
        made_at=now,
        language=language,
    )


def consents(session: Session, meeting: Meeting, on: date) -> Sequence[ConsentRow]:
    """Give per home organisation whether it lets everybody read the outcome of the newest minutes."""
    minutes = submitted_minutes(session, meeting.id)
    if minutes is None or meeting.school_id is not None:
        return []
    given = {
        row.organisation_id: row.agreed
        for row in session.scalars(select(OutcomeConsent).where(OutcomeConsent.minutes_id == minutes.id))
    }
    homes = organisation_queries.home_organisations(session, meeting.district_id, on)
    return [ConsentRow(home.id, home.label, given.get(home.id)) for home in homes]


def public_outcome(session: Session, meeting_id: uuid.UUID, on: date) -> PublicOutcome | None:
    """Give what everybody may read: only of final minutes of an area, and while every home organisation agrees."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or minutes_standing(session, meeting).standing is not Standing.FINAL:
        return None
    rows = consents(session, meeting, on)
    minutes = submitted_minutes(session, meeting.id)
    if minutes is None or not rows or not all(row.agreed for row in rows):
        return None
    content = json.loads(minutes.content)
    return PublicOutcome(
        title=meeting.title,
        about=content["about"],
        starts_at=meeting.starts_at,
        items=tuple(public_items(content)),
        organisations=tuple(sorted({one["organisation"] for one in content["present"]})),
    )


def _item(one: ItemOutcome) -> dict[str, Any]:
    return {
        "title": one.item.title,
        "text": one.text,
        "decisions": [decision.text for decision in one.decisions],
        "actions": [
            {
                "text": row.text,
                "owner": row.owner,
                "person": row.owner_person,
                "due_on": row.due_on.isoformat() if row.due_on else "",
            }
            for row in one.actions
        ],
    }


def _answers(session: Session, minutes: SubmittedMinutes | None) -> list[tuple[MinutesAnswer, str, str]]:
    if minutes is None:
        return []
    rows = session.execute(
        select(MinutesAnswer, Organisation.label, Person.name)
        .join(Organisation, Organisation.id == MinutesAnswer.organisation_id)
        .join(Person, Person.id == MinutesAnswer.person_id)
        .where(MinutesAnswer.minutes_id == minutes.id)
        .order_by(MinutesAnswer.answered_at, MinutesAnswer.id)
    )
    return [(row, organisation, person) for row, organisation, person in rows]
