"""Decides which words are the name of a school, with a cue ("obs", "college"), an article ("De Klimboom") or a move."""

from __future__ import annotations

from collections.abc import Iterator

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.sites.labels import place_label
from kernpartner.privacy.deidentify.sites.reading import (
    ARTICLES,
    CLUB_CUES,
    NAMED,
    SCHOOL_ENDS,
    SCHOOL_KIND,
    SCHOOL_SHORT,
    SPOT_CUES,
    Reading,
    is_club_cue,
)
from kernpartner.privacy.deidentify.sites.streets import is_street
from kernpartner.privacy.deidentify.tokens import Token

_AT_SCHOOL = lists.words_of("words", "at_school")
_ORDINARY_COLLEGE = lists.words_of("words", "ordinary_college")
_TAILS = ("college", "lyceum", "gymnasium")
_MOVES = frozenset({"op", "naar", "van", "bij", "vanaf"})
_PLACED = frozenset({"zit", "zat", "komt", "kwam", "gaat", "ging", "school", "overgestapt", "overstap", "broer", "zus"})
_SEATS = ("bank", "stoel", "school", "opvang", "les", "club", "kamer", "fiets", "groep", "klas")
CHANGES = frozenset({"overgestapt", "overstap", "overgang", "overgeplaatst"})
_KINDS_OF_CHANGE = (
    "school",
    "klas",
    "groep",
    "niveau",
    "opleiding",
    "stroom",
    "bouw",
    "les",
    "traject",
    "jaar",
    "vorm",
    "kant",
)
_VERBS = lists.words_of("words", "name_followers")
_SMALL_WORDS = lists.words_of("words", "small_words")
_SIBLINGS = frozenset(
    {"broer", "broertje", "broertjes", "zus", "zusje", "zusjes", "neefje", "nichtje", "vorige", "oude"}
)
_SHOPS = lists.words_of("words", "shops")
_KINDS_OF_SCHOOL = lists.words_of("words", "kinds_of_school")
_BEFORE_SCHOOL = ARTICLES | {"op", "naar", "van", "bij", "vanaf", "uit", "in"}
LEVELS = frozenset({"vmbo", "mavo", "havo", "vwo", "praktijkonderwijs", "vso", "bao", "basisonderwijs"})
_COMES = frozenset({"komt", "kwam", "afkomstig", "kwamen", "komen"})
_OF_SCHOOL = frozenset({"dossier", "school", "groep", "gr", "klas", "ll", "leerling", "ib", "ib'er", "juf", "rapport"})
_PLANTS = frozenset({"tuin", "muur", "park", "bos", "planten", "plant", "bloemen", "kijkt", "keek", "klikt", "klom"})
_LIKELY_OF_LEVEL, _MADE = 0.5, 0.45
_LIKELY, _RARE, _ALONE, _BARE = 0.12, 0.01, 0.25, 0.03


def schools(reading: Reading, index: int, token: Token) -> Iterator[Span]:
    """Give the names of schools of which the token at `index` is the cue, the article or the last word."""
    if token.low in SCHOOL_SHORT or token.low in SCHOOL_KIND:
        end = reading.name_after(index, needs_article=token.low in SCHOOL_KIND)
        if end:
            whole = token.low != "school" or reading.capital(index)
            yield reading.span(index if whole else index + 1, end, "school")
    if token.low in LEVELS and reading.low(index + 1) in ARTICLES and _is_of_level(reading, index + 2):
        yield reading.span(index + 1, index + 2, "school")
    if token.low in SCHOOL_ENDS and _is_named(reading, index - 1):
        first = _first_of(reading, index - 1)
        yield reading.span(first - (reading.low(first - 1) in ARTICLES), index, "school")
    if token.low.endswith(_TAILS) and len(token.low) > 11 and token.low not in _ORDINARY_COLLEGE:
        yield reading.span(index, index, "school")
    if token.low.endswith("school") and _is_own_school(reading, index):
        yield reading.span(index, index, "school")
    if token.low in ARTICLES:
        yield from _with_article(reading, index, token)
    elif (
        token.shape == "low"
        and not token.stays
        and (
            token.low in NAMED
            or token.kind in "UCTkc"
            or reading.low(index - 3) in CHANGES
            or (token.kind in "FLMC" and reading.low(index - 1) == "het")
        )
    ):
        yield from _in_lower_case(reading, index, token)


