"""Texts go in time: three months after their meeting, fifteen months after they came, and with all that was said."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.concerns.models import Concern
from kernpartner.consultations import queries, service
from kernpartner.consultations.models import ClarificationAnswer, Consultation
from kernpartner.consultations.rules import Ending, ReplyKind
from kernpartner.consultations.rules.keeping import Held
from kernpartner.consultations.rules.talk import USUAL_MINUTES, Step
from kernpartner.consultations.service import GivenAnswer
from tests.conftest import NOW, TODAY
from tests.consultations.asked import a_concern, asked
from tests.factories import Place

WORDS = ("vraagwoord", "antwoordwoord", "analysewoord", "conceptwoord", "toelichtwoord", "redenwoord", "geprobeerd")


def everything(session: Session, place: Place, *, end: bool) -> Concern:
    """Give a concern about which something was written everywhere."""
    concern = a_concern(session, place, tried="Iets geprobeerd.", confirmed=(place.themes["lanterfantertijd"],))
    number = asked(session, place, concern, question="Een vraagwoord?")
    jgz, worker = place.actor("jgz"), place.actor("worker")
    service.say(session, jgz, number, ReplyKind.ADVICE, "Een antwoordwoord.", NOW)
    service.write_note(session, jgz, number, Step.ANALYSIS, "Een analysewoord.", NOW, seen_version=0)
    service.write_note(session, worker, number, Step.ANALYSIS, "Nog een analysewoord.", NOW, seen_version=1)
    given = {"eigen-netwerk": GivenAnswer(("familie",), "Een toelichtwoord.")}
    service.answer_questions(session, worker, number, given, NOW)
    service.start_live(session, worker, number, USUAL_MINUTES, NOW)
    if end:
        service.close_consultation(session, worker, number, Ending("not_fitting", "Een redenwoord."), NOW)
    else:
        service.save_talk_draft(session, jgz, number, "advice", "Een conceptwoord.", NOW)
    return concern


def left(session: Session) -> set[str]:
    """Give which of the words still stand anywhere in the database."""
    session.flush()
    tables = session.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
    found = set()
    for table in tables:
        for row in session.scalars(text(f'SELECT t::text FROM "{table}" t')):
            found |= {word for word in WORDS if word in row}
    return found


def at(day: date) -> datetime:
    return NOW + (day - TODAY)


@pytest.mark.parametrize("end", [True, False], ids=["closed", "open"])
def test_after_fifteen_months_no_word_is_left_and_what_counts_stays(
    session: Session, place: Place, *, end: bool
) -> None:
    concern = everything(session, place, end=end)
    before = left(session)
    assert before == set(WORDS) - {"conceptwoord" if end else "redenwoord"}
    day = date(2027, 6, 9)
    assert service.expire_due(session, place.district.id, [], at(day), limit=10) == 0
    assert left(session) == before
    assert service.expire_due(session, place.district.id, [], at(day + timedelta(days=1)), limit=10) == 1
    assert left(session) == set()
    session.expire_all()
    gone = session.get_one(Concern, concern.id)
    assert (gone.status, gone.author_id) == ("expired", None)
    found = queries.consultation_of(session, concern.id)
    assert found is not None
    assert (found.status, found.outcome) == (("closed", "not_fitting") if end else ("withdrawn", None))
    assert queries.answers(session, found.id)["eigen-netwerk"].choices == ("familie",)
    (line,) = session.scalars(select(AuditEntry).where(AuditEntry.verb == "concern.expired")).all()
    assert line.details == {"count": 1}
    assert service.expire_due(session, place.district.id, [], at(day + timedelta(days=1))) == 0, "twice is as once"


def test_three_months_after_the_meeting_the_texts_it_was_about_go(session: Session, place: Place) -> None:
    closed, waiting = everything(session, place, end=True), everything(session, place, end=False)
    later = a_concern(session, place)
    session.execute(
        text("UPDATE concern SET registered_at = :at WHERE id = :id"), {"at": at(date(2026, 5, 2)), "id": later.id}
    )
    held = [Held(date(2026, 5, 1), place.area.id)]
    assert service.expire_due(session, place.district.id, held, at(date(2026, 7, 31))) == 0
    assert service.expire_due(session, place.district.id, held, at(date(2026, 8, 1))) == 1
    session.expire_all()
    states = {one.id: one.status for one in session.scalars(select(Concern))}
    assert (states[closed.id], states[waiting.id], states[later.id]) == ("expired", "open", "open")
    assert session.get_one(Concern, closed.id).author_id is not None, "the author still hears what became of it"


def test_a_meeting_of_one_school_lets_only_its_texts_go(session: Session, place: Place) -> None:
    concern = a_concern(session, place)
    elsewhere = [Held(date(2026, 5, 1), place.area.id, place.other_school.id), Held(date(2026, 5, 1), uuid.uuid4())]
    assert service.expire_due(session, place.district.id, elsewhere, at(date(2026, 9, 1))) == 0
    here = [Held(date(2026, 5, 1), place.area.id, place.school.id)]
    assert service.expire_due(session, place.district.id, here, at(date(2026, 9, 1))) == 1
    session.expire_all()
    assert session.get_one(Concern, concern.id).text is None


def test_a_meeting_on_the_day_itself_was_not_about_what_came_that_day(session: Session, place: Place) -> None:
    a_concern(session, place)
    assert service.expire_due(session, place.district.id, [Held(TODAY, place.area.id)], at(date(2026, 9, 1))) == 0


def test_texts_of_another_district_stay(session: Session, place: Place, elsewhere: Place) -> None:
    a_concern(session, place)
    assert service.expire_due(session, elsewhere.district.id, [], at(date(2030, 1, 1))) == 0


@pytest.mark.parametrize("verb", ["withdraw the question", "withdraw the concern"])
def test_what_is_taken_back_leaves_no_word_readable_at_once(session: Session, place: Place, verb: str) -> None:
    concern = everything(session, place, end=False)
    found = queries.consultation_of(session, concern.id)
    assert found is not None
    if verb == "withdraw the question":
        service.withdraw_consultation(session, place.actor("ib"), found.id, NOW)
        assert left(session) == {"geprobeerd"}, "the concern itself is still the school's"
    else:
        service.take_back(session, place.actor("ib"), concern.id, NOW)
        assert left(session) == set()
    session.expire_all()
    assert session.get_one(Consultation, found.id).status == "withdrawn"
    assert session.scalars(select(ClarificationAnswer)).all() == []


def test_a_word_that_was_missed_goes_from_every_text_of_the_talk(session: Session, place: Place) -> None:
    concern = everything(session, place, end=False)
    for word in WORDS:
        service.remove_missed(session, place.actor("ib"), concern.id, [word], NOW)
    assert left(session) == set()
