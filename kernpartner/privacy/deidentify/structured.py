"""Decides which parts of a text are phone numbers, mail and web addresses, handles, numbers of a file, postcodes, plates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.windows import Windows, around_digits, scan

_DOMAIN_END = (
    r"(?:nl|com|org|net|eu|io|example|invalid|test|local|frl|amsterdam|gg|tv|ly|edu|gov|co\.uk|uk|fr|tr|pl|ma|app|dev|xyz|"
    r"site|online|school|club|info|be|de|nu|me|co|ai|ru|ua|link|live|page|blog|shop|cloud|academy)"
)
_AT = r"(?:@|\s?[(\[{]\s?(?:at|@|apenstaartje?)\s?[)\]}]\s?|\s(?:at|apenstaartje?)\s)"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|punt|\.)\s?[)\]}]\s?|\s(?:dot|punt)\s)"
_EMAIL = re.compile(
    rf"[\w.+\-%']*\w(?:[ ]@[ ]|@[ ]?|{_AT})[\w\-]+(?:{_DOT}[\w\-]+)*{_DOT}[a-z]{{2,10}}\b(?:/[\w.]+)?", re.IGNORECASE
)
_MAY_BE_WEB = re.compile(r"\w\.\w|://|www", re.IGNORECASE)
_MAY_HAVE_ACCOUNT = re.compile(
    r"insta|snap|tik|tt|disc|twi|yout|yt|robl|fortn|face|fb|bereal|threads|psn|xbox|steam|tele|vint|strav|gamer|acco|prof|naam|user|kanaal|nick|alias",
    re.IGNORECASE,
)
_MAY_BE_MAIL = re.compile(r"@|\bat\b|apenstaart", re.IGNORECASE)
_URL = re.compile(
    r"(?:\b(?:https?|ftp|hxxps?)\s?:\s?//|\bwww\s?\.)[^\s<>\"'()\[\]]*[^\s<>\"'()\[\].,;:!?]"
    rf"|(?<![\w@.])(?:[a-z0-9\-]+\.)+{_DOMAIN_END}(?:/[^\s<>\"'()\[\]]*[^\s<>\"'()\[\].,;:!?]|(?![\w.]*@)\b(?!\.\w))",
    re.IGNORECASE,
)
# Ends that are also Dutch words: "school.de" is a forgotten space more often than an address.
_ENDS_THAT_ARE_WORDS = frozenset(
    {"de", "nu", "me", "be", "school", "club", "test", "live", "page", "info", "online", "app", "link"}
)

_HANDLE_AT = re.compile(r"(?<![\w@.])@[ ]?(?=[\w.]*[^\W\d])[\w.\-]*\w_*|(?<!\w)[\w.]{2,30}#\d{3,5}\b")
_HANDLE_MARK = re.compile(r"(?<![\w@./-])(?=[\w.]*[a-zA-Z])(?:_+\w[\w.]*|\w[\w.]*_[\w.]*)(?<!\.)", re.IGNORECASE)
_HANDLE_CUE = re.compile(
    r"\b(?:insta(?:gram)?|snap(?:chat)?|tik\s?tok|tt|discord|twitter|twitch|youtube|yt|roblox|fortnite|facebook|fb|bereal|"
    r"threads|psn|xbox|steam|telegram|vinted|strava|gamertag|account(?:naam)?|profiel|gebruikersnaam|username|user|"
    r"(?:inlog|bij|schuil)naam|kanaal|nickname|nick|alias)\b"
    r"(?:[ ]?[-:=(]?[ ]?(?:account|profiel|kanaal|naam|is|heet|als|van haar|van hem|onder de naam|onder|genaamd|['\"(:=]){0,3}[ ]?){0,4}"
    r"[\"'(:=]{0,2}(?P<name>(?=[\w.\-]*(?:\d|_|\w\.\w))[a-z0-9_][\w.\-]{2,29})(?<![.\-])",
    re.IGNORECASE,
)
_NAMED_ACCOUNT = re.compile(
    r"\bonder (?:de )?(?:naam|nickname|nick|alias)[ ]['\"]?(?P<name>\w[\w.\-]{2,29}\w)", re.IGNORECASE
)

_PHONE = re.compile(
    r"(?<![\w+,€])(?<!\d[.\-/])(?:(?:\+|00)[ ]?\d{1,3}[ .\-/]{0,3}(?:\(0\)[ .\-/]{0,3})?|\(?0\d{0,3}\)?[ .\-/]{0,3})"
    r"(?:\(?\d\)?[ .\-/]{0,3}){5,12}\d(?!\d)"
)
_PHONE_LOCAL = re.compile(
    r"\b(?:tel(?:efoon)?(?:nummer|nr)?|bel(?:len)?|mob(?:iel)?|gsm|nummer|nr|bereikbaar(?: op)?|app(?:en)?|whatsapp)\b[ .:]{0,3}(?:is |op |via |naar )?"
    r"(?P<number>\(?\d(?:[\d .\-/()]{5,15})\d)(?!\d)",
    re.IGNORECASE,
)
_FIGURE = r"(?:nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|(?:vijf|zes|zeven|acht|negen)tien|(?:(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen)[eë]n)?(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|dubbel|\d{1,4})"
_PHONE_SPOKEN = re.compile(rf"\b(?:nul[ ,-]{{1,2}}zes|06)(?:[ ,-]{{1,2}}{_FIGURE}){{4,10}}\b", re.IGNORECASE)

_CUE_STRONG = (
    r"bsn|burgerservice(?:nr|nummer)|sofi(?:nr|nummer)?|onderwijs(?:nr|nummer)|pgn|ll?n(?:[ .]?(?:nr|nummer))?|ll(?:[ .]?(?:nr|nummer))|ll|leerling(?:en)?[ ]?(?:nr|nummer|id|code)|leerling|"
    r"stam(?:nr|nummer)|student(?:en)?(?:nr|nummer)|dossier(?:[ ]?(?:nr|nummer))?|zaak(?:[ ]?(?:nr|nummer))?|kenmerk|cli[eë]nt(?:en)?(?:[ ]?(?:nr|nummer))?|"
    r"pati[eë]nt(?:en)?(?:[ ]?(?:nr|nummer))?|registratie(?:nr|nummer)?|polis(?:nr|nummer)?|referentie(?:nr|nummer)?|ref|aanmeld(?:nr|nummer)|meldings?(?:nr|nummer)?|v-?nummer|"
    r"document(?:nr|nummer)|paspoort(?:nr|nummer)?|id-?kaart(?:nr|nummer)?|rekening(?:nr|nummer)?|iban|casus(?:nr|nummer)?|volg(?:nr|nummer)|eck-?id|som-?id|magister-?id|pasnummer|zorg(?:nr|nummer)|verzekerings?(?:nr|nummer)|vog(?:nr|nummer)?|kvk|parnassys(?:nr|nummer)?"
)
_CODE = r"[A-Z]{0,5}[-/.]?\d[\d]*(?:[-/. ]?\d{2,}|[-/]?[A-Z]{1,3}\b)*"
_ID_CUED = re.compile(
    rf"\b(?:{_CUE_STRONG})\b[ .:#=(]{{0,3}}(?:is |mdr |vdr |moeder |vader |van [a-z]+ |nr[. ]*|nummer[: ]*)?(?P<number>{_CODE})",
    re.IGNORECASE,
)
_ID_WEAK = re.compile(rf"\b(?:nr|nummer|no|num|id|code)\b[ .:#=]{{0,3}}(?:is )?(?P<number>{_CODE})", re.IGNORECASE)
_ID_CODE = re.compile(r"(?<![\w/.-])[A-Z]{1,6}[-/.]?(?:\d{2,}[-/.]?){1,4}(?<![-/.])(?!\w)", re.IGNORECASE)
_ID_DIGITS = re.compile(r"(?<![\w.,€/\-])(?<!€ )\d{5,}(?![\w]|[.,]\d)")
_ID_BSN = re.compile(r"(?<![\w.,€])(?<!€ )\d{2,4}[. \-]\d{2,3}[. \-]\d{2,4}(?:[. \-]\d{1,3})?(?!\w|[.,]\d)")
_ID_YEARED = re.compile(r"(?<![\w.])(?:19|20)\d\d[-/]\d{3,}(?!\w)|(?<![\w.])\d{3,}[-/](?:19|20)\d\d(?!\w)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}[ ]?[A-Z]{4}(?:[ ]?\d){7,16}\b", re.IGNORECASE)
_AFTER_AMOUNT = re.compile(
    r"\s?(?:euro|eur\b|€|km\b|kilometer|meter|stappen|volgers|views|likes|keer|x\b|punten|woorden|leerlingen|kinderen|inwoners|gram|kg|ml\b|calorie|kcal|minuten|uur|dagen|stuks|mensen|reacties)",
    re.IGNORECASE,
)
_SCHOOL_YEARS = re.compile(r"(?:19|20)\d\d\s?[-/]\s?(?:(?:19|20)?\d\d)")

_POSTCODE = re.compile(r"(?<![\w.,€/-])(?<!€ )[1-9]\d{3}(?P<gap>[ \-]{0,2})(?P<letters>[A-Za-z]{2})(?![\w'])")
_POSTCODE_CUED = re.compile(r"\b(?:postcode|pc)[ :]{1,2}(?P<number>[1-9]\d{3})\b", re.IGNORECASE)
_TWO_LETTER_WORDS = frozenset(
    [
        "de",
        "en",
        "in",
        "is",
        "of",
        "op",
        "te",
        "om",
        "al",
        "we",
        "ze",
        "je",
        "ik",
        "hij",
        "er",
        "nu",
        "zo",
        "na",
        "ja",
        "zn",
        "mn",
        "km",
        "kg",
        "cm",
        "mm",
        "ml",
        "gr",
        "kb",
        "gb",
        "mb",
        "ll",
        "jr",
        "dg",
        "wk",
        "mw",
        "nr",
        "st",
        "uu",
        "pp",
        "vs",
        "ma",
        "di",
        "wo",
        "do",
        "vr",
        "za",
        "zo",
        "ah",
        "au",
        "bv",
        "co",
        "dd",
        "ed",
        "ex",
        "ga",
        "ha",
        "he",
        "ho",
        "hu",
        "ie",
        "jo",
        "ma",
        "oh",
        "pa",
        "pc",
        "po",
        "sm",
        "so",
        "tl",
        "tv",
        "ui",
        "us",
        "vo",
        "wc",
        "wij",
        "xl",
        "zg",
    ]
)
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


def mail_and_web(text: str) -> Iterator[Span]:
    """Give mail addresses, web addresses and handles, in that order of trust."""
    for found in _EMAIL.finditer(text) if _MAY_BE_MAIL.search(text) else ():
        yield Span(*found.span(), "email")
    for found in _URL.finditer(text) if _MAY_BE_WEB.search(text) else ():
        if _is_address(found.group()):
            yield Span(*found.span(), "url")
    for pattern, mark in ((_HANDLE_AT, "@#"), (_HANDLE_MARK, "_")):
        for found in pattern.finditer(text) if any(char in text for char in mark) else ():
            yield Span(*found.span(), "handle")
    for pattern in (_HANDLE_CUE, _NAMED_ACCOUNT) if _MAY_HAVE_ACCOUNT.search(text) else ():
        for found in pattern.finditer(text):
            if not found["name"].replace(".", "").isdigit():
                yield Span(*found.span("name"), "handle")


def _is_address(found: str) -> bool:
    lowered = found.lower()
    if lowered.startswith(("http", "www", "ftp", "hxxp")) or "/" in found:
        return True
    stem, _dot, end = lowered.rpartition(".")
    if end in _ENDS_THAT_ARE_WORDS:
        return "." in stem or any(char.isdigit() or char == "-" for char in stem)
    return found[len(stem) + 1 :].islower() or found.isupper()


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
    yield from _phones(text, near)
    yield from _postcodes(text, near)
    yield from _ids(text, near)


def _phones(text: str, near: Windows) -> Iterator[Span]:
    for found in scan(_PHONE, text, near):
        end = _phone_end(text, *found.span())
        if end:
            yield Span(found.start(), end, "phone")
    for found in _PHONE_SPOKEN.finditer(text):
        yield Span(*found.span(), "phone")
    for found in scan(_PHONE_LOCAL, text, near):
        digits = sum(char.isdigit() for char in found["number"])
        if 7 <= digits <= 13 and not _is_day(found["number"]):
            yield Span(*found.span("number"), "phone")


def _phone_end(text: str, start: int, end: int) -> int:
    """Give where the number ends when it is a phone number, else 0: ten digits in this country, up to fourteen abroad."""
    places = [index for index in range(start, end) if text[index].isdigit()]
    number = "".join(text[index] for index in places)
    if _is_day(text[start:end]):
        return 0
    if text[start] == "+" or number.startswith("00"):
        return end if 9 <= len(number) <= 15 else 0
    if len(number) > 10:
        return places[9] + 1 if not text[places[9] + 1].isdigit() else end
    wanted = 8 if number.startswith("06") else 9
    return end if len(number) >= wanted else 0


def _is_day(text: str) -> bool:
    return bool(
        re.fullmatch(r"\(?\d{1,2}\s?[-/. ]\s?\d{1,2}\s?[-/. ]\s?(?:\d{2}|(?:19|20)\d{2})\)?", text.strip())
    ) or bool(re.fullmatch(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}", text.strip()))


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
        yield Span(*found.span("number"), "postcode")


def _cued_ids(text: str, near: Windows) -> Iterator[Span]:
    for found in scan(_ID_CUED, text, near):
        number = found["number"]
        if (
            _digits(number) >= 3
            and not _SCHOOL_YEARS.fullmatch(number)
            and not _is_day(number)
            and not number.startswith("06")
        ):
            yield Span(*found.span("number"), "id_number")


def _ids(text: str, near: Windows) -> Iterator[Span]:
    for pattern, least in ((_ID_WEAK, 4),):
        for found in scan(pattern, text, near):
            number = found["number"]
            if _digits(number) >= least and not _SCHOOL_YEARS.fullmatch(number) and not _is_day(number):
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
        if (
            len(digits) in {8, 9}
            and not _is_day(found.group())
            and (passes_eleven_test(digits) or "." in found.group())
        ):
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
