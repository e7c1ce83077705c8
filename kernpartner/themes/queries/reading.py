"""Reads the schemes, themes and factors of a district as they are on a day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernpartner.themes.models import Factor, FactorTheme, Scheme, TaggerVersion, Theme
from kernpartner.themes.queries.lineage import ends_in, heirs_of_district


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


def own_theme_by_slug(session: Session, district_id: uuid.UUID, slug: str) -> Theme | None:
    """Give the theme that carries this slug itself, also when it has ended."""
    return session.scalar(select(Theme).where(Theme.district_id == district_id, Theme.slug == slug))


def scheme_themes(session: Session, scheme_id: uuid.UUID) -> Sequence[Theme]:
    """Give every theme that a scheme ever had, in their order."""
    return session.scalars(
        select(Theme).where(Theme.scheme_id == scheme_id).order_by(Theme.position, Theme.valid_from, Theme.id)
    ).all()


def scheme_by_slug(session: Session, district_id: uuid.UUID, slug: str) -> Scheme | None:
    """Give the scheme with this slug, if the district has it."""
    return session.scalar(select(Scheme).where(Scheme.district_id == district_id, Scheme.slug == slug))


def factors(session: Session, district_id: uuid.UUID) -> Sequence[Factor]:
    """Give the factors of a district, scheme by scheme in their order."""
    return session.scalars(
        select(Factor)
        .join(Scheme, Scheme.id == Factor.scheme_id)
        .where(Scheme.district_id == district_id, Factor.gone.is_(False))
        .order_by(Scheme.position, Factor.position)
    ).all()


def factor_by_slug(session: Session, scheme_id: uuid.UUID, slug: str) -> Factor | None:
    """Give the factor of a scheme with this slug, if it is on the map."""
    return session.scalar(
        select(Factor).where(Factor.scheme_id == scheme_id, Factor.slug == slug, Factor.gone.is_(False))
    )


def factor_themes(session: Session, district_id: uuid.UUID) -> Mapping[uuid.UUID, list[uuid.UUID]]:
    """Give for each factor of the district the ids of the themes it belongs to; of an ended theme its heirs."""
    rows = session.execute(
        select(FactorTheme.factor_id, FactorTheme.theme_id)
        .join(Theme, Theme.id == FactorTheme.theme_id)
        .join(Scheme, Scheme.id == Theme.scheme_id)
        .where(Theme.district_id == district_id)
        .order_by(FactorTheme.position, Scheme.position, Theme.position)
    )
    heirs = heirs_of_district(session, district_id)
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for factor_id, theme_id in rows:
        own = found.setdefault(factor_id, [])
        own += [key for key in ends_in(theme_id, heirs) if key not in own]
    return found


def tagger_in_use(session: Session, district_id: uuid.UUID) -> TaggerVersion | None:
    """Give what the district has learnt and uses now, if it has learnt anything."""
    return session.scalar(
        select(TaggerVersion)
        .where(TaggerVersion.district_id == district_id, TaggerVersion.in_use)
        .order_by(TaggerVersion.made_at.desc())
        .limit(1)
    )
