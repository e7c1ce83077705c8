"""A talk: shared texts version by version, what somebody is still writing, and the clock of a meeting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.consultations import queries, service
from kernpartner.consultations.models import TalkDraft, TalkNote
from kernpartner.consultations.rules import Ending, ReplyKind
from kernpartner.consultations.rules.talk import NOTE_LIMIT, USUAL_MINUTES, Step, TalkProblem
from tests.conftest import NOW
from tests.consultations.asked import a_concern, asked, in_state
from tests.factories import Place

LATER = NOW + timedelta(minutes=5)


def test_a_shared_text_keeps_every_version_and_says_which_organisation_wrote_it(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place))
    write = service.write_note
    assert write(session, place.actor("jgz"), number, Step.ANALYSIS, "Er is veel druk.", NOW, seen_version=0) == 1
    assert (
        write(session, place.actor("ib"), number, Step.ANALYSIS, "Er is druk, ook thuis.", LATER, seen_version=1) == 2
    )
    now_there = queries.notes(session, number)["analysis"]
    assert (now_there.version, now_there.text, now_there.organisation_label) == (
        2,
        "Er is druk, ook thuis.",
        place.school.label,
    )
    assert [one.text for one in queries.note_versions(session, number, "analysis")] == [
        "Er is druk, ook thuis.",
        "Er is veel druk.",
    ]
    lines = session.scalars(select(AuditEntry).where(AuditEntry.verb == "consultation.noted")).all()
    assert [line.details["version"] for line in lines] == ["1", "2"]
    assert "druk" not in str([line.details for line in lines])


def test_who_writes_over_a_newer_version_gets_the_other_words_and_nothing_is_overwritten(
    session: Session, place: Place
) -> None:
    number = asked(session, place, a_concern(session, place))
    service.write_note(session, place.actor("jgz"), number, Step.ADVICE, "Begin klein.", NOW, seen_version=0)
    with pytest.raises(service.NoteChanged) as refused:
        service.write_note(session, place.actor("worker"), number, Step.ADVICE, "Bel eerst.", NOW, seen_version=0)
    assert refused.value.current is not None
    assert (refused.value.current.text, refused.value.current.organisation_label) == ("Begin klein.", place.jgz.label)
    assert session.scalar(select(func.count()).select_from(TalkNote)) == 1


def test_the_same_words_twice_are_one_version(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place))
    for _twice in range(2):
        service.write_note(session, place.actor("jgz"), number, Step.ADVICE, "Begin klein.", NOW, seen_version=0)
    assert queries.notes(session, number)["advice"].version == 1


@pytest.mark.parametrize(
    ("step", "text", "problem"),
    [
        (Step.ANALYSIS, "  ", TalkProblem.NOTE_MISSING),
        (Step.CLOSE, "Klaar.", TalkProblem.NOTE_MISSING),
        (Step.ANALYSIS, "a" * (NOTE_LIMIT + 1), TalkProblem.NOTE_TOO_LONG),
    ],
)
def test_a_shared_text_that_cannot_be_is_refused(
    session: Session, place: Place, step: Step, text: str, problem: TalkProblem
) -> None:
    number = asked(session, place, a_concern(session, place))
    with pytest.raises(service.TalkRefused) as refused:
        service.write_note(session, place.actor("jgz"), number, step, text, NOW, seen_version=0)
    assert refused.value.problem is problem


def test_what_is_typed_is_cleaned_in_shared_texts_and_in_drafts(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place))
    typed = "Bel mij op 06 12345678."
    service.write_note(session, place.actor("jgz"), number, Step.ANALYSIS, typed, NOW, seen_version=0)
    service.save_talk_draft(session, place.actor("jgz"), number, "advice_note", typed, NOW)
    kept = [*session.scalars(select(TalkNote.text)), *session.scalars(select(TalkDraft.text))]
    assert len(kept) == 2
    assert not any("12345678" in text for text in kept)


def test_a_draft_is_of_one_person_and_goes_when_its_words_are_said_or_thrown_away(
    session: Session, place: Place
) -> None:
    number = asked(session, place, a_concern(session, place))
    keep, jgz = service.save_talk_draft, place.actor("jgz")
    keep(session, jgz, number, "advice", "Begin", NOW, kind="advice")
    keep(session, jgz, number, "advice", "Begin klein", LATER, kind="advice")
    keep(session, jgz, number, "analysis_note", "Er is druk", NOW, seen_version=0)
    mine = queries.drafts(session, number, place.people["jgz"].id)
    assert {field: draft.text for field, draft in mine.items()} == {
        "advice": "Begin klein",
        "analysis_note": "Er is druk",
    }
    assert queries.drafts(session, number, place.people["worker"].id) == {}
    service.say(session, jgz, number, ReplyKind.ADVICE, "Begin klein.", LATER)
    service.write_note(session, jgz, number, Step.ANALYSIS, "Er is druk.", LATER, seen_version=0)
    assert queries.drafts(session, number, place.people["jgz"].id) == {}
    keep(session, jgz, number, "advice", "Nog iets", LATER)
    keep(session, jgz, number, "advice", " ", LATER)
    assert queries.drafts(session, number, place.people["jgz"].id) == {}


def test_drafts_go_when_a_talk_ends_and_after_seven_days(session: Session, place: Place) -> None:
    first, second = (asked(session, place, a_concern(session, place)) for _two in range(2))
    for number in (first, second):
        service.save_talk_draft(session, place.actor("jgz"), number, "advice", "Begin", NOW)
    service.close_consultation(session, place.actor("ib"), first, Ending("own_network"), NOW)
    assert [draft.consultation_id for draft in session.scalars(select(TalkDraft))] == [second]
    assert service.drop_old_talk_drafts(session, NOW) == 0
    assert service.drop_old_talk_drafts(session, NOW + timedelta(seconds=1)) == 1


def test_the_clock_of_a_meeting_starts_moves_and_stops(session: Session, place: Place) -> None:
    number, worker = asked(session, place, a_concern(session, place)), place.actor("worker")
    assert queries.clock(session, number, NOW) is None
    service.start_live(session, worker, number, USUAL_MINUTES, NOW)
    clock = queries.clock(session, number, LATER)
    assert clock is not None
    assert (clock.started_at, clock.step, clock.ends_at - NOW) == (NOW, Step.QUESTION, timedelta(minutes=15))
    service.move_live(session, place.actor("ib"), number, Step.ANALYSIS, LATER)
    moved = queries.clock(session, number, LATER)
    assert moved is not None
    assert (moved.step, moved.step_ends_at) == (Step.ANALYSIS, LATER + timedelta(minutes=4))
    service.start_live(session, worker, number, USUAL_MINUTES | {Step.ANALYSIS: 6}, LATER)
    longer = queries.clock(session, number, LATER)
    assert longer is not None
    assert (longer.started_at, longer.minutes[Step.ANALYSIS], longer.step) == (NOW, 6, Step.ANALYSIS)
    service.end_live(session, worker, number, LATER)
    assert queries.clock(session, number, LATER) is None
    service.start_live(session, worker, number, USUAL_MINUTES, LATER)
    again = queries.clock(session, number, LATER)
    assert again is not None and (again.started_at, again.step) == (LATER, Step.QUESTION)
    assert queries.clock(session, number, LATER + timedelta(hours=4)) is None, "a forgotten clock stops by itself"


def test_minutes_that_make_no_talk_are_refused(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place))
    for minutes in ({}, USUAL_MINUTES | {Step.CLOSE: 0}, dict.fromkeys(Step, 30)):
        with pytest.raises(service.TalkRefused):
            service.start_live(session, place.actor("jgz"), number, minutes, NOW)


@pytest.mark.parametrize("state", ["closed", "withdrawn", "concern withdrawn", "concern gone", "concern expired"])
def test_nothing_is_written_in_a_talk_that_is_not_open(session: Session, place: Place, state: str) -> None:
    concern = in_state(session, place, state)
    found = queries.consultation_of(session, concern.id)
    assert found is not None
    jgz = place.actor("jgz")
    for attempt in (
        lambda: service.write_note(session, jgz, found.id, Step.ADVICE, "Toch nog.", NOW, seen_version=0),
        lambda: service.save_talk_draft(session, jgz, found.id, "advice", "Toch nog.", NOW),
        lambda: service.start_live(session, jgz, found.id, USUAL_MINUTES, NOW),
        lambda: service.move_live(session, jgz, found.id, Step.ADVICE, NOW),
        lambda: service.end_live(session, jgz, found.id, NOW),
        lambda: service.answer_questions(session, jgz, found.id, {}, NOW),
    ):
        with pytest.raises(service.ConsultationClosed):
            attempt()
    assert queries.notes(session, found.id) == {}


def test_the_steps_know_where_something_was_said(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place))
    assert not any(queries.steps_written(session, number).values())
    service.say(session, place.actor("jgz"), number, ReplyKind.CLARIFYING_QUESTION, "Sinds wanneer?", NOW)
    service.write_note(session, place.actor("jgz"), number, Step.ADVICE, "Begin klein.", NOW, seen_version=0)
    written = queries.steps_written(session, number)
    assert {step for step, there in written.items() if there} == {Step.CLARIFYING, Step.ADVICE}
    me = place.people["ib"].id
    assert queries.news_since(session, number, NOW - timedelta(seconds=1), me) == 2
    assert queries.news_since(session, number, NOW, me) == 0
    assert queries.news_since(session, number, NOW - timedelta(seconds=1), place.people["jgz"].id) == 0


def test_an_earlier_consultation_on_the_theme_is_found_when_it_is_the_own_one(session: Session, place: Place) -> None:
    theme = place.themes["lanterfantertijd"]
    before = a_concern(session, place, confirmed=(theme,))
    of_jgz = a_concern(session, place, "jgz", confirmed=(theme,))
    for concern, who in ((before, "ib"), (of_jgz, "jgz")):
        ended = asked(session, place, concern, who)
        service.close_consultation(session, place.actor(who), ended, Ending("advice_to_school"), NOW)
    this = a_concern(session, place, confirmed=(theme,))
    (found,) = queries.earlier_on(session, place.school.id, [theme], but=this.id)
    assert (found.concern_id, found.outcome) == (before.id, "advice_to_school")
    assert queries.earlier_on(session, place.school.id, [theme], but=before.id) == []
