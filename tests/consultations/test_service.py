"""Asking, speaking, ending and taking back: by whom, with which gate, and what others hear of it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from kernpartner.audit import queries as audit
from kernpartner.audit.service import Actor
from kernpartner.cli.concern_lines import Ended, Filing, read_line
from kernpartner.concerns.models import Concern
from kernpartner.concerns.service import ConcernGone
from kernpartner.consultations import queries, service
from kernpartner.consultations.models import Consultation, Lesson, Reply
from kernpartner.consultations.rules import Ending, Outcome, OutcomeProblem, ReplyKind
from kernpartner.notices.rules import short_number
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.rules import Role
from kernpartner.outbox.models import Mail
from tests.conftest import NOW, TODAY
from tests.consultations.asked import QUESTION, TEXT, a_concern, asked, in_state
from tests.factories import LONG_AGO, Place, a_place

TYPED = "Bel moeder van Fatima de Vries op 06-71234567."


def the(session: Session, number: uuid.UUID) -> Consultation:
    session.expire_all()
    return session.get_one(Consultation, number)


def mails(session: Session, kind: str) -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.kind == kind).order_by(Mail.to_address)))


def test_a_question_opens_the_concern_is_cleaned_and_is_due_in_ten_working_days(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place), question=f"Wat nu? {TYPED}")
    found = the(session, number)
    assert (found.status, found.asked_by, found.school_id) == ("open", place.people["ib"].id, place.school.id)
    assert (found.asked_at, found.due_on) == (NOW, TODAY + timedelta(days=14))
    assert found.question is not None
    assert "Wat nu?" in found.question
    assert "71234567" not in found.question and "Fatima" not in found.question
    (entry,) = audit.entries(session, verb="consultation.asked")
    assert (entry.subject_id, entry.details) == (number, {"due_on": "2026-03-24"})


@pytest.mark.parametrize("who", ["ib2", "jgz", "worker", "coordinator", "sport", "admin"])
def test_nobody_but_the_author_asks(session: Session, place: Place, who: str) -> None:
    with pytest.raises((service.NotTheAuthor, ConcernGone)):
        asked(session, place, a_concern(session, place), who)
    assert session.scalars(select(Consultation)).all() == []


def test_a_colleague_of_the_author_does_not_ask_and_an_author_asks_only_for_the_own_organisation(
    session: Session, place: Place
) -> None:
    concern = a_concern(session, place)
    with pytest.raises(service.NotTheAuthor):
        colleague = Actor(place.people["ib2"].id, place.school.id, "care_coordinator")
        service.ask_advice(session, colleague, concern.id, QUESTION, NOW)
    with pytest.raises(ConcernGone):
        elsewhere = Actor(place.people["ib"].id, place.other_school.id, "care_coordinator")
        service.ask_advice(session, elsewhere, concern.id, QUESTION, NOW)
    with pytest.raises(service.NotTheAuthor):
        without_author = a_concern(session, place)
        without_author.author_id = None
        service.ask_advice(session, Actor(None, place.school.id), without_author.id, QUESTION, NOW)


def test_a_concern_without_a_school_has_no_team_to_ask(session: Session, place: Place) -> None:
    with pytest.raises(service.NoSchool):
        asked(session, place, a_concern(session, place, "jgz", school_id=None), "jgz")


@pytest.mark.parametrize("state", ["open", "closed", "withdrawn"])
def test_advice_is_asked_once(session: Session, place: Place, state: str) -> None:
    with pytest.raises(service.AlreadyAsked):
        asked(session, place, in_state(session, place, state))


@pytest.mark.parametrize("state", ["concern withdrawn", "concern expired"])
def test_no_advice_is_asked_on_what_is_gone(session: Session, place: Place, state: str) -> None:
    with pytest.raises(ConcernGone):
        asked(session, place, in_state(session, place, state))


def named(session: Session, number: uuid.UUID) -> dict[str, str]:
    """Give what a mail says about a consultation: its id, and the short number of its concern."""
    return {"consultation": str(number), "number": short_number(the(session, number).concern_id)}


def test_the_core_team_hears_that_something_was_asked_and_not_what(session: Session, place: Place) -> None:
    place.people["jgz"].language = "en"
    number = asked(session, place, a_concern(session, place))
    found = mails(session, "consultation_asked")
    assert [mail.to_person for mail in found] == [place.people[who].id for who in ("coordinator", "jgz", "worker")]
    assert [mail.language for mail in found] == ["nl", "en", "nl"]
    for mail in found:
        assert mail.context == {**named(session, number), "due_on": "2026-03-24"}
        assert (mail.status, mail.due_at, mail.template) == ("queued", NOW, "consultation_asked")
        whole = json.dumps([mail.context, mail.dedupe_key, mail.kind])
        assert "slaapt" not in whole and QUESTION not in whole


def test_who_has_two_roles_hears_once_and_who_left_hears_nothing(session: Session, place: Place) -> None:
    worker = place.people["worker"]
    organisation_service.give_position(
        session, person_id=worker.id, organisation_id=place.team.id, role=Role.COORDINATOR, valid_from=LONG_AGO
    )
    organisation_service.end_position(
        session,
        person_id=place.people["jgz"].id,
        organisation_id=place.jgz.id,
        on=TODAY - timedelta(days=1),
    )
    place.people["coordinator"].active = False
    asked(session, place, a_concern(session, place))
    assert [mail.to_person for mail in mails(session, "consultation_asked")] == [worker.id]


def test_an_organisation_that_ended_yesterday_hears_nothing(session: Session, place: Place) -> None:
    place.team.valid_to = TODAY - timedelta(days=1)
    asked(session, place, a_concern(session, place))
    assert [mail.to_person for mail in mails(session, "consultation_asked")] == [place.people["jgz"].id]


@pytest.mark.parametrize("kind", list(ReplyKind))
def test_what_is_said_is_cleaned_and_noted_without_its_words(session: Session, place: Place, kind: ReplyKind) -> None:
    number = asked(session, place, a_concern(session, place))
    service.say(session, place.actor("jgz"), number, kind, TYPED, NOW)
    (reply,) = queries.replies(session, number)
    assert reply.text is not None
    assert "71234567" not in reply.text and "Fatima" not in reply.text
    (entry,) = audit.entries(session, verb="consultation.answered")
    assert entry.details == {"kind": kind.value}


def test_the_author_hears_of_answers_once_a_day_and_not_of_the_own_words(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place))
    service.say(session, place.actor("ib"), number, ReplyKind.ANSWER, "Dit nog.", NOW)
    assert mails(session, "consultation_answered") == []
    for who, at in (("jgz", NOW), ("worker", NOW + timedelta(hours=1)), ("jgz", NOW + timedelta(days=1))):
        service.say(session, place.actor(who), number, ReplyKind.ADVICE, "Zoek rust.", at)
    found = mails(session, "consultation_answered")
    assert [mail.to_person for mail in found] == [place.people["ib"].id] * 2
    assert all(mail.context == named(session, number) for mail in found)


def test_an_author_who_is_gone_hears_nothing(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place))
    place.people["ib"].active = False
    session.flush()
    service.say(session, place.actor("jgz"), number, ReplyKind.ADVICE, "Zoek rust.", NOW)
    service.close_consultation(session, place.actor("jgz"), number, Ending("own_network"), NOW)
    assert mails(session, "consultation_answered") == mails(session, "consultation_closed") == []


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_ending_is_kept_with_who_when_and_what_it_needs(session: Session, place: Place, outcome: Outcome) -> None:
    number = asked(session, place, a_concern(session, place))
    ending = Ending(outcome.value, reason=TYPED, action_on=TODAY, live_talk_on=TODAY)
    service.close_consultation(session, place.actor("worker"), number, ending, NOW)
    found = the(session, number)
    assert (found.status, found.outcome, found.closed_at) == ("closed", outcome.value, NOW)
    assert (found.closed_by, found.action_on, found.live_talk_on) == (place.people["worker"].id, TODAY, TODAY)
    assert "71234567" not in (found.outcome_reason or "")
    (mail,) = mails(session, "consultation_closed")
    assert (mail.to_person, mail.context) == (place.people["ib"].id, named(session, number))
    assert audit.entries(session, verb="consultation.closed")[0].details == {"ended": outcome.value}
    with pytest.raises(service.ConsultationClosed):
        service.close_consultation(session, place.actor("jgz"), number, Ending("own_network"), NOW)


REFUSED = [
    (Ending("specialist_care"), OutcomeProblem.LIVE_TALK_MISSING),
    (Ending("specialist_care", live_talk_on=TODAY + timedelta(days=1)), OutcomeProblem.LIVE_TALK_IN_FUTURE),
    (Ending("small_action"), OutcomeProblem.ACTION_DATE_MISSING),
    (Ending("not_fitting", reason=" "), OutcomeProblem.REASON_MISSING),
    (Ending("genezen"), OutcomeProblem.UNKNOWN),
]


@pytest.mark.parametrize(("ending", "problem"), REFUSED)
def test_the_gate_holds_when_people_close_and_when_an_ending_comes_from_elsewhere(
    session: Session, place: Place, ending: Ending, problem: OutcomeProblem
) -> None:
    concern, old = a_concern(session, place), a_concern(session, place)
    number = asked(session, place, concern)
    with pytest.raises(service.OutcomeRefused) as by_people:
        service.close_consultation(session, place.actor("jgz"), number, ending, NOW)
    with pytest.raises(service.OutcomeRefused) as from_elsewhere:
        service.record_known_outcome(session, place.actor("ib"), old.id, ending, NOW)
    assert by_people.value.problem is from_elsewhere.value.problem is problem
    assert the(session, number).status == "open"
    assert queries.consultation_of(session, old.id) is None
    assert audit.entries(session, verb="consultation.closed") == []


@pytest.mark.parametrize(
    ("more", "ended"),
    [
        ({}, Ended.REFUSED),
        ({"live_talk_on": "2026-03-11"}, Ended.REFUSED),
        ({"live_talk_on": "2026-03-10"}, Ended.RECORDED),
    ],
)
def test_the_gate_holds_for_a_line_of_an_import(
    session: Session, place: Place, more: dict[str, str], ended: Ended
) -> None:
    line = {
        "id": "x1",
        "org": "de-proef",
        "role": "ib",
        "date": "2025-09-10",
        "age_band": "10-11",
        "text": TEXT,
        "themes": ["zelfbeeld"],
        "outcome": "specialistische-hulp",
        **more,
    }
    filing = Filing(session, place.district.id, TODAY)
    assert filing.file(session, read_line(json.dumps(line)), NOW).ended is ended
    outcomes = session.scalars(select(Consultation.outcome)).all()
    assert outcomes == (["specialist_care"] if ended is Ended.RECORDED else [])


def test_a_known_ending_is_recorded_once_noted_and_only_for_the_own_concern(session: Session, place: Place) -> None:
    concern = a_concern(session, place)
    with pytest.raises(ConcernGone):
        service.record_known_outcome(session, place.actor("ib2"), concern.id, Ending("own_network"), NOW)
    for outcome in ("own_network", "trajectory"):
        service.record_known_outcome(session, place.actor("ib"), concern.id, Ending(outcome), NOW)
    found = queries.consultation_of(session, concern.id)
    assert found is not None
    assert (found.outcome, found.status, found.asked_by) == ("own_network", "closed", None)
    (entry,) = audit.entries(session, verb="consultation.closed")
    assert (entry.subject_id, entry.details) == (found.id, {"ended": "own_network"})
    without_school = a_concern(session, place, "jgz", school_id=None)
    service.record_known_outcome(session, place.actor("jgz"), without_school.id, Ending("own_network"), NOW)
    assert queries.consultation_of(session, without_school.id) is None


def test_the_day_is_that_of_the_netherlands(session: Session, place: Place) -> None:
    just_after_midnight = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    number = asked(session, place, a_concern(session, place), at=just_after_midnight)
    assert the(session, number).due_on == date(2026, 3, 24)
    talked = Ending("specialist_care", live_talk_on=date(2026, 3, 10))
    service.close_consultation(session, place.actor("jgz"), number, talked, just_after_midnight)
    assert the(session, number).outcome == "specialist_care"


def test_only_the_author_withdraws_a_question_and_only_while_it_is_open(session: Session, place: Place) -> None:
    number = asked(session, place, a_concern(session, place))
    for who in ("jgz", "worker"):
        with pytest.raises(service.NotTheAuthor):
            service.withdraw_consultation(session, place.actor(who), number, NOW)
    service.withdraw_consultation(session, place.actor("ib"), number, NOW)
    assert (the(session, number).status, the(session, number).outcome) == ("withdrawn", None)
    assert audit.entries(session, subject_id=number)[0].verb == "consultation.withdrawn"
    with pytest.raises(service.ConsultationClosed):
        service.withdraw_consultation(session, place.actor("ib"), number, NOW)


@pytest.mark.parametrize("ended", [False, True])
def test_a_concern_that_is_taken_back_takes_every_word_with_it(session: Session, place: Place, ended: bool) -> None:
    concern = a_concern(session, place)
    number = asked(session, place, concern)
    service.say(session, place.actor("jgz"), number, ReplyKind.ADVICE, "Zoek rust.", NOW)
    if ended:
        service.close_consultation(
            session, place.actor("jgz"), number, Ending("not_fitting", reason="Hoort elders."), NOW
        )
    colleague = Actor(place.people["ib2"].id, place.school.id, "care_coordinator")
    service.take_back(session, colleague, concern.id, NOW)
    found = the(session, number)
    assert (found.status, found.outcome) == (("closed", "not_fitting") if ended else ("withdrawn", None))
    assert (found.question, found.outcome_reason) == (None, None)
    assert session.scalars(select(Reply.text)).all() == [None]
    assert session.get_one(Concern, concern.id).text is None
    assert audit.entries(session)[0].verb == "concern.withdrawn"
    assert len(audit.entries(session, verb="consultation.withdrawn")) == (0 if ended else 1)
    with pytest.raises(ConcernGone):
        service.take_back(session, colleague, concern.id, NOW)


def test_nobody_takes_back_what_another_organisation_wrote(session: Session, place: Place) -> None:
    concern = in_state(session, place, "open")
    with pytest.raises(ConcernGone):
        service.take_back(session, place.actor("jgz"), concern.id, NOW)
    session.expire_all()
    assert concern.text == TEXT


def a_lesson(session: Session, place: Place, text: str = "Begin met wat goed gaat.") -> uuid.UUID:
    return service.write_lesson(
        session,
        place.actor("ib"),
        district_id=place.district.id,
        theme_id=place.themes["zelfbeeld"],
        text=text,
        now=NOW,
    )


def test_a_lesson_is_cleaned_and_waits_for_a_second_organisation(
    session: Session, place: Place, elsewhere: Place
) -> None:
    number = a_lesson(session, place, TYPED)
    lesson = session.get_one(Lesson, number)
    assert "71234567" not in lesson.text and "Fatima" not in lesson.text
    for actor in (place.actor("ib"), Actor(place.people["jgz"].id, place.school.id), Actor(), elsewhere.actor("jgz")):
        with pytest.raises(service.SameOrganisation):
            service.approve_lesson(session, actor, number, NOW)
    assert lesson.approved_at is None
    service.approve_lesson(session, place.actor("jgz"), number, NOW)
    service.approve_lesson(session, place.actor("worker"), number, NOW + timedelta(days=1))
    session.expire_all()
    assert (lesson.approved_by_organisation_id, lesson.approved_by) == (place.jgz.id, place.people["jgz"].id)
    assert lesson.approved_at == NOW, "the first approval stays"
    assert len(audit.entries(session, verb="lesson.approved")) == 1


@pytest.fixture
def committing(fresh_database_url: str) -> Iterator[Engine]:
    engine = create_engine(fresh_database_url, connect_args={"options": "-c timezone=UTC"})
    yield engine
    engine.dispose()


def test_two_who_act_at_once_do_not_undo_each_other(committing: Engine) -> None:
    with Session(committing, expire_on_commit=False) as made:
        there = a_place(made)
        first, second = (asked(made, there, a_concern(made, there)) for _ in range(2))
        concern_id = made.get_one(Consultation, second).concern_id
        made.commit()
    with Session(committing) as early, Session(committing) as late, ThreadPoolExecutor(1) as pool:
        # Both have the page before them: what they read is in their session already.
        for number in (first, second):
            assert late.get_one(Consultation, number).status == "open"
        assert late.get_one(Concern, concern_id).status == "open"
        service.close_consultation(early, there.actor("jgz"), first, Ending("own_network"), NOW)
        service.take_back(early, there.actor("ib"), concern_id, NOW)

        def act_too() -> list[str]:
            happened = []
            try:
                service.close_consultation(late, there.actor("worker"), first, Ending("trajectory"), NOW)
                happened.append("closed twice")
            except service.ConsultationClosed:
                late.rollback()
            return happened

        waiting = pool.submit(act_too)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        early.commit()
        assert waiting.result(timeout=20) == []
        with pytest.raises(service.ConsultationClosed):
            service.say(late, there.actor("worker"), second, ReplyKind.ADVICE, "Te laat.", NOW)
    with Session(committing) as after:
        assert after.get_one(Consultation, first).outcome == "own_network"
        assert after.scalars(select(Reply)).all() == []
