"""Changes what people are told: a question to the core team and an answer to its author, never with content."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern
from kernpartner.consultations.models import Consultation
from kernpartner.consultations.service.finding import day_of
from kernpartner.notices.rules import short_number
from kernpartner.notices.service import tell
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import RIGHTS, Action


def tell_team(session: Session, asked: Consultation, concern: Concern, now: datetime) -> None:
    """Tell everybody in the core team who may answer, except the organisation that asks."""
    for member in organisation_queries.core_team(session, asked.school_id, day_of(now)):
        if member.id == concern.organisation_id:
            continue
        for person in _who_answer(session, member.id, day_of(now)):
            tell(
                session,
                person,
                "consultation_asked",
                f"consultation_asked:{asked.id}:{person.id}",
                {**_named(asked), "due_on": asked.due_on.isoformat()},
                now,
            )


def tell_author(session: Session, asked: Consultation, kind: str, key: str, now: datetime) -> None:
    """Tell the author; `key` lets this `kind` of news be told once per answer day or ending."""
    author = organisation_queries.person(session, asked.asked_by) if asked.asked_by else None
    if author is not None:
        tell(session, author, kind, f"{kind}:{key}", _named(asked), now)


def _named(asked: Consultation) -> dict[str, str]:
    """Name a consultation by its id and by the short number of its concern, never by its content."""
    return {"consultation": str(asked.id), "number": short_number(asked.concern_id)}


def _who_answer(session: Session, organisation_id: uuid.UUID, on: date) -> list[Any]:
    """Give the people of an organisation whose role lets them answer, each once."""
    roles = [role for role, actions in RIGHTS.items() if Action.ANSWER_CONSULTATION in actions]
    found = {p.id: p for role in roles for p in organisation_queries.members(session, organisation_id, on, role)}
    return list(found.values())
