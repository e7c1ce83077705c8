"""Changes what is asked and said: opens a concern to its core team, and adds a reply."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.concerns.service import own
from kernpartner.consultations.models import Consultation, Reply
from kernpartner.consultations.rules import ReplyKind, due_on
from kernpartner.consultations.rules.talk import step_of
from kernpartner.consultations.service.finding import AlreadyAsked, NoSchool, NotTheAuthor, cleaned, day_of, open_to
from kernpartner.consultations.service.talk import drop_talk_draft
from kernpartner.consultations.service.telling import tell_author, tell_team


def ask_advice(
    session: Session,
    actor: Actor,
    concern_id: uuid.UUID,
    question: str,
    now: datetime,
    *,
    kept: Collection[str] = (),
) -> uuid.UUID:
    """Open a concern's cleaned text to the core team of its school; give the consultation's id.

    `kept` are words of which the author says that they are no names. Raises `ConcernGone`, `NotTheAuthor`,
    `NoSchool`, `AlreadyAsked`. The team hears of it by mail without content.
    """
    concern = own(session, actor, concern_id)
    if concern.author_id is None or concern.author_id != actor.person_id:
        raise NotTheAuthor("only the author asks advice")
    if concern.school_id is None:
        raise NoSchool("a concern without a school has no core team")
    if session.scalar(select(Consultation.id).where(Consultation.concern_id == concern_id)):
        raise AlreadyAsked("advice was asked on this concern before")
    asked = Consultation(
        concern_id=concern_id,
        school_id=concern.school_id,
        question=cleaned(session, concern.district_id, question, kept),
        asked_by=actor.person_id,
        asked_at=now,
        due_on=due_on(day_of(now)),
    )
    session.add(asked)
    session.flush()
    tell_team(session, asked, concern, now)
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
    asked, concern = open_to(session, actor, consultation_id, now)
    session.add(
        Reply(
            consultation_id=asked.id,
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
            kind=kind.value,
            text=cleaned(session, concern.district_id, text),
            said_at=now,
        )
    )
    session.flush()
    drop_talk_draft(session, actor, asked.id, step_of(kind).value)
    if asked.asked_by is not None and asked.asked_by != actor.person_id:
        tell_author(session, asked, "consultation_answered", f"{asked.id}:{now:%Y%m%d}", now)
    record(session, actor, "consultation.answered", "consultation", asked.id, now, kind=kind.value)
