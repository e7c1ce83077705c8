"""What came of a meeting: revisions that are never overwritten, decisions and actions that live on."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kernpartner.actions.rules import ActionInput
from kernpartner.actions.service import agree_action
from kernpartner.meetings import queries, service
from kernpartner.meetings.models import AgendaItem, Meeting
from tests.conftest import NOW, TODAY
from tests.meetings.world import STARTS, World, a_world

AFTER = STARTS + timedelta(hours=2)


@pytest.fixture
def world(session: Session) -> World:
    made = a_world(session)
    service.settle(session, made.place.actor("coordinator"), made.meeting.id, NOW)
    return made


def theme(session: Session, world: World) -> AgendaItem:
    return next(one.item for one in queries.outcome(session, world.meeting) if one.item.title == "Lanterfantertijd")


def test_minutes_are_kept_per_item_with_revisions(session: Session, world: World) -> None:
    actor, item = world.place.actor("coordinator"), theme(session, world)
    assert service.record_minutes(session, actor, world.meeting.id, item.id, "Veel herkenning.", 0, AFTER) == 1
    assert service.record_minutes(session, actor, world.meeting.id, item.id, "Veel herkenning.", 1, AFTER) == 1
    assert service.record_minutes(session, actor, world.meeting.id, item.id, "Meer ruimte op het plein.", 1, AFTER) == 2
    one = next(one for one in queries.outcome(session, world.meeting) if one.item.id == item.id)
    assert (one.text, one.revision) == ("Meer ruimte op het plein.", 2)
    assert [row.text for row in queries.revisions(session, item.id)] == [
        "Meer ruimte op het plein.",
        "Veel herkenning.",
    ]
    assert world.meeting.status == "held"


def test_a_second_writer_does_not_overwrite_the_first(session: Session, world: World) -> None:
    actor, item = world.place.actor("coordinator"), theme(session, world)
    service.record_minutes(session, actor, world.meeting.id, item.id, "Eerste", 0, AFTER)
    assert service.record_minutes(session, actor, world.meeting.id, item.id, "Tweede", 0, AFTER) == 2
    assert queries.revisions(session, item.id)[0].text == "Eerste\nTweede"
    service.record_minutes(session, actor, world.meeting.id, item.id, "Eerste plein\nTweede", 2, AFTER)
    with pytest.raises(service.MinutesChangedMeanwhile):
        service.record_minutes(session, actor, world.meeting.id, item.id, "Eerste hek\nTweede", 2, AFTER)
    with pytest.raises(service.MinutesChangedMeanwhile):
        service.record_minutes(session, actor, world.meeting.id, item.id, "Eerste", 99, AFTER)
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text("UPDATE item_minutes SET text = ''"))


def test_a_save_that_is_sent_again_is_kept_once(session: Session, world: World) -> None:
    actor, item, key = world.place.actor("coordinator"), theme(session, world), str(uuid.uuid4())
    first = service.record_minutes(session, actor, world.meeting.id, item.id, "Een", 0, AFTER, save_key=key)
    service.record_minutes(session, actor, world.meeting.id, item.id, "Een\nTwee", first, AFTER)
    assert service.record_minutes(session, actor, world.meeting.id, item.id, "Een", 0, AFTER, save_key=key) == first
    assert queries.revisions(session, item.id)[0].text == "Een\nTwee"
    decided = service.decide(session, actor, world.meeting.id, item.id, "Een plein.", AFTER, save_key=key)
    assert service.decide(session, actor, world.meeting.id, item.id, "Een plein.", AFTER, save_key=key) == decided
    given = ActionInput(world.place.district.id, "Bellen", world.place.jgz.id, save_key=key)
    assert agree_action(session, actor, given, NOW) == agree_action(session, actor, given, NOW)


def test_the_timer_runs_from_when_the_table_began_with_an_item(session: Session, world: World) -> None:
    actor, items = world.place.actor("coordinator"), [one.item for one in queries.outcome(session, world.meeting)]
    before = queries.turn(session, world.meeting)
    assert before is not None and (before.number, before.item.id) == (1, items[0].id)
    assert before.ends_at == STARTS + timedelta(minutes=items[0].minutes)
    service.begin_item(session, actor, world.meeting.id, items[1].id, AFTER)
    turn = queries.turn(session, world.meeting)
    assert turn is not None and turn.item.id == items[1].id and turn.following is not None
    assert turn.following.id == items[2].id
    assert turn.ends_at == AFTER + timedelta(minutes=items[1].minutes)
    last = queries.turn(session, world.meeting, items[-1].id)
    assert last is not None and last.following is None


def test_what_identifies_is_not_kept_in_minutes_and_decisions(session: Session, world: World) -> None:
    actor, item = world.place.actor("coordinator"), theme(session, world)
    service.record_minutes(session, actor, world.meeting.id, item.id, "Bel 06-12345678.", 0, AFTER)
    service.decide(session, actor, world.meeting.id, item.id, "Mail ouder@example.org", AFTER)
    one = next(one for one in queries.outcome(session, world.meeting) if one.item.id == item.id)
    assert "12345678" not in one.text
    assert "example.org" not in one.decisions[0].text


def test_a_decision_is_found_again_by_its_theme_with_its_meeting(session: Session, world: World) -> None:
    actor, item = world.place.actor("coordinator"), theme(session, world)
    service.decide(session, actor, world.meeting.id, item.id, "Elke school een pauzeplein.", AFTER)
    assert item.theme_id is not None
    ((decision, meeting),) = queries.decisions_about(session, item.theme_id)
    assert (decision.text, meeting.id) == ("Elke school een pauzeplein.", world.meeting.id)
    with pytest.raises(service.ItemRefused):
        service.decide(session, actor, world.meeting.id, item.id, "  ", AFTER)


def test_what_is_agreed_opens_the_next_meeting(session: Session, world: World) -> None:
    actor, item, place = world.place.actor("coordinator"), theme(session, world), world.place
    given = ActionInput(
        place.district.id,
        "Clubs vragen",
        place.team.id,
        due_on=date(2026, 9, 1),
        theme_id=item.theme_id,
        meeting_id=world.meeting.id,
        item_title=item.title,
    )
    agree_action(session, actor, given, AFTER)
    one = next(one for one in queries.outcome(session, world.meeting) if one.item.id == item.id)
    assert [row.text for row in one.actions] == ["Clubs vragen"]
    next_id = service.clone_meeting(session, actor, world.meeting.id, STARTS + timedelta(days=364), AFTER)
    service.draft_agenda(session, next_id, TODAY, AFTER)
    view = queries.agenda(session, session.get_one(Meeting, next_id))
    assert any("Clubs vragen" in line for line in view.items[0].item.open_actions)
    again = next(one for one in view.items if one.item.title == "Lanterfantertijd")
    assert "Er staat één afspraak open." in again.why


def test_who_was_there_is_noted(session: Session, world: World) -> None:
    actor = world.place.actor("coordinator")
    rows = queries.invitees(session, world.meeting.id)
    assert service.record_attendance(session, actor, world.meeting.id, [rows[0].invitation.id], AFTER) == 1
    assert [row.invitation.attended for row in queries.invitees(session, world.meeting.id)].count(True) == 1


def test_minutes_are_of_a_settled_meeting_that_was_not_cancelled(session: Session) -> None:
    world = a_world(session)
    actor = world.place.actor("coordinator")
    item = queries.agenda(session, world.meeting).items[0].item
    with pytest.raises(service.NothingToSettle):
        service.record_minutes(session, actor, world.meeting.id, item.id, "x", 0, AFTER)
    service.cancel_meeting(session, actor, world.meeting.id, NOW)
    with pytest.raises(service.AgendaAlreadySettled):
        service.record_minutes(session, actor, world.meeting.id, item.id, "x", 0, AFTER)
    with pytest.raises(service.NoSuchMeeting):
        service.record_minutes(session, actor, uuid.uuid4(), item.id, "x", 0, AFTER)


def test_notes_before_the_meeting_do_not_make_it_held(session: Session, world: World) -> None:
    actor, item = world.place.actor("coordinator"), theme(session, world)
    service.record_minutes(session, actor, world.meeting.id, item.id, "Vooraf.", 0, NOW)
    assert world.meeting.status == "settled"
    with pytest.raises(service.ItemRefused):
        service.record_minutes(
            session, world.place.actor("coordinator"), world.meeting.id, item.id, "x" * 20_001, 1, NOW
        )
