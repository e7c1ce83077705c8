"""Changes the themes beside concerns in the one way there is, and keeps each step: who, when, why, from what."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern, ConcernTheme, ThemeStep
from kernpartner.db.uuid7 import uuid7

# Who puts themes beside concerns shares this lock; who changes which themes there are holds it alone.
TAXONOMY_LOCK = 7_301_106
_AT_ONCE = 2_000
Key = tuple[uuid.UUID, uuid.UUID]
State = dict[str, Any]


@dataclass(frozen=True)
class Cause:
    """Why themes beside concerns change; `change_id` binds the steps that are taken back together."""

    kind: str
    person_id: uuid.UUID | None
    at: datetime
    reason: str = ""
    change_id: uuid.UUID | None = None
    undone: bool = False

    def state(self, state: str) -> State:
        """Give what a person decides here and now about a theme."""
        by = str(self.person_id) if self.person_id else None
        return {"state": state, "confidence": None, "spans": [], "by": by, "at": self.at.isoformat()}


def share_taxonomy(session: Session) -> None:
    """Let nobody change which themes there are until this transaction ends; take it before a concern is locked."""
    session.execute(select(func.pg_advisory_xact_lock_shared(TAXONOMY_LOCK)))


def hold_taxonomy(session: Session) -> None:
    """Wait for everybody who puts themes beside concerns, and let new ones wait until this transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(TAXONOMY_LOCK)))


def beside(session: Session, concern_ids: Collection[uuid.UUID]) -> dict[Key, State]:
    """Give the themes beside concerns as they are in the database now."""
    session.flush()
    table = ConcernTheme.__table__.c
    rows = session.execute(
        select(
            table.concern_id,
            table.theme_id,
            table.state,
            table.confidence,
            table.spans,
            table.decided_by,
            table.decided_at,
        ).where(table.concern_id.in_(concern_ids))
    )
    return {
        (concern, theme): {
            "state": state,
            "confidence": confidence,
            "spans": spans,
            "by": str(by) if by else None,
            "at": at.isoformat() if at else None,
        }
        for concern, theme, state, confidence, spans, by, at in rows
    }


def put(session: Session, wanted: Mapping[Key, State | None], cause: Cause) -> set[uuid.UUID]:
    """Let themes stand beside concerns as wanted (None: not at all); give the concerns for which that is a change.

    Whoever calls holds the rows of the concerns. What a person decides of a theme that was suggested keeps the
    confidence and the places of the suggestion. The same state again is no change: who decided first stays.
    """
    stood = beside(session, {concern for concern, _ in wanted})
    changed = {
        key: after
        for key, after in sorted(wanted.items())
        if (after or {}).get("state") != (stood.get(key) or {}).get("state")
    }
    if not changed:
        return set()
    _write(session, changed, stood)
    _keep(session, changed, stood, cause)
    # The statements went past what the session holds; only these rows changed.
    for held in [held for held in session.identity_map.values() if isinstance(held, ConcernTheme)]:
        if (held.concern_id, held.theme_id) in changed:
            session.expire(held)
    return {concern for concern, _ in changed}


def revert(session: Session, change_ids: Iterable[uuid.UUID], cause: Cause) -> set[uuid.UUID]:
    """Take back the steps of these changes; give the concerns for which that is a change.

    A concern about whose touched themes somebody decided anything since stays as it is: the later decision holds.
    Steps of several changes on one concern go back together, the newest first.
    """
    steps = session.scalars(
        select(ThemeStep)
        .where(ThemeStep.change_id.in_(set(change_ids)), ThemeStep.undone.is_(False))
        .order_by(ThemeStep.number.desc())
    ).all()
    newest = _newest(session, {(step.concern_id, step.theme_id) for step in steps})
    ours = {step.number for step in steps}
    overtaken = {concern for (concern, _), last in newest.items() if last not in ours}
    wanted: dict[Key, State | None] = {}
    for step in steps:
        if step.concern_id not in overtaken:
            wanted[step.concern_id, step.theme_id] = step.before
            step.undone = True
    session.flush()
    return put(session, wanted, dataclasses.replace(cause, undone=True))


def _newest(session: Session, keys: set[Key]) -> Mapping[Key, int]:
    found: dict[Key, int] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        rows = session.execute(
            select(ThemeStep.concern_id, ThemeStep.theme_id, func.max(ThemeStep.number))
            .where(
                tuple_(ThemeStep.concern_id, ThemeStep.theme_id).in_(ordered[start : start + _AT_ONCE]),
                ThemeStep.undone.is_(False),
            )
            .group_by(ThemeStep.concern_id, ThemeStep.theme_id)
        )
        found |= {(concern, theme): step for concern, theme, step in rows}
    return found


def _write(session: Session, changed: Mapping[Key, State | None], stood: Mapping[Key, State]) -> None:
    gone = [key for key, after in changed.items() if after is None]
    rows = [_row(key, after, stood.get(key)) for key, after in changed.items() if after is not None]
    for start in range(0, len(gone), _AT_ONCE):
        some = gone[start : start + _AT_ONCE]
        session.execute(
            delete(ConcernTheme).where(tuple_(ConcernTheme.concern_id, ConcernTheme.theme_id).in_(some)),
            execution_options={"synchronize_session": False},
        )
    for start in range(0, len(rows), _AT_ONCE):
        statement = insert(ConcernTheme).values(rows[start : start + _AT_ONCE])
        written = ("state", "confidence", "spans", "decided_by", "decided_at")
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["concern_id", "theme_id"], set_={name: statement.excluded[name] for name in written}
            )
        )


def _row(key: Key, after: State, before: State | None) -> dict[str, Any]:
    concern, theme = key
    if after["confidence"] is None and not after["spans"] and before is not None:
        after |= {"confidence": before["confidence"], "spans": before["spans"]}
    return {
        "concern_id": concern,
        "theme_id": theme,
        "state": after["state"],
        "confidence": after["confidence"],
        "spans": after["spans"],
        "decided_by": uuid.UUID(after["by"]) if after["by"] else None,
        "decided_at": datetime.fromisoformat(after["at"]) if after["at"] else None,
    }


def _keep(session: Session, changed: Mapping[Key, State | None], stood: Mapping[Key, State], cause: Cause) -> None:
    known = session.execute(
        select(Concern.id, Concern.suggested_by).where(Concern.id.in_({concern for concern, _ in changed}))
    )
    versions = {row.id: row.suggested_by for row in known}
    rows = [
        {
            "id": uuid7(),
            "concern_id": key[0],
            "theme_id": key[1],
            "at": cause.at,
            "kind": cause.kind,
            "person_id": cause.person_id,
            "version": versions.get(key[0]),
            "reason": cause.reason,
            "change_id": cause.change_id,
            "before": stood.get(key),
            "after": after,
            "undone": cause.undone,
        }
        for key, after in changed.items()
    ]
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(ThemeStep), rows[start : start + _AT_ONCE])
