"""Changes the clarifying questions, version by version, and the answers in a consultation."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.consultations import queries
from kernpartner.consultations.models import ClarificationAnswer, QuestionSet
from kernpartner.consultations.rules.clarification import (
    FIRST_SET,
    REMARK_LIMIT,
    Question,
    QuestionInput,
    SetProblem,
    composed,
    fitting,
    set_problem,
)
from kernpartner.consultations.service.finding import cleaned, day_of, open_to
from kernpartner.districts.models import District
from kernpartner.organisations import queries as organisation_queries


@dataclass(frozen=True)
class GivenAnswer:
    """What somebody filled in at one question; `seen_version` is the answer that stood there (0: none)."""

    choices: tuple[str, ...]
    remark: str = ""
    seen_version: int = 0


class QuestionsRefused(ValueError):
    """A set of questions cannot be like this; `problem` says why."""

    def __init__(self, problem: SetProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class QuestionsChanged(ValueError):
    """Somebody else made a next version since this one was seen."""


def change_questions(
    session: Session,
    actor: Actor,
    district_id: uuid.UUID,
    given: Sequence[QuestionInput],
    now: datetime,
    *,
    seen_version: int,
    note: str = "",
) -> int:
    """Keep a next version of a district's clarifying questions, cleaned; give its number.

    Consultations that began with an earlier version keep it. Raises `QuestionsRefused`, `QuestionsChanged`.
    """
    _lock(session, district_id)
    newest = queries.question_sets(session, district_id)[0]
    # Cleaned before codes are made of words: what identifies must not live on in a code.
    questions = composed([_cleaned(session, district_id, one) for one in given], newest.questions)
    problem = set_problem(questions)
    if problem is not None:
        raise QuestionsRefused(problem)
    if newest.version != seen_version:
        raise QuestionsChanged(f"version {newest.version} is the newest")
    if questions == newest.questions and newest.id is not None:
        return newest.version
    note = cleaned(session, district_id, note)
    made = _keep(session, district_id, newest.version + 1, questions, now, actor, note)
    record(session, actor, "consultation.questions_changed", "question_set", made.id, now, version=str(made.version))
    return made.version


def answer_questions(
    session: Session,
    actor: Actor,
    consultation_id: uuid.UUID,
    given: Mapping[str, GivenAnswer],
    now: datetime,
) -> Collection[str]:
    """Keep the answers that changed, remarks cleaned; give the questions that somebody else answered meanwhile.

    An answer that was not changed here is left alone, so that two people can answer at once. What is not kept for
    another's answer is for the page to show: nothing is overwritten. Raises `ConsultationClosed`.
    """
    assert actor.organisation_id is not None and actor.person_id is not None
    asked, concern = open_to(session, actor, consultation_id, now)
    asked_set = _asked_set(session, asked.id, concern.district_id, now)
    known = queries.answers(session, asked.id)
    places = {str(one.id) for one in organisation_queries.organisations(session, concern.district_id, on=day_of(now))}
    conflicts, changed = [], 0
    for question in asked_set.questions:
        answer = given.get(question.key)
        if answer is None:
            continue
        choices = fitting(question, answer.choices, places)
        remark = cleaned(session, concern.district_id, answer.remark.strip()[:REMARK_LIMIT]) or None
        before = known.get(question.key)
        if (choices, remark) == ((before.choices, before.remark) if before else ((), None)):
            continue
        if answer.seen_version != (before.version if before else 0):
            if not _untouched(session, asked.id, question.key, answer.seen_version, choices, remark):
                conflicts.append(question.key)
            continue
        assert asked_set.id is not None
        session.add(
            ClarificationAnswer(
                consultation_id=asked.id,
                set_id=asked_set.id,
                question_key=question.key,
                version=answer.seen_version + 1,
                choices=list(choices),
                remark=remark,
                organisation_id=actor.organisation_id,
                person_id=actor.person_id,
                answered_at=now,
            )
        )
        changed += 1
    session.flush()
    if changed:
        record(
            session,
            actor,
            "consultation.clarified",
            "consultation",
            asked.id,
            now,
            version=str(asked_set.version),
            answers=str(changed),
        )
    return conflicts


def _untouched(
    session: Session,
    consultation_id: uuid.UUID,
    key: str,
    seen_version: int,
    choices: tuple[str, ...],
    remark: str | None,
) -> bool:
    """Say whether the form holds what stood there when it was opened: then nobody answered here."""
    if seen_version == 0:
        return not choices and remark is None
    seen = session.scalar(
        select(ClarificationAnswer).where(
            ClarificationAnswer.consultation_id == consultation_id,
            ClarificationAnswer.question_key == key,
            ClarificationAnswer.version == seen_version,
        )
    )
    return seen is not None and (tuple(seen.choices), seen.remark) == (choices, remark)


def _asked_set(
    session: Session, consultation_id: uuid.UUID, district_id: uuid.UUID, now: datetime
) -> queries.Questions:
    """Give the set that this consultation is asked in, kept as version 1 when the district had none."""
    found = queries.question_set_for(session, consultation_id, district_id)
    if found.id is not None:
        return found
    _lock(session, district_id)
    found = queries.question_set_for(session, consultation_id, district_id)
    if found.id is not None:
        return found
    kept = _keep(session, district_id, 1, FIRST_SET, now)
    return dataclasses.replace(found, id=kept.id, version=kept.version)


def _keep(
    session: Session,
    district_id: uuid.UUID,
    version: int,
    questions: Sequence[Question],
    now: datetime,
    actor: Actor | None = None,
    note: str = "",
) -> QuestionSet:
    kept = QuestionSet(
        district_id=district_id,
        version=version,
        questions=[question.stored() for question in questions],
        note=note,
        organisation_id=actor.organisation_id if actor else None,
        person_id=actor.person_id if actor else None,
        made_at=now,
    )
    session.add(kept)
    session.flush()
    return kept


def _lock(session: Session, district_id: uuid.UUID) -> None:
    session.execute(select(District.id).where(District.id == district_id).with_for_update(key_share=True))


def _cleaned(session: Session, district_id: uuid.UUID, given: QuestionInput) -> QuestionInput:
    return dataclasses.replace(
        given,
        text=cleaned(session, district_id, given.text),
        help=cleaned(session, district_id, given.help) if given.help else "",
        choices=tuple(dict.fromkeys(cleaned(session, district_id, label) for label in given.choices)),
    )
