"""A meeting from plan to settled agenda: drafted once, edited by people, planned again around them, frozen."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kernpartner.actions.rules import ActionInput, Status
from kernpartner.actions.service import agree_action, change_status
from kernpartner.audit import queries as audit_queries
from kernpartner.meetings import queries, service
from kernpartner.meetings.models import AgendaItem, Meeting
from kernpartner.meetings.rules.frozen import content_hash
from kernpartner.meetings.service import ItemInput
from tests.conftest import NOW, TODAY
from tests.meetings.released import release
from tests.meetings.world import STARTS, World, a_world, gate, later, lesson, plan, ready, verdict


@pytest.fixture
def world(session: Session) -> World:
    return a_world(session)


def titles(session: Session, meeting: Meeting) -> list[str]:
    return [view.item.title for view in queries.agenda(session, meeting).items]


def item(session: Session, meeting: Meeting, title: str) -> AgendaItem:
    found = [*queries.agenda(session, meeting).items, *queries.left_out(session, meeting)]
    return next(view.item for view in found if view.item.title == title)


def test_the_draft_fills_ninety_minutes_with_guests_together(session: Session, world: World) -> None:
    view = queries.agenda(session, world.meeting)
    assert view.used == 90
    assert [(one.item.kind, one.item.minutes) for one in view.items[:2]] == [("opening", 10), ("numbers", 15)]
    assert view.items[-1].item.kind == "decisions"
    assert {one.item.title for one in view.items if one.item.kind == "theme"} == {
        "Lanterfantertijd",
        "Lat omlaag",
        "Online leven",
    }
    start, end = view.guest_until("SportUtrecht")
    between = [one for one in view.items if start <= one.start < end]
    assert all("SportUtrecht" in one.guests for one in between)
    assert view.items[0].start == STARTS


def test_every_item_says_why_it_is_there_and_the_rest_why_not(session: Session, world: World) -> None:
    view = queries.agenda(session, world.meeting)
    assert all(one.why for one in view.items)
    theme = next(one for one in view.items if one.item.title == "Lanterfantertijd")
    assert theme.why[0].endswith("15 tot en met 19 gevallen.")
    assert "SportUtrecht kan hier iets in doen." in theme.why
    assert all(one.why_not for one in queries.left_out(session, world.meeting))


def test_drafting_twice_is_as_once(session: Session, world: World) -> None:
    before = [
        (one.item.key, one.item.minutes, one.item.version) for one in queries.agenda(session, world.meeting).items
    ]
    assert not service.draft_agenda(session, world.meeting.id, TODAY, later(1))
    after = [(one.item.key, one.item.minutes, one.item.version) for one in queries.agenda(session, world.meeting).items]
    assert before == after


def test_a_theme_that_is_not_shown_is_told_like_any_other_that_is_not_shown(session: Session) -> None:
    world = a_world(session, drafted=False)
    verdict(session, world.place, "geldzorgen", 3.0)
    gate(session, world.place, "geldzorgen")
    release(session, world.place, "geldzorgen", None)
    service.draft_agenda(session, world.meeting.id, TODAY, NOW)
    said = {view.item.key: view.why_not for view in queries.left_out(session, world.meeting)}
    strong = said[f"theme:{world.place.themes['geldzorgen']}"]
    never = said[f"theme:{world.place.themes['slaap-leefstijl']}"]
    assert strong == never == ("Over dit thema wordt (nog) niets getoond.",)


def test_a_theme_that_nobody_judged_waits_as_a_proposal(session: Session) -> None:
    world = a_world(session, drafted=False)
    verdict(session, world.place, "geldzorgen", 3.0)
    release(session, world.place, "geldzorgen", 20)
    theme_id = world.place.themes["geldzorgen"]
    service.draft_agenda(session, world.meeting.id, TODAY, NOW)
    view = next(one for one in queries.left_out(session, world.meeting) if one.item.theme_id == theme_id)
    assert view.why_not[0].startswith("Het is een voorstel.")


def test_open_actions_come_into_the_next_draft_and_done_ones_do_not(session: Session) -> None:
    world = a_world(session, drafted=False)
    place = world.place
    given = ActionInput(place.district.id, "Clubs bellen", place.team.id, due_on=date(2026, 5, 1))
    agree_action(session, place.actor("coordinator"), given, NOW)
    done = agree_action(session, place.actor("coordinator"), given, NOW)
    change_status(session, place.actor("coordinator"), done, Status.DONE, NOW)
    service.draft_agenda(session, world.meeting.id, TODAY, NOW)
    opening = queries.agenda(session, world.meeting).items[0].item
    assert opening.open_actions == [f"Clubs bellen ({place.team.label}, voor 1-5-2026)"]


def test_what_worked_stands_beside_its_theme(session: Session) -> None:
    world = a_world(session, drafted=False)
    lesson(session, world.place, "lanterfantertijd", "Samen kiezen hielp.")
    service.draft_agenda(session, world.meeting.id, TODAY, NOW)
    found = item(session, world.meeting, "Lanterfantertijd")
    assert found.lessons == ["Samen kiezen hielp."]
    assert found.minutes == 20


def test_words_minutes_and_choices_of_people_survive_a_new_draft(session: Session, world: World) -> None:
    actor, meeting = world.place.actor("coordinator"), world.meeting
    theme = item(session, meeting, "Lanterfantertijd")
    words = ItemInput("Tijd om te lanterfanten", "Wat kan er anders?", "decide", "JGZ", "Een afspraak.", 25)
    service.edit_item(session, actor, meeting.id, theme.id, words, theme.version, NOW)
    service.drop_item(session, actor, meeting.id, item(session, meeting, "Lat omlaag").id, meeting.version, NOW)
    service.request_redraft(session, actor, meeting.id, NOW)
    assert list(queries.meetings_to_draft(session, world.place.district.id, TODAY)) == [meeting.id]
    assert service.draft_agenda(session, meeting.id, TODAY, later(1))
    kept = item(session, meeting, "Tijd om te lanterfanten")
    assert (kept.minutes, kept.question, kept.aim, kept.on_agenda) == (25, "Wat kan er anders?", "decide", True)
    assert not item(session, meeting, "Lat omlaag").on_agenda
    assert queries.agenda(session, meeting).used <= 90
    assert list(queries.meetings_to_draft(session, world.place.district.id, TODAY)) == []


def test_an_order_by_hand_survives_a_new_draft(session: Session, world: World) -> None:
    actor, meeting = world.place.actor("coordinator"), world.meeting
    last_theme = queries.agenda(session, meeting).items[-2].item
    for _ in range(3):
        service.move_item(session, actor, meeting.id, last_theme.id, -1, meeting.version, NOW)
    order = titles(session, meeting)
    service.request_redraft(session, actor, meeting.id, NOW)
    service.draft_agenda(session, meeting.id, TODAY, later(1))
    assert titles(session, meeting) == order


def test_what_people_added_stays_and_takes_its_minutes(session: Session, world: World) -> None:
    actor, meeting = world.place.actor("coordinator"), world.meeting
    service.add_item(session, actor, meeting.id, ItemInput("Wie belt wie?", minutes=20), meeting.version, NOW)
    assert queries.agenda(session, meeting).left == -20
    service.request_redraft(session, actor, meeting.id, NOW)
    service.draft_agenda(session, meeting.id, TODAY, later(1))
    view = queries.agenda(session, meeting)
    assert "Wie belt wie?" in titles(session, meeting)
    assert view.left >= 0
    assert view.items[-1].item.kind == "decisions"


def test_a_hidden_theme_can_be_put_on_by_hand_without_figures(session: Session, world: World) -> None:
    actor, meeting = world.place.actor("coordinator"), world.meeting
    hidden = next(
        view.item
        for view in queries.left_out(session, meeting)
        if view.item.theme_id == world.place.themes["geldzorgen"]
    )
    service.keep_item(session, actor, meeting.id, hidden.id, 10, meeting.version, NOW)
    service.request_redraft(session, actor, meeting.id, NOW)
    service.draft_agenda(session, meeting.id, TODAY, later(1))
    view = next(one for one in queries.agenda(session, meeting).items if one.item.id == hidden.id)
    assert view.bands == ()
    assert view.why == ("De voorbereider van het overleg heeft dit gekozen.",)


def test_too_much_pinned_is_said_and_nothing_is_lost(session: Session, world: World) -> None:
    actor, meeting = world.place.actor("coordinator"), world.meeting
    before = titles(session, meeting)
    theme = item(session, meeting, "Lanterfantertijd")
    service.set_minutes(session, actor, meeting.id, theme.id, 90, meeting.version, NOW)
    service.request_redraft(session, actor, meeting.id, NOW)
    assert service.draft_agenda(session, meeting.id, TODAY, later(1))
    assert meeting.draft_problem == "pinned_do_not_fit"
    assert titles(session, meeting) == before
    assert list(queries.meetings_to_draft(session, world.place.district.id, TODAY)) == []


def test_an_absent_partner_is_needed_nowhere_in_a_new_draft(session: Session, world: World) -> None:
    actor, meeting = world.place.actor("coordinator"), world.meeting
    service.set_absent(session, actor, meeting.id, [world.place.sport.id], meeting.version, NOW)
    service.request_redraft(session, actor, meeting.id, NOW)
    service.draft_agenda(session, meeting.id, TODAY, later(1))
    assert "SportUtrecht" not in queries.agenda(session, meeting).guests


def test_two_editors_of_one_item_do_not_overwrite_each_other(session: Session, world: World) -> None:
    meeting = world.meeting
    theme = item(session, meeting, "Lanterfantertijd")
    seen = theme.version
    service.edit_item(session, world.place.actor("coordinator"), meeting.id, theme.id, ItemInput("Eerste"), seen, NOW)
    with pytest.raises(service.AgendaChangedMeanwhile):
        service.edit_item(session, world.place.actor("worker"), meeting.id, theme.id, ItemInput("Tweede"), seen, NOW)
    assert item(session, meeting, "Eerste").id == theme.id


def test_two_editors_of_different_items_both_keep_their_words(session: Session, world: World) -> None:
    meeting, actor = world.meeting, world.place.actor("coordinator")
    one, two = item(session, meeting, "Lanterfantertijd"), item(session, meeting, "Lat omlaag")
    versions = one.version, two.version
    service.edit_item(session, actor, meeting.id, one.id, ItemInput("Een"), versions[0], NOW)
    service.edit_item(session, actor, meeting.id, two.id, ItemInput("Twee"), versions[1], NOW)
    assert {"Een", "Twee"} <= set(titles(session, meeting))


def test_moving_on_an_agenda_that_changed_is_refused(session: Session, world: World) -> None:
    meeting, actor = world.meeting, world.place.actor("coordinator")
    first = queries.agenda(session, meeting).items[2].item
    seen = meeting.version
    service.move_item(session, actor, meeting.id, first.id, 1, seen, NOW)
    with pytest.raises(service.AgendaChangedMeanwhile):
        service.move_item(session, actor, meeting.id, first.id, 1, seen, NOW)


def test_merging_carries_question_guests_and_figures_along(session: Session, world: World) -> None:
    meeting, actor = world.meeting, world.place.actor("coordinator")
    one, into = item(session, meeting, "Online leven"), item(session, meeting, "Lanterfantertijd")
    service.merge_items(session, actor, meeting.id, one.id, into.id, meeting.version, NOW)
    merged = item(session, meeting, "Lanterfantertijd")
    assert "Online leven" in merged.question
    assert [guest["label"] for guest in merged.guests] == ["JoU", "SportUtrecht"]
    assert len(merged.bands) == 2
    out = next(view for view in queries.left_out(session, meeting) if view.item.id == one.id)
    assert out.why_not == ("Het is samengevoegd met “Lanterfantertijd”.",)
    service.request_redraft(session, actor, meeting.id, NOW)
    service.draft_agenda(session, meeting.id, TODAY, later(1))
    out = next(view for view in queries.left_out(session, meeting) if view.item.id == one.id)
    assert out.why_not == ("Het is samengevoegd met “Lanterfantertijd”.",)
    merged = item(session, meeting, "Lanterfantertijd")
    assert [guest["label"] for guest in merged.guests] == ["JoU", "SportUtrecht"]


def test_a_wrong_item_is_refused_with_the_field(session: Session, world: World) -> None:
    meeting, actor = world.meeting, world.place.actor("coordinator")
    theme = item(session, meeting, "Lanterfantertijd")
    with pytest.raises(service.ItemRefused) as refused:
        service.edit_item(
            session, actor, meeting.id, theme.id, ItemInput(" ", "x" * 601, "dans", minutes=7), theme.version, NOW
        )
    assert set(refused.value.problems) == {"title", "question", "aim", "minutes"}
    with pytest.raises(service.NoSuchItem):
        service.edit_item(session, actor, meeting.id, uuid.uuid4(), ItemInput("x"), 1, NOW)


def test_what_is_typed_is_cleaned_but_partners_keep_their_names(session: Session, world: World) -> None:
    meeting, actor = world.meeting, world.place.actor("coordinator")
    theme = item(session, meeting, "Lanterfantertijd")
    given = ItemInput("Bel SportUtrecht", "Bel 06-12345678 of mail ouder@example.org", minutes=15)
    service.edit_item(session, actor, meeting.id, theme.id, given, theme.version, NOW)
    kept = item(session, meeting, "Bel SportUtrecht")
    assert "12345678" not in kept.question
    assert "ouder@example.org" not in kept.question


def test_a_settled_agenda_is_frozen_and_its_hash_can_be_checked(session: Session, world: World) -> None:
    meeting, actor = world.meeting, world.place.actor("coordinator")
    settled = service.settle(session, actor, meeting.id, NOW)
    (kept,) = queries.settled_agendas(session, meeting.id)
    assert kept.content_hash == settled.hash == content_hash(kept.content)
    content = json.loads(kept.content)
    assert content["version"] == settled.version == meeting.version
    assert [one["title"] for one in content["items"]] == titles(session, meeting)
    assert meeting.status == "settled"
    lines = audit_queries.entries(session, subject_id=meeting.id, verb="agenda.settled")
    assert [line.details for line in lines] == [{"version": settled.version, "hash": settled.hash}]


def test_nothing_changes_a_settled_agenda(session: Session, world: World) -> None:
    meeting, actor = world.meeting, world.place.actor("coordinator")
    theme = item(session, meeting, "Lanterfantertijd")
    service.settle(session, actor, meeting.id, NOW)
    before = titles(session, meeting)
    ready(session, world.place, "geldzorgen", 3.0)
    assert not service.draft_agenda(session, meeting.id, TODAY, later(2))
    for change in (
        lambda: service.edit_item(session, actor, meeting.id, theme.id, ItemInput("x"), theme.version, NOW),
        lambda: service.drop_item(session, actor, meeting.id, theme.id, meeting.version, NOW),
        lambda: service.request_redraft(session, actor, meeting.id, NOW),
        lambda: service.settle(session, actor, meeting.id, NOW),
        lambda: service.propose_question(session, actor, meeting.id, "Nog iets?", NOW),
    ):
        with pytest.raises(service.AgendaAlreadySettled):
            change()
    assert titles(session, meeting) == before


def test_the_database_refuses_to_change_what_was_settled(session: Session, world: World) -> None:
    service.settle(session, world.place.actor("coordinator"), world.meeting.id, NOW)
    for statement in ("UPDATE settled_agenda SET content = '{}'", "DELETE FROM settled_agenda"):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(text(statement))


def test_a_correction_makes_a_new_version_and_keeps_the_old_one(session: Session, world: World) -> None:
    meeting, actor = world.meeting, world.place.actor("coordinator")
    first = service.settle(session, actor, meeting.id, NOW)
    service.reopen(session, actor, meeting.id, later(1))
    theme = item(session, meeting, "Lanterfantertijd")
    service.edit_item(session, actor, meeting.id, theme.id, ItemInput("Anders"), theme.version, later(1))
    second = service.settle(session, actor, meeting.id, later(1))
    assert second.version > first.version
    assert second.hash != first.hash
    assert [row.version for row in queries.settled_agendas(session, meeting.id)] == [second.version, first.version]


def test_an_agenda_that_is_too_long_or_empty_or_changed_is_not_settled(session: Session, world: World) -> None:
    meeting, actor = world.meeting, world.place.actor("coordinator")
    with pytest.raises(service.AgendaChangedMeanwhile):
        service.settle(session, actor, meeting.id, NOW, seen_version=meeting.version - 1)
    theme = item(session, meeting, "Lanterfantertijd")
    service.set_minutes(session, actor, meeting.id, theme.id, 60, meeting.version, NOW)
    with pytest.raises(service.AgendaTooLong) as long:
        service.settle(session, actor, meeting.id, NOW)
    assert long.value.over == -queries.agenda(session, meeting).left
    empty = plan(session, world.place, title="Leeg")
    with pytest.raises(service.NothingToSettle):
        service.settle(session, actor, empty, NOW)


def test_the_next_meeting_links_back_and_knows_what_was_discussed(session: Session, world: World) -> None:
    meeting, actor = world.meeting, world.place.actor("coordinator")
    service.settle(session, actor, meeting.id, NOW)
    next_id = service.clone_meeting(session, actor, meeting.id, STARTS + timedelta(days=364), NOW)
    made = session.get_one(Meeting, next_id)
    assert (made.previous_id, made.title, made.place) == (meeting.id, meeting.title, "Buurthuis")
    service.draft_agenda(session, next_id, TODAY, NOW)
    theme = next(one for one in queries.agenda(session, made).items if one.item.title == "Lanterfantertijd")
    assert theme.item.aim == "decide"
    assert "Vorige keer is het ook besproken." in theme.why
    planned = session.get_one(Meeting, plan(session, world.place, starts_at=STARTS + timedelta(days=700)))
    assert planned.previous_id == meeting.id


def test_a_member_asks_a_question_and_it_becomes_a_candidate(session: Session) -> None:
    world = a_world(session, drafted=False)
    service.propose_question(session, world.place.actor("jgz"), world.meeting.id, "Hoe bereiken wij ouders?", NOW)
    service.draft_agenda(session, world.meeting.id, TODAY, NOW)
    keys = {view.item.title for view in queries.agenda(session, world.meeting).items}
    out = {view.item.title for view in queries.left_out(session, world.meeting)}
    assert "Hoe bereiken wij ouders?" in keys | out
    with pytest.raises(service.NotYourMeeting):
        service.propose_question(session, world.place.actor("sport"), world.meeting.id, "Mag ik mee?", NOW)
    with pytest.raises(service.ItemRefused):
        service.propose_question(session, world.place.actor("jgz"), world.meeting.id, "  ", NOW)


def test_a_meeting_of_a_school_is_for_its_core_team_only(session: Session, world: World) -> None:
    place = world.place
    meeting = session.get_one(Meeting, plan(session, place, school_id=place.school.id, title="Overleg De Proef"))
    assert meeting.kind == "school"
    assert queries.may_see(session, meeting, place.school.id, TODAY)
    assert queries.may_see(session, meeting, place.jgz.id, TODAY)
    assert not queries.may_see(session, meeting, place.other_school.id, TODAY)
    assert not queries.may_see(session, meeting, place.sport.id, TODAY)
    assert meeting.id not in {one.id for one in queries.meetings_for(session, place.other_school.id, TODAY)}
    assert queries.may_see(session, world.meeting, place.other_school.id, TODAY)


def test_a_meeting_in_the_past_without_a_title_or_with_an_odd_length_is_refused(session: Session, world: World) -> None:
    with pytest.raises(service.MeetingRefused) as refused:
        plan(session, world.place, title="", starts_at=NOW, minutes=10)
    assert set(refused.value.problems) == {"title", "day", "minutes"}
    with pytest.raises(service.MeetingRefused) as refused:
        plan(session, world.place, school_id=uuid.uuid4())
    assert set(refused.value.problems) == {"school"}


def test_a_meeting_that_is_far_away_waits_for_its_draft(session: Session, world: World) -> None:
    far = plan(session, world.place, starts_at=STARTS + timedelta(days=300))
    district = world.place.district.id
    assert far not in queries.meetings_to_draft(session, district, TODAY)
    assert far in queries.meetings_to_draft(session, district, TODAY + timedelta(days=280))


def test_the_sheet_for_paper_is_the_frozen_one(session: Session, world: World) -> None:
    meeting, actor = world.meeting, world.place.actor("coordinator")
    draft = queries.agenda_sheet(session, meeting, NOW)
    assert draft.is_draft
    settled = service.settle(session, actor, meeting.id, NOW)
    sheet = queries.agenda_sheet(session, meeting, later(3))
    assert (sheet.version, sheet.content_hash) == (settled.version, settled.hash)
    assert [one.title for one in sheet.items] == [one.title for one in draft.items]
    assert sheet.items == draft.items
    assert sheet.members == draft.members
    assert sheet.items[0].start == STARTS
