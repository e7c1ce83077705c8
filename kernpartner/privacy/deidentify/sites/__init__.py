"""Decides which words are the name of a school, a club, a street, a spot or a village, and which found name is which."""

from __future__ import annotations

from collections.abc import Iterator

from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.sites.clubs import clubs
from kernpartner.privacy.deidentify.sites.labels import label_of_name
from kernpartner.privacy.deidentify.sites.reading import Reading
from kernpartner.privacy.deidentify.sites.schools import schools
from kernpartner.privacy.deidentify.sites.streets import spots, streets
from kernpartner.privacy.deidentify.tokens import Token

__all__ = ["Reading", "label_of_name", "sites"]


def sites(tokens: list[Token], chances: list[float], lexicon: Lexicon, named: list[bool]) -> Iterator[Span]:
    """Give the spans of schools, clubs, addresses and spots that a cue word or their form gives away."""
    reading = Reading(tokens, chances, lexicon, named)
    for index, token in enumerate(tokens):
        if not token.taken and (token.is_word or token.shape == "mix"):
            for kind in (schools, clubs, spots, streets):
                yield from kind(reading, index, token)
