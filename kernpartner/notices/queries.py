"""Reads what a person was told and how that person wants to be told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.notices.models import Notice, NoticeWish
from kernpartner.notices.rules import Group, When, bundle_goes, wished


def notices_of(session: Session, person_id: uuid.UUID, limit: int = 50) -> Sequence[Notice]:
    """Give what a person was told, newest first."""
    return session.scalars(
        select(Notice).where(Notice.person_id == person_id).order_by(Notice.at.desc(), Notice.id.desc()).limit(limit)
    ).all()


def wishes_of(session: Session, person_id: uuid.UUID) -> Mapping[Group, When]:
    """Give how a person wants to hear of each group."""
    found = session.get(NoticeWish, person_id)
    return {group: wished(found.wishes if found else {}, group) for group in Group}


def token_of(session: Session, person_id: uuid.UUID) -> str:
    """Give the secret by which a person stops mails without signing in; empty as long as nothing was sent."""
    found = session.get(NoticeWish, person_id)
    return found.token if found else ""


def person_of_token(session: Session, token: str) -> uuid.UUID | None:
    """Give whose mails this secret stops."""
    return session.scalar(select(NoticeWish.person_id).where(NoticeWish.token == token))


def people_to_mail(session: Session, now: datetime) -> Sequence[uuid.UUID]:
    """Give whose one mail with all that waits goes now."""
    waiting: dict[uuid.UUID, dict[When, datetime]] = {}
    rows = session.execute(
        select(Notice.person_id, Notice.goes, func.min(Notice.at))
        .where(Notice.left_at.is_(None), Notice.goes.in_((When.DAY.value, When.WEEK.value)))
        .group_by(Notice.person_id, Notice.goes)
    )
    for person_id, goes, oldest in rows:
        waiting.setdefault(person_id, {})[When(goes)] = oldest
    return sorted(person_id for person_id, oldest in waiting.items() if bundle_goes(oldest, now))
