"""Reads guests of sessions, and for a guest the summaries of a session that goes on at this moment."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern
from kernpartner.consultations.models import Consultation
from kernpartner.guests.models import GuestSession, GuestSummary
from kernpartner.guests.rules import may_read
from kernpartner.organisations.models import Organisation


@dataclass(frozen=True)
class GuestRow:
    """A guest as the inviter sees it: of which organisation, when, and whether the guest came in."""

    id: uuid.UUID
    title: str
    organisation: str
    starts_at: datetime
    ends_at: datetime
    invited_by: uuid.UUID
    entered_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class OpenSession:
    """What a guest reads now: the title of the session, until when, and the summaries; no concern and no name."""

    id: uuid.UUID
    title: str
    ends_at: datetime
    summaries: Sequence[str]


def guests_of_consultation(session: Session, consultation_id: uuid.UUID) -> Sequence[GuestRow]:
    """Give the guests who were invited to a consultation, newest first."""
    return _rows(session, GuestSession.consultation_id == consultation_id)


def guests_of_meeting(session: Session, meeting_id: uuid.UUID) -> Sequence[GuestRow]:
    """Give the guests who were invited to a meeting, newest first."""
    return _rows(session, GuestSession.meeting_id == meeting_id)


def sessions_to_summarise(session: Session, district_id: uuid.UUID, now: datetime) -> Sequence[GuestRow]:
    """Give the coming meetings with a guest, for which authors may write a summary; soonest first."""
    coming = (GuestSession.ends_at > now, GuestSession.withdrawn_at.is_(None))
    found = _rows(session, GuestSession.district_id == district_id, GuestSession.meeting_id.is_not(None), *coming)
    return sorted(found, key=lambda row: row.starts_at)


def summary_of(session: Session, session_id: uuid.UUID, consultation_id: uuid.UUID) -> str:
    """Give what was written for a guest about a consultation; empty when nothing was."""
    return (
        session.scalar(
            select(GuestSummary.text).where(
                GuestSummary.session_id == session_id, GuestSummary.consultation_id == consultation_id
            )
        )
        or ""
    )


def by_token(session: Session, token: str) -> GuestSession | None:
    """Give the session that a one-time link belongs to."""
    return session.scalar(select(GuestSession).where(GuestSession.token_hash == hashed(token)))


def sessions_of_guest(session: Session, person_id: uuid.UUID) -> Sequence[GuestSession]:
    """Give the sessions to which a person is or was invited, the last first."""
    return session.scalars(
        select(GuestSession).where(GuestSession.person_id == person_id).order_by(GuestSession.starts_at.desc())
    ).all()


def open_sessions(session: Session, person_id: uuid.UUID, now: datetime) -> Sequence[OpenSession]:
    """Give what a guest may read at this moment: nothing before, nothing after, nothing that was taken back.

    A summary is there as long as the author's question is: when that closes or is withdrawn, it is gone.
    """
    found = []
    for one in sessions_of_guest(session, person_id):
        if not may_read(one.starts_at, one.ends_at, one.withdrawn_at, now):
            continue
        texts = session.scalars(
            select(GuestSummary.text)
            .join(Consultation, Consultation.id == GuestSummary.consultation_id)
            .join(Concern, Concern.id == Consultation.concern_id)
            .where(GuestSummary.session_id == one.id, Consultation.status == "open", Concern.status == "open")
            .order_by(GuestSummary.written_at, GuestSummary.id)
        ).all()
        found.append(OpenSession(one.id, one.title, one.ends_at, texts))
    return found


def hashed(token: str) -> str:
    """Give what is kept of a one-time link."""
    return hashlib.sha256(token.encode()).hexdigest()


def _rows(session: Session, *conditions: object) -> Sequence[GuestRow]:
    rows = session.execute(
        select(GuestSession, Organisation.label)
        .join(Organisation, Organisation.id == GuestSession.organisation_id)
        .where(*conditions)  # type: ignore[arg-type]
        .order_by(GuestSession.starts_at.desc(), GuestSession.id)
    )
    return [
        GuestRow(
            id=one.id,
            title=one.title,
            organisation=label,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            invited_by=one.invited_by,
            entered_at=one.entered_at,
            withdrawn_at=one.withdrawn_at,
        )
        for one, label in rows
    ]
