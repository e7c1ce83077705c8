"""Reads the lessons that a second organisation approved, and those that wait for it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.consultations.models import Lesson
from kernpartner.themes.queries import line_of

# A lesson that others may read: approved by a second organisation, and not taken back since.
VISIBLE = (Lesson.approved_at.is_not(None), Lesson.withdrawn_at.is_(None))


def lessons(session: Session, theme_id: uuid.UUID) -> Sequence[Lesson]:
    """Give the approved lessons beside a theme, and beside those that ended in it, newest first."""
    return session.scalars(
        select(Lesson)
        .where(Lesson.theme_id.in_(line_of(session, theme_id)), *VISIBLE)
        .order_by(Lesson.approved_at.desc())
    ).all()


def lessons_by_theme(session: Session, district_id: uuid.UUID) -> dict[uuid.UUID, list[Lesson]]:
    """Give the approved lessons of a district per theme, newest first: one question instead of one per theme."""
    found: dict[uuid.UUID, list[Lesson]] = {}
    for lesson in session.scalars(
        select(Lesson).where(Lesson.district_id == district_id, *VISIBLE).order_by(Lesson.approved_at.desc())
    ):
        found.setdefault(lesson.theme_id, []).append(lesson)
    return found


def lessons_waiting(session: Session, district_id: uuid.UUID, organisation_id: uuid.UUID) -> Sequence[Lesson]:
    """Give the lessons of other organisations that wait for a second organisation's approval."""
    return session.scalars(
        select(Lesson)
        .where(
            Lesson.district_id == district_id,
            Lesson.organisation_id != organisation_id,
            Lesson.approved_at.is_(None),
            Lesson.withdrawn_at.is_(None),
        )
        .order_by(Lesson.written_at)
    ).all()


def lessons_of(session: Session, organisation_id: uuid.UUID) -> Sequence[Lesson]:
    """Give the lessons of an organisation that it did not take back, approved or not, newest first."""
    return session.scalars(
        select(Lesson)
        .where(Lesson.organisation_id == organisation_id, Lesson.withdrawn_at.is_(None))
        .order_by(Lesson.written_at.desc(), Lesson.id.desc())
    ).all()
