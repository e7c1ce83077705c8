"""Changes lessons: keeps one without a child, and shows it once a second organisation approved."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.consultations.models import Lesson
from kernpartner.consultations.service.finding import SameOrganisation, cleaned
from kernpartner.organisations import queries as organisation_queries


class NotYourLesson(PermissionError):
    """Only the organisation that wrote or approved a lesson takes it back."""


def write_lesson(
    session: Session,
    actor: Actor,
    *,
    district_id: uuid.UUID,
    theme_id: uuid.UUID,
    text: str,
    now: datetime,
) -> uuid.UUID:
    """Keep what worked, cleaned and without a child, until a second organisation approves it."""
    assert actor.organisation_id is not None and actor.person_id is not None
    lesson = Lesson(
        district_id=district_id,
        theme_id=theme_id,
        organisation_id=actor.organisation_id,
        written_by=actor.person_id,
        written_at=now,
        text=cleaned(session, district_id, text),
    )
    session.add(lesson)
    session.flush()
    record(session, actor, "lesson.written", "lesson", lesson.id, now, theme=str(theme_id))
    return lesson.id


def approve_lesson(session: Session, actor: Actor, lesson_id: uuid.UUID, now: datetime) -> None:
    """Let a lesson be seen beside its theme; raises `SameOrganisation`.

    One approval by another organisation of the district is enough; the first one stays.
    """
    lesson = session.get_one(Lesson, lesson_id, with_for_update=True, populate_existing=True)
    if actor.organisation_id is None or lesson.organisation_id == actor.organisation_id:
        raise SameOrganisation("another organisation approves a lesson")
    if organisation_queries.organisation(session, actor.organisation_id).district_id != lesson.district_id:
        raise SameOrganisation("an organisation of the same district approves a lesson")
    if lesson.approved_at is not None or lesson.withdrawn_at is not None:
        return
    lesson.approved_by_organisation_id = actor.organisation_id
    lesson.approved_by, lesson.approved_at = actor.person_id, now
    session.flush()
    record(session, actor, "lesson.approved", "lesson", lesson.id, now, theme=str(lesson.theme_id))


def withdraw_lesson(session: Session, actor: Actor, lesson_id: uuid.UUID, now: datetime) -> None:
    """Take a lesson back at once, by the organisation that wrote it or the one that approved it.

    Raises `NotYourLesson`; a lesson that was taken back before stays as it is.
    """
    lesson = session.get(Lesson, lesson_id, with_for_update=True, populate_existing=True)
    ours = {lesson.organisation_id, lesson.approved_by_organisation_id} if lesson is not None else set()
    if lesson is None or actor.organisation_id is None or actor.organisation_id not in ours:
        raise NotYourLesson("who wrote or approved a lesson takes it back")
    if lesson.withdrawn_at is not None:
        return
    lesson.withdrawn_at, lesson.withdrawn_by = now, actor.person_id
    session.flush()
    record(session, actor, "lesson.withdrawn", "lesson", lesson.id, now, theme=str(lesson.theme_id))
