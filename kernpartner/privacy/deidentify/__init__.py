"""Decides what identifies a child in a typed Dutch text, and gives the text without it."""

from kernpartner.privacy.deidentify.cleaning import clean
from kernpartner.privacy.deidentify.hints import hints_in_clean
from kernpartner.privacy.deidentify.marking import places_of
from kernpartner.privacy.deidentify.shapes import LABELS, Cleaned, DistrictLists, Finding, Hint

__all__ = ["LABELS", "Cleaned", "DistrictLists", "Finding", "Hint", "clean", "hints_in_clean", "places_of"]
