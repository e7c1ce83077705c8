"""Reads the clarifying questions in each version, the answers in a consultation, and the own counts of answers."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern
from kernpartner.concerns.rules import COUNTED
from kernpartner.consultations.models import ClarificationAnswer, Consultation, QuestionSet
from kernpartner.consultations.rules.clarification import FIRST_SET, Question, read
from kernpartner.organisations.models import Organisation


@dataclass(frozen=True)
class Questions:
    """A set of questions in one version; version 0 is what a district starts with and nobody kept yet."""

    id: uuid.UUID | None
    version: int
    questions: tuple[Question, ...]
    made_at: datetime | None = None
    organisation_label: str = ""
    note: str = ""


@dataclass(frozen=True)
class Answered:
    """The answer to one question as it stands now."""

    key: str
    version: int
    set_id: uuid.UUID
    choices: tuple[str, ...]
    remark: str | None
    organisation_label: str
    answered_at: datetime


@dataclass(frozen=True)
class QuestionCount:
    """How often a question was answered in one's own consultations, and how often with which choice."""

    key: str
    text: str
    answered: int
    choices: tuple[tuple[str, int], ...]


def question_sets(session: Session, district_id: uuid.UUID) -> Sequence[Questions]:
    """Give every version of a district's questions, the newest first; the set to start with when there is none."""
    rows = session.execute(
        select(QuestionSet, Organisation.label)
        .outerjoin(Organisation, Organisation.id == QuestionSet.organisation_id)
        .where(QuestionSet.district_id == district_id)
        .order_by(QuestionSet.version.desc())
    )
    found = [_questions(kept, label) for kept, label in rows]
    return found or [Questions(None, 0, FIRST_SET)]


def question_set_for(session: Session, consultation_id: uuid.UUID, district_id: uuid.UUID) -> Questions:
    """Give the version in which a consultation was asked first; the newest one when nothing was answered yet."""
    kept = session.scalar(
        select(QuestionSet)
        .join(ClarificationAnswer, ClarificationAnswer.set_id == QuestionSet.id)
        .where(ClarificationAnswer.consultation_id == consultation_id)
        .order_by(ClarificationAnswer.answered_at, ClarificationAnswer.id)
        .limit(1)
    )
    return _questions(kept, None) if kept is not None else question_sets(session, district_id)[0]


def answers(session: Session, consultation_id: uuid.UUID) -> Mapping[str, Answered]:
    """Give the answers in a consultation as they stand now, by question."""
    rows = session.execute(
        select(ClarificationAnswer, Organisation.label)
        .join(Organisation, Organisation.id == ClarificationAnswer.organisation_id)
        .where(ClarificationAnswer.consultation_id == consultation_id)
        .order_by(ClarificationAnswer.question_key, ClarificationAnswer.version)
    )
    return {
        row.question_key: Answered(
            row.question_key,
            row.version,
            row.set_id,
            tuple(str(code) for code in row.choices),
            row.remark,
            label,
            row.answered_at,
        )
        for row, label in rows
    }


def answer_counts(session: Session, organisation_id: uuid.UUID) -> Sequence[QuestionCount]:
    """Count the answers in the consultations on this organisation's own concerns, per question of the newest words.

    Only own rows: what others answered about their concerns is not in it. A choice keeps its code when its words
    change, so counts go on over versions.
    """
    rows = session.scalars(
        select(ClarificationAnswer)
        .join(Consultation, Consultation.id == ClarificationAnswer.consultation_id)
        .join(Concern, Concern.id == Consultation.concern_id)
        .where(Concern.organisation_id == organisation_id, Concern.status.in_(COUNTED))
        .order_by(ClarificationAnswer.version)
    )
    latest = {(row.consultation_id, row.question_key): row for row in rows}
    given = [row for row in latest.values() if row.choices]
    sets = {row.set_id: session.get_one(QuestionSet, row.set_id) for row in given}
    words: dict[str, Question] = {}
    for kept in sorted(sets.values(), key=lambda one: one.version):
        words |= {question.key: question for question in map(read, kept.questions)}
    return [
        _count(session, question, [row for row in given if row.question_key == key]) for key, question in words.items()
    ]


def _count(session: Session, question: Question, rows: Sequence[ClarificationAnswer]) -> QuestionCount:
    number = Counter(str(code) for row in rows for code in row.choices)
    labels = {choice.code: choice.label for choice in question.choices}
    for code in set(number) - set(labels):
        labels[code] = _label(session, code)
    counted = tuple((label, number[code]) for code, label in labels.items())
    return QuestionCount(question.key, question.text, len(rows), counted)


def _label(session: Session, code: str) -> str:
    try:
        found = session.get(Organisation, uuid.UUID(code))
    except ValueError:
        return code
    return found.label if found is not None else code


def _questions(kept: QuestionSet, label: str | None) -> Questions:
    return Questions(kept.id, kept.version, tuple(map(read, kept.questions)), kept.made_at, label or "", kept.note)
