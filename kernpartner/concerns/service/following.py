"""Changes which themes there are, and lets the themes beside concerns and the exact counts follow at once.

The taxonomy, what stands beside concerns, the ledger and the cube change in one transaction. Figures of closed
periods stay as they are: what only files cases elsewhere never reaches them (`tally`). Nobody sees a text or a count
of another organisation here: a merge moves what people confirmed, a split waits for each organisation itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.concerns.models import ConcernTheme, RetagBatch, ThemeStep
from kernpartner.concerns.service.recounting import lock_cases, recount
from kernpartner.concerns.service.steps import Cause, Key, State, beside, hold_taxonomy, put, revert
from kernpartner.themes import service as theme_service
from kernpartner.themes.rules.changing import ThemeInput


def merge_theme(
    session: Session,
    actor: Actor,
    theme_id: uuid.UUID,
    into_id: uuid.UUID,
    now: datetime,
    *,
    on: date,
    reason: str,
    seen_version: int | None = None,
) -> uuid.UUID:
    """Let a theme end in another one with everything that people confirmed of it; give the id of the change.

    Raises `themes.service.Incomplete` and `ChangedByOther`.
    """
    hold_taxonomy(session)
    change = theme_service.merge_theme(
        session, actor, theme_id, into_id, now, on=on, reason=reason, seen_version=seen_version
    )
    cause = Cause("merged", actor.person_id, now, change_id=change.id)
    moved = _move(session, [theme_id], into_id, cause)
    recount(session, moved, f"theme:{change.id}", "merge", now)
    return change.id


def split_theme(
    session: Session,
    actor: Actor,
    theme_id: uuid.UUID,
    now: datetime,
    *,
    on: date,
    reason: str,
    existing: Collection[uuid.UUID] = (),
    new: Sequence[ThemeInput] = (),
    seen_version: int | None = None,
) -> uuid.UUID:
    """Let a theme end in several; give the id of the change. What was confirmed waits for `divide`.

    Suggestions of the old theme go: nobody decided about them. Raises as `merge_theme` does.
    """
    hold_taxonomy(session)
    change = theme_service.split_theme(
        session,
        actor,
        theme_id,
        now,
        on=on,
        reason=reason,
        existing=existing,
        new=new,
        seen_version=seen_version,
    )
    _drop_suggestions(session, theme_id, Cause("split", actor.person_id, now, change_id=change.id))
    return change.id


def retire_theme(
    session: Session,
    actor: Actor,
    theme_id: uuid.UUID,
    now: datetime,
    *,
    on: date,
    reason: str,
    seen_version: int | None = None,
) -> uuid.UUID:
    """Let a theme end without an heir; what was confirmed stays beside its concerns. Gives the id of the change."""
    hold_taxonomy(session)
    change = theme_service.retire_theme(session, actor, theme_id, now, on=on, reason=reason, seen_version=seen_version)
    _drop_suggestions(session, theme_id, Cause("retired", actor.person_id, now, change_id=change.id))
    return change.id


def take_back(
    session: Session, actor: Actor, district_id: uuid.UUID, change_id: uuid.UUID, now: datetime, *, reason: str = ""
) -> uuid.UUID:
    """Take back a change of the taxonomy with what it did beside concerns; give the id of the new change.

    A concern about which people decided since keeps that decision. Raises `LookupError` and
    `themes.service.CannotUndo`.
    """
    hold_taxonomy(session)
    change, made = theme_service.take_back(session, actor, district_id, change_id, now, reason=reason)
    cause = Cause("undone", actor.person_id, now, change_id=made.id)
    batches = _divided(session, change.theme_id, change.at) if change.kind == "split" else []
    touched = _touched(session, [change.id, *(batch.id for batch in batches)])
    lock_cases(session, touched)
    moved = revert(session, [change.id, *(batch.id for batch in batches)], cause)
    for batch in batches:
        batch.undone_at = now
    if change.kind == "split" and change.theme_id is not None:
        moved |= _move(session, theme_service.born(change), change.theme_id, cause)
    recount(session, moved, f"theme:{made.id}", "merge", now)
    return made.id


def _move(session: Session, from_ids: Collection[uuid.UUID], into_id: uuid.UUID, cause: Cause) -> set[uuid.UUID]:
    """Let what stands beside concerns of some themes stand at another; confirmed wins, refused goes with its theme."""
    if not from_ids:
        return set()
    concerns = set(session.scalars(select(ConcernTheme.concern_id).where(ConcernTheme.theme_id.in_(from_ids))))
    lock_cases(session, concerns)
    stood = beside(session, concerns)
    wanted: dict[Key, State | None] = {}
    for (concern, theme), state in sorted(stood.items()):
        if theme not in from_ids:
            continue
        wanted[concern, theme] = None
        there = wanted.get((concern, into_id), stood.get((concern, into_id)))
        if _stronger(state, there):
            wanted[concern, into_id] = dict(state)
    return put(session, wanted, cause)


def _stronger(state: State, there: State | None) -> bool:
    if state["state"] == "confirmed":
        return there is None or there["state"] != "confirmed"
    return state["state"] == "suggested" and there is None


def _drop_suggestions(session: Session, theme_id: uuid.UUID, cause: Cause) -> None:
    concerns = set(
        session.scalars(
            select(ConcernTheme.concern_id).where(ConcernTheme.theme_id == theme_id, ConcernTheme.state == "suggested")
        )
    )
    lock_cases(session, concerns)
    stood = beside(session, concerns)
    put(
        session,
        {key: None for key, state in stood.items() if key[1] == theme_id and state["state"] == "suggested"},
        cause,
    )


def _divided(session: Session, theme_id: uuid.UUID | None, since: datetime) -> list[RetagBatch]:
    return list(
        session.scalars(
            select(RetagBatch).where(
                RetagBatch.kind == "divide",
                RetagBatch.from_id == theme_id,
                RetagBatch.at >= since,
                RetagBatch.undone_at.is_(None),
            )
        )
    )


def _touched(session: Session, change_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    return set(session.scalars(select(ThemeStep.concern_id).where(ThemeStep.change_id.in_(change_ids))))
