"""Decides which words are a street or an address."""

from __future__ import annotations

from collections.abc import Iterator

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.sites.reading import Reading
from kernpartner.privacy.deidentify.tokens import Token

STREET_ENDS = tuple(lists.words_of("words", "street_ends"))
_END_WORDS = frozenset(STREET_ENDS)
ORDINARY = lists.words_of("words", "common_street_words")
_SURE = ("straat", "laan", "dreef", "kade", "gracht", "singel", "steeg", "plantsoen")
_WITH_NUMBER = ("weg", "pad", "hof", "plein", "dijk", "akker", "veld", "wal", "donk", "horst", "meent", "gaarde", "erf")
_HOME = frozenset(
    {
        "adres",
        "woont",
        "wonend",
        "woonadres",
        "huisbezoek",
        "wonen",
        "woonde",
        "straat",
        "thuisadres",
        "ingeschreven",
        "hb",
        "thuisbezoek",
        "woning",
        "verhuisd",
    }
)
_RELATIVES = lists.words_of("words", "relations") | {"gezin", "familie", "logeert", "verblijft", "slaapt"}
_STAYS_AT = _HOME | {"slaapt", "slapen", "sliep", "logeert", "verblijft", "huis", "flat", "appartement", "kamer"}
_SMALL_WORDS = lists.words_of("words", "small_words") | {"want", "er", "hun", "staat"}
_NUMBERED = frozenset({"groep", "klas", "lokaal", "nummer", "les", "blok", "kamer", "bladzijde", "opdracht", "week"})
_STREET_TITLES = lists.words_of("words", "street_titles")
_ADDITIONS = frozenset({"bis", "hs", "huis", "zwart", "rood"})
IN = frozenset({"in", "aan", "uit", "op", "van", "bij"})


def streets(reading: Reading, index: int, token: Token) -> Iterator[Span]:
    """Give an address (a street with a number) or a street by itself."""
    number = _house_number(reading, index + 1)
    street = is_street(reading, index)
    if number and not token.stays and (street or _is_address(reading, index, number)):
        yield reading.span(_street_start(reading, index), number, "address")
    elif street or _is_lived_at(reading, index):
        yield reading.span(_street_start(reading, index), index, "place")


def _is_lived_at(reading: Reading, index: int) -> bool:
    """Say whether "slaapt bij oma aan de vlinderbalsem" names a street: a stay, "aan de", and no word of every day."""
    token = reading.tokens[index]
    if token.shape != "low" or token.kind not in "UCkcT" or token.low in reading.lexicon.usual:
        return False
    if token.low in ORDINARY or reading.low(index - 1) not in {"de", "het"} or reading.low(index - 2) != "aan":
        return False
    after = reading.low(index + 1)
    ends = not after.isalpha() or after in _SMALL_WORDS
    return ends and any(reading.low(at) in _STAYS_AT for at in range(max(0, index - 9), index - 2))


def _is_address(reading: Reading, index: int, number: int) -> bool:
    """Say whether a word and a number are an address although the word is not formed like a street."""
    token = reading.tokens[index]
    if token.low in _NUMBERED or not token.is_word:
        return False
    cued = any(reading.low(at) in _HOME for at in range(max(0, index - 6), index))
    if token.shape == "Cap" and (cued or _postcode_follows(reading, number)):
        return True
    ends = reading.text(number + 1) in {",", ".", ")", ";", "\n", ""} or reading.low(index - 1) in _HOME
    by_article = reading.low(index - 1) in {"de", "het"} and reading.low(index - 2) in {"op", "aan"}
    cued = cued or (by_article and any(reading.low(at) in _RELATIVES for at in range(max(0, index - 6), index)))
    placed = token.opens or cued or reading.low(index - 1) in {"op", "aan", "van"}
    return token.kind in ("UCkcT" if cued else "UCk") and token.low not in reading.lexicon.usual and ends and placed


def _street_start(reading: Reading, index: int) -> int:
    """Give the first word of a street of several words: "Burgemeester van der Voortlaan"."""
    first = index
    while first and reading.capital(first - 1) and reading.can_name(first - 1):
        first -= 1
    while first > 1 and reading.low(first - 1) in {"van", "de", "der", "den"}:
        before = first - 1
        while before and reading.low(before - 1) in {"van", "de", "der", "den"}:
            before -= 1
        if not before or not reading.capital(before - 1):
            break
        first = reading.first_capital(before - 1)
    if first == index and reading.low(first - 1) in {"van", "de", "der", "den"}:
        first = _namesake(reading, index)
    if first and reading.low(first - 1) in _STREET_TITLES and not reading.tokens[first - 1].taken:
        first -= 1
    return first


def _namesake(reading: Reading, index: int) -> int:
    """Give the first word of "jan van galenlaan" in lower case: a first name and particles right before the street."""
    first = index
    while first and reading.low(first - 1) in {"van", "de", "der", "den"}:
        first -= 1
    named = first > 0 and reading.low(first) == "van" and reading.tokens[first - 1].kind in "FfyM"
    return first - 1 if named and not reading.tokens[first - 1].taken else index


def _house_number(reading: Reading, index: int) -> int:
    """Give the index of the last token of a house number at `index` ("22", "9bis", "61-3", "14 a"), or 0."""
    if index >= len(reading.tokens) or reading.tokens[index].shape not in {"num", "mix"}:
        return 0
    token, after = reading.tokens[index], index + 1
    digits = sum(char.isdigit() for char in token.text)
    if token.taken or not token.text[0].isdigit() or digits > 5 or any(char in ".,:/" for char in token.text):
        return 0
    if reading.text(after) in {"-", "/"} and 0 < len(reading.text(after + 1)) <= 5:
        return after + 1 if reading.tokens[after + 1].start == reading.tokens[after].end else index
    closed = reading.text(after + 1) in {",", ".", "", ")", "\n"}
    letter = len(reading.low(after)) == 1 and reading.low(after) in "abcdef" and closed
    return after if reading.low(after) in _ADDITIONS or letter else index


def _postcode_follows(reading: Reading, index: int) -> bool:
    following = range(index + 1, min(index + 3, len(reading.tokens)))
    return any(reading.tokens[at].taken and reading.tokens[at].text[:4].isdigit() for at in following)


def is_street(reading: Reading, index: int) -> bool:  # noqa: PLR0911 - a list of grounds
    """Say whether the word at `index` is formed like a street and is no ordinary noun."""
    if not reading.can_name(index):
        return False
    token = reading.tokens[index]
    if token.low in ORDINARY or not token.is_word:
        return False
    if not token.low.endswith(STREET_ENDS) or len(token.low) <= 5:
        return token.low in _END_WORDS and reading.capital(index) and reading.capital(index - 1)
    sure = token.low.endswith(_SURE)
    if reading.capital(index):
        return token.kind not in "KFL" or sure or reading.low(index - 1) in _STREET_TITLES
    if _house_number(reading, index + 1):
        return sure or token.kind in "UCT" or token.low.endswith(_WITH_NUMBER)
    before = reading.low(index - 1)
    if before in _STREET_TITLES and token.kind not in "K":
        return True
    placed = (before in {"de", "het"} and reading.low(index - 2) in IN) or before in {"in", "aan", "op"}
    return placed and sure and (token.kind in "UCT" or token.low not in reading.lexicon.words)
