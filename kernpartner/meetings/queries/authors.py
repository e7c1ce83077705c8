"""Reads whose concerns led to the themes on an agenda, so that they alone hear what becomes of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern, ConcernTheme
from kernpartner.meetings.models import Meeting
from kernpartner.organisations.models import Person
from kernpartner.themes.models import Theme


@dataclass(frozen=True)
class AuthorOfTheme:
    """Somebody who logged a concern in a theme, with the month of the last one."""

    person: Person
    theme_id: uuid.UUID
    theme: str
    theme_slug: str
    month: date


def authors(
    session: Session, meeting: Meeting, theme_ids: Collection[uuid.UUID], since: date
) -> Sequence[AuthorOfTheme]:
    """Give the active authors of open concerns since that day, in the school or area of this meeting, per theme."""
    last = func.max(Concern.occurred_on)
    rows = session.execute(
        select(Person, Theme.id, Theme.label, Theme.slug, last)
        .join(Concern, Concern.author_id == Person.id)
        .join(ConcernTheme, ConcernTheme.concern_id == Concern.id)
        .join(Theme, Theme.id == ConcernTheme.theme_id)
        .where(
            Concern.status == "open",
            Concern.occurred_on >= since,
            Concern.school_id == meeting.school_id if meeting.school_id else Concern.area_id == meeting.area_id,
            ConcernTheme.state == "confirmed",
            Theme.id.in_(theme_ids),
            Person.active,
        )
        .group_by(Person.id, Theme.id, Theme.label, Theme.slug)
        .order_by(Person.id, Theme.id)
    )
    return [AuthorOfTheme(person, id_, label, slug, on.replace(day=1)) for person, id_, label, slug, on in rows]
