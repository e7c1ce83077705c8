"""Changes the theme schemes of a district."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.themes import rules
from kernpartner.themes.models import Factor, FactorTheme, Scheme, Theme


def adopt_shipped_taxonomy(session: Session, district_id: uuid.UUID, on: date) -> int:
    """Copy the shipped schemes, themes and factors into a district; give how many themes are new."""
    added = 0
    for place, shipped in enumerate(rules.taxonomy().schemes):
        scheme = _scheme(session, district_id, shipped, place)
        themes: dict[str, Theme] = {}
        for number, entry in enumerate(shipped.themes):
            found = session.scalar(select(Theme).where(Theme.district_id == district_id, Theme.slug == entry.id))
            if found is None:
                found = _new_theme(session, district_id, scheme.id, entry, number, on)
                added += 1
            themes[entry.id] = found
        _adopt_factors(session, scheme.id, shipped, themes)
    return added


def _scheme(session: Session, district_id: uuid.UUID, shipped: rules.TaxonomyScheme, place: int) -> Scheme:
    found = session.scalar(select(Scheme).where(Scheme.district_id == district_id, Scheme.slug == shipped.id))
    if found is None:
        found = Scheme(
            district_id=district_id,
            slug=shipped.id,
            label=shipped.label,
            note=shipped.note,
            position=place,
        )
        session.add(found)
        session.flush()
    return found


def _new_theme(
    session: Session,
    district_id: uuid.UUID,
    scheme_id: uuid.UUID,
    entry: rules.TaxonomyTheme,
    position: int,
    on: date,
) -> Theme:
    made = Theme(
        district_id=district_id,
        scheme_id=scheme_id,
        slug=entry.id,
        label=entry.label,
        number=entry.number,
        position=position,
        definition=entry.definition,
        in_scope=entry.in_scope,
        out_of_scope=entry.out_of_scope,
        next_step=entry.next_step,
        level=list(entry.level),
        partner_names=list(entry.partners),
        valid_from=on,
    )
    session.add(made)
    session.flush()
    return made


def _adopt_factors(
    session: Session, scheme_id: uuid.UUID, shipped: rules.TaxonomyScheme, themes: dict[str, Theme]
) -> None:
    known = set(session.scalars(select(Factor.slug).where(Factor.scheme_id == scheme_id)))
    for position, entry in enumerate(shipped.factors):
        if entry.id in known:
            continue
        factor = Factor(
            scheme_id=scheme_id,
            slug=entry.id,
            label=entry.label,
            ring=str(entry.ring),
            sector=entry.sector,
            position=position,
        )
        session.add(factor)
        session.flush()
        session.add_all(
            FactorTheme(factor_id=factor.id, theme_id=themes[slug].id, position=place)
            for place, slug in enumerate(entry.themes)
        )
    session.flush()
