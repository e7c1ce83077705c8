"""Reads the themes and factors of a district as they are on a day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernpartner.themes.models import Factor, FactorTheme, Scheme, TaggerVersion, Theme


def schemes(session: Session, district_id: uuid.UUID) -> Sequence[Scheme]:
    """Give the schemes of a district in their order."""
    return session.scalars(select(Scheme).where(Scheme.district_id == district_id).order_by(Scheme.position)).all()


def current_themes(session: Session, district_id: uuid.UUID, on: date) -> Sequence[Theme]:
    """Give the themes that can be confirmed on that day, scheme by scheme in their order."""
    return session.scalars(
        select(Theme)
        .join(Scheme, Scheme.id == Theme.scheme_id)
        .where(
            Theme.district_id == district_id,
            Theme.merged_into_id.is_(None),
            Theme.valid_from <= on,
            or_(Theme.valid_to.is_(None), Theme.valid_to >= on),
        )
        .order_by(Scheme.position, Theme.position)
    ).all()


def theme(session: Session, theme_id: uuid.UUID) -> Theme:
    """Give the theme with this id; raises `LookupError` when there is none."""
    found = session.get(Theme, theme_id)
    if found is None:
        raise LookupError(f"no theme {theme_id}")
    return found


def theme_by_slug(session: Session, district_id: uuid.UUID, slug: str) -> Theme | None:
    """Give the theme with this slug, followed to where it was merged into."""
    found = session.scalar(select(Theme).where(Theme.district_id == district_id, Theme.slug == slug))
    while found is not None and found.merged_into_id is not None:
        found = session.get(Theme, found.merged_into_id)
    return found


def theme_ids(session: Session, district_id: uuid.UUID, on: date) -> Mapping[str, uuid.UUID]:
    """Give the ids of the current themes by slug."""
    return {found.slug: found.id for found in current_themes(session, district_id, on)}


def factors(session: Session, district_id: uuid.UUID) -> Sequence[Factor]:
    """Give the factors of a district, scheme by scheme in their order."""
    return session.scalars(
        select(Factor)
        .join(Scheme, Scheme.id == Factor.scheme_id)
        .where(Scheme.district_id == district_id)
        .order_by(Scheme.position, Factor.position)
    ).all()


def factor_themes(session: Session, district_id: uuid.UUID) -> Mapping[uuid.UUID, list[uuid.UUID]]:
    """Give for each factor of the district the ids of the themes it belongs to."""
    rows = session.execute(
        select(FactorTheme.factor_id, FactorTheme.theme_id)
        .join(Factor, Factor.id == FactorTheme.factor_id)
        .join(Scheme, Scheme.id == Factor.scheme_id)
        .join(Theme, Theme.id == FactorTheme.theme_id)
        .where(Scheme.district_id == district_id)
        .order_by(Theme.position)
    )
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for factor_id, theme_id in rows:
        found.setdefault(factor_id, []).append(theme_id)
    return found


def tagger_in_use(session: Session, district_id: uuid.UUID) -> TaggerVersion | None:
    """Give what the district has learnt and uses now, if it has learnt anything."""
    return session.scalar(
        select(TaggerVersion)
        .where(TaggerVersion.district_id == district_id, TaggerVersion.in_use)
        .order_by(TaggerVersion.made_at.desc())
        .limit(1)
    )
