"""Reads concerns for the organisation that wrote them, and the truth that the counts are held against."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern, ConcernDraft, ConcernFactor, ConcernTheme
from kernpartner.concerns.rules import COUNTED
from kernpartner.themes.models import Theme


@dataclass(frozen=True)
class ThemeBeside:
    """A theme beside a concern with what was decided about it."""

    theme_id: uuid.UUID
    slug: str
    label: str
    state: str
    confidence: int | None
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class OwnCount:
    """How often the own organisation confirmed a theme in a period: exact, and only its own rows."""

    theme_id: uuid.UUID
    label: str
    count: int


def concern(session: Session, concern_id: uuid.UUID) -> Concern | None:
    """Give the concern with this id in whatever state, if there is one."""
    return session.get(Concern, concern_id)


def own_concerns(
    session: Session,
    organisation_id: uuid.UUID,
    *,
    theme_id: uuid.UUID | None = None,
    limit: int = 50,
    before: Concern | None = None,
) -> Sequence[Concern]:
    """Give the open concerns that an organisation wrote, newest first, at most `limit`; those after `before`."""
    query = (
        select(Concern)
        .where(Concern.organisation_id == organisation_id, Concern.status == "open")
        .order_by(Concern.registered_at.desc(), Concern.id.desc())
        .limit(limit)
    )
    if before is not None:
        # What came from elsewhere shares its moment with others: the id decides which of them were shown.
        query = query.where(tuple_(Concern.registered_at, Concern.id) < (before.registered_at, before.id))
    if theme_id is not None:
        query = query.where(
            Concern.id.in_(
                select(ConcernTheme.concern_id).where(
                    ConcernTheme.theme_id == theme_id, ConcernTheme.state == "confirmed"
                )
            )
        )
    return session.scalars(query).all()


def themes_beside(session: Session, concern_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[ThemeBeside]]:
    """Give for each concern its themes: confirmed first, then suggested, then refused."""
    order = {"confirmed": 0, "suggested": 1, "refused": 2}
    found: dict[uuid.UUID, list[ThemeBeside]] = {key: [] for key in concern_ids}
    rows = session.execute(
        select(ConcernTheme, Theme.slug, Theme.label)
        .join(Theme, Theme.id == ConcernTheme.theme_id)
        .where(ConcernTheme.concern_id.in_(concern_ids))
    )
    for tag, slug, label in rows:
        found[tag.concern_id].append(
            ThemeBeside(
                tag.theme_id,
                slug,
                label,
                tag.state,
                tag.confidence,
                tuple((int(start), int(end)) for start, end in tag.spans),
            )
        )
    for tags in found.values():
        tags.sort(key=lambda tag: (order[tag.state], -(tag.confidence or 0), tag.label))
    return found


def own_counts(session: Session, organisation_id: uuid.UUID, since: date) -> Sequence[OwnCount]:
    """Give the organisation's own exact number of cases per confirmed theme since that day."""
    number = func.count(func.distinct(Concern.case_id))
    rows = session.execute(
        select(Theme.id, Theme.label, number)
        .join(ConcernTheme, ConcernTheme.theme_id == Theme.id)
        .join(Concern, Concern.id == ConcernTheme.concern_id)
        .where(
            Concern.organisation_id == organisation_id,
            Concern.status.in_(COUNTED),
            Concern.occurred_on >= since,
            ConcernTheme.state == "confirmed",
        )
        .group_by(Theme.id, Theme.label)
        .order_by(number.desc(), Theme.label)
    )
    return [OwnCount(theme_id, label, count) for theme_id, label, count in rows]


def undecided(session: Session, organisation_id: uuid.UUID, limit: int = 20) -> Sequence[Concern]:
    """Give the organisation's open concerns with a suggested theme that nobody decided about and a text to read."""
    waiting = (
        select(ConcernTheme.concern_id)
        .where(ConcernTheme.state == "suggested")
        .where(ConcernTheme.concern_id == Concern.id)
    )
    return session.scalars(
        select(Concern)
        .where(
            Concern.organisation_id == organisation_id,
            Concern.status == "open",
            Concern.text.is_not(None),
            waiting.exists(),
        )
        .order_by(Concern.registered_at.desc())
        .limit(limit)
    ).all()


def draft(session: Session, person_id: uuid.UUID) -> ConcernDraft | None:
    """Give the unfinished concern of a person, if there is one."""
    return session.scalar(select(ConcernDraft).where(ConcernDraft.person_id == person_id))


def factors_beside(session: Session, concern_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Give the factors of the system map that the concern speaks of."""
    return session.scalars(select(ConcernFactor.factor_id).where(ConcernFactor.concern_id == concern_id)).all()


def texts_of_area(session: Session, area_id: uuid.UUID, organisation_id: uuid.UUID | None = None) -> Sequence[str]:
    """Give the cleaned texts of an area, or of one organisation in it: to compare own words with, never to show."""
    query = select(Concern.text, Concern.tried).where(Concern.area_id == area_id, Concern.status == "open")
    if organisation_id is not None:
        query = query.where(Concern.organisation_id == organisation_id)
    return [text for row in session.execute(query) for text in row if text]


def external_ids(session: Session, district_id: uuid.UUID) -> Sequence[tuple[uuid.UUID, str]]:
    """Give (organisation, id elsewhere) of every concern of the district that came from elsewhere."""
    rows = session.execute(
        select(Concern.organisation_id, Concern.external_id).where(
            Concern.district_id == district_id, Concern.external_id.is_not(None)
        )
    )
    return [(organisation_id, external_id) for organisation_id, external_id in rows if external_id is not None]


def imported(session: Session, district_id: uuid.UUID) -> Sequence[tuple[uuid.UUID, uuid.UUID, str]]:
    """Give (concern, organisation, id elsewhere) of every concern of the district that came from elsewhere."""
    rows = session.execute(
        select(Concern.id, Concern.organisation_id, Concern.external_id).where(
            Concern.district_id == district_id, Concern.external_id.is_not(None)
        )
    )
    return [(concern_id, organisation_id, number) for concern_id, organisation_id, number in rows if number is not None]


def counted_truth(session: Session) -> Sequence[Any]:
    """Give what the counts must equal: one row per case and confirmed theme.

    Columns: case id, area, school, organisation, day it happened, moment of registration, theme; the
    places and days are those of the first concern of the case.
    """
    first = (
        select(
            Concern.case_id,
            Concern.id,
            Concern.area_id,
            Concern.school_id,
            Concern.organisation_id,
            Concern.occurred_on,
            Concern.registered_at,
        )
        .where(Concern.id == Concern.case_id)
        .subquery()
    )
    return session.execute(
        select(
            first.c.case_id,
            first.c.area_id,
            first.c.school_id,
            first.c.organisation_id,
            first.c.occurred_on,
            first.c.registered_at,
            ConcernTheme.theme_id,
        )
        .join(Concern, Concern.case_id == first.c.case_id)
        .join(ConcernTheme, ConcernTheme.concern_id == Concern.id)
        .where(Concern.status.in_(COUNTED), ConcernTheme.state == "confirmed")
        .distinct()
    ).all()
