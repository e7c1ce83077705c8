"""Decides what the words of a Dutch note are: their places, plain forms, lemmas, sentences and clauses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import simplemma

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?|[^\W_]+(?:[-'’][^\W_]+)*")
# What stands where a number or an address was removed: it says nothing about what the note is about.
_REMOVED = re.compile(
    r"\((?:telefoonnummer|mailadres|nummer|postcode|account|website|kenteken|adres|naam|straat|datum|weggelaten|school|klas)\)"
)
_SENTENCE_END = re.compile(r"[.!?;\n]")
_CLAUSE_END = re.compile(r"[,:()\u2013\u2014]| - |\u2026|\.\.")
# Words that open a new statement, so that a "niet" before them says nothing about what follows.
_CLAUSE_OPENERS = frozenset(
    [
        "maar",
        "omdat",
        "want",
        "terwijl",
        "sinds",
        "toen",
        "nadat",
        "doordat",
        "zodat",
        "hoewel",
        "als",
        "wanneer",
        "en",
        "die",
        "dat",
        "of",
        "waardoor",
        "waarbij",
    ]
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `form` is lower case without accents, `lemma` its dictionary form; offsets are code points."""

    text: str
    form: str
    lemma: str
    start: int
    end: int
    sentence: int
    clause: int


def plain(text: str) -> str:
    """Give `text` in lower case without accents and with straight quotes."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(char for char in folded if not unicodedata.combining(char))


@lru_cache(maxsize=50_000)
def lemma_of(form: str) -> str:
    """Give the Dutch dictionary form of a lower-case word; the word itself when none is known."""
    found: str = simplemma.lemmatize(form, lang="nl")
    return plain(found)


def read(text: str, short_forms: Mapping[str, str]) -> tuple[Word, ...]:
    """Split `text` into words; `short_forms` says what the abbreviations of this field stand for."""
    words: list[Word] = []
    sentence = clause = 0
    previous = 0
    removed = {found.start() + 1 for found in _REMOVED.finditer(text)}
    for found in _WORD.finditer(text):
        if found.start() in removed:
            continue
        between = text[previous : found.start()]
        written = plain(found.group())
        form = short_forms.get(written, written)
        if _SENTENCE_END.search(between) and not _ends_short_form(between, words, short_forms):
            sentence += 1
            clause += 1
        elif _CLAUSE_END.search(between) or form in _CLAUSE_OPENERS:
            clause += 1
        words.append(Word(found.group(), form, lemma_of(form), found.start(), found.end(), sentence, clause))
        previous = found.end()
    return tuple(words)


def _ends_short_form(between: str, words: list[Word], short_forms: Mapping[str, str]) -> bool:
    """Say whether the only full stop in `between` belongs to an abbreviation before it."""
    return between.strip() == "." and bool(words) and plain(words[-1].text) in short_forms
