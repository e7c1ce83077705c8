"""Changes consultations: asks, answers, closes with an outcome, withdraws, and draws lessons."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.concerns.models import Concern
from kernpartner.concerns.service import lists_for, locked
from kernpartner.consultations.models import Consultation, Lesson, Reply
from kernpartner.consultations.rules import (
    Ending,
    OutcomeProblem,
    ReplyKind,
    due_on,
    outcome_problem,
)
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import RIGHTS, Action
from kernpartner.outbox.service import queue_mail
from kernpartner.privacy.deidentify import clean


class NotTheAuthor(PermissionError):
    """Only the author opens a concern to others."""


class NoSchool(ValueError):
    """A concern without a school has no core team to ask."""


class AlreadyAsked(ValueError):
    """Advice was asked on this concern before."""


class ConsultationClosed(ValueError):
    """The consultation is closed or withdrawn."""


class OutcomeRefused(ValueError):
    """The consultation may not end like this; `problem` says why."""

    def __init__(self, problem: OutcomeProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class SameOrganisation(PermissionError):
    """A lesson is approved by another organisation than the one that wrote it."""


def ask_advice(session: Session, actor: Actor, concern_id: uuid.UUID, question: str, now: datetime) -> uuid.UUID:
    """Open a concern's cleaned text to the core team of its school; give the consultation's id.

    Raises `ConcernGone`, `NotTheAuthor`, `NoSchool`, `AlreadyAsked`. The team hears of it by mail
    without content.
    """
    concern = locked(session, concern_id)
    if concern.author_id is None or concern.author_id != actor.person_id:
        raise NotTheAuthor("only the author asks advice")
    if concern.school_id is None:
        raise NoSchool("a concern without a school has no core team")
    if session.scalar(select(Consultation.id).where(Consultation.concern_id == concern_id)):
        raise AlreadyAsked("advice was asked on this concern before")
    asked = Consultation(
        concern_id=concern_id,
        school_id=concern.school_id,
        question=_cleaned(session, concern.district_id, question),
        asked_by=actor.person_id,
        asked_at=now,
        due_on=due_on(now.date()),
    )
    session.add(asked)
    session.flush()
    _tell_team(session, asked, concern, now)
    record(
        session,
        actor,
        "consultation.asked",
        "consultation",
        asked.id,
        now,
        due_on=asked.due_on.isoformat(),
    )
    return asked.id


def say(
    session: Session,
    actor: Actor,
    consultation_id: uuid.UUID,
    kind: ReplyKind,
    text: str,
    now: datetime,
) -> None:
    """Add something, cleaned, to an open consultation; raises `ConsultationClosed`."""
    assert actor.organisation_id is not None and actor.person_id is not None
    asked = _open(session, consultation_id)
    session.add(
        Reply(
            consultation_id=asked.id,
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
            kind=kind.value,
            text=_cleaned(session, _concern(session, asked).district_id, text),
            said_at=now,
        )
    )
    session.flush()
    if asked.asked_by is not None and asked.asked_by != actor.person_id:
        _tell_author(session, asked, "consultation_answered", f"{asked.id}:{now:%Y%m%d}", now)
    record(session, actor, "consultation.answered", "consultation", asked.id, now, kind=kind.value)


def close_consultation(
    session: Session, actor: Actor, consultation_id: uuid.UUID, ending: Ending, now: datetime
) -> None:
    """Close a consultation with its outcome; raises `ConsultationClosed` or `OutcomeRefused`."""
    asked = _open(session, consultation_id)
    problem = outcome_problem(ending, now.date())
    if problem is not None:
        raise OutcomeRefused(problem)
    concern = _concern(session, asked)
    asked.status = "closed"
    asked.outcome = ending.outcome
    asked.outcome_reason = _cleaned(session, concern.district_id, ending.reason) if ending.reason else None
    asked.action_on, asked.live_talk_on = ending.action_on, ending.live_talk_on
    asked.closed_at, asked.closed_by = now, actor.person_id
    session.flush()
    if asked.asked_by is not None and asked.asked_by != actor.person_id:
        _tell_author(session, asked, "consultation_closed", str(asked.id), now)
    record(
        session,
        actor,
        "consultation.closed",
        "consultation",
        asked.id,
        now,
        outcome=ending.outcome,
    )


def withdraw_consultation(session: Session, actor: Actor, consultation_id: uuid.UUID, now: datetime) -> None:
    """Close the concern's text to others at once; only the author does this."""
    asked = _open(session, consultation_id)
    if asked.asked_by != actor.person_id:
        raise NotTheAuthor("only the author withdraws a question")
    asked.status = "withdrawn"
    session.flush()
    record(session, actor, "consultation.withdrawn", "consultation", asked.id, now)


