"""Decides which words return among concerns that fit nothing, which groups may be shown to whom, and when."""

from kernpartner.learning.rules.returning import Group, Note, grouped, holds_word, places_of, significant, terms_of
from kernpartner.learning.rules.showing import (
    FEWEST_CASES,
    FEWEST_KINDS,
    FEWEST_OWN,
    FEWEST_SCHOOLS,
    across,
    due_day,
    own_groups,
    window,
)

__all__ = [
    "FEWEST_CASES",
    "FEWEST_KINDS",
    "FEWEST_OWN",
    "FEWEST_SCHOOLS",
    "Group",
    "Note",
    "across",
    "due_day",
    "grouped",
    "holds_word",
    "own_groups",
    "places_of",
    "significant",
    "terms_of",
    "window",
]
