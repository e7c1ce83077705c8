"""Changes the audit trail in the only way there is: one line more."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.audit.rules import FIRST_HASH, checked_details, seal

_CHAIN_LOCK = 7_301_101


@dataclass(frozen=True)
class Actor:
    """Who acts, for which organisation, in which role; all empty when the worker or a command acts."""

    person_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    role: str | None = None


WORKER = Actor(role="worker")


def record(
    session: Session,
    actor: Actor,
    verb: str,
    subject_kind: str,
    subject_id: uuid.UUID | None,
    now: datetime,
    *,
    outcome: str = "done",
    **details: Any,
) -> None:
    """Add one line to the trail, chained to the line before it.

    `verb` and the names of `details` must stand in `audit.rules.VERBS`; raises `UnknownVerb`. Takes an
    advisory lock until the transaction ends, so call it as late as possible.
    """
    checked = checked_details(verb, details)
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    previous = session.scalar(select(AuditEntry.hash).order_by(AuditEntry.position.desc()).limit(1))
    line = {
        "at": now,
        "verb": verb,
        "person_id": actor.person_id,
        "organisation_id": actor.organisation_id,
        "role": actor.role,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "outcome": outcome,
        "details": checked,
    }
    previous_hash = previous or FIRST_HASH
    session.add(AuditEntry(**line, previous_hash=previous_hash, hash=seal(previous_hash, line)))
    session.flush()
