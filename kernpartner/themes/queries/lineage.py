"""Reads what became of themes that ended, and which ended in a theme."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.themes.models import Theme, ThemeHeir


def ended_in(session: Session, theme_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, uuid.UUID]:
    """Give for each theme the one it is merged into now, itself when it was not merged."""
    found: dict[uuid.UUID, uuid.UUID] = {}
    for key in theme_ids:
        at, into = key, session.scalar(select(Theme.merged_into_id).where(Theme.id == key))
        while into is not None:
            at, into = into, session.scalar(select(Theme.merged_into_id).where(Theme.id == into))
        found[key] = at
    return found


def heirs(session: Session, theme_id: uuid.UUID) -> Sequence[Theme]:
    """Give the themes in which a theme ended, in their order; empty while it counts and after retiring."""
    return session.scalars(
        select(Theme)
        .join(ThemeHeir, ThemeHeir.heir_id == Theme.id)
        .where(ThemeHeir.theme_id == theme_id)
        .order_by(Theme.position, Theme.label)
    ).all()


def forebears(session: Session, theme_id: uuid.UUID) -> Sequence[Theme]:
    """Give the themes that ended in this one directly, in the order in which they ended."""
    return session.scalars(
        select(Theme)
        .join(ThemeHeir, ThemeHeir.theme_id == Theme.id)
        .where(ThemeHeir.heir_id == theme_id)
        .order_by(Theme.valid_to, Theme.label)
    ).all()


def line_of(session: Session, theme_id: uuid.UUID) -> set[uuid.UUID]:
    """Give the theme and every theme that ended in it, however long ago: what was tied to those is tied to it."""
    found, ahead = {theme_id}, [theme_id]
    while ahead:
        rows = session.scalars(select(ThemeHeir.theme_id).where(ThemeHeir.heir_id.in_(ahead))).all()
        ahead = [key for key in rows if key not in found]
        found.update(ahead)
    return found


def followed(session: Session, theme_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Give for themes of whatever time what they are now: an ended one gives its heirs, a retired one itself."""
    rows = session.execute(
        select(ThemeHeir.theme_id, ThemeHeir.heir_id)
        .join(Theme, Theme.id == ThemeHeir.theme_id)
        .where(Theme.district_id.in_(select(Theme.district_id).where(Theme.id.in_(theme_ids))))
    )
    heirs: dict[uuid.UUID, list[uuid.UUID]] = {}
    for key, heir in rows:
        heirs.setdefault(key, []).append(heir)
    return sorted({end for key in theme_ids for end in ends_in(key, heirs)})


def heirs_of_district(session: Session, district_id: uuid.UUID) -> Mapping[uuid.UUID, list[uuid.UUID]]:
    """Give for each theme that ended in others which ones, in their order."""
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for key, heir in session.execute(
        select(ThemeHeir.theme_id, ThemeHeir.heir_id)
        .join(Theme, Theme.id == ThemeHeir.heir_id)
        .where(Theme.district_id == district_id)
        .order_by(Theme.position, Theme.id)
    ):
        found.setdefault(key, []).append(heir)
    return found


def ends_in(theme_id: uuid.UUID, heirs: Mapping[uuid.UUID, list[uuid.UUID]]) -> list[uuid.UUID]:
    """Give where a line ends; what has no heir ends in itself."""
    if theme_id not in heirs:
        return [theme_id]
    return [end for heir in heirs[theme_id] for end in ends_in(heir, heirs)]
