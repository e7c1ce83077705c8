"""The steps and minutes of a talk, and which answers fit a question, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kernpartner.consultations.rules import ReplyKind
from kernpartner.consultations.rules.clarification import (
    FIRST_SET,
    AnswerKind,
    Choice,
    Question,
    QuestionInput,
    SetProblem,
    choices_from,
    composed,
    fitting,
    read,
    set_problem,
    slug,
)
from kernpartner.consultations.rules.keeping import Held, behind, last_kept, months_before
from kernpartner.consultations.rules.talk import (
    STEPS,
    USUAL_MINUTES,
    Clock,
    Step,
    furthest,
    minutes_left,
    minutes_problem,
    next_step,
    step_of,
)

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
labels = some.text(some.characters(codec="utf-8", exclude_characters="\n\r"), min_size=1, max_size=30).map(str.strip)


def test_the_usual_steps_fit_a_quarter_of_an_hour_in_the_order_of_the_method() -> None:
    assert [step.value for step in STEPS] == ["question", "clarifying", "analysis", "advice", "close"]
    assert sum(USUAL_MINUTES.values()) == 15
    assert minutes_problem(USUAL_MINUTES) is None
    assert [next_step(step) for step in STEPS] == [*STEPS[1:], None]


@pytest.mark.parametrize("minutes", [{}, USUAL_MINUTES | {Step.CLOSE: 0}, USUAL_MINUTES | {Step.CLOSE: 31}])
def test_minutes_that_make_no_talk(minutes: dict[Step, int]) -> None:
    assert minutes_problem(minutes) is not None


def test_a_talk_of_an_hour_is_the_longest() -> None:
    assert minutes_problem(dict.fromkeys(Step, 12)) is None
    assert minutes_problem(dict.fromkeys(Step, 13)) is not None


@pytest.mark.parametrize(
    ("seconds", "left"), [(540, 9), (510, 9), (481, 9), (480, 8), (1, 1), (0, 0), (-30, 0), (-241, -4)]
)
def test_minutes_left_are_rounded_up(seconds: int, left: int) -> None:
    assert minutes_left(AT + timedelta(seconds=seconds), AT) == left


def test_a_clock_knows_when_the_talk_and_the_step_end() -> None:
    clock = Clock(AT, Step.ANALYSIS, AT + timedelta(minutes=7), USUAL_MINUTES)
    assert clock.ends_at == AT + timedelta(minutes=15)
    assert clock.step_ends_at == AT + timedelta(minutes=11)


def test_everything_that_can_be_said_belongs_to_a_step() -> None:
    assert {kind: step_of(kind) for kind in ReplyKind} == {
        ReplyKind.CLARIFYING_QUESTION: Step.CLARIFYING,
        ReplyKind.ANSWER: Step.CLARIFYING,
        ReplyKind.ANALYSIS: Step.ANALYSIS,
        ReplyKind.ADVICE: Step.ADVICE,
    }
    assert furthest({}) is Step.QUESTION
    assert furthest({Step.CLARIFYING: True, Step.ADVICE: False}) is Step.CLARIFYING


def test_the_first_set_can_be_used_and_is_kept_as_it_is() -> None:
    assert set_problem(FIRST_SET) is None
    assert tuple(read(question.stored()) for question in FIRST_SET) == FIRST_SET


@given(some.lists(labels.filter(bool), min_size=2, max_size=6, unique=True))
def test_codes_are_unique_and_stay_with_their_words_in_any_order(words: list[str]) -> None:
    made = choices_from(words, ())
    codes = {choice.label: choice.code for choice in made}
    assert len(set(codes.values())) == len(words)
    assert {one.label: one.code for one in choices_from(words[::-1], made)} == codes
    assert {one.code for one in choices_from([*words, "iets heel nieuws erbij, echt"], made)} > set(codes.values())


def test_changed_words_keep_their_code_and_new_ones_get_one() -> None:
    before = choices_from(("Familie", "Buren"), ())
    assert choices_from(("Familieleden", "Buren"), before) == (
        Choice("familie", "Familieleden"),
        Choice("buren", "Buren"),
    )
    assert choices_from(("Familieleden", "Buren", "Niemand"), before)[0].code == "familieleden"
    assert slug("Één, twee!", ()) == "een-twee"
    assert slug("familie", {"familie", "familie-2"}) == "familie-3"
    assert slug("!!!", ()) == "keuze"


def test_a_key_is_kept_and_never_used_twice() -> None:
    newest = (Question("wie", "Wie?", AnswerKind.MANY, choices_from(("A", "B"), ())),)
    twice = [QuestionInput("Wie helpt?", AnswerKind.MANY, ("A", "B"), key="wie") for _two in range(2)]
    assert [question.key for question in composed(twice, newest)] == ["wie", "wie-helpt"]


@pytest.mark.parametrize(
    ("questions", "problem"),
    [
        ((), SetProblem.NO_QUESTIONS),
        (FIRST_SET * 4, SetProblem.TOO_MANY),
        ((Question("a", "a" * 201, AnswerKind.ORGANISATIONS),), SetProblem.TEXT_LONG),
        ((Question("a", "Wie?", AnswerKind.ONE),), SetProblem.CHOICES_MISSING),
        (
            (Question("a", "Wie?", AnswerKind.ONE, choices_from(tuple("abcdefghijklm"), ())),),
            SetProblem.CHOICES_MANY,
        ),
    ],
)
def test_a_set_that_cannot_be_used_says_why(questions: tuple[Question, ...], problem: SetProblem) -> None:
    assert set_problem(questions) is problem


def test_only_answers_that_the_question_knows_fit() -> None:
    many = Question("a", "Wie?", AnswerKind.MANY, choices_from(("A", "B", "C"), ()))
    one = Question("a", "Wie?", AnswerKind.ONE, many.choices)
    places = Question("a", "Welke?", AnswerKind.ORGANISATIONS)
    assert fitting(many, ["c", "x", "a"], ()) == ("a", "c")
    assert fitting(one, ["c", "a"], ()) == ("a",)
    assert fitting(places, ["2", "9"], ["1", "2"]) == ("2",)


def test_months_before_end_on_the_last_day_of_a_shorter_month() -> None:
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 15) == date(2024, 10, 15)
    assert last_kept(date(2027, 6, 10)) == date(2026, 3, 10)
    held = Held(date(2026, 5, 1), UUID(int=1))
    assert [behind(held, day) for day in (date(2026, 7, 31), date(2026, 8, 1))] == [False, True]
