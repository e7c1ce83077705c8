"""Changes the outbox: lets the core team hear of a question and its author of an answer, never with content."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern
from kernpartner.consultations.models import Consultation
from kernpartner.consultations.service.finding import day_of
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import RIGHTS, Action
from kernpartner.outbox.service import queue_mail


def tell_team(session: Session, asked: Consultation, concern: Concern, now: datetime) -> None:
    """Queue a mail to everybody in the core team who may answer, except the organisation that asks."""
    for member in organisation_queries.core_team(session, asked.school_id, day_of(now)):
        if member.id == concern.organisation_id:
            continue
        for person in _who_answer(session, member.id, day_of(now)):
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


def tell_author(session: Session, asked: Consultation, kind: str, key: str, now: datetime) -> None:
    """Queue a mail to the author; `key` lets one mail of this `kind` go out per answer day or ending."""
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


def _who_answer(session: Session, organisation_id: uuid.UUID, on: date) -> list[Any]:
    """Give the people of an organisation whose role lets them answer, each once."""
    roles = [role for role, actions in RIGHTS.items() if Action.ANSWER_CONSULTATION in actions]
    found = {p.id: p for role in roles for p in organisation_queries.members(session, organisation_id, on, role)}
    return list(found.values())
