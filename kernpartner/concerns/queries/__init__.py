"""Reads concerns for the organisation that wrote them, the truth behind the counts, and texts to learn from."""

from kernpartner.concerns.queries.learning import decided, own_holding, unfitting
from kernpartner.concerns.queries.reading import (
    OwnCount,
    ThemeBeside,
    concern,
    counted_truth,
    draft,
    external_ids,
    factors_beside,
    imported,
    own_concerns,
    own_counts,
    texts_of_area,
    themes_beside,
    undecided,
)

__all__ = [
    "OwnCount",
    "ThemeBeside",
    "concern",
    "counted_truth",
    "decided",
    "draft",
    "external_ids",
    "factors_beside",
    "imported",
    "own_concerns",
    "own_counts",
    "own_holding",
    "texts_of_area",
    "themes_beside",
    "undecided",
    "unfitting",
]
