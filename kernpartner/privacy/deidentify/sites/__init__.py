"""Decides which words name a school, a club, a street, a spot or a village, and which found name is which."""

from __future__ import annotations

from collections.abc import Iterator

from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.sites.clubs import clubs
from kernpartner.privacy.deidentify.sites.labels import label_of_name
from kernpartner.privacy.deidentify.sites.reading import SPOT_CUES, Reading
from kernpartner.privacy.deidentify.sites.schools import schools
from kernpartner.privacy.deidentify.sites.streets import STREET_ENDS, spots, streets
from kernpartner.privacy.deidentify.tokens import Token

__all__ = ["Reading", "label_of_name", "sites"]


def sites(tokens: list[Token], chances: list[float], lexicon: Lexicon, named: list[bool]) -> Iterator[Span]:
    """Give the spans of schools, clubs, addresses and spots that a cue word or their form gives away."""
    reading = Reading(tokens, chances, lexicon, named)
    for index, token in enumerate(tokens):
        if token.taken or not (token.is_word or token.shape == "mix"):
            continue
        yield from schools(reading, index, token)
        yield from clubs(reading, index, token)
        if token.low in SPOT_CUES:
            yield from spots(reading, index, token)
        if token.low.endswith(STREET_ENDS) or reading.numbered(index + 1):
            yield from streets(reading, index, token)
