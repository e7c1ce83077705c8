"""Changes a visit: lets a guest in once, shows summaries while the session lasts, takes back, and forgets."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.concerns.models import Concern
from kernpartner.consultations.models import Consultation
from kernpartner.guests import queries
from kernpartner.guests.models import GuestSession, GuestSummary
from kernpartner.guests.queries import OpenSession
from kernpartner.guests.rules import may_read
from kernpartner.guests.service.finding import NoSuchGuest, only_a_guest
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Person
from kernpartner.organisations.rules import Role


def withdraw_guest(session: Session, actor: Actor, session_id: uuid.UUID, now: datetime) -> None:
    """Let a guest read nothing any more from this moment; by who invited, or that organisation's preparer.

    Raises `NoSuchGuest`.
    """
    found = session.get(GuestSession, session_id, with_for_update=True, populate_existing=True)
    if found is None or actor.organisation_id is None or found.invited_by_organisation_id != actor.organisation_id:
        raise NoSuchGuest(f"no session {session_id}")
    if found.withdrawn_at is None:
        found.withdrawn_at = now
        session.flush()
        record(session, actor, "guest.withdrawn", "guest_session", found.id, now)


def enter(session: Session, token: str, now: datetime) -> Person | None:
    """Let a guest in by the one-time link while the session lasts; nothing when it is used, over or too early.

    Who also holds another role signs in with a password: a mail must not open more than this session.
    """
    found = session.scalar(
        select(GuestSession).where(GuestSession.token_hash == queries.hashed(token)).with_for_update()
    )
    if found is None or found.entered_at is not None:
        return None
    if not may_read(found.starts_at, found.ends_at, found.withdrawn_at, now):
        return None
    person = organisation_queries.person(session, found.person_id)
    if person is None or not person.active or not only_a_guest(session, person.id, now):
        return None
    found.entered_at = now
    session.flush()
    actor = Actor(person.id, found.organisation_id, Role.GUEST.value)
    record(session, actor, "guest.entered", "guest_session", found.id, now)
    return person


def read(session: Session, actor: Actor, now: datetime) -> Sequence[OpenSession]:
    """Give what the acting guest may read now, and note for each session that it was read."""
    assert actor.person_id is not None
    found = queries.open_sessions(session, actor.person_id, now)
    for one in found:
        record(session, actor, "guest.read", "guest_session", one.id, now, count=len(one.summaries))
    return found


def forget_summaries(session: Session, now: datetime) -> int:
    """Remove the summaries that no guest may ever read again; give how many.

    Their session is over or was taken back, or the question or its concern is open no more.
    """
    over = select(GuestSession.id).where(or_(GuestSession.ends_at <= now, GuestSession.withdrawn_at.is_not(None)))
    closed = (
        select(Consultation.id)
        .join(Concern, Concern.id == Consultation.concern_id)
        .where(or_(Consultation.status != "open", Concern.status != "open"))
    )
    gone = session.scalars(
        delete(GuestSummary)
        .where(or_(GuestSummary.session_id.in_(over), GuestSummary.consultation_id.in_(closed)))
        .returning(GuestSummary.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
