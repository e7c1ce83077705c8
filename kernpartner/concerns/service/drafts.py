"""Changes the drafts of concerns: keeps them cleaned, one per person, and lets them go."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.concerns.models import ConcernDraft
from kernpartner.concerns.service.finding import lists_for
from kernpartner.db.uuid7 import uuid7
from kernpartner.privacy.deidentify import clean


def save_draft(
    session: Session,
    person_id: uuid.UUID,
    district_id: uuid.UUID,
    fields: dict[str, Any],
    now: datetime,
) -> None:
    """Keep an unfinished concern of a person, with its texts cleaned, in place of the one before."""
    lists = lists_for(session, district_id)
    kept = {
        name: clean(value, lists).text if name in {"text", "tried", "question"} else value
        for name, value in fields.items()
    }
    statement = insert(ConcernDraft).values(id=uuid7(), person_id=person_id, fields=kept, saved_at=now)
    session.execute(
        statement.on_conflict_do_update(index_elements=["person_id"], set_={"fields": kept, "saved_at": now})
    )


def drop_draft(session: Session, person_id: uuid.UUID) -> None:
    """Throw away the unfinished concern of a person."""
    session.execute(delete(ConcernDraft).where(ConcernDraft.person_id == person_id))


def drop_old_drafts(session: Session, before: datetime) -> int:
    """Throw away the unfinished concerns that nobody saved since this moment; give how many."""
    dropped = session.scalars(delete(ConcernDraft).where(ConcernDraft.saved_at < before).returning(ConcernDraft.id))
    return len(dropped.all())
