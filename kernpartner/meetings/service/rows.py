"""Changes nothing by itself: locks and counts the rows that the other files change, and cleans what people typed."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.districts import queries as district_queries
from kernpartner.meetings.models import AgendaItem, Meeting
from kernpartner.meetings.service.failures import (
    AgendaAlreadySettled,
    AgendaChangedMeanwhile,
    NoSuchItem,
    NoSuchMeeting,
)
from kernpartner.organisations.models import Organisation
from kernpartner.privacy.deidentify import clean

OPEN = frozenset({"planned", "drafted"})


def locked(session: Session, meeting_id: uuid.UUID) -> Meeting:
    """Give the meeting with its row locked, as it is in the database now; raises `NoSuchMeeting`."""
    found = session.scalar(
        select(Meeting).where(Meeting.id == meeting_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NoSuchMeeting(f"no meeting {meeting_id}")
    return found


def locked_open(session: Session, meeting_id: uuid.UUID, seen_version: int | None = None) -> Meeting:
    """Give the locked meeting while its agenda can change.

    Raises `AgendaAlreadySettled`, and `AgendaChangedMeanwhile` when `seen_version` is not the version it has.
    """
    found = locked(session, meeting_id)
    if found.status not in OPEN:
        raise AgendaAlreadySettled(f"the agenda of meeting {meeting_id} is {found.status}")
    if seen_version is not None and seen_version != found.version:
        raise AgendaChangedMeanwhile(f"version {seen_version} was seen, it is {found.version} now")
    return found


def item_of(session: Session, meeting: Meeting, item_id: uuid.UUID) -> AgendaItem:
    """Give an item of this meeting as it is in the database now; raises `NoSuchItem`."""
    found = session.scalar(
        select(AgendaItem)
        .where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting.id)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NoSuchItem(f"no item {item_id} in meeting {meeting.id}")
    return found


def on_agenda(session: Session, meeting: Meeting) -> list[AgendaItem]:
    """Give the items on the agenda in their order."""
    return list(
        session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting.id, AgendaItem.on_agenda)
            .order_by(AgendaItem.position, AgendaItem.key)
        )
    )


def numbered(items: list[AgendaItem]) -> None:
    """Give the items the positions in which they stand."""
    for position, item in enumerate(items, start=1):
        item.position = position


def changed(
    session: Session, actor: Actor, meeting: Meeting, items: list[AgendaItem], change: str, now: datetime
) -> None:
    """Let the versions of these items and of the meeting rise, and note who changed the agenda and how."""
    for item in items:
        item.version += 1
    meeting.version += 1
    if meeting.status == "planned":
        meeting.status = "drafted"
    session.flush()
    record(session, actor, "agenda.edited", "meeting", meeting.id, now, change=change, version=meeting.version)


def cleaned(session: Session, district_id: uuid.UUID, text: str, kept: frozenset[str] = frozenset()) -> str:
    """Give a typed text without what identifies a child.

    Names of partners stay, because an agenda is about who comes; `kept` are labels of findings that may stay
    in this field: the place of a meeting is an address, its title may name a school or a day.
    """
    typed = text.strip()
    found = clean(typed, district_queries.word_lists(session, district_id))
    if not found.findings:
        return typed
    names = _names(session, district_id, kept)
    parts, at = [], 0
    for finding in found.findings:
        if finding.label in kept or _within(typed, finding.start, finding.end, names):
            continue
        parts += [typed[at : finding.start], finding.replacement]
        at = finding.end
    return "".join(parts) + typed[at:]


PLACE = frozenset({"address", "postcode", "place", "school", "club", "class"})
TITLE = frozenset({"school", "club", "place", "date"})


def _names(session: Session, district_id: uuid.UUID, kept: frozenset[str]) -> list[str]:
    """Give the names that may stand on an agenda: those of partners, and of schools where these may be named."""
    organisations = session.scalars(select(Organisation).where(Organisation.district_id == district_id))
    return [one.label.casefold() for one in organisations if not one.identifying or "school" in kept]


def _within(text: str, start: int, end: int, names: list[str]) -> bool:
    folded = text.casefold()
    if len(folded) != len(text):
        return False
    for name in names:
        at = folded.find(name)
        while at >= 0:
            if at <= start and end <= at + len(name):
                return True
            at = folded.find(name, at + 1)
    return False
