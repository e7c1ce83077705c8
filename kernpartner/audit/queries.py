"""Reads the audit trail: who read or changed what, and whether the chain is whole."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.audit.rules import FIRST_HASH, seal

_SEALED = (
    "at",
    "verb",
    "person_id",
    "organisation_id",
    "role",
    "subject_kind",
    "subject_id",
    "outcome",
    "details",
)


def entries(
    session: Session,
    *,
    subject_id: uuid.UUID | None = None,
    person_id: uuid.UUID | None = None,
    verb: str | None = None,
    since: datetime | None = None,
    before: int | None = None,
    organisation_ids: Collection[uuid.UUID] | None = None,
    limit: int = 100,
) -> Sequence[AuditEntry]:
    """Give the newest lines of the trail, newest first, at most `limit`.

    `before` is a position: only older lines. With `organisation_ids` come the lines of those organisations and
    the lines that belong to none, such as those of the worker: never another district's people.
    """
    query = select(AuditEntry).order_by(AuditEntry.position.desc()).limit(limit)
    if subject_id is not None:
        query = query.where(AuditEntry.subject_id == subject_id)
    if person_id is not None:
        query = query.where(AuditEntry.person_id == person_id)
    if verb is not None:
        query = query.where(AuditEntry.verb == verb)
    if since is not None:
        query = query.where(AuditEntry.at >= since)
    if before is not None:
        query = query.where(AuditEntry.position < before)
    if organisation_ids is not None:
        query = query.where(
            or_(AuditEntry.organisation_id.is_(None), AuditEntry.organisation_id.in_(list(organisation_ids)))
        )
    return session.scalars(query).all()


def first_broken_line(session: Session) -> int | None:
    """Give the position of the first line that does not fit the chain, or nothing when all fit."""
    previous = FIRST_HASH
    query = select(AuditEntry).order_by(AuditEntry.position).execution_options(yield_per=500)
    # Closed at the first broken line too: the rest of the trail need not be read.
    with session.scalars(query) as entries_in_order:
        for entry in entries_in_order:
            line = {name: getattr(entry, name) for name in _SEALED}
            if entry.previous_hash != previous or entry.hash != seal(previous, line):
                return entry.position
            previous = entry.hash
    return None
