"""Decides which words name a school, a club, a street, a spot or a village, and which found name is which."""

from __future__ import annotations

from collections.abc import Iterator

from kernpartner.privacy.deidentify.lexicon import Lexicon
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.sites.clubs import clubs
from kernpartner.privacy.deidentify.sites.labels import label_of_name
from kernpartner.privacy.deidentify.sites.reading import (
    ARTICLES,
    CLUB_CUES,
    NAMED,
    SCHOOL_ENDS,
    SCHOOL_KIND,
    SCHOOL_SHORT,
    SPOT_CUES,
    Reading,
)
from kernpartner.privacy.deidentify.sites.schools import CHANGES, LEVELS, schools
from kernpartner.privacy.deidentify.sites.spots import FIRST_OF_TWO, SHOPS, spots, villages
from kernpartner.privacy.deidentify.sites.streets import STREET_ENDS, streets
from kernpartner.privacy.deidentify.tokens import Token

# An ordinary word in lower case that is none of these can only be the last word of a street.
_ANNOUNCE = frozenset({"bij", "van", "voor"}).union(
    ARTICLES, SCHOOL_SHORT, SCHOOL_KIND, SCHOOL_ENDS, CLUB_CUES, SPOT_CUES, SHOPS, FIRST_OF_TWO, NAMED, LEVELS
)
__all__ = ["Reading", "label_of_name", "sites"]


def sites(tokens: list[Token], chances: list[float], lexicon: Lexicon, named: list[bool]) -> Iterator[Span]:
    """Give the spans of schools, clubs, addresses and spots that a cue word or their form gives away."""
    reading = Reading(tokens, chances, lexicon, named)
    for index, token in enumerate(tokens):
        if token.taken or not (token.is_word or token.shape == "mix"):
            continue
        ordinary = token.shape == "low" and token.kind in "KYy" and token.low not in _ANNOUNCE
        if ordinary and not reading.numbered(index + 1):
            if token.low.endswith(STREET_ENDS):
                yield from streets(reading, index, token)
            if reading.low(index - 3) in CHANGES and reading.low(index - 1) in ARTICLES:
                yield from schools(reading, index, token)
            continue
        yield from schools(reading, index, token)
        yield from clubs(reading, index, token)
        yield from villages(reading, index, token)
        if token.low in SPOT_CUES or token.low in SHOPS or token.low.endswith(("zaak", "winkel", "tent", "park")):
            yield from spots(reading, index, token)
        numbered = reading.numbered(index + 1) or token.low.endswith(STREET_ENDS)
        if numbered or (reading.low(index - 2) == "aan" and reading.low(index - 1) in ARTICLES):
            yield from streets(reading, index, token)
