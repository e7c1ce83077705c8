"""Decides which short codes are of a class or of a sports team; groep 7, klas 2, havo 3 and levels of tests stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kernpartner.privacy.deidentify import lists
from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.windows import around_digits, scan

_AGE = r"(?:[6-9]|1\d|2[0-3])"
_TEAM = re.compile(
    r"(?<![\w-])(?:"
    rf"(?:JO|MO|VO|J0|M0|O|U|G-?JO|onder)[ -]?{_AGE}[ ]?[-/][ ]?\d{{1,2}}[MGJ]?"  # JO12-1, O13-1, onder 12-2
    rf"|(?:JO|MO|J0|M0)[ -]?{_AGE}(?:[ -]\d{{1,2}})?(?![\d.,]|[ ]?(?:jaar|jr))"  # JO9, mo11
    r"|[MJ][ABCDEFOX]\d{1,2}(?:-\d)?"  # MB2
    rf"|[VMJX]{_AGE}(?:-\d)?"  # V14
    r")(?!\w|-\d)",
    re.IGNORECASE,
)
_OLD_TEAM = re.compile(
    r"\b(?:in|van|bij|uit|naar|voor|team|elftal|selectie|speelt|de)[ ](?:de[ ]|het[ ])?"
    r"(?P<code>(?:jongens |meisjes |heren |dames |meiden )?[A-F]\d{1,2})\b(?!\s?-?niveau)",
    re.IGNORECASE,
)
_SPORT = re.compile(
    r"voetbal|hockey|basketbal|korfbal|handbal|volleybal|waterpolo|honkbal|rugby|selectie|elftal|team|train|coach|"
    r"wedstrijd|keeper|spits|competitie|speelt|club",
    re.IGNORECASE,
)
# A code with letters and digits in it: its runs, with one hyphen, dot or slash allowed, and the spaced forms.
_CODE = re.compile(
    r"(?<![\w.,€/+#@-])(?:\d{1,2}[a-z]{1,8}(?:[-/]?\d{1,2}|[-/][a-h])?|[a-z]{1,4}-?\d{1,2}[a-z]?\d?)(?![\w%€]|[.,]\d|-\w)",
    re.I,
)
_JOINED = re.compile(r"(?<![\w.,€/+-])[1-8][a-h]?/[1-8]?[a-h](?![\w%])", re.IGNORECASE)
_SPACED = re.compile(
    r"(?<![\w.,€/+-])[1-6] ?(?:hv|vh|mh|hm|th|ht|gt|kgt|bk|kb|bkt|tl) ?\d[a-z]?(?!\w)"
    r"|(?<![\w.,-])(?:hv|vh|mh|th|kgt|bk|gt|tl) [1-6][a-z]?(?!\w)",
    re.IGNORECASE,
)
_CUED = re.compile(
    r"\b(?:klas|groep|brugklas|mentorklas|gr|kl)[. ]{1,2}"
    r"(?P<code>[1-8][ ]?[-.]?[a-c]|[1-8]-?[a-k]|[a-h]-?[1-6]|[1-6][.-][1-9])(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
_NUMBERED = lists.words_of("words", "numbered_things")
# "uit 3k", "mentor 4t": right after these a letter that is otherwise a measure is the letter of a class.
_RIGHT_BEFORE = frozenset({"uit", "klas", "brugklas", "mentorklas", "mentor", "parallelklas", "leerling", "ll", "lln"})
_LETTERS_OF_CLASS = frozenset("abcdfghiklnptv")
_STREETS = ("straat", "laan", "dreef", "kade", "gracht", "singel", "steeg", "plantsoen", "plein", "hof")
_RUNS = re.compile(r"\d+|[a-z]+", re.IGNORECASE)
_LETTERS_OF_LEVEL = frozenset("abcdfghklmnptv")


def codes(text: str) -> Iterator[Span]:
    """Give team codes as `club` and class codes as `class`."""
    near = around_digits(text, 26)
    for found in scan(_TEAM, text, near):
        if _is_team(text, found):
            yield Span(*found.span(), "club")
    for found in scan(_OLD_TEAM, text, near):
        if _SPORT.search(text[max(0, found.start() - 60) : found.end() + 40]):
            yield Span(*found.span("code"), "club")
    for found in scan(_CUED, text, near):
        yield Span(*found.span("code"), "class")
    for pattern in (_SPACED, _JOINED):
        for found in scan(pattern, text, near):
            yield Span(*found.span(), "class")
    for found in scan(_CODE, text, near):
        if _is_class(text, found):
            yield Span(*found.span(), "class")


def _is_team(text: str, found: re.Match[str]) -> bool:
    """Say whether a letter and an age are a team: with a team number, the letters JO or MO, or sport nearby."""
    code = found.group().lower()
    if code.startswith(("jo", "mo", "j0", "m0")) or re.search(r"\d ?[-/] ?\d", code):
        return any(char.isdigit() for char in code)
    return bool(_SPORT.search(text[max(0, found.start() - 70) : found.end() + 50])) or code.startswith("v1")


def _is_class(text: str, found: re.Match[str]) -> bool:  # noqa: PLR0911 - one line per shape reads best
    """Say whether a code is of a class, by its runs of letters and digits and by the words around it."""
    code = found.group()
    runs = [run.lower() for run in _RUNS.findall(code)]
    shape = "".join("9" if run.isdigit() else "a" for run in runs)
    before = re.findall(r"[a-z']+", text[max(0, found.start() - 30) : found.start()].lower())[-3:]
    around = before + re.findall(r"[a-z']+", text[found.end() : found.end() + 22].lower())[:2]
    if before and before[-1] in lists.words_of("words", "level_cues"):
        return False
    if before and before[-1] in _NUMBERED:
        return False
    if shape == "9a" and before and before[-1] in _RIGHT_BEFORE and int(runs[0]) <= 6 and runs[1] in _LETTERS_OF_CLASS:
        return True
    if shape == "9a" and before and len(before[-1]) > 6 and before[-1].endswith(_STREETS):
        return False
    cued = bool(set(around) & lists.words_of("words", "class_cues"))
    if shape == "9a":
        return 1 <= int(runs[0]) <= 8 and _is_year_and_letters(runs[1], capital=code[-1].isupper(), cued=cued)
    if shape in {"9a9", "9aa"}:
        game = bool(set(around) & lists.words_of("words", "game_words")) and runs[1] == "v"
        return 1 <= int(runs[0]) <= 6 and _is_level(runs[1]) and not game
    if shape in {"a9a", "a9a9"}:
        return (
            int(runs[1]) <= 6 and _is_level(runs[0]) and runs[0] + runs[1] not in {"b2", "a4", "mp4"} and runs[2] != "o"
        )
    if shape == "a9":
        return int(runs[1]) <= 6 and (
            runs[0] in lists.words_of("words", "class_levels")
            or (cued and runs[0] in {"b", "h", "v", "k", "t", "m"} and before[-1:] not in (["de"], ["op"]))
        )
    return False


def _is_year_and_letters(letters: str, *, capital: bool, cued: bool) -> bool:
    """Say whether letters after a year make a class: "8A", "7b" near "groep", "2hv"; not "3havo", "4x", "6u"."""
    if letters in lists.words_of("words", "years_of_level"):
        return cued and letters in {"hv", "kgt", "gt"}
    if len(letters) == 1:
        return letters in "abc" or (letters in "dfgh" and capital) or (letters in "df" and cued)
    return letters in lists.words_of("words", "class_levels") and letters not in lists.words_of("words", "not_a_class")


def _is_level(letters: str) -> bool:
    """Say whether letters can stand for a level in a class code."""
    if letters in lists.words_of("words", "not_a_class") and letters not in {"k", "g", "t", "h", "m", "th"}:
        return False
    return letters in lists.words_of("words", "class_levels") or (
        len(letters) <= 2 and set(letters) <= _LETTERS_OF_LEVEL
    )
