"""Reads what was agreed: what is open, what came of a meeting, and how an action changed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from kernpartner.actions.models import ActionChange, AgreedAction
from kernpartner.actions.rules import Status, days_late
from kernpartner.concerns.models import Concern, ConcernTheme
from kernpartner.organisations.models import Organisation, Person
from kernpartner.themes.models import Theme


@dataclass(frozen=True)
class ActionRow:
    """An action as people read it."""

    id: uuid.UUID
    text: str
    status: Status
    due_on: date | None
    owner_organisation_id: uuid.UUID
    owner: str
    owner_person: str
    theme_id: uuid.UUID | None
    theme: str
    school_id: uuid.UUID | None
    meeting_id: uuid.UUID | None
    item_id: uuid.UUID | None
    item_title: str
    agreed_at: datetime
    owner_person_id: uuid.UUID | None = None

    def days_late(self, today: date) -> int:
        """Give how many days it is late; 0 when it is not."""
        return days_late(self.due_on, self.status, today)


@dataclass(frozen=True)
class ChangeRow:
    """One change of an action, with the organisation that made it and never the person."""

    at: datetime
    status: Status
    organisation: str
    owner: str
    due_on: date | None
    note: str


def open_actions(
    session: Session, *, district_id: uuid.UUID, school_id: uuid.UUID | None = None
) -> Sequence[ActionRow]:
    """Give the open actions of one school's core team, or without a school those of the whole area.

    The first due comes first, those without a date last.
    """
    return _rows(
        session,
        AgreedAction.district_id == district_id,
        AgreedAction.status == Status.OPEN.value,
        AgreedAction.school_id == school_id if school_id is not None else AgreedAction.school_id.is_(None),
    )


def actions_of_owner(session: Session, organisation_id: uuid.UUID) -> Sequence[ActionRow]:
    """Give the open actions that an organisation owns, the first due first."""
    return _rows(
        session, AgreedAction.owner_organisation_id == organisation_id, AgreedAction.status == Status.OPEN.value
    )


def actions_of_meeting(session: Session, meeting_id: uuid.UUID) -> Sequence[ActionRow]:
    """Give what was agreed in a meeting, whatever became of it."""
    return _rows(session, AgreedAction.meeting_id == meeting_id)


def action(session: Session, action_id: uuid.UUID) -> ActionRow | None:
    """Give the action with this id, if there is one."""
    return next(iter(_rows(session, AgreedAction.id == action_id)), None)


def history(session: Session, action_id: uuid.UUID) -> Sequence[ChangeRow]:
    """Give every change of an action, oldest first; the first is how it was agreed."""
    owner = aliased(Organisation)
    rows = session.execute(
        select(ActionChange, Organisation.label, owner.label)
        .outerjoin(Organisation, Organisation.id == ActionChange.organisation_id)
        .join(owner, owner.id == ActionChange.owner_organisation_id)
        .where(ActionChange.action_id == action_id)
        .order_by(ActionChange.at, ActionChange.id)
    )
    return [
        ChangeRow(change.at, Status(change.status), by or "", owned, change.due_on, change.note)
        for change, by, owned in rows
    ]


@dataclass(frozen=True)
class AuthorOfTheme:
    """Somebody whose concern belongs to the theme of an action, with the month of the last one."""

    person: Person
    month: date


def authors_of(session: Session, found: AgreedAction, since: date) -> Sequence[AuthorOfTheme]:
    """Give the active authors of open concerns since that day in the action's theme and school (or district)."""
    last = func.max(Concern.occurred_on)
    rows = session.execute(
        select(Person, last)
        .join(Concern, Concern.author_id == Person.id)
        .join(ConcernTheme, ConcernTheme.concern_id == Concern.id)
        .where(
            Concern.status == "open",
            Concern.occurred_on >= since,
            Concern.district_id == found.district_id,
            ConcernTheme.state == "confirmed",
            ConcernTheme.theme_id == found.theme_id,
            Person.active,
            *([Concern.school_id == found.school_id] if found.school_id is not None else []),
        )
        .group_by(Person.id)
        .order_by(Person.id)
    )
    return [AuthorOfTheme(person, on.replace(day=1)) for person, on in rows]


def due_actions(session: Session, district_id: uuid.UUID, until: date) -> Sequence[ActionRow]:
    """Give the open actions of a district that are due on or before that day, the first due first."""
    return _rows(
        session,
        AgreedAction.district_id == district_id,
        AgreedAction.status == Status.OPEN.value,
        AgreedAction.due_on <= until,
    )


def _rows(session: Session, *conditions: ColumnElement[bool]) -> Sequence[ActionRow]:
    rows = session.execute(
        select(AgreedAction, Organisation.label, Person.name, Theme.label)
        .join(Organisation, Organisation.id == AgreedAction.owner_organisation_id)
        .outerjoin(Person, Person.id == AgreedAction.owner_person_id)
        .outerjoin(Theme, Theme.id == AgreedAction.theme_id)
        .where(*conditions)
        .order_by(AgreedAction.due_on.asc().nulls_last(), AgreedAction.agreed_at, AgreedAction.id)
    )
    return [
        ActionRow(
            id=row.id,
            text=row.text,
            status=Status(row.status),
            due_on=row.due_on,
            owner_organisation_id=row.owner_organisation_id,
            owner=owner,
            owner_person=person or "",
            theme_id=row.theme_id,
            theme=theme or "",
            school_id=row.school_id,
            meeting_id=row.meeting_id,
            item_id=row.item_id,
            item_title=row.item_title,
            agreed_at=row.agreed_at,
            owner_person_id=row.owner_person_id,
        )
        for row, owner, person, theme in rows
    ]
