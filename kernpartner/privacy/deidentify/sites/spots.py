"""Decides which words name a spot where somebody can be found: a snack bar, a shop at a street, the skate park."""

from __future__ import annotations

from collections.abc import Iterator

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.sites.reading import (
    ARTICLES,
    PLACES,
    PLACES_OF_TWO,
    SPOT_CUES,
    VILLAGES_OF_TWO,
    Reading,
)
from kernpartner.privacy.deidentify.sites.streets import IN, ORDINARY, STREET_ENDS, is_street
from kernpartner.privacy.deidentify.tokens import Token

SHOPS = lists.words_of("words", "shops")
_UNIQUE = lists.words_of("words", "unique_spots")
_LOCATIVE = lists.words_of("words", "locative")
_SHOP_ENDS = ("zaak", "winkel", "tent", "zaakje", "winkeltje", "tentje")
_FIRST_OF_SHOP = frozenset({"albert", "burger", "big", "media", "pizza", "new"})
_SECOND_OF_SHOP = frozenset({"heijn", "king", "bazar", "markt", "hut", "york"})
_LEAST_UNKNOWN = 6
_JOINTS = frozenset({"aan", "op", "in", "bij", "van", "naast", "tegenover", "onder", "achter", "langs"})


def spots(reading: Reading, index: int, token: Token) -> Iterator[Span]:
    """Give a spot: a cue with a name, a spot or shop at a street or in a place, or what a district has but one of."""
    cue = token.low in SPOT_CUES
    shop = token.low in SHOPS or (token.low.endswith(_SHOP_ENDS) and len(token.low) > 6 and token.shape == "low")
    if token.low in _SECOND_OF_SHOP:
        shop = reading.low(index - 1) in _FIRST_OF_SHOP
    park = token.low.endswith("park") and (reading.capital(index) or _is_own_park(token))
    shop = shop or park
    if not (cue or shop) or token.taken or (cue and token.stays) or (reading.named[index] and not shop):
        return
    last = _place_after(reading, index + 1) or _spot_after(reading, index) or _place_after_name(reading, index)
    if last:
        if reading.low(index - 1) in _FIRST_OF_SHOP:
            yield reading.span(index - 1, last, "place")
            return
        described = reading.low(index - 2) in ARTICLES and reading.tokens[index - 1].shape == "low" and cue
        yield reading.span(index - described, last, "place")
        return
    end = _named_after(reading, index) if cue else 0
    if end:
        yield reading.span(index, end, "place")
    elif token.low in _UNIQUE and reading.low(index - 1) in ARTICLES and reading.low(index - 2) in _LOCATIVE:
        yield reading.span(index - 1, index, "place")


def _place_after_name(reading: Reading, index: int) -> int:
    """Give the last word of the place behind a spot and its name ("bakker bart in de meern"), or 0."""
    for name in range(index + 1, index + 3):
        if not reading.can_name(name) or reading.low(name) in reading.lexicon.everyday:
            return 0
        at = name + 1
        at += reading.low(at) in {"in", "te"}
        if at > name + 1 and _is_known_place(reading, at):
            return _last_of_place(reading, at)
    return 0


def _spot_after(reading: Reading, index: int) -> int:
    """Give the last word of "het Julianapark bij de speeltuin", a named park with the spot in it, or 0."""
    token = reading.tokens[index]
    at = index + 2 + (reading.low(index + 2) in ARTICLES)
    named = len(token.low) > 7 and (reading.capital(index) or _is_own_park(token))
    return at if named and reading.low(index + 1) in _JOINTS and reading.low(at) in SPOT_CUES else 0


def _named_after(reading: Reading, index: int) -> int:
    """Give the last word of the name behind a spot: "pizzeria Bella Roma", "bakkerij van loon", or 0."""
    end = reading.name_after(index, needs_article=True) or _unknown_after(reading, index)
    if end:
        while reading.capital(end) and reading.can_name(end + 1, stays=True) and reading.capital(end + 1):
            end += 1
        return end
    at = index + 1
    while reading.low(at) in {"van", "de", "der", "den"}:
        at += 1
    surname = at > index + 1 and reading.can_name(at) and reading.tokens[at].kind in "lL"
    return at if surname and reading.low(at) not in reading.lexicon.everyday else 0


def _unknown_after(reading: Reading, index: int) -> int:
    """Give the word right behind a spot when no list knows it ("recreatieplas strijkviertel"), or 0."""
    at = index + 1
    if not reading.can_name(at) or reading.tokens[at].shape != "low" or len(reading.low(at)) < _LEAST_UNKNOWN:
        return 0
    return at if reading.tokens[at].kind == "U" and reading.tokens[at].start - reading.tokens[index].end == 1 else 0


def _is_own_park(token: Token) -> bool:
    """Say whether a word in lower case is the name of one park: no list knows it."""
    return token.shape == "low" and token.kind in "UTc" and token.low not in ORDINARY


def _place_after(reading: Reading, at: int) -> int:
    """Give the last word of the street, road or place that says which spot is meant ("aan de Zandweg"), or 0."""
    joint = reading.low(at) in _JOINTS
    at += joint
    if joint and reading.low(at) in IN:  # "onder aan de"
        at += 1
    article = reading.low(at) in ARTICLES
    if _is_known_place(reading, at):
        return _last_of_place(reading, at)
    at += article
    if at >= len(reading.tokens):
        return 0
    if article and _is_known_place(reading, at):
        return _last_of_place(reading, at)
    if joint and article and _is_landmark(reading, at, reading.low(at - 2)):
        return reading.last_capital(at)
    if joint and (is_street(reading, at) or (article and _is_named_street(reading, at))):
        return at
    road = joint and article and reading.low(at)[:1] in {"a", "n"} and reading.low(at)[1:].isdigit()
    return at if road else 0


def _is_landmark(reading: Reading, at: int, joint: str) -> bool:
    """Say whether "aan het Landzicht" names where a shop is: a capital that nothing else explains."""
    token = reading.tokens[at]
    rare = joint == "aan" and token.shape == "low" and token.kind in "UC" and token.low not in reading.lexicon.usual
    return reading.can_name(at) and (rare or (reading.capital(at) and token.kind not in "FL"))


def _is_named_street(reading: Reading, at: int) -> bool:
    """Say whether the word after "aan de" ends like a street and is no ordinary square, market or path."""
    token = reading.tokens[at]
    return reading.can_name(at) and token.low.endswith(STREET_ENDS) and len(token.low) > 6 and token.low not in ORDINARY


def _is_known_place(reading: Reading, at: int) -> bool:
    """Say whether a town, village or district that the lists know stands at `at`, of one word or two."""
    if not 0 <= at < len(reading.tokens):
        return False
    token = reading.tokens[at]
    alone = token.low in PLACES and (reading.capital(at) or token.stays or token.kind == "Z")
    return alone or f"{reading.low(at)} {reading.low(at + 1)}" in PLACES_OF_TWO


def _last_of_place(reading: Reading, at: int) -> int:
    return at + (f"{reading.low(at)} {reading.low(at + 1)}" in PLACES_OF_TWO)


def villages(reading: Reading, index: int, token: Token) -> Iterator[Span]:
    """Give a village of two words, such as "Den Dolder"."""
    if token.low in FIRST_OF_TWO and f"{token.low} {reading.low(index + 1)}" in VILLAGES_OF_TWO:
        yield reading.span(index, index + 1, "place")


FIRST_OF_TWO = frozenset(village.split()[0] for village in VILLAGES_OF_TWO)