def record_known_outcome(session: Session, actor: Actor, concern_id: uuid.UUID, ending: Ending, now: datetime) -> None:
    """Record how an imported concern ended long ago; raises `OutcomeRefused`.

    The same gate holds: `specialist_care` without the date of a live talk is refused.
    """
    problem = outcome_problem(ending, now.date())
    if problem is not None:
        raise OutcomeRefused(problem)
    concern = locked(session, concern_id)
    known = session.scalar(select(Consultation.id).where(Consultation.concern_id == concern_id))
    if known is not None or concern.school_id is None:
        return
    session.add(
        Consultation(
            concern_id=concern_id,
            school_id=concern.school_id,
            asked_at=concern.registered_at,
            due_on=due_on(concern.registered_at.date()),
            status="closed",
            closed_at=now,
            outcome=ending.outcome,
            outcome_reason=(_cleaned(session, concern.district_id, ending.reason) if ending.reason else None),
            action_on=ending.action_on,
            live_talk_on=ending.live_talk_on,
        )
    )
    session.flush()


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
        text=_cleaned(session, district_id, text),
    )
    session.add(lesson)
    session.flush()
    record(session, actor, "lesson.written", "lesson", lesson.id, now, theme=str(theme_id))
    return lesson.id


def approve_lesson(session: Session, actor: Actor, lesson_id: uuid.UUID, now: datetime) -> None:
    """Let a lesson be seen beside its theme; raises `SameOrganisation`."""
    lesson = session.get_one(Lesson, lesson_id)
    if lesson.organisation_id == actor.organisation_id:
        raise SameOrganisation("another organisation approves a lesson")
    lesson.approved_by_organisation_id = actor.organisation_id
    lesson.approved_by, lesson.approved_at = actor.person_id, now
    session.flush()
    record(session, actor, "lesson.approved", "lesson", lesson.id, now, theme=str(lesson.theme_id))


def _open(session: Session, consultation_id: uuid.UUID) -> Consultation:
    asked = session.scalar(select(Consultation).where(Consultation.id == consultation_id).with_for_update())
    if asked is None or asked.status != "open":
        raise ConsultationClosed("the consultation is not open")
    return asked


def _concern(session: Session, asked: Consultation) -> Concern:
    return session.get_one(Concern, asked.concern_id)


def _cleaned(session: Session, district_id: uuid.UUID, text: str) -> str:
    return clean(text, lists_for(session, district_id)).text


def _tell_team(session: Session, asked: Consultation, concern: Concern, now: datetime) -> None:
    for member in organisation_queries.core_team(session, asked.school_id, now.date()):
        if member.id == concern.organisation_id:
            continue
        for person in _who_answer(session, member.id, now.date()):
            queue_mail(
                session,
                kind="consultation_asked",
                dedupe_key=f"consultation_asked:{asked.id}:{person.id}",
                to_person=person.id,
                to_address=person.email,
                template="consultation_asked",
                context={"consultation": str(asked.id), "due_on": asked.due_on.isoformat()},
                due_at=now,
                language=person.language,
            )


def _who_answer(session: Session, organisation_id: uuid.UUID, on: date) -> list[Any]:
    """Give the people of an organisation whose role lets them answer, each once."""
    roles = [role for role, actions in RIGHTS.items() if Action.ANSWER_CONSULTATION in actions]
    found = {p.id: p for role in roles for p in organisation_queries.members(session, organisation_id, on, role)}
    return list(found.values())


def _tell_author(session: Session, asked: Consultation, kind: str, key: str, now: datetime) -> None:
    author = organisation_queries.person(session, asked.asked_by) if asked.asked_by else None
    if author is not None and author.active:
        queue_mail(
            session,
            kind=kind,
            dedupe_key=f"{kind}:{key}",
            to_person=author.id,
            to_address=author.email,
            template=kind,
            context={"consultation": str(asked.id)},
            due_at=now,
            language=author.language,
        )
