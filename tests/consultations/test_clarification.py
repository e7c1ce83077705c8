"""Clarifying questions: versions that stay, answers bound to theirs, and counts of one's own concerns only."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.consultations import queries, service
from kernpartner.consultations.models import ClarificationAnswer, QuestionSet
from kernpartner.consultations.rules.clarification import AnswerKind, QuestionInput
from kernpartner.consultations.service import GivenAnswer
from tests.conftest import NOW
from tests.consultations.asked import a_concern, asked
from tests.factories import Place

ONE = (QuestionInput("Wie helpt al?", AnswerKind.MANY, ("Familie", "Buren")),)


def change(session: Session, place: Place, given: tuple[QuestionInput, ...], seen: int) -> int:
    return service.change_questions(
        session, place.actor("coordinator"), place.district.id, given, NOW, seen_version=seen
    )


def test_a_district_starts_with_a_set_that_nobody_had_to_make(session: Session, place: Place) -> None:
    (first,) = queries.question_sets(session, place.district.id)
    assert (first.id, first.version) == (None, 0)
    kinds = {question.key: question.kind for question in first.questions}
    assert kinds["belangrijke-ander"] is AnswerKind.ONE and kinds["uitgenodigd"] is AnswerKind.ORGANISATIONS
    assert [question.key for question in first.questions if question.before] == [
        *("eigen-netwerk", "belangrijke-ander", "sociale-basis", "uitgenodigd"),
    ]


def test_a_consultation_keeps_the_version_it_began_with(session: Session, place: Place) -> None:
    old, new = (asked(session, place, a_concern(session, place)) for _two in range(2))
    worker, given = place.actor("worker"), {"eigen-netwerk": GivenAnswer(("familie",))}
    service.answer_questions(session, worker, old, given, NOW)
    assert change(session, place, ONE, 1) == 2
    assert len(queries.question_set_for(session, old, place.district.id).questions) == 5
    assert len(queries.question_set_for(session, new, place.district.id).questions) == 1
    service.answer_questions(session, worker, old, {"sociale-basis": GivenAnswer(("sport",))}, NOW)
    service.answer_questions(session, worker, new, {"wie-helpt-al": GivenAnswer(("buren",))}, NOW)
    rows = session.execute(
        select(ClarificationAnswer.question_key, QuestionSet.version).join(
            QuestionSet, QuestionSet.id == ClarificationAnswer.set_id
        )
    )
    assert dict(rows.all()) == {"eigen-netwerk": 1, "sociale-basis": 1, "wie-helpt-al": 2}


def test_other_words_keep_the_code_so_that_counts_go_on(session: Session, place: Place) -> None:
    change(session, place, ONE, 0)
    number = asked(session, place, a_concern(session, place))
    service.answer_questions(session, place.actor("worker"), number, {"wie-helpt-al": GivenAnswer(("familie",))}, NOW)
    again = (QuestionInput("Wie helpt het gezin?", AnswerKind.MANY, ("Familieleden", "Buren"), key="wie-helpt-al"),)
    assert change(session, place, again, 1) == 2
    other = asked(session, place, a_concern(session, place))
    service.answer_questions(
        session, place.actor("worker"), other, {"wie-helpt-al": GivenAnswer(("familie", "buren"))}, NOW
    )
    (count,) = queries.answer_counts(session, place.school.id)
    assert (count.text, count.answered) == ("Wie helpt het gezin?", 2)
    assert count.choices == (("Familieleden", 2), ("Buren", 1))


def test_only_answers_at_own_concerns_are_counted_and_the_last_one_counts(session: Session, place: Place) -> None:
    mine, other = a_concern(session, place), a_concern(session, place, "jgz")
    for concern, who in ((mine, "ib"), (other, "jgz")):
        number = asked(session, place, concern, who)
        answer = service.answer_questions
        answer(session, place.actor("worker"), number, {"sociale-basis": GivenAnswer(("sport",))}, NOW)
        answer(session, place.actor("worker"), number, {"sociale-basis": GivenAnswer(("cultuur",), "", 1)}, NOW)
    for organisation in (place.school, place.jgz):
        counts = {count.key: count for count in queries.answer_counts(session, organisation.id)}
        assert sum(count.answered for count in counts.values()) == 1
        count = counts["sociale-basis"]
        assert (count.answered, dict(count.choices)["Cultuur"], dict(count.choices)["Sport"]) == (1, 1, 0)
    assert queries.answer_counts(session, place.team.id) == []


def test_what_identifies_is_cleaned_from_questions_and_from_the_codes_of_answers(
    session: Session, place: Place
) -> None:
    typed = "Bel 06 12345678"
    given = (QuestionInput(f"{typed}?", AnswerKind.ONE, (typed, "Niet bellen"), f"{typed}!"),)
    service.change_questions(
        session, place.actor("coordinator"), place.district.id, given, NOW, seen_version=0, note=typed
    )
    kept = session.scalars(select(QuestionSet)).one()
    assert "12345678" not in f"{kept.questions} {kept.note}"


def test_a_set_that_cannot_be_and_one_that_was_overtaken_are_refused(session: Session, place: Place) -> None:
    for wrong in ((), (QuestionInput("Wie?", AnswerKind.ONE, ("Alleen dit",)),), ONE * 16):
        with pytest.raises(service.QuestionsRefused):
            change(session, place, wrong, 0)
    assert change(session, place, ONE, 0) == 1
    with pytest.raises(service.QuestionsChanged):
        change(session, place, (*ONE, *ONE), 0)
    assert (
        change(session, place, (QuestionInput(ONE[0].text, ONE[0].kind, ONE[0].choices, key="wie-helpt-al"),), 1) == 1
    )


def test_an_answer_can_be_taken_away_again(session: Session, place: Place) -> None:
    number, worker = asked(session, place, a_concern(session, place)), place.actor("worker")
    service.answer_questions(session, worker, number, {"sociale-basis": GivenAnswer(("sport",))}, NOW)
    service.answer_questions(session, worker, number, {"sociale-basis": GivenAnswer((), "", 1)}, NOW)
    assert queries.answers(session, number)["sociale-basis"].choices == ()
    assert queries.answer_counts(session, place.school.id) == []
