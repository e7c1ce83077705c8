"""Decides which parts of a text are number plates, numbers of persons and files, and postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.dates import is_day
from kernpartner.privacy.deidentify.phones import phones
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.windows import Windows, around_digits, scan

# Words that announce the number of a person or a file; with "nr" or "nummer" behind it, together or apart.
_NUMBERED = (
    r"bsn|burgerservice|sofi|onderwijs|pgn|ll?n|ll|leerling(?:en)?|stam|student(?:en)?|dossier|zaak|cli[eë]nt(?:en)?|"
    r"pati[eë]nt(?:en)?|registratie|polis|referentie|aanmeld|meldings?|document|paspoort|id-?kaart|rekening|casus|volg|"
    r"zorg|verzekerings?|vog|parnassys|magister|som|pas"
)
_CUE_STRONG = (
    rf"(?:{_NUMBERED})[ .]?-?(?:nr|nummer|id|code)|bsn|sofi|pgn|ll?n|ll|leerling|dossier|zaak|kenmerk|cli[eë]nt|"
    r"pati[eë]nt|polis|ref|v-?nummer|iban|eck-?id|kvk|registratie|vog"
)
_CODE = r"[A-Z]{0,5}[-/.]?\d[\d]*(?:[-/. ]?\d{2,}|[-/]?[A-Z]{1,3}\b)*"
_ID_CUED = re.compile(
    rf"\b(?:{_CUE_STRONG})\b[ .:#=(]{{0,3}}(?:is |mdr |vdr |moeder |vader |van [a-z]+ |"
    rf"nr[. ]*|nummer[: ]*)?(?P<number>{_CODE})",
    re.IGNORECASE,
)
_ID_WEAK = re.compile(
    rf"\b(?:nr|nummer|no|num|id|code|toestel(?:nummer)?|doorkies(?:nummer)?|pincode)\b[ .:#=]{{0,3}}(?:is )?"
    rf"(?P<number>{_CODE})",
    re.IGNORECASE,
)
_ID_CODE = re.compile(r"(?<![\w/.-])[A-Z]{1,6}[-/.]?(?:\d{2,}[-/.]?){1,4}(?<![-/.])(?!\w)", re.IGNORECASE)
_ID_DIGITS = re.compile(r"(?<![\w.,€/\-])(?<!€ )\d{5,}(?![\w]|[.,]\d)")
_ID_BSN = re.compile(r"(?<![\w.,€])(?<!€ )\d{2,4}[. \-]\d{2,3}[. \-]\d{2,4}(?:[. \-]\d{1,3})?(?!\w|[.,]\d)")
_ID_YEARED = re.compile(r"(?<![\w.])(?:19|20)\d\d[-/]\d{3,}(?!\w)|(?<![\w.])\d{3,}[-/](?:19|20)\d\d(?!\w)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}[ ]?[A-Z]{4}(?:[ ]?\d){7,16}\b", re.IGNORECASE)
_AFTER_AMOUNT = re.compile(
    r"\s?(?:euro|eur\b|€|km\b|kilometer|meter|stappen|volgers|views|likes|keer|x\b|punten|woorden|leerlingen|"
    r"kinderen|inwoners|gram|kg|ml\b|calorie|kcal|minuten|uur|dagen|stuks|mensen|reacties)",
    re.IGNORECASE,
)
_SCHOOL_YEARS = re.compile(r"(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)?\d\d)")

_POSTCODE = re.compile(r"(?<![\w.,€/-])(?<!€ )[1-9]\d{3}(?P<gap>[ \-]{0,2})(?P<letters>[A-Za-z]{2})(?![\w'])")
# After these words two small letters belong to it, also when they are a word: "woont bij 3793 bv".
_POSTCODE_CUED = re.compile(
    r"\b(?:(?:postcode|pc)(?: is)?[ :]{1,2}(?P<number>[1-9]\d{3}(?: [a-z]{2})?)"
    r"|(?:woon(?:t|den?|en)?|kom(?:t|en)?|verhuis(?:d|t|en)) (?:in|op|bij|uit|naar|van) "
    r"(?!(?:19|20)\d\d)(?P<home>[1-9]\d{3} [a-z]{2}))\b",
    re.IGNORECASE,
)
_TWO_LETTER_WORDS = lists.words_of("words", "two_letter_words")
_FORBIDDEN_LETTERS = frozenset({"SA", "SD", "SS"})

_PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-\d{2}|"
    r"\d{2}-[A-Z]{2}-[A-Z]{2}|\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d{2}-[A-Z]|"
    r"[A-Z]-\d{2}-[A-Z]{3}|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d|[A-Z]{3}-\d{3}|\d{3}-[A-Z]{3})(?![\w-])",
    re.IGNORECASE,
)
_PLATE_CUED = re.compile(
    r"\b(?:kenteken(?:nummer|plaat)?|nummerbord|nummerplaat)\b[ .:=(]{0,3}(?:is |was |met |van [a-z]+ )?"
    r"(?P<plate>(?=[\w -]*\d)(?=[\w -]*[A-Za-z])[A-Za-z\d]{1,3}[ -]?[A-Za-z\d]{1,3}(?:[ -]?[A-Za-z\d]{1,3})?)(?!\w)",
    re.IGNORECASE,
)
_PLATE_BARE = re.compile(
    r"(?<![\w-])(?:\d{2}[A-Z]{3}\d|\d[A-Z]{3}\d{2}|[A-Z]{2}\d{3}[A-Z]|[A-Z]\d{3}[A-Z]{2}|[A-Z]{2}\d{2}[A-Z]{2}|\d{2}[A-Z]{4}|[A-Z]{4}\d{2})(?![\w-])"
)


def numbers(text: str) -> Iterator[Span]:
    """Give plates, phone numbers, numbers of persons and files, and postcodes, in that order of trust."""
    near = around_digits(text, 32)
    for found in scan(_PLATE, text, near):
        yield Span(*found.span(), "vehicle")
    for found in scan(_PLATE_CUED, text, near):
        yield Span(*found.span("plate"), "vehicle")
    for found in scan(_PLATE_BARE, text, near):
        yield Span(*found.span(), "vehicle")
    for found in scan(_IBAN, text, near):
        yield Span(*found.span(), "id_number")
    yield from _cued_ids(text, near)
    yield from phones(text, near)
    yield from _postcodes(text, near)
    yield from _ids(text, near)


def _postcodes(text: str, near: Windows) -> Iterator[Span]:
    for found in scan(_POSTCODE, text, near):
        letters = found["letters"]
        if (
            (
                letters.isupper()
                and letters not in _FORBIDDEN_LETTERS
                and (not found["gap"] or letters.lower() not in _TWO_LETTER_WORDS or text.count(letters) == 1)
            )
            or letters.lower() not in _TWO_LETTER_WORDS
            or not found["gap"]
        ):
            yield Span(*found.span(), "postcode")
    for found in scan(_POSTCODE_CUED, text, near):
        yield Span(*found.span("number" if found["number"] else "home"), "postcode")


def _is_school_year(number: str) -> bool:
    """Say whether these are two years that follow each other; after "dossier" two others are a number."""
    if not _SCHOOL_YEARS.fullmatch(number):
        return False
    first, second = re.split(r"\s?[-/]\s?", number)
    return (int(first) + 1 - int(second)) % 100 == 0


def _cued_ids(text: str, near: Windows) -> Iterator[Span]:
    for found in scan(_ID_CUED, text, near):
        number = found["number"]
        if _digits(number) >= 3 and not _is_school_year(number) and not is_day(number) and not number.startswith("06"):
            yield Span(*found.span("number"), "id_number")


def _ids(text: str, near: Windows) -> Iterator[Span]:
    for pattern, least in ((_ID_WEAK, 4),):
        for found in scan(pattern, text, near):
            number = found["number"]
            if _digits(number) >= least and not _SCHOOL_YEARS.fullmatch(number) and not is_day(number):
                yield Span(*found.span("number"), "id_number")
    for found in scan(_ID_YEARED, text, near):
        if not _SCHOOL_YEARS.fullmatch(found.group()):
            yield Span(*found.span(), "id_number")
    for found in scan(_ID_CODE, text, near):
        if _digits(found.group()) >= 5:
            yield Span(*found.span(), "id_number")
    for found in scan(_ID_DIGITS, text, near):
        if not _AFTER_AMOUNT.match(text, found.end()) or _digits(found.group()) >= 9:
            yield Span(*found.span(), "id_number")
    for found in scan(_ID_BSN, text, near):
        digits = "".join(char for char in found.group() if char.isdigit())
        if len(digits) in {8, 9} and not is_day(found.group()) and (passes_eleven_test(digits) or "." in found.group()):
            yield Span(*found.span(), "id_number")


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def passes_eleven_test(digits: str) -> bool:
    """Say whether eight or nine digits can be a BSN: weights 9 to 2 and -1, the sum divisible by eleven."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    padded = digits.zfill(9)
    return (
        len(padded) == 9 and sum(int(digit) * weight for digit, weight in zip(padded, weights, strict=True)) % 11 == 0
    )
