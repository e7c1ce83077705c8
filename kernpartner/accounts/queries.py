"""Reads sessions, second factors and what is left of recovery codes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.accounts.models import RecoveryCode, SecondFactor, SignInSession
from kernpartner.accounts.rules import IDLE, is_over


def has_second_factor(session: Session, person_id: uuid.UUID) -> bool:
    """Say whether the person set up a second factor and proved that it works."""
    found = session.get(SecondFactor, person_id)
    return found is not None and found.confirmed_at is not None


def recovery_codes_left(session: Session, person_id: uuid.UUID) -> int:
    """Give how many recovery codes the person has not used yet."""
    query = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.scalar(query) or 0


def open_session(
    session: Session, session_id: uuid.UUID, person_id: uuid.UUID, now: datetime, longest: timedelta
) -> SignInSession | None:
    """Give this session of this person while it counts; ended, idle and too old ones are not there."""
    found = session.get(SignInSession, session_id)
    if found is None or found.person_id != person_id or found.ended_at is not None:
        return None
    return None if is_over(found.started_at, found.seen_at, now, longest) else found


def open_sessions(session: Session, person_id: uuid.UUID, now: datetime, longest: timedelta) -> Sequence[SignInSession]:
    """Give the sessions of a person that count now, the last seen first."""
    return session.scalars(
        select(SignInSession)
        .where(
            SignInSession.person_id == person_id,
            SignInSession.ended_at.is_(None),
            SignInSession.seen_at >= now - IDLE,
            SignInSession.started_at >= now - longest,
        )
        .order_by(SignInSession.seen_at.desc())
    ).all()
