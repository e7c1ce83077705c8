"""Decides which themes a text speaks of, and what the shipped taxonomy holds."""

from kernpartner.themes.rules.tagger import Tagger
from kernpartner.themes.rules.taxonomy import Taxonomy, TaxonomyFactor, TaxonomyScheme, TaxonomyTheme, taxonomy
from kernpartner.themes.rules.verdict import FactorSuggestion, Span, ThemeSuggestion, Verdict, VerdictKind

__all__ = [
    "FactorSuggestion",
    "Span",
    "Tagger",
    "Taxonomy",
    "TaxonomyFactor",
    "TaxonomyScheme",
    "TaxonomyTheme",
    "ThemeSuggestion",
    "Verdict",
    "VerdictKind",
    "taxonomy",
]