def _is_of_level(reading: Reading, index: int) -> bool:
    """Say whether the word after "vmbo 't" names the school: one that schools are called after, or a likely name."""
    if not reading.can_name(index) or reading.low(index) in reading.lexicon.common:
        return False
    return reading.low(index) in NAMED or reading.chances[index] >= _LIKELY_OF_LEVEL


def _is_own_school(reading: Reading, index: int) -> bool:
    """Say whether a compound such as "regenboogschool" is the name of one school rather than a kind of school."""
    token = reading.tokens[index]
    stem = token.low.removesuffix("school").removesuffix("-").removesuffix("s")
    if len(stem) < 4 or token.taken or token.stays or stem in _KINDS_OF_SCHOOL or is_club_cue(token.low):
        return False
    named = stem in NAMED or stem in reading.lexicon.last or stem in reading.lexicon.first or token.kind in "UCM"
    before = reading.low(index - 1)
    return token.low not in reading.lexicon.common and before in _BEFORE_SCHOOL and (named or reading.capital(index))


def _is_named(reading: Reading, index: int) -> bool:
    """Say whether the word before "college" is a name: a capital, or in lower case what is likely one."""
    if reading.place_word(index) and reading.low(index + 1) != "mavo":
        return not reading.tokens[index].taken
    if not reading.can_name(index):
        return False
    return reading.tokens[index].shape != "low" or reading.chances[index] >= _ALONE


def _first_of(reading: Reading, index: int) -> int:
    """Give the first word of a name that ends before "College": capitals, or in lower case what is likely a name."""
    while reading.place_word(index) and reading.place_word(index - 1):
        index -= 1
    if reading.tokens[index].shape != "low":
        return reading.first_capital(index)
    while (
        reading.can_name(index - 1) and reading.chances[index - 1] >= _ALONE and reading.tokens[index - 1].kind != "K"
    ):
        index -= 1
    return index


def _with_article(reading: Reading, index: int, token: Token) -> Iterator[Span]:
    """Take "De Klimboom" inside a sentence, or "op het Ganzenwei", for a school (or a club, or a spot)."""
    at = index + 1
    if (token.opens and token.shape != "low") or not reading.can_name(at) or not reading.capital(at):
        return
    name, lower = reading.tokens[at], token.shape == "low"
    if index and reading.named[index - 1]:  # a particle in a surname
        return
    if name.low in _SHOPS or any(is_street(reading, later) for later in range(at, min(at + 4, len(reading.tokens)))):
        return
    if lower and not _is_moved_to(reading, index, at):
        surname = name.kind in "FL" and token.low == "de"
        ordinary = name.kind in "Kkc" and name.low not in NAMED and reading.chances[at] < 0.5
        if not reading.named[at] or surname or ordinary or name.shape == "UP":
            return
    label = place_label(reading, index)
    yield reading.span(index, reading.last_capital(at), "school" if label == "person" else label)


def _is_moved_to(reading: Reading, index: int, at: int) -> bool:
    """Say whether "overgestapt van de Kleine Kapitein" names a school: a move, and a capital with no other reason."""
    near = {reading.low(before) for before in range(max(0, index - 6), index)}
    ordinary = reading.low(at) in SCHOOL_KIND or reading.low(at) in SPOT_CUES or reading.low(at) in CLUB_CUES
    two = reading.can_name(at + 1) and reading.capital(at + 1)
    return not ordinary and reading.low(index - 1) in _MOVES and (two or bool(near & _AT_SCHOOL))


