"""What the tables of consultations refuse by themselves, whoever writes to them."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernpartner.consultations.models import Consultation, Lesson, Reply
from kernpartner.consultations.rules import Outcome, ReplyKind
from tests.conftest import NOW, TODAY
from tests.consultations.asked import a_concern, asked
from tests.factories import Place


def written(session: Session, place: Place, **more: Any) -> None:
    """Write a consultation past every service, as somebody with SQL would."""
    concern = a_concern(session, place)
    given: dict[str, Any] = {"status": "closed", "closed_at": NOW, "due_on": TODAY, "asked_at": NOW}
    session.add(Consultation(concern_id=concern.id, school_id=place.school.id, **(given | more)))
    session.flush()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"outcome": "specialist_care"}, "specialist_care_needs_live_talk"),
        ({"outcome": "specialist_care", "action_on": TODAY, "outcome_reason": "x"}, "specialist_care_needs_live_talk"),
        ({"outcome": "small_action"}, "small_action_needs_date"),
        ({"outcome": "genezen"}, "outcome_known"),
        ({"outcome": ""}, "outcome_known"),
        ({"outcome": None}, "closed_has_outcome"),
        ({"status": "open", "outcome": "own_network"}, "closed_has_outcome"),
        ({"status": "withdrawn", "outcome": "own_network"}, "closed_has_outcome"),
        ({"status": "answered", "outcome": None}, "status_known"),
    ],
)
def test_a_state_that_cannot_be_is_refused_by_the_table(
    session: Session, place: Place, more: dict[str, Any], why: str
) -> None:
    with pytest.raises(IntegrityError, match=why), session.begin_nested():
        written(session, place, **more)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_can_be_kept_with_what_it_needs(session: Session, place: Place, outcome: Outcome) -> None:
    written(session, place, outcome=outcome.value, action_on=TODAY, live_talk_on=TODAY)


def test_specialist_care_cannot_be_made_of_another_outcome_afterwards(session: Session, place: Place) -> None:
    written(session, place, outcome="own_network")
    for statement in (
        "UPDATE consultation SET outcome = 'specialist_care'",
        "UPDATE consultation SET outcome = 'specialist_care', live_talk_on = NULL",
    ):
        with pytest.raises(IntegrityError, match="specialist_care_needs_live_talk"), session.begin_nested():
            session.execute(text(statement))
    session.execute(text("UPDATE consultation SET outcome = 'specialist_care', live_talk_on = '2026-03-10'"))
    with pytest.raises(IntegrityError, match="specialist_care_needs_live_talk"), session.begin_nested():
        session.execute(text("UPDATE consultation SET live_talk_on = NULL"))


def test_a_concern_has_one_consultation(session: Session, place: Place) -> None:
    concern = a_concern(session, place)
    asked(session, place, concern)
    with pytest.raises(IntegrityError, match="uq_consultation_concern_id"), session.begin_nested():
        session.add(Consultation(concern_id=concern.id, school_id=place.school.id, asked_at=NOW, due_on=TODAY))
        session.flush()


@pytest.mark.parametrize("kind", [*ReplyKind, "opinion", ""])
def test_a_reply_is_of_a_known_kind(session: Session, place: Place, kind: str) -> None:
    reply = Reply(
        consultation_id=asked(session, place, a_concern(session, place)),
        organisation_id=place.jgz.id,
        person_id=place.people["jgz"].id,
        kind=kind,
        text="x",
        said_at=NOW,
    )
    if kind in set(ReplyKind):
        session.add(reply)
        session.flush()
        return
    with pytest.raises(IntegrityError, match="kind_known"), session.begin_nested():
        session.add(reply)
        session.flush()


def test_the_organisation_that_wrote_a_lesson_cannot_approve_it_by_sql_either(session: Session, place: Place) -> None:
    session.add(
        Lesson(
            id=uuid.UUID(int=5),
            district_id=place.district.id,
            theme_id=place.themes["zelfbeeld"],
            organisation_id=place.school.id,
            written_by=place.people["ib"].id,
            written_at=NOW,
            text="Begin met wat goed gaat.",
        )
    )
    session.flush()
    approve = text("UPDATE lesson SET approved_by_organisation_id = :by, approved_at = now()")
    with pytest.raises(IntegrityError, match="second_organisation_approves"), session.begin_nested():
        session.execute(approve, {"by": place.school.id})
    session.execute(approve, {"by": place.jgz.id})
