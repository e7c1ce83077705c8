"""Decides which parts of a text are mail addresses, web addresses and the names of accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kernpartner.privacy.deidentify.shapes import Span
from kernpartner.privacy.deidentify.windows import around, scan

_DOMAIN_END = (
    r"(?:nl|com|org|net|eu|io|example|invalid|test|local|frl|amsterdam|gg|tv|ly|edu|gov|co\.uk|uk|fr|tr|pl|ma|app|dev|xyz|"
    r"site|online|school|club|info|be|de|nu|me|co|ai|ru|ua|link|live|page|blog|shop|cloud|academy)"
)
_AT = r"(?:@|\s?[(\[{]\s?(?:at|@|apenstaartje?)\s?[)\]}]\s?|\s(?:at|apenstaartje?)\s)"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|punt|\.)\s?[)\]}]\s?|\s(?:dot|punt)\s)"
_EMAIL = re.compile(
    rf"[\w.+\-%']*\w(?:[ ]@[ ]|@[ ]?|{_AT})[\w\-]+(?:{_DOT}[\w\-]+)*{_DOT}[a-z]{{2,10}}\b(?:/[\w.]+)?", re.IGNORECASE
)
_MAY_BE_MAIL = re.compile(r"@|apenstaart|[\s(\[{]at[\s)\]}]")
_MAY_BE_WEB = re.compile(r"\.\w|://|www")
_MAY_HAVE_ACCOUNT = re.compile(
    r"insta|snap|tik|tt|disc|twi|you|yt|robl|fortn|face|fb|bereal|threads|psn|xbox|steam|tele|vint|strav|"
    r"gamer|acco|prof|naam|user|kanaal|nick|alias"
)
_MARK_OF_ACCOUNT = re.compile(r"[\d_]+|(?<=\w)\.(?=\w)")
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
    r"\b(?:insta(?:gram)?|snap(?:chat)?|tik\s?tok|tt|discord|twitter|twitch|youtube|yt|roblox|fortnite|"
    r"facebook|fb|bereal|"
    r"threads|psn|xbox|steam|telegram|vinted|strava|gamertag|account(?:naam)?|profiel|gebruikersnaam|username|user|"
    r"(?:inlog|bij|schuil)naam|kanaal|nickname|nick|alias)\b"
    r"(?:[ ]?[-:=(]?[ ]?(?:account|profiel|kanaal|naam|is|heet|hij|zij|ze|als|van haar|van hem|onder de naam|"
    r"onder|genaamd|['\"(:=]){0,3}[ ]?){0,4}"
    r"[\"'(:=]{0,2}(?P<name>(?=[\w.\-]*(?:\d|_|\w\.\w))[a-z0-9_][\w.\-]{2,29})(?<![.\-])",
    re.IGNORECASE,
)
_NAMED_ACCOUNT = re.compile(
    r"\bonder (?:de )?(?:naam|nickname|nick|alias)[ ]['\"]?(?P<name>\w[\w.\-]{2,29}\w)", re.IGNORECASE
)


def mail_and_web(text: str) -> Iterator[Span]:
    """Give mail addresses, web addresses and handles, in that order of trust."""
    lowered = text.lower()
    for found in _EMAIL.finditer(text) if _MAY_BE_MAIL.search(lowered) else ():
        yield Span(*found.span(), "email")
    for found in _URL.finditer(text) if _MAY_BE_WEB.search(lowered) else ():
        if _is_address(found.group()):
            yield Span(*found.span(), "url")
    for pattern, mark in ((_HANDLE_AT, "@#"), (_HANDLE_MARK, "_")):
        for found in pattern.finditer(text) if any(char in text for char in mark) else ():
            yield Span(*found.span(), "handle")
    for found in _accounts(text, lowered):
        if not found["name"].replace(".", "").isdigit():
            yield Span(*found.span("name"), "handle")


def _accounts(text: str, lowered: str) -> Iterator[re.Match[str]]:
    """Give what a cue announces as the name of an account; looks only near a digit, a line or a full stop in a word."""
    near = around(_MARK_OF_ACCOUNT, text, 90)
    if near and _MAY_HAVE_ACCOUNT.search(lowered):
        yield from scan(_HANDLE_CUE, text, near)
    if "onder " in lowered:
        yield from _NAMED_ACCOUNT.finditer(text)


def _is_address(found: str) -> bool:
    lowered = found.lower()
    if lowered.startswith(("http", "www", "ftp", "hxxp")) or "/" in found:
        return True
    stem, _dot, end = lowered.rpartition(".")
    if end in _ENDS_THAT_ARE_WORDS:
        return "." in stem or any(char.isdigit() or char == "-" for char in stem)
    return found[len(stem) + 1 :].islower() or found.isupper()
