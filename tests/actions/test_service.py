"""Actions live on: agreed, finished, dropped, postponed and handed over, with every change kept."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from kernpartner.actions import queries, service
from kernpartner.actions.rules import ActionInput, ActionProblem, Status
from kernpartner.audit import queries as audit_queries
from tests.conftest import NOW, TODAY
from tests.factories import Place, a_place

LATER = NOW + timedelta(days=3)


@pytest.fixture
def place(session: Session) -> Place:
    return a_place(session)


def agreed(session: Session, place: Place, **more: object) -> uuid.UUID:
    given = ActionInput(place.district.id, "SportUtrecht uitnodigen in de klas", place.team.id, due_on=date(2026, 5, 1))
    return service.agree_action(session, place.actor("coordinator"), replace(given, **more), NOW)  # type: ignore[arg-type]


def test_an_agreed_action_is_open_until_it_is_done(session: Session, place: Place) -> None:
    action_id = agreed(session, place)
    (row,) = queries.open_actions(session, district_id=place.district.id)
    assert (row.id, row.owner, row.status, row.due_on) == (action_id, place.team.label, Status.OPEN, date(2026, 5, 1))
    assert service.change_status(session, place.actor("worker"), action_id, Status.DONE, LATER)
    assert queries.open_actions(session, district_id=place.district.id) == []


def test_a_status_that_it_has_already_changes_nothing(session: Session, place: Place) -> None:
    action_id = agreed(session, place)
    assert service.change_status(session, place.actor("worker"), action_id, Status.DROPPED, LATER)
    assert not service.change_status(session, place.actor("worker"), action_id, Status.DROPPED, LATER)
    assert [change.status for change in queries.history(session, action_id)] == [Status.OPEN, Status.DROPPED]


def test_every_change_is_kept_with_the_organisation_that_made_it(session: Session, place: Place) -> None:
    action_id = agreed(session, place)
    worker = place.actor("worker")
    service.postpone(session, worker, action_id, date(2026, 6, 1), LATER, note="De school vroeg uitstel.")
    service.hand_over(session, worker, action_id, place.jgz.id, LATER + timedelta(days=1))
    history = queries.history(session, action_id)
    assert [(change.owner, change.due_on) for change in history] == [
        (place.team.label, date(2026, 5, 1)),
        (place.team.label, date(2026, 6, 1)),
        (place.jgz.label, date(2026, 6, 1)),
    ]
    assert history[1].note == "De school vroeg uitstel."
    assert {change.organisation for change in history} == {place.team.label}


def test_another_organisation_does_not_change_an_action(session: Session, place: Place) -> None:
    action_id = agreed(session, place)
    with pytest.raises(service.NotTheOwner):
        service.change_status(session, place.actor("ib"), action_id, Status.DONE, LATER)
    with pytest.raises(service.NotTheOwner):
        service.hand_over(session, place.actor("jgz"), action_id, place.jgz.id, LATER)


def test_the_coordinator_changes_any_action_of_the_own_district_only(session: Session, place: Place) -> None:
    action_id = agreed(session, place, owner_organisation_id=place.jgz.id)
    elsewhere = a_place(session, "andere-wijk")
    with pytest.raises(service.NotTheOwner):
        service.change_status(session, elsewhere.actor("coordinator"), action_id, Status.DONE, LATER)
    assert service.change_status(session, place.actor("coordinator"), action_id, Status.DONE, LATER)


def test_what_a_school_agreed_is_no_action_of_the_area(session: Session, place: Place) -> None:
    of_school = agreed(session, place, school_id=place.school.id)
    of_area = agreed(session, place)
    district = place.district.id
    assert [row.id for row in queries.open_actions(session, district_id=district)] == [of_area]
    assert [row.id for row in queries.open_actions(session, district_id=district, school_id=place.school.id)] == [
        of_school
    ]
    assert queries.open_actions(session, district_id=district, school_id=place.other_school.id) == []
    assert {row.id for row in queries.actions_of_owner(session, place.team.id)} == {of_area, of_school}


def test_an_owner_outside_the_district_is_refused(session: Session, place: Place) -> None:
    elsewhere = a_place(session, "andere-wijk")
    with pytest.raises(service.ActionRefused) as refused:
        agreed(session, place, owner_organisation_id=elsewhere.team.id)
    assert refused.value.problems == {"owner": ActionProblem.OWNER_UNKNOWN}
    with pytest.raises(service.ActionRefused):
        agreed(session, place, owner_person_id=place.people["sport"].id)


def test_an_action_without_text_or_owner_is_refused(session: Session, place: Place) -> None:
    with pytest.raises(service.ActionRefused) as refused:
        agreed(session, place, text=" ", owner_organisation_id=None, due_on=TODAY - timedelta(days=1))
    assert set(refused.value.problems) == {"text", "owner", "due_on"}


def test_what_identifies_is_gone_before_an_action_is_kept(session: Session, place: Place) -> None:
    action_id = agreed(session, place, text="Bel ouder op 06-12345678 over de afspraak")
    row = queries.action(session, action_id)
    assert row is not None
    assert "12345678" not in row.text
    assert "afspraak" in row.text


def test_the_first_due_comes_first_and_those_without_a_day_last(session: Session, place: Place) -> None:
    none = agreed(session, place, due_on=None)
    late = agreed(session, place, due_on=date(2026, 9, 1))
    soon = agreed(session, place, due_on=date(2026, 4, 1))
    assert [row.id for row in queries.open_actions(session, district_id=place.district.id)] == [soon, late, none]


def test_every_change_leaves_a_line_in_the_audit_trail(session: Session, place: Place) -> None:
    action_id = agreed(session, place)
    service.change_status(session, place.actor("worker"), action_id, Status.DONE, LATER)
    lines = audit_queries.entries(session, subject_id=action_id)
    assert [(line.verb, line.details) for line in lines] == [
        ("action.changed", {"status": "done"}),
        ("action.changed", {"status": "open"}),
    ]


def test_an_action_that_is_not_there_cannot_be_changed(session: Session, place: Place) -> None:
    with pytest.raises(service.NoSuchAction):
        service.change_status(session, place.actor("coordinator"), uuid.uuid4(), Status.DONE, NOW)
    assert queries.action(session, uuid.uuid4()) is None