def _in_lower_case(reading: Reading, index: int, token: Token) -> Iterator[Span]:
    """Take "zit op de regenboog" for a school: an article, a word that schools are named after, a move or a stay."""
    article = index - 1
    if reading.low(article) not in ARTICLES:
        if _is_bare_school(reading, index, token):
            yield reading.span(index, index, "school")
        return
    if reading.low(article - 1) in {"van", "naar"} and reading.low(article - 2) in CHANGES:
        last = _last_of_changed(reading, index)
        if last:
            yield reading.span(article, last, "school")
        return
    rare = token.low not in reading.lexicon.common and token.low in NAMED
    if token.kind in "kc" and token.low not in NAMED:
        if reading.low(article - 1) in _MOVES and _is_of_sibling(reading, article, index):
            yield reading.span(article, index, "school")
        return
    least = _RARE if rare else _LIKELY
    if reading.low(article - 1) in _MOVES:
        near = {reading.low(at) for at in range(max(0, article - 6), min(len(reading.tokens), index + 3))}
        placed = bool(near & _AT_SCHOOL) or any(word.endswith(("coördinator", "klas")) for word in near)
        closed = reading.text(index + 1) in {",", ".", "", ")", "\n", ";"} or reading.low(index + 1) in _AT_SCHOOL
        if token.low in NAMED and closed and near & _PLACED:
            least = 0.0 if rare and near & _SIBLINGS else _RARE
        placed = placed or (rare and _is_seen_at(reading, index, near, closed=closed))
        if token.low in NAMED and _is_origin(reading, index, near):
            least, placed = 0.0, True
        if reading.low(article) == "het" and (token.kind in "FLM" or (placed and token.kind == "C")):
            least, placed = 0.0, True  # no person has "het" in front
        if placed and reading.chances[index] >= least and not reading.near_sport(article - 1):
            yield reading.span(article, index, "school")
    elif rare and reading.text(article - 1) in {",", "(", ":"}:
        yield reading.span(article, index, "school")


def _is_bare_school(reading: Reading, index: int, token: Token) -> bool:
    """Say whether "zit op ganzenwei" names a school: no word that a list knows, or two words that make no usual one."""
    near = {reading.low(at) for at in range(max(0, index - 6), index)}
    if not near & _AT_SCHOOL or token.low.endswith(_SEATS):
        return False
    if token.kind in "UC":
        return reading.low(index - 1) in {"op", "naar"} and reading.chances[index] >= _BARE
    made = token.kind == "c" and token.low not in reading.lexicon.usual and "-" not in token.low
    came = reading.low(index - 1) == "van" and reading.low(index - 2) in _COMES
    return made and (came or reading.low(index - 1) in {"op", "naar"}) and reading.chances[index] >= _MADE


def _is_seen_at(reading: Reading, index: int, near: set[str], *, closed: bool) -> bool:
    """Say whether "zij ziet dit ook op de klimop" names a school: the end of a name, and nothing that grows there."""
    ends = closed or reading.low(index + 1) in {"en", "of", "is", "was"}
    return ends and reading.low(index - 2) in {"op", "naar"} and not near & _PLANTS


def _is_origin(reading: Reading, index: int, near: set[str]) -> bool:
    """Say whether "kwam van de wissel met een dossier" names a school: somebody came from it, and school is near."""
    after = {reading.low(at) for at in range(index + 1, index + 6)}
    goes_on = reading.low(index + 1) in {"met", "en", "waar", "sinds", "omdat", "want", "in"}
    came = reading.low(index - 2) in {"van", "vanaf"} and bool(near & _COMES)
    return came and goes_on and bool((near | after) & _OF_SCHOOL)


def _is_of_sibling(reading: Reading, article: int, index: int) -> bool:
    """Say whether "broertje zit op de vuurvlinder" names a school: a sibling is at a word that is not of every day."""
    token = reading.tokens[index]
    near = {reading.low(at) for at in range(max(0, article - 6), article)}
    closed = reading.text(index + 1) in {",", ".", "", ")", "\n", ";"} or reading.low(index + 1) in {"en", "in", "waar"}
    rare = token.low not in reading.lexicon.usual and token.low not in SPOT_CUES and not token.low.endswith(_SEATS)
    return closed and rare and bool(near & _SIBLINGS) and not reading.near_sport(article - 1)


def _last_of_changed(reading: Reading, index: int) -> int:
    """Give the last word of a school after "overgestapt van de" (one or two words), or 0 for a kind of school."""
    last = index
    if reading.can_name(index + 1) and reading.low(index).endswith("e") and not _ends_here(reading, index + 1):
        last = index + 1
    word = reading.low(last)
    kind = word in _KINDS_OF_SCHOOL or word in SCHOOL_KIND or word.endswith(_KINDS_OF_CHANGE)
    return 0 if kind or not _ends_here(reading, last + 1) or reading.tokens[last].kind == "Y" else last


def _ends_here(reading: Reading, index: int) -> bool:
    """Say whether a name ends before the token at `index`: a mark, the end, a verb or a small word."""
    low = reading.low(index)
    return not low.isalpha() or low in _SMALL_WORDS or low in _VERBS
