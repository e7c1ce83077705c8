"""Changes paraphrases: written in own words, approved by others, withdrawn; and says which offer helped in a lesson."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.concerns import queries as concern_queries
from kernpartner.consultations.models import Lesson
from kernpartner.db.uuid7 import uuid7
from kernpartner.digests import queries
from kernpartner.digests.models import OfferUse, Paraphrase, ParaphraseApproval
from kernpartner.digests.rules import ParaphraseProblem, paraphrase_problem, plainly, shares_words
from kernpartner.districts import queries as district_queries
from kernpartner.offers import queries as offer_queries
from kernpartner.organisations import queries as organisation_queries
from kernpartner.privacy.deidentify import clean

LOCAL = ZoneInfo("Europe/Amsterdam")


class ParaphraseRefused(ValueError):
    """The text cannot be told to partners; `problem` says why."""

    def __init__(self, problem: ParaphraseProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class ParaphraseGone(LookupError):
    """There is no such paraphrase, or it was withdrawn."""


class NotYourParaphrase(PermissionError):
    """The writer does not approve the own words, and only the writer's organisation withdraws them."""


def write_paraphrase(
    session: Session, actor: Actor, *, area_id: uuid.UUID, statement_id: uuid.UUID, text: str, now: datetime
) -> uuid.UUID:
    """Keep a text about a shown block, in own words; give its id; raises `ParaphraseRefused`.

    It is held against the concerns of the writer's own organisation here, and against all when a digest is
    compiled: a refusal must not tell the writer what others wrote.
    """
    assert actor.organisation_id is not None and actor.person_id is not None
    text = plainly(text)
    block = next(
        (one for one in queries.shown_blocks(session, area_id, _day(now)) if one.statement_id == statement_id), None
    )
    if block is None:
        raise ParaphraseRefused(ParaphraseProblem.BLOCK_MISSING)
    district_id = organisation_queries.organisation(session, actor.organisation_id).district_id
    problem = paraphrase_problem(text) or _problem_here(session, actor.organisation_id, district_id, area_id, text)
    if problem is not None:
        raise ParaphraseRefused(problem)
    made = Paraphrase(
        district_id=district_id,
        area_id=area_id,
        theme_id=block.theme_id,
        statement_id=statement_id,
        organisation_id=actor.organisation_id,
        written_by=actor.person_id,
        written_at=now,
        text=text,
    )
    session.add(made)
    session.flush()
    record(session, actor, "paraphrase.written", "paraphrase", made.id, now, theme=str(made.theme_id))
    return made.id


def approve_paraphrase(session: Session, actor: Actor, paraphrase_id: uuid.UUID, now: datetime) -> None:
    """Say that somebody recognises this in more than one case and nobody in it; raises as the classes above say.

    Twice is as once. Two people of two organisations are needed, and the writer is none of them.
    """
    assert actor.organisation_id is not None and actor.person_id is not None
    found = _standing(session, paraphrase_id)
    if found.written_by == actor.person_id:
        raise NotYourParaphrase("somebody else approves a paraphrase")
    if organisation_queries.organisation(session, actor.organisation_id).district_id != found.district_id:
        raise ParaphraseGone("no such paraphrase in this district")
    written = session.execute(
        insert(ParaphraseApproval)
        .values(
            id=uuid7(),
            paraphrase_id=found.id,
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
            at=now,
        )
        .on_conflict_do_nothing(index_elements=["paraphrase_id", "person_id"])
        .returning(ParaphraseApproval.id)
    )
    if written.first() is not None:
        record(session, actor, "paraphrase.approved", "paraphrase", found.id, now, theme=str(found.theme_id))


def withdraw_paraphrase(session: Session, actor: Actor, paraphrase_id: uuid.UUID, now: datetime) -> None:
    """Take an own paraphrase back: no digest compiled from now on tells it; raises as the classes above say."""
    found = _standing(session, paraphrase_id)
    if found.organisation_id != actor.organisation_id:
        raise NotYourParaphrase("only the organisation that wrote a paraphrase withdraws it")
    found.withdrawn_at = now
    session.flush()
    record(session, actor, "paraphrase.withdrawn", "paraphrase", found.id, now, theme=str(found.theme_id))


def name_offer_used(session: Session, actor: Actor, lesson_id: uuid.UUID, offer_id: uuid.UUID, now: datetime) -> bool:
    """Say which standing offer helped in an own lesson; False when that cannot be, or was said before.

    Only the organisation that wrote the lesson knows, and the offer is one to the lesson's theme.
    """
    assert actor.person_id is not None
    lesson = session.get(Lesson, lesson_id)
    if lesson is None or lesson.organisation_id != actor.organisation_id:
        return False
    if offer_id not in {one.offer_id for one in offer_queries.offers_for(session, lesson.theme_id, _day(now))}:
        return False
    written = session.execute(
        insert(OfferUse)
        .values(id=uuid7(), lesson_id=lesson_id, offer_id=offer_id, named_by=actor.person_id, at=now)
        .on_conflict_do_nothing(index_elements=["lesson_id"])
        .returning(OfferUse.id)
    )
    if written.first() is None:
        return False
    record(session, actor, "offer.helped", "offer", offer_id, now, theme=str(lesson.theme_id))
    return True


def _problem_here(
    session: Session, organisation_id: uuid.UUID, district_id: uuid.UUID, area_id: uuid.UUID, text: str
) -> ParaphraseProblem | None:
    """Say what only this district and the writer's own concerns can tell: a name, or somebody's sentence."""
    if clean(text, district_queries.word_lists(session, district_id)).findings:
        return ParaphraseProblem.IDENTIFIES
    if shares_words(text, concern_queries.texts_of_area(session, area_id, organisation_id)):
        return ParaphraseProblem.SOMEBODYS_WORDS
    return None


def _standing(session: Session, paraphrase_id: uuid.UUID) -> Paraphrase:
    found = session.get(Paraphrase, paraphrase_id, with_for_update=True, populate_existing=True)
    if found is None or found.withdrawn_at is not None:
        raise ParaphraseGone(f"no standing paraphrase {paraphrase_id}")
    return found


def _day(now: datetime) -> date:
    return now.astimezone(LOCAL).date()
