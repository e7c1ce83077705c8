"""Decides which words a file puts on a district's lists, line by line, and what is wrong with a line."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

KINDS = ("allowed", "school", "club", "street", "professional")
# How people call the lists, next to their own names.
_CALLED = {
    "school": "school",
    "scholen": "school",
    "basisschool": "school",
    "club": "club",
    "clubs": "club",
    "vereniging": "club",
    "street": "street",
    "straat": "street",
    "straten": "street",
    "professional": "professional",
    "professionals": "professional",
    "beroepskracht": "professional",
    "medewerker": "professional",
    "allowed": "allowed",
    "mag blijven": "allowed",
    "geen naam": "allowed",
}
_HEADINGS = frozenset({"kind", "soort", "lijst", "list"})
LONGEST = 80
MOST_LINES = 5_000


class LineProblem(StrEnum):
    """What is wrong with a line."""

    NO_SEPARATOR = "no_separator"
    KIND_UNKNOWN = "kind_unknown"
    WORD_MISSING = "word_missing"
    WORD_LONG = "word_long"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class ReadWords:
    """The words of a file by list, and per line (counted from 1) what is wrong with it."""

    words: dict[str, tuple[str, ...]]
    problems: tuple[tuple[int, LineProblem], ...]


def read_words(text: str) -> ReadWords:
    """Read lines `list;word` (a comma or a tab does too); empty lines, lines with # and a heading are passed over.

    A line with a problem is left out; the other lines count.
    """
    found: dict[str, dict[str, None]] = {}
    problems: list[tuple[int, LineProblem]] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        if number > MOST_LINES:
            problems.append((number, LineProblem.TOO_MANY))
            break
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        called, word = _cells(line)
        if number == 1 and called.lower() in _HEADINGS:
            continue
        problem = _problem(called, word)
        if problem is not None:
            problems.append((number, problem))
            continue
        kind = _CALLED[called.lower()]
        found.setdefault(kind, {})[word.lower() if kind == "allowed" else word] = None
    return ReadWords({kind: tuple(words) for kind, words in found.items()}, tuple(problems))


def _cells(line: str) -> tuple[str, str]:
    """Give the list and the word of a line; the first separator counts, so a word may hold a comma."""
    places = [at for at in (line.find(mark) for mark in ";\t,") if at >= 0]
    if not places:
        return line.strip(), ""
    at = min(places)
    return line[:at].strip().strip('"').strip(), " ".join(line[at + 1 :].strip().strip('";,').split())


def text_of(raw: bytes) -> str | None:
    """Read the bytes of a file as a spreadsheet writes them (UTF-8, UTF-16 or Windows); nothing when it is no text."""
    for coding in ("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", "cp1252"):
        try:
            text = raw.decode(coding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text or text.startswith("PK\x03\x04") else text
    return None


def found_by(sought: str, word: str) -> bool:
    """Say whether a word is found by what somebody looks for, whatever the case and the accents."""
    return _plain(sought) in _plain(word)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in apart if not unicodedata.combining(char)).split())


def _problem(called: str, word: str) -> LineProblem | None:
    if called.lower() not in _CALLED:
        return LineProblem.KIND_UNKNOWN if word else LineProblem.NO_SEPARATOR
    return word_problem(word)


def word_problem(word: str) -> LineProblem | None:
    """Say what is wrong with a word for a list, or nothing."""
    if not any(char.isalnum() for char in word):
        return LineProblem.WORD_MISSING
    return LineProblem.WORD_LONG if len(word) > LONGEST else None
