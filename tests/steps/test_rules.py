"""The five tests of a next step, what a direction needs, and the steps that come with the program."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from kernpartner.steps.rules import (
    ASKED,
    MOST_DIRECTIONS,
    DirectionInput,
    Domain,
    Part,
    StepInput,
    StepProblem,
    Test,
    direction_problems,
    outcomes,
    package_problems,
    shipped,
    step_problems,
    uncovered,
)
from kernpartner.themes.rules.taxonomy import taxonomy

YES = {test.value: True for test in ASKED}


def asked(**more: object) -> StepInput:
    given: dict[str, object] = {
        "theme_id": uuid.uuid4(),
        "title": "Een rustige middag",
        "domains": frozenset({"thuis", "school"}),
        "answers": YES,
    }
    return StepInput(**given | more)  # type: ignore[arg-type]


def test_a_theme_that_passes_all_five_tests_becomes_a_next_step() -> None:
    assert step_problems(asked(), set()) == {}
    assert all(outcomes(asked(), set()).values())


@pytest.mark.parametrize("test", ASKED)
def test_one_no_or_no_answer_is_enough_to_stop_it(test: Test) -> None:
    assert step_problems(asked(answers=YES | {test.value: False}), set()) == {test.value: StepProblem.TEST_FAILED}
    missing = {key: answer for key, answer in YES.items() if key != test.value}
    assert step_problems(asked(answers=missing), set()) == {test.value: StepProblem.TEST_UNANSWERED}


def test_a_step_needs_several_domains_and_covers_more_than_the_others_do() -> None:
    assert step_problems(asked(domains=frozenset({"thuis"})), set())["domains"] is StepProblem.TEST_FAILED
    assert step_problems(asked(), {"thuis", "school"})["domains"] is StepProblem.TEST_FAILED
    assert step_problems(asked(), {"thuis", "zorg"}) == {}
    assert step_problems(asked(), {domain.value for domain in Domain}) == {}, "nothing is left to cover"
    assert step_problems(asked(domains=frozenset({"maan", "thuis"})), set())["domains"] is StepProblem.DOMAIN_UNKNOWN


def test_a_direction_needs_a_title_a_goal_and_a_period_that_goes_forward() -> None:
    good = DirectionInput("Theater", "Ouders praten.", starts_on=date(2026, 9, 1), ends_on=date(2027, 6, 1))
    assert direction_problems(good) == {}
    bad = DirectionInput("", " ", "ooit", starts_on=date(2027, 9, 1), ends_on=date(2027, 6, 1))
    assert direction_problems(bad) == {
        "title": StepProblem.TITLE_MISSING,
        "goal": StepProblem.GOAL_MISSING,
        "status": StepProblem.STATUS_UNKNOWN,
        "ends_on": StepProblem.PERIOD_UPSIDE_DOWN,
    }


def test_a_package_has_a_title_and_parts_of_a_readable_length() -> None:
    assert package_problems("Pakket", [Part("Vooraf", "Kies iets.")]) == {}
    assert package_problems("", [Part("x" * 121, "")]) == {
        "title": StepProblem.TITLE_MISSING,
        "parts": StepProblem.TOO_LONG,
    }
    assert package_problems("Pakket", [Part("a", "b")] * 13) == {"parts": StepProblem.TOO_MANY}


def test_the_five_shipped_steps_belong_to_the_five_themes_and_cover_every_domain() -> None:
    steps = shipped()
    known = {theme.id for theme in taxonomy().themes if theme.number}
    assert {step["theme"] for step in steps} == known
    assert len(steps) == 5
    assert uncovered({domain for step in steps for domain in step["domains"]}) == []
    assert all(1 <= len(step["directions"]) <= MOST_DIRECTIONS for step in steps)
    keys = [one["key"] for step in steps for one in (step, *step["directions"])]
    assert len(keys) == len(set(keys))
    assert sum("plan" in one for step in steps for one in step["directions"]) >= 3
    assert all(len(one["goal"].split()) <= 20 for step in steps for one in step["directions"])
