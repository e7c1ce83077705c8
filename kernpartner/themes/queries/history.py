"""Reads the changes of the taxonomy with who, when and why, and how themes of schemes compare."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernpartner.themes.models import Theme, ThemeChange, ThemeMatch


@dataclass(frozen=True)
class MatchRow:
    """How a theme compares with a theme of another scheme."""

    theme: Theme
    kind: str


def matches(session: Session, theme_id: uuid.UUID) -> Sequence[MatchRow]:
    """Give the themes of other schemes that a theme compares with, the same ones first."""
    rows = session.execute(
        select(Theme, ThemeMatch.kind)
        .join(
            ThemeMatch,
            or_(
                (ThemeMatch.theme_id == theme_id) & (ThemeMatch.other_id == Theme.id),
                (ThemeMatch.other_id == theme_id) & (ThemeMatch.theme_id == Theme.id),
            ),
        )
        .where(Theme.ending == "")
        .order_by(ThemeMatch.kind, Theme.label)
    )
    return [MatchRow(theme, kind) for theme, kind in rows]


def all_matches(session: Session, district_id: uuid.UUID) -> Sequence[tuple[uuid.UUID, uuid.UUID, str]]:
    """Give every match of the district once: theme, other theme, `exact` or `related`."""
    rows = session.execute(
        select(ThemeMatch.theme_id, ThemeMatch.other_id, ThemeMatch.kind)
        .join(Theme, Theme.id == ThemeMatch.theme_id)
        .where(Theme.district_id == district_id)
        .order_by(ThemeMatch.theme_id, ThemeMatch.other_id)
    )
    return [(one, other, kind) for one, other, kind in rows]


@dataclass(frozen=True)
class ChangeRow:
    """A change of the taxonomy as people read it; `undone` says that it was taken back."""

    change: ThemeChange
    theme_label: str
    theme_slug: str
    undone: bool


def changes(
    session: Session, district_id: uuid.UUID, *, theme_id: uuid.UUID | None = None, limit: int = 100
) -> Sequence[ChangeRow]:
    """Give the history of the taxonomy, or of one theme, newest first."""
    query = (
        select(ThemeChange, Theme.label, Theme.slug)
        .outerjoin(Theme, Theme.id == ThemeChange.theme_id)
        .where(ThemeChange.district_id == district_id)
        .order_by(ThemeChange.at.desc(), ThemeChange.id.desc())
        .limit(limit)
    )
    if theme_id is not None:
        query = query.where(ThemeChange.theme_id == theme_id)
    undone = set(
        session.scalars(
            select(ThemeChange.undoes_id).where(
                ThemeChange.district_id == district_id, ThemeChange.undoes_id.is_not(None)
            )
        )
    )
    return [
        ChangeRow(change, label or "", slug or "", change.id in undone)
        for change, label, slug in session.execute(query)
    ]


def ending_reason(session: Session, theme_id: uuid.UUID) -> str:
    """Give why a theme ended, in the words of who ended it."""
    return (
        session.scalar(
            select(ThemeChange.reason)
            .where(ThemeChange.theme_id == theme_id, ThemeChange.kind.in_(("merged", "split", "retired")))
            .order_by(ThemeChange.at.desc(), ThemeChange.id.desc())
            .limit(1)
        )
        or ""
    )
