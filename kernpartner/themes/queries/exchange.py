"""Reads the whole taxonomy of a district in the form in which it goes out and comes in."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.themes.models import Factor, FactorTheme, Theme
from kernpartner.themes.queries.history import all_matches
from kernpartner.themes.queries.lineage import heirs_of_district
from kernpartner.themes.queries.reading import factors, scheme_themes, schemes
from kernpartner.themes.rules import Taxonomy, TaxonomyFactor, TaxonomyScheme, TaxonomyTheme
from kernpartner.themes.rules.taxonomy_file import taxonomy_yaml


def taxonomy_of_district(session: Session, district_id: uuid.UUID) -> Taxonomy:
    """Give every scheme, theme (also the ones that ended, with their heirs) and factor of a district."""
    found = schemes(session, district_id)
    rows = {scheme.id: scheme_themes(session, scheme.id) for scheme in found}
    slugs = {theme.id: theme.slug for themes in rows.values() for theme in themes}
    heirs = heirs_of_district(session, district_id)
    matches = _matches(session, district_id, slugs)
    factor_rows, belongs = factors(session, district_id), _belongs(session, district_id)
    return Taxonomy(
        tuple(
            TaxonomyScheme(
                id=scheme.slug,
                label=scheme.label,
                note=scheme.note,
                themes=tuple(_theme(one, slugs, heirs, matches) for one in rows[scheme.id]),
                factors=tuple(_factor(one, slugs, belongs) for one in factor_rows if one.scheme_id == scheme.id),
            )
            for scheme in found
        )
    )


def fingerprint(session: Session, district_id: uuid.UUID) -> str:
    """Give a short word that differs when anything of the taxonomy does: what a preview was made of."""
    text = taxonomy_yaml(taxonomy_of_district(session, district_id))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _theme(
    row: Theme,
    slugs: Mapping[uuid.UUID, str],
    heirs: Mapping[uuid.UUID, list[uuid.UUID]],
    matches: Mapping[tuple[uuid.UUID, str], list[str]],
) -> TaxonomyTheme:
    return TaxonomyTheme(
        id=row.slug,
        label=row.label,
        definition=row.definition,
        in_scope=row.in_scope,
        out_of_scope=row.out_of_scope,
        partners=tuple(row.partner_names),
        next_step=row.next_step,
        number=row.number,
        level=tuple(row.level),
        label_en=row.label_en,
        examples=tuple(row.examples),
        codes={name: tuple(codes) for name, codes in row.codes.items()},
        exact=tuple(sorted(matches.get((row.id, "exact"), ()))),
        related=tuple(sorted(matches.get((row.id, "related"), ()))),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        ending=row.ending,
        became=tuple(sorted(slugs[heir] for heir in heirs.get(row.id, ()))),
    )


def _factor(
    row: Factor, slugs: Mapping[uuid.UUID, str], belongs: Mapping[uuid.UUID, list[uuid.UUID]]
) -> TaxonomyFactor:
    themes = tuple(slugs[key] for key in belongs.get(row.id, ()))
    return TaxonomyFactor(row.slug, row.ring, row.sector, themes, row.label)


def _matches(
    session: Session, district_id: uuid.UUID, slugs: Mapping[uuid.UUID, str]
) -> Mapping[tuple[uuid.UUID, str], list[str]]:
    """Give the matches from both sides."""
    found: dict[tuple[uuid.UUID, str], list[str]] = {}
    for one, other, kind in all_matches(session, district_id):
        found.setdefault((one, kind), []).append(slugs[other])
        found.setdefault((other, kind), []).append(slugs[one])
    return found


def _belongs(session: Session, district_id: uuid.UUID) -> Mapping[uuid.UUID, list[uuid.UUID]]:
    """Give the themes of each factor as they were tied, also to themes that ended."""
    rows = session.execute(
        select(FactorTheme.factor_id, FactorTheme.theme_id)
        .join(Theme, Theme.id == FactorTheme.theme_id)
        .where(Theme.district_id == district_id)
        .order_by(FactorTheme.position, Theme.position, Theme.id)
    )
    found: dict[uuid.UUID, list[uuid.UUID]] = {}
    for factor, theme in rows:
        found.setdefault(factor, []).append(theme)
    return found
