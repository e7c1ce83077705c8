"""Decides what a set of clarifying questions holds, which answers fit, and what a set starts with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_QUESTIONS = 15
MOST_CHOICES = 12
TEXT_LIMIT = 200
REMARK_LIMIT = 500


class AnswerKind(StrEnum):
    """How a question is answered, so that answers can be counted."""

    ONE = "one"
    MANY = "many"
    ORGANISATIONS = "organisations"


class SetProblem(StrEnum):
    """What is wrong with a set of questions; the page words it."""

    NO_QUESTIONS = "no_questions"
    TOO_MANY = "too_many_questions"
    TEXT_LONG = "question_long"
    CHOICES_MISSING = "choices_missing"
    CHOICES_MANY = "choices_many"


@dataclass(frozen=True)
class Choice:
    """One possible answer; `code` is what is counted, also when its words change."""

    code: str
    label: str


@dataclass(frozen=True)
class Question:
    """One clarifying question; `key` stays the same over versions. `before` is asked before a registration."""

    key: str
    text: str
    kind: AnswerKind
    choices: tuple[Choice, ...] = ()
    help: str = ""
    before: bool = False

    def stored(self) -> dict[str, Any]:
        """Give the question as it is kept."""
        return {
            "key": self.key,
            "text": self.text,
            "kind": self.kind.value,
            "choices": [[choice.code, choice.label] for choice in self.choices],
            "help": self.help,
            "before": self.before,
        }


@dataclass(frozen=True)
class QuestionInput:
    """One question as somebody typed it; `key` is empty for a new one, `choices` are the words of its answers."""

    text: str
    kind: AnswerKind
    choices: tuple[str, ...] = ()
    help: str = ""
    before: bool = False
    key: str = ""


def composed(given: Sequence[QuestionInput], newest: Sequence[Question]) -> tuple[Question, ...]:
    """Give the questions of a next version: known ones keep their key, and their choices their codes."""
    known = {question.key: question for question in newest}
    made: dict[str, Question] = {}
    for one in given:
        before = known.get(one.key)
        key = one.key if before is not None and one.key not in made else slug(one.text, {*known, *made})
        choices = choices_from(one.choices, before.choices if before else ())
        made[key] = Question(
            key, one.text, one.kind, () if one.kind is AnswerKind.ORGANISATIONS else choices, one.help, one.before
        )
    return tuple(made.values())


def read(stored: Mapping[str, Any]) -> Question:
    """Give a question from how it is kept."""
    return Question(
        key=str(stored["key"]),
        text=str(stored["text"]),
        kind=AnswerKind(stored["kind"]),
        choices=tuple(Choice(str(code), str(label)) for code, label in stored["choices"]),
        help=str(stored["help"]),
        before=bool(stored["before"]),
    )


def slug(text: str, taken: Collection[str]) -> str:
    """Give a short code for words, one that is not taken yet."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "keuze"
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


def choices_from(lines: Sequence[str], before: Sequence[Choice]) -> tuple[Choice, ...]:
    """Give choices from their words; one that had the same words, or stood at the same place, keeps its code.

    With as many lines as there were choices a changed line is a choice in other words, otherwise it is a new one.
    """
    known = {choice.label: choice.code for choice in before}
    made: list[Choice] = []
    for place, label in enumerate(lines):
        code = known.get(label)
        if code is None and len(lines) == len(before) and before[place].label not in lines:
            code = before[place].code
        taken = {choice.code for choice in (*before, *made)}
        made.append(Choice(code or slug(label, taken), label))
    return tuple(made)


def set_problem(questions: Sequence[Question]) -> SetProblem | None:
    """Say what is wrong with a set, or nothing when it can be used."""
    if not questions:
        return SetProblem.NO_QUESTIONS
    if len(questions) > MOST_QUESTIONS:
        return SetProblem.TOO_MANY
    for question in questions:
        if max(len(question.text), len(question.help), *(len(choice.label) for choice in question.choices), 0) > (
            TEXT_LIMIT
        ):
            return SetProblem.TEXT_LONG
        if question.kind is AnswerKind.ORGANISATIONS:
            continue
        if len(question.choices) < 2:
            return SetProblem.CHOICES_MISSING
        if len(question.choices) > MOST_CHOICES:
            return SetProblem.CHOICES_MANY
    return None


def fitting(question: Question, given: Collection[str], organisations: Collection[str]) -> tuple[str, ...]:
    """Give the chosen codes that this question knows, in its own order; one only where one may be chosen."""
    if question.kind is AnswerKind.ORGANISATIONS:
        return tuple(sorted(set(given) & set(organisations)))
    known = tuple(choice.code for choice in question.choices if choice.code in given)
    return known[:1] if question.kind is AnswerKind.ONE else known


def _question(
    key: str, text: str, kind: AnswerKind, labels: Sequence[str], help_text: str = "", *, before: bool = True
) -> Question:
    return Question(key, text, kind, choices_from(labels, ()), help_text, before)


# The set that a district starts with, after the three things that a clarifying talk asks; people change it themselves.
FIRST_SET: tuple[Question, ...] = (
    _question(
        "meeste-last",
        "Wie heeft er nu het meeste last van?",
        AnswerKind.MANY,
        ("De leerling", "De ouders of het gezin", "De klas of de school", "Dat weten wij nog niet"),
        before=False,
    ),
    _question(
        "eigen-netwerk",
        "Wie in het eigen netwerk van het gezin kan helpen?",
        AnswerKind.MANY,
        (
            "Familie",
            "Vrienden of buren",
            "Andere ouders van school",
            "Een club of geloofsgemeenschap",
            "Wij vonden niemand",
            "Nog niet besproken",
        ),
        "Noem geen namen. Het gaat om wie er is, niet om wie het is.",
    ),
    _question(
        "belangrijke-ander",
        "Kan een belangrijke ander bij het gesprek zijn?",
        AnswerKind.ONE,
        ("Ja, die komt", "Ja, maar het gezin wil dat niet", "Er is niemand", "Nog niet gevraagd"),
    ),
    _question(
        "sociale-basis",
        "Wat bood de sociale basis al?",
        AnswerKind.MANY,
        ("Sport", "Jongerenwerk", "Buurtwerk", "Cultuur", "Informele hulp", "Nog niets"),
        "De sociale basis is wat er in de buurt is zonder verwijzing.",
    ),
    _question(
        "uitgenodigd",
        "Welke organisatie is uitgenodigd om mee te denken?",
        AnswerKind.ORGANISATIONS,
        (),
        "Kies organisaties, geen personen.",
    ),
)
