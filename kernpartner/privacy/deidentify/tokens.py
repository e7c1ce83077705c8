"""Decides what the words and marks of a text are, where its sentences begin, and how it was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kernpartner.privacy.deidentify import dotted
from kernpartner.privacy.deidentify.lexicon import Lexicon

_TOKEN = re.compile(
    r"(?<!\w)'[tsnkmr]\b(?!')|[^\W\d_]+\d[^\W_]*|[^\W\d_]+(?:['\-][^\W\d_]+)*|\d[\w]*(?:[.,:/-]\d+)*|[^\W_]+|_+|\n|[^\w\s]"
)
_ABBREVIATIONS = frozenset(
    [
        "mw",
        "mevr",
        "mvr",
        "dhr",
        "dr",
        "drs",
        "ir",
        "ing",
        "prof",
        "mr",
        "fam",
        "tel",
        "nr",
        "geb",
        "bijv",
        "bv",
        "evt",
        "enz",
        "etc",
        "m.b.t",
        "i.v.m",
        "o.a",
        "t.a.v",
        "n.a.v",
        "d.w.z",
        "z.s.m",
        "a.s",
        "e.d",
        "max",
        "min",
        "gr",
        "kl",
        "st",
        "jl",
        "ll",
        "lln",
        "vd",
        "v.d",
        "adr",
        "kent",
        "ca",
        "vs",
        "incl",
        "excl",
        "vlgs",
        "jr",
        "sr",
        "t.b.v",
        "i.p.v",
        "t.o.v",
        "a.d.h.v",
        "h",
        "ds",
        "m.n",
    ]
)
_OF_LETTERS = frozenset({"low", "Cap", "UP", "Mix", "A", "a"})


@dataclass(slots=True)
class Token:
    """One word or mark: `low` is lower case, `shape` how it is written, `kind` its class.

    `is_word`: it is made of letters; `opens`: a sentence begins here; `taken`: something else was found here.
    """

    start: int
    end: int
    text: str
    low: str
    shape: str
    kind: str
    is_word: bool
    opens: bool = False
    stays: bool = False
    taken: bool = False


def shape_of(text: str) -> str:  # noqa: PLR0911 - a table of shapes
    """Give how a token is written: low, Cap, UP, Mix, A or a (a letter), num, mix (letters, digits), nl or mark."""
    if text.isalpha() and text.islower():
        return "low" if len(text) > 1 else "a"
    if text == "\n":
        return "nl"
    if text[0].isdigit():
        return "num" if not any(char.isalpha() for char in text) else "mix"
    if not text[0].isalpha():
        return "low" if len(text) > 1 and text[1].isalpha() else "mark"
    if any(char.isdigit() for char in text):
        return "mix"
    if len(text) == 1:
        return "A" if text.isupper() else "a"
    if text.islower():
        return "low"
    letters = text.replace("'", "").replace("-", "")
    if letters.isupper():
        return "UP"
    if "-" in text and text.rpartition("-")[2].islower() and text.partition("-")[0].isupper() and text[1] != "-":
        return "Mix"  # "SE-week"
    return "Cap" if text[0].isupper() and (text[1:].islower() or "-" in text or "'" in text) else "Mix"


# Lower case, shape, class, and whether it is a word.
Read = tuple[str, str, str, bool]
# How everyday words are read. Other words are kept for one text at most: they may be names.
_EVERYDAY: dict[str, Read] = {}


def tokens_of(
    text: str, lexicon: Lexicon, allowed: frozenset[str] = frozenset(), met: dict[str, Read] | None = None
) -> list[Token]:
    """Split `text` into tokens with their class; what the lists say stays (and `allowed`) is marked so.

    `met` keeps how words were read, for a second look at nearly the same text.
    """
    found: list[Token] = []
    met = {} if met is None else met
    for match in _TOKEN.finditer(text):
        part = match.group()
        read = _EVERYDAY.get(part) or met.get(part)
        if read is None:
            read = met[part] = _read(part, lexicon)
            if part in lexicon.everyday:
                _EVERYDAY[part] = read
        start, end = match.span()
        found.append(Token(start, end, part, *read))
    _open_sentences(text, found)
    _mark_stays(found, lexicon, allowed)
    dotted.mark(found)
    return found


def _read(part: str, lexicon: Lexicon) -> Read:
    """Give a word or mark in lower case, how it is written, its class, and whether it is made of letters."""
    low = part.lower()
    if len(low) != len(part):  # a capital whose lower case is longer, such as the dotted I of Turkish
        low = "".join(char.lower()[0] for char in part)
    shape = shape_of(part)
    kind = "-" if shape in {"mark", "nl", "num"} else "#" if shape == "mix" else lexicon.kind(low)
    return low, shape, kind, shape in _OF_LETTERS


def _open_sentences(text: str, tokens: list[Token]) -> None:
    opens = True
    for index, token in enumerate(tokens):
        if token.shape == "nl":
            opens = True
        elif token.shape == "mark":
            if token.text in "!?;•*":
                opens = True
            elif token.text == ".":
                opens = not _is_abbreviated(text, tokens, index)
            elif token.text in "-:>" and token.text != "-":
                opens = opens or token.text == ">"
        else:
            token.opens = opens
            opens = False


def _is_abbreviated(text: str, tokens: list[Token], index: int) -> bool:
    """Say whether the full stop at `index` ends a short form or an initial rather than a sentence."""
    if not index or tokens[index - 1].end != tokens[index].start:
        return False
    before = tokens[index - 1]
    if before.low in _ABBREVIATIONS:
        return True
    after = text[tokens[index].end : tokens[index].end + 1]
    return before.shape in {"A", "a"} or (after != "" and not after.isspace() and after not in "\"')")


def _mark_stays(tokens: list[Token], lexicon: Lexicon, allowed: frozenset[str]) -> None:
    for index, token in enumerate(tokens):
        if token.low in allowed:
            token.stays = True
        if token.low not in lexicon.stays:
            continue
        after = tokens[index + 1].low if index + 1 < len(tokens) else ""
        for phrase in lexicon.stays[token.low]:
            if len(phrase) > 1 and phrase[1] != after:
                continue
            words = [part.low for part in tokens[index : index + len(phrase)]]
            if len(phrase) > 1 and tuple(words) == phrase:
                for part in tokens[index : index + len(phrase)]:
                    part.stays = True
            elif len(phrase) == 1 and token.kind == "Y":
                token.stays = True
