"""Decides whether the sentence around a date speaks of something planned or of something that happened."""

from __future__ import annotations

import re

from kernpartner.privacy.deidentify import lists

_CLAUSE = re.compile(r"[.!?;\n](?=\s|$)")
_WORD = re.compile(r"[^\W\d_][\w.'-]*")
_PARTICIPLE = re.compile(
    r"(?:aan|af|bij|door|in|mee|na|om|on|op|over|toe|uit|weg|terug|achter|los|neer|rond|vast|voor)?ge[a-z]{3,}(?:d|t|en)"
)
# "het gesprek op", "de toets van" right before the date.
_ANNOUNCED = re.compile(
    r"(?P<word>[^\W\d_]+) (?:is )?(?:op|van|voor)(?: (?:maan|dins|woens|donder|vrij|zater|zon)dag)? $", re.IGNORECASE
)
# "tussen 1 oktober en 1 november", "van 3 mei tot 4 juni": a stretch of time, not a day.
_STRETCH_BEFORE = re.compile(
    r"\b(?:tussen|van|vanaf)\s(?:\d{1,2}(?:\s[a-z]{3,9}|[-/]\d{1,2})?\s?(?:en|tot(?: en met)?|t/?m)\s)?$", re.IGNORECASE
)
_STRETCH_AFTER = re.compile(r"\s?(?:en|tot(?: en met)?|t/?m)\s\d{1,2}(?:\s[a-z]{3}|[-/]\d)", re.IGNORECASE)
_SECOND = re.compile(r"\d\D+$")
# A past tense that says nothing about when: "dat wilde vader eerst niet".
_WANTED = frozenset({"wilde", "moest", "had", "hadden", "vroeg", "zei"})
# A sentence without end is read this far, so that a long text of dates stays quick.
_REACH = 160
_PLANS = ("gesprek", "overleg", "toets", "afspraak", "avond", "vergadering")


def is_planned(text: str, start: int, end: int) -> bool:
    """Say whether the date at start..end is of an appointment or a test.

    In this order: a word of an incident decides, or one that only a plan has; then a past tense; then a word that is
    mostly about what is to come. Without any of these the date is of something that happened.
    """
    opens = max(0, start - _REACH)
    ends = [found.end() for found in _CLAUSE.finditer(text, opens, start)]
    first = ends[-1] if ends else opens
    after = _CLAUSE.search(text, end, end + _REACH)
    last = after.start() if after else min(len(text), end + _REACH)
    near = [word.group().lower().rstrip(".") for word in _WORD.finditer(text, first, last)]
    if any(word in lists.words_of("words", "incident") for word in near):
        return False
    if any(word in lists.words_of("words", "sure_plan") for word in near) or _is_stretch(text, start, end):
        return True
    announced = _ANNOUNCED.search(text[first:start])
    if announced and _is_plan(announced["word"].lower()):
        return not any(_is_past(word) and word not in _WANTED for word in near)
    if any(_is_past(word) for word in near):
        return False
    return any(_is_plan(word) for word in near)


def _is_stretch(text: str, start: int, end: int) -> bool:
    """Say whether a date is the first or the last day of a stretch of time."""
    before = _STRETCH_BEFORE.search(text[max(0, start - 40) : start])
    if not before:
        return False
    return bool(_SECOND.search(before.group())) or bool(_STRETCH_AFTER.match(text[end : end + 20]))


def _is_plan(word: str) -> bool:
    return word in lists.words_of("words", "future") or word.endswith(_PLANS)


def _is_past(word: str) -> bool:
    """Say whether a word is a past tense or a participle: "was", "dronk", "geweest", "afgepakt"."""
    if word in lists.words_of("words", "past"):
        return True
    return bool(_PARTICIPLE.fullmatch(word)) and word not in lists.words_of("words", "no_participle")
