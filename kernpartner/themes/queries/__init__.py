"""Reads the themes and factors of a district, their lineage, their history, and all of it for a file."""

from kernpartner.themes.queries.exchange import (
    fingerprint,
    taxonomy_of_district,
)
from kernpartner.themes.queries.history import (
    ChangeRow,
    MatchRow,
    all_matches,
    changes,
    ending_reason,
    matches,
)
from kernpartner.themes.queries.lineage import (
    ended_in,
    followed,
    forebears,
    heirs,
    heirs_of_district,
    line_of,
)
from kernpartner.themes.queries.reading import (
    current_themes,
    factor_by_slug,
    factor_themes,
    factors,
    own_theme_by_slug,
    scheme_by_slug,
    scheme_themes,
    schemes,
    tagger_in_use,
    theme,
    theme_by_slug,
    theme_ids,
)

__all__ = [
    "ChangeRow",
    "MatchRow",
    "all_matches",
    "changes",
    "current_themes",
    "ended_in",
    "ending_reason",
    "factor_by_slug",
    "factor_themes",
    "factors",
    "fingerprint",
    "followed",
    "forebears",
    "heirs",
    "heirs_of_district",
    "line_of",
    "matches",
    "own_theme_by_slug",
    "scheme_by_slug",
    "scheme_themes",
    "schemes",
    "tagger_in_use",
    "taxonomy_of_district",
    "theme",
    "theme_by_slug",
    "theme_ids",
]
