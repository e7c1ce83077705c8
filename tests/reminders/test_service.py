"""Who is reminded of what, and who is not, on a real database."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kernpartner.actions import service as action_service
from kernpartner.actions.rules import ActionInput, Status
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations import service as consultation_service
from kernpartner.consultations.rules import Ending, ReplyKind
from kernpartner.notices.models import Notice
from kernpartner.offers import service as offer_service
from kernpartner.offers.models import Offer
from kernpartner.offers.rules import OfferInput
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.models import Ambassador
from kernpartner.reminders import service
from tests.conftest import NOW, TODAY
from tests.factories import LONG_AGO, Place, a_place

TEXT = "Leerling zit vaak alleen op het plein."


@pytest.fixture
def place(session: Session) -> Place:
    return a_place(session)


@pytest.fixture
def asked(session: Session, place: Place) -> uuid.UUID:
    given = ConcernInput(
        text=TEXT, age_band="11-12", perspective="professional", wider="yes", occurred_on=TODAY, confirmed=()
    )
    concern = log_concern(session, place.actor("ib"), given, NOW)
    return consultation_service.ask_advice(session, place.actor("ib"), concern, "Wie denkt mee?", NOW)


def remind(session: Session, place: Place, on: date) -> list[tuple[str, str]]:
    """Remind on a day and give who was told what, new ones only."""
    before = set(session.scalars(select(Notice.id)))
    service.remind_district(session, place.district.id, on, datetime.combine(on, time(10), tzinfo=NOW.tzinfo))
    names = {person.id: who for who, person in place.people.items()}
    new = session.scalars(select(Notice).where(Notice.id.not_in(before)))
    return sorted((names[notice.person_id], notice.kind) for notice in new)


def test_a_new_question_reminds_nobody(session: Session, place: Place, asked: uuid.UUID) -> None:
    assert remind(session, place, TODAY) == []


def test_each_organisation_that_said_nothing_is_reminded_with_the_reason_once(
    session: Session, place: Place, asked: uuid.UUID
) -> None:
    consultation_service.say(session, place.actor("jgz"), asked, ReplyKind.ADVICE, "Een maatje.", NOW)
    due = consultation_queries.consultation(session, asked).due_on  # type: ignore[union-attr]
    week = TODAY + timedelta(days=7)
    assert remind(session, place, week) == [("coordinator", "remind_unanswered"), ("worker", "remind_unanswered")]
    assert remind(session, place, week) == []
    assert remind(session, place, week + timedelta(days=1)) == []
    assert remind(session, place, due) == [("coordinator", "remind_deadline"), ("worker", "remind_deadline")]
    after = remind(session, place, due + timedelta(days=1))
    assert after == [("coordinator", "remind_overdue"), ("worker", "remind_overdue")]


def test_a_question_that_ended_or_was_withdrawn_reminds_nobody(
    session: Session, place: Place, asked: uuid.UUID
) -> None:
    consultation_service.withdraw_consultation(session, place.actor("ib"), asked, NOW)
    assert remind(session, place, TODAY + timedelta(days=40)) == []


def test_an_answered_question_without_an_outcome_reminds_its_author_alone(
    session: Session, place: Place, asked: uuid.UUID
) -> None:
    for who in ("jgz", "worker"):
        consultation_service.say(session, place.actor(who), asked, ReplyKind.ADVICE, "Een maatje.", NOW)
    due = consultation_queries.consultation(session, asked).due_on  # type: ignore[union-attr]
    assert remind(session, place, due + timedelta(days=4)) == []
    assert remind(session, place, due + timedelta(days=5)) == [("ib", "remind_outcome")]
    assert remind(session, place, due + timedelta(days=6)) == []
    consultation_service.close_consultation(session, place.actor("ib"), asked, Ending("own_network"), NOW)
    assert remind(session, place, due + timedelta(days=60)) == []


def test_a_reminder_names_the_item_and_never_its_content(session: Session, place: Place, asked: uuid.UUID) -> None:
    remind(session, place, TODAY + timedelta(days=7))
    found = session.scalars(select(Notice).where(Notice.kind == "remind_unanswered")).all()
    number = f"S-{consultation_queries.consultation(session, asked).concern_id.hex[-6:].upper()}"  # type: ignore[union-attr]
    for notice in found:
        assert set(notice.context) == {"consultation", "number", "due_on", "organisation", "since"}
        assert notice.context["number"] == number
        assert "plein" not in str(notice.context) and "denkt mee" not in str(notice.context)


def test_an_action_reminds_its_owner_before_its_day_and_once_after(session: Session, place: Place) -> None:
    due = TODAY + timedelta(days=10)
    given = ActionInput(place.district.id, "Een spel op het plein", place.jgz.id, None, due_on=due)
    made = action_service.agree_action(session, place.actor("coordinator"), given, NOW)
    assert remind(session, place, TODAY) == []
    assert remind(session, place, due - timedelta(days=2)) == [("jgz", "remind_action")]
    assert remind(session, place, due + timedelta(days=1)) == [("jgz", "remind_action")]
    assert remind(session, place, due + timedelta(days=5)) == []
    action_service.change_status(session, place.actor("jgz"), made, Status.DONE, NOW)
    assert remind(session, place, due + timedelta(days=50)) == []
    assert "spel" not in str([notice.context for notice in session.scalars(select(Notice))])


def test_an_ambassador_is_reminded_after_the_time_that_the_district_chose_until_it_confirms(
    session: Session, place: Place
) -> None:
    organisation_service.appoint_ambassador(
        session,
        person_id=place.people["worker"].id,
        organisation_id=place.team.id,
        represents_id=place.sport.id,
        on=TODAY,
    )
    organisation_service.set_refresh_days(session, place.actor("coordinator"), place.district.id, 90, NOW)
    assert remind(session, place, TODAY + timedelta(days=89)) == []
    assert remind(session, place, TODAY + timedelta(days=90)) == [("worker", "remind_ambassador")]
    assert remind(session, place, TODAY + timedelta(days=100)) == []
    assert remind(session, place, TODAY + timedelta(days=121)) == [("worker", "remind_ambassador")]
    ambassador = session.scalars(select(Ambassador.id)).one()
    later = NOW + timedelta(days=125)
    organisation_service.confirm_ambassador(session, place.actor("worker"), ambassador, later)
    assert remind(session, place, later.date() + timedelta(days=80)) == []


def test_a_partner_is_reminded_of_a_contribution_that_is_a_year_old(session: Session, place: Place) -> None:
    theme = place.themes["lanterfantertijd"]
    offer_service.tie_partner(session, theme_id=theme, organisation_id=place.sport.id, on=LONG_AGO)
    offer_service.make_offer(session, place.actor("sport"), OfferInput(theme_id=theme, form="inloop"), NOW)
    assert remind(session, place, TODAY + timedelta(days=364)) == []
    assert remind(session, place, TODAY + timedelta(days=365)) == [("sport", "remind_offer")]
    session.execute(update(Offer).values(last_confirmed_on=TODAY + timedelta(days=366)))
    assert remind(session, place, TODAY + timedelta(days=400)) == []


def test_another_district_is_left_alone(session: Session, place: Place, asked: uuid.UUID) -> None:
    other = a_place(session, "anderewijk")
    on = TODAY + timedelta(days=30)
    assert service.remind_district(session, other.district.id, on, NOW) == 0
