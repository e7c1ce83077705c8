"""Decides which words of people may go to partners: own words, about nobody, without figures, approved and late."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PARAPHRASE_LIMIT = 240
APPROVALS = 2
SCHOOLS_BEHIND = 3
ORGANISATIONS_BEHIND = 2
# So many equal words in a row are somebody's sentence, not a paraphrase of it.
EQUAL_WORDS = 5
# Told a quarter after the last approval, so that nobody can tie it to a case of last week (as lessons are).
PARAPHRASE_DELAY = timedelta(days=91)
TOLD_FOR = timedelta(days=365)

_WORD = re.compile(r"[^\W_]+")
_NUMBER = (
    r"\d|\b(?:twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|twintig|dertig|"
    r"beide|allebei|enige|tweeling|procent|helft)\b"
)
_AGE = r"\b(?:\w*jarigen?|kleuters?|peuters?|bovenbouw|onderbouw|brugklas\w*|eindexamen\w*)"
_SEX = r"\b(?:jongens?|jongetjes?|meisjes?|meiden|zoons?|zonen|dochters?|broer\w*|zus\w*|hij|hem)\b"
_ROLE = (
    r"\b(?:vaders?|moeders?|oma|opa|stiefvader|stiefmoeder|juf\w*|meester|leraar|leraren|lerares|docent\w*|mentor\w*|"
    r"directeur|rector|trainer|coach|wethouder|intern begeleider|ib'?er|jgz|buurtteam\w*|gezinswerker\w*|"
    r"leerplicht\w*|jeugdarts|jeugdverpleegkundige|politie\w*|huisarts\w*)\b"
)
_DAY = (
    r"\b(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|januari|februari|maart|april|juni|juli|augustus|"
    r"september|oktober|november|december|mei\b|gisteren|vandaag|vorige week|kerst\w*|"
    r"pasen|koningsdag|suikerfeest|ramadan)"
)
_SCHOOL = (
    r"\b(?:basisschool|mavo|havo|vwo|vmbo|praktijkonderwijs|lyceum|college|gymnasium|campus|deze school|onze school)\b"
)


class ParaphraseProblem(StrEnum):
    """Why a text is no paraphrase; the page words it."""

    BLOCK_MISSING = "block_missing"
    MISSING = "missing"
    TOO_LONG = "too_long"
    NUMBER = "number"
    AGE = "age"
    SEX = "sex"
    ROLE = "role"
    DAY = "day"
    SCHOOL = "school"
    IDENTIFIES = "identifies"
    SOMEBODYS_WORDS = "somebodys_words"


_TELLING: Sequence[tuple[ParaphraseProblem, re.Pattern[str]]] = tuple(
    (problem, re.compile(pattern, re.IGNORECASE))
    for problem, pattern in (
        (ParaphraseProblem.AGE, _AGE),
        (ParaphraseProblem.NUMBER, _NUMBER),
        (ParaphraseProblem.SEX, _SEX),
        (ParaphraseProblem.ROLE, _ROLE),
        (ParaphraseProblem.DAY, _DAY),
        (ParaphraseProblem.SCHOOL, _SCHOOL),
    )
)


@dataclass(frozen=True)
class Behind:
    """Which organisations stand behind a block: ids only, never how often."""

    schools: frozenset[uuid.UUID]
    organisations: frozenset[uuid.UUID]


def plainly(text: str) -> str:
    """Write a text as it is compared and kept: one way for each letter, nothing unseen between them, one line.

    Without it an invisible mark inside a word would carry somebody's sentence past all that is looked for here.
    """
    letters = unicodedata.normalize("NFKC", text)
    seen = "".join(" " if mark.isspace() else mark for mark in letters if mark.isspace() or mark.isprintable())
    return " ".join(seen.split())


def paraphrase_problem(text: str) -> ParaphraseProblem | None:
    """Say why this text cannot be told, or nothing: no number, age, sex, role, day or school, and not too long.

    A number is refused because a count in words would pass by the disclosure control.
    """
    if not text.strip():
        return ParaphraseProblem.MISSING
    if len(text) > PARAPHRASE_LIMIT:
        return ParaphraseProblem.TOO_LONG
    return next((problem for problem, pattern in _TELLING if pattern.search(text)), None)


def shares_words(text: str, others: Iterable[str]) -> bool:
    """Say whether the text has a run of five equal words with one of the others, whatever marks stand between."""
    own = set(_runs(text))
    return any(not own.isdisjoint(_runs(other)) for other in others)


def approvers_problem(writer: uuid.UUID, approvers: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> bool:
    """Say whether approvals (person, organisation) are too few: two people of two organisations, not the writer."""
    people = {person for person, _organisation in approvers if person != writer}
    organisations = {organisation for person, organisation in approvers if person != writer}
    return len(people) < APPROVALS or len(organisations) < APPROVALS


def wide_enough(behind: Behind) -> bool:
    """Say whether at least three schools and two organisations stand behind a block.

    Used when a digest is compiled and told to nobody: a paraphrase that stays away looks like one never written.
    """
    return len(behind.schools) >= SCHOOLS_BEHIND and len(behind.organisations) >= ORGANISATIONS_BEHIND


def told_from(approved: date) -> date:
    """Give the first day on which a paraphrase may stand in a digest, from the day of the second approval."""
    return approved + PARAPHRASE_DELAY


def is_told(approved: date, on: date) -> bool:
    """Say whether a paraphrase approved on a day may be told on another: a quarter late, and not for ever."""
    return told_from(approved) <= on <= told_from(approved) + TOLD_FOR


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(plainly(text))]
    return (tuple(words[at : at + EQUAL_WORDS]) for at in range(len(words) - EQUAL_WORDS + 1))
