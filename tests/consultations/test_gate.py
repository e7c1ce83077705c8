"""The hard gate: no way in records specialist care without the date of a live talk with family and specialist."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernpartner.consultations import queries, service
from kernpartner.consultations.models import Consultation
from kernpartner.consultations.rules import Ending, Outcome
from kernpartner.consultations.service.finding import LOCAL
from tests.conftest import NOW, TODAY
from tests.consultations.asked import a_concern, asked
from tests.factories import Place

CARE = Outcome.SPECIALIST_CARE.value


@pytest.mark.parametrize("talked", [None, TODAY + timedelta(days=1)], ids=["no date", "a day to come"])
def test_the_services_refuse_it(session: Session, place: Place, talked: object) -> None:
    concern, known = a_concern(session, place), a_concern(session, place)
    number = asked(session, place, concern)
    ending = Ending(CARE, live_talk_on=talked)  # type: ignore[arg-type]
    with pytest.raises(service.OutcomeRefused):
        service.close_consultation(session, place.actor("worker"), number, ending, NOW)
    with pytest.raises(service.OutcomeRefused):
        service.record_known_outcome(session, place.actor("ib"), known.id, ending, NOW)
    assert queries.consultation(session, number).status == "open"  # type: ignore[union-attr]
    assert queries.consultation_of(session, known.id) is None


def test_the_database_refuses_it_however_it_is_written(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place))
    other = a_concern(session, place)
    row = {
        "id": uuid.uuid4(),
        "concern_id": other.id,
        "school_id": place.school.id,
        "asked_at": NOW,
        "due_on": TODAY,
        "status": "closed",
        "outcome": CARE,
    }
    session.commit()
    attempts = (
        update(Consultation).where(Consultation.id == number).values(status="closed", outcome=CARE),
        insert(Consultation).values(**row),
        text("UPDATE consultation SET status = 'closed', outcome = 'specialist_care'"),
    )
    for attempt in attempts:
        with pytest.raises(IntegrityError, match="specialist_care_needs_live_talk"), session.begin_nested():
            session.execute(attempt)
    service.close_consultation(session, place.actor("worker"), number, Ending(CARE, live_talk_on=TODAY), NOW)
    with pytest.raises(IntegrityError, match="specialist_care_needs_live_talk"), session.begin_nested():
        session.execute(update(Consultation).where(Consultation.id == number).values(live_talk_on=None))


def test_the_database_takes_no_talk_that_is_still_to_come(session: Session, place: Place) -> None:
    """Just before and just after midnight in the Netherlands, and without a moment of closing at all."""
    number = asked(session, place, a_concern(session, place))
    midnight = datetime.combine(TODAY + timedelta(days=1), time(), LOCAL)
    closed = {"status": "closed", "outcome": CARE, "live_talk_on": TODAY + timedelta(days=1)}
    session.commit()
    for moment in (NOW, midnight - timedelta(minutes=1), None):
        with pytest.raises(IntegrityError, match="specialist_care_talk_was_held"), session.begin_nested():
            session.execute(update(Consultation).where(Consultation.id == number).values(closed_at=moment, **closed))
    with pytest.raises(IntegrityError, match="specialist_care_talk_was_held"), session.begin_nested():
        session.execute(
            text(
                "UPDATE consultation SET status = 'closed', outcome = 'specialist_care', "
                "closed_at = now(), live_talk_on = 'infinity'"
            )
        )
    session.execute(update(Consultation).where(Consultation.id == number).values(closed_at=midnight, **closed))
    with pytest.raises(IntegrityError, match="specialist_care_talk_was_held"), session.begin_nested():
        session.execute(update(Consultation).values(live_talk_on=TODAY + timedelta(days=2)))


def test_with_the_date_it_is_recorded_with_that_date_and_no_name(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place))
    service.close_consultation(session, place.actor("worker"), number, Ending(CARE, live_talk_on=TODAY), NOW)
    found = queries.consultation(session, number)
    assert found is not None
    assert (found.outcome, found.live_talk_on, found.outcome_reason) == (CARE, TODAY, None)
