"""Reads consultations for those they are open to, and says why somebody may read one."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern
from kernpartner.consultations.models import Consultation, Reply
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation


@dataclass(frozen=True)
class SaidReply:
    """Something said in a consultation, with the organisation that said it and never the person."""

    kind: str
    text: str | None
    organisation_label: str
    said_at: datetime


def consultation(session: Session, consultation_id: uuid.UUID) -> Consultation | None:
    """Give the consultation with this id, if there is one."""
    return session.get(Consultation, consultation_id)


def consultation_of(session: Session, concern_id: uuid.UUID) -> Consultation | None:
    """Give the consultation that was asked on a concern, if there is one."""
    return session.scalar(select(Consultation).where(Consultation.concern_id == concern_id))


def consultations_of(session: Session, concern_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Consultation]:
    """Give the consultations on these concerns, by concern."""
    rows = session.scalars(select(Consultation).where(Consultation.concern_id.in_(concern_ids)))
    return {found.concern_id: found for found in rows}


def replies(session: Session, consultation_id: uuid.UUID) -> Sequence[SaidReply]:
    """Give what was said in a consultation, oldest first."""
    rows = session.execute(
        select(Reply, Organisation.label)
        .join(Organisation, Organisation.id == Reply.organisation_id)
        .where(Reply.consultation_id == consultation_id)
        .order_by(Reply.said_at, Reply.id)
    )
    return [SaidReply(reply.kind, reply.text, label, reply.said_at) for reply, label in rows]


def open_to(session: Session, organisation_id: uuid.UUID, on: date) -> Sequence[Consultation]:
    """Give the open consultations of the schools whose core team this organisation sits in."""
    schools = [school.id for school in organisation_queries.schools_of(session, organisation_id, on)]
    return session.scalars(
        select(Consultation)
        .join(Concern, Concern.id == Consultation.concern_id)
        .where(Consultation.status == "open", Concern.status == "open", Consultation.school_id.in_(schools))
        .order_by(Consultation.due_on)
    ).all()


def waiting_for(session: Session, organisation_id: uuid.UUID, on: date) -> Sequence[Consultation]:
    """Give the open consultations of others in which this organisation said nothing yet, first due first."""
    schools = [school.id for school in organisation_queries.schools_of(session, organisation_id, on)]
    said = select(Reply.id).where(Reply.consultation_id == Consultation.id, Reply.organisation_id == organisation_id)
    return session.scalars(
        select(Consultation)
        .join(Concern, Concern.id == Consultation.concern_id)
        .where(
            Consultation.status == "open",
            Consultation.school_id.in_(schools),
            Concern.status == "open",
            Concern.organisation_id != organisation_id,
            ~said.exists(),
        )
        .order_by(Consultation.due_on)
    ).all()


def asked_by(session: Session, person_id: uuid.UUID) -> Sequence[tuple[Consultation, int]]:
    """Give the open questions of a person, each with how often somebody else replied, oldest first."""
    others = (
        select(func.count(Reply.id))
        .where(Reply.consultation_id == Consultation.id, Reply.person_id != person_id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Consultation, others)
        .join(Concern, Concern.id == Consultation.concern_id)
        .where(Consultation.asked_by == person_id, Consultation.status == "open", Concern.status == "open")
        .order_by(Consultation.asked_at)
    )
    return [(asked, number) for asked, number in rows]


def relation(session: Session, concern: Concern, organisation_id: uuid.UUID, on: date) -> str | None:
    """Say why this organisation may read the concern now: `own`, `core_team`, or nothing.

    Own concerns always; another one's only while a consultation on it is open and the organisation
    sits in the core team of its school.
    """
    if concern.organisation_id == organisation_id:
        return "own"
    asked = consultation_of(session, concern.id)
    if asked is None or asked.status != "open" or concern.status != "open":
        return None
    team = organisation_queries.core_team(session, asked.school_id, on)
    return "core_team" if organisation_id in {member.id for member in team} else None
