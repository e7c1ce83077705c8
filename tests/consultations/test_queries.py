"""Finding the consultations that are open to somebody, what was said, and the lessons that were approved."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.consultations import queries, service
from kernpartner.consultations.rules import Ending, ReplyKind
from kernpartner.organisations.models import CoreTeamPlace
from tests.conftest import NOW, TODAY
from tests.consultations.asked import a_concern, asked, in_state
from tests.factories import Place

YESTERDAY = TODAY - timedelta(days=1)


def test_a_consultation_is_found_by_id_and_by_concern(session: Session, place: Place) -> None:
    first, second = a_concern(session, place), a_concern(session, place)
    number = asked(session, place, first)
    found = queries.consultation(session, number)
    assert found is not None
    assert queries.consultation_of(session, first.id) is found
    assert queries.consultation_of(session, second.id) is None
    assert queries.consultations_of(session, [first.id, second.id]) == {first.id: found}
    assert queries.consultations_of(session, []) == {}
    assert queries.consultation(session, uuid.UUID(int=1)) is None


@pytest.mark.parametrize(
    ("state", "open_there"),
    [
        ("open", True),
        ("closed", False),
        ("withdrawn", False),
        ("concern withdrawn", False),
        ("concern gone", False),
        ("concern expired", False),
    ],
)
def test_a_list_holds_what_is_open_and_for_whom(
    session: Session, place: Place, elsewhere: Place, state: str, open_there: bool
) -> None:
    in_state(session, place, state)
    for organisation in (place.school, place.jgz, place.team):
        assert bool(queries.open_to(session, organisation.id, TODAY)) is open_there
    for organisation in (place.other_school, place.sport, elsewhere.school, elsewhere.jgz):
        assert queries.open_to(session, organisation.id, TODAY) == []
        assert queries.waiting_for(session, organisation.id, TODAY) == []
    assert queries.waiting_for(session, place.school.id, TODAY) == [], "who asks is not waited for"
    assert bool(queries.waiting_for(session, place.jgz.id, TODAY)) is open_there
    assert bool(queries.asked_by(session, place.people["ib"].id)) is open_there


def test_who_left_the_core_team_yesterday_reads_nothing_today(session: Session, place: Place) -> None:
    concern = in_state(session, place, "open")
    assert queries.relation(session, concern, place.jgz.id, TODAY) == "core_team"
    for seat in session.scalars(select(CoreTeamPlace).where(CoreTeamPlace.organisation_id == place.jgz.id)):
        seat.valid_to = YESTERDAY
    session.flush()
    assert queries.relation(session, concern, place.jgz.id, TODAY) is None
    assert queries.relation(session, concern, place.team.id, TODAY) == "core_team"
    assert queries.open_to(session, place.jgz.id, TODAY) == []
    number = queries.consultations_of(session, [concern.id])[concern.id].id
    with pytest.raises(service.ConsultationClosed):
        service.say(session, place.actor("jgz"), number, ReplyKind.ADVICE, "Zoek rust.", NOW)


def test_an_organisation_that_spoke_is_not_waited_for_and_the_author_sees_how_many_did(
    session: Session, place: Place
) -> None:
    number = asked(session, place, a_concern(session, place))
    service.say(session, place.actor("ib"), number, ReplyKind.ANSWER, "Nog iets.", NOW)
    service.say(session, place.actor("jgz"), number, ReplyKind.ADVICE, "Zoek rust.", NOW)
    assert queries.waiting_for(session, place.jgz.id, TODAY) == []
    assert [found.id for found in queries.waiting_for(session, place.team.id, TODAY)] == [number]
    assert [(found.id, count) for found, count in queries.asked_by(session, place.people["ib"].id)] == [(number, 1)]
    assert queries.asked_by(session, place.people["jgz"].id) == []


def test_the_first_due_stands_first(session: Session, place: Place) -> None:
    late, soon = a_concern(session, place), a_concern(session, place)
    later = asked(session, place, late, at=NOW + timedelta(days=3))
    sooner = asked(session, place, soon, at=NOW)
    assert [found.id for found in queries.open_to(session, place.jgz.id, TODAY)] == [sooner, later]
    assert [found.id for found in queries.waiting_for(session, place.jgz.id, TODAY)] == [sooner, later]
    assert [found.id for found, _ in queries.asked_by(session, place.people["ib"].id)] == [sooner, later]


def test_what_was_said_comes_oldest_first_with_the_organisation_and_no_person(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place))
    service.say(session, place.actor("worker"), number, ReplyKind.ADVICE, "Tweede.", NOW + timedelta(hours=1))
    service.say(session, place.actor("jgz"), number, ReplyKind.CLARIFYING_QUESTION, "Eerste?", NOW)
    said = queries.replies(session, number)
    assert [(reply.text, reply.organisation_label, reply.kind) for reply in said] == [
        ("Eerste?", "JGZ Proefwijk", "clarifying_question"),
        ("Tweede.", "Buurtteam Proefwijk", "advice"),
    ]
    assert "person" not in " ".join(vars(said[0]))


def test_lessons_are_seen_when_approved_and_wait_only_with_others(
    session: Session, place: Place, elsewhere: Place
) -> None:
    theme = place.themes["zelfbeeld"]
    made = [
        service.write_lesson(
            session, place.actor("ib"), district_id=place.district.id, theme_id=theme, text=f"Les {n}.", now=NOW
        )
        for n in range(3)
    ]
    assert queries.lessons(session, theme) == []
    assert queries.lessons_by_theme(session, place.district.id) == {}
    assert queries.lessons_waiting(session, place.district.id, place.school.id) == []
    assert {lesson.id for lesson in queries.lessons_waiting(session, place.district.id, place.jgz.id)} == set(made)
    assert queries.lessons_waiting(session, elsewhere.district.id, elsewhere.jgz.id) == []
    service.approve_lesson(session, place.actor("jgz"), made[0], NOW)
    service.approve_lesson(session, place.actor("worker"), made[2], NOW + timedelta(days=1))
    assert [lesson.id for lesson in queries.lessons(session, theme)] == [made[2], made[0]]
    assert [lesson.id for lesson in queries.lessons_by_theme(session, place.district.id)[theme]] == [made[2], made[0]]
    assert [lesson.id for lesson in queries.lessons_waiting(session, place.district.id, place.jgz.id)] == [made[1]]
    assert queries.lessons(session, place.themes["lanterfantertijd"]) == []


def test_a_consultation_that_ended_stays_with_its_concern(session: Session, place: Place) -> None:
    concern = a_concern(session, place)
    number = asked(session, place, concern)
    service.close_consultation(session, place.actor("jgz"), number, Ending("borne_together"), NOW)
    found = queries.consultation_of(session, concern.id)
    assert found is not None
    assert (found.status, found.outcome, found.closed_by) == ("closed", "borne_together", place.people["jgz"].id)
