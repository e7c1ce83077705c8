"""Decides whether a theme becomes a next step by the five tests, and how steps, directions and places may change."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

TITLE_LIMIT, TEXT_LIMIT, MOST_PARTS, MOST_DIRECTIONS = 120, 1500, 12, 4


class Domain(StrEnum):
    """Where the pressure to perform is felt; together the steps cover all of them."""

    LEISURE = "vrije_tijd"
    PEERS = "leeftijdgenoten"
    HOME = "thuis"
    SCHOOL = "school"
    CARE = "zorg"


class Test(StrEnum):
    """The five tests of a next step, in the order in which they are asked."""

    __test__ = False  # Not a test of ours: pytest would collect it by its name.

    FROM_SESSIONS = "from_sessions"
    WITHIN_A_YEAR = "within_a_year"
    LASTS = "lasts"
    SEVERAL_DOMAINS = "several_domains"
    COVERS_TOGETHER = "covers_together"


# What people answer; the other two follow from the domains.
ASKED = (Test.FROM_SESSIONS, Test.WITHIN_A_YEAR, Test.LASTS)


class StepStatus(StrEnum):
    """Where a step or a direction stands; stopping is a decision too."""

    IDEA = "idea"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class StepProblem(StrEnum):
    """Why something cannot be kept; the page words it."""

    TITLE_MISSING = "step_title_missing"
    TOO_LONG = "step_too_long"
    GOAL_MISSING = "step_goal_missing"
    THEME_UNKNOWN = "step_theme_unknown"
    TEST_UNANSWERED = "step_test_unanswered"
    TEST_FAILED = "step_test_failed"
    DOMAIN_UNKNOWN = "step_domain_unknown"
    PERIOD_UPSIDE_DOWN = "step_period_upside_down"
    STATUS_UNKNOWN = "step_status_unknown"
    TOO_MANY = "step_too_many"


@dataclass(frozen=True)
class StepInput:
    """A theme that would become a next step; `answers` are yes or no to the tests of `ASKED`, `why` are words."""

    theme_id: uuid.UUID | None
    title: str
    domains: frozenset[str] = frozenset()
    answers: Mapping[str, bool] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class DirectionInput:
    """A solution direction as somebody typed it; a day that could not be read is left out with `bad_days`."""

    title: str
    goal: str
    status: str = StepStatus.IDEA.value
    starts_on: date | None = None
    ends_on: date | None = None
    partners: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class Part:
    """A phase of a step plan, or a part of a package."""

    title: str
    text: str

    def kept(self) -> dict[str, str]:
        """Give the part as it is kept."""
        return {"title": self.title, "text": self.text}


def outcomes(given: StepInput, covered: Collection[str]) -> dict[Test, bool]:
    """Give how each of the five tests ends; `covered` are the domains of the steps that there are already.

    A step needs several domains; and together with the others it covers more than they do, or all is covered.
    """
    together = set(covered) | given.domains
    return {test: bool(given.answers.get(test.value)) for test in ASKED} | {
        Test.SEVERAL_DOMAINS: len(given.domains) >= 2,
        Test.COVERS_TOGETHER: together > set(covered) or together >= {one.value for one in Domain},
    }


def uncovered(covered: Collection[str]) -> list[str]:
    """Give the domains that no step covers yet, in their order."""
    return [one.value for one in Domain if one.value not in set(covered)]


def step_problems(given: StepInput, covered: Collection[str]) -> dict[str, StepProblem]:
    """Give what is missing, and which tests fail, per field; empty when the theme can be promoted."""
    found: dict[str, StepProblem] = {}
    if given.theme_id is None:
        found["theme"] = StepProblem.THEME_UNKNOWN
    found |= _worded("title", given.title)
    if len(given.why) > TEXT_LIMIT:
        found["why"] = StepProblem.TOO_LONG
    if not given.domains <= {one.value for one in Domain}:
        return found | {"domains": StepProblem.DOMAIN_UNKNOWN}
    for test, passed in outcomes(given, covered).items():
        name = test.value if test in ASKED else "domains"
        if test in ASKED and test.value not in given.answers:
            found[name] = StepProblem.TEST_UNANSWERED
        elif not passed:
            found[name] = StepProblem.TEST_FAILED
    return found


def direction_problems(given: DirectionInput) -> dict[str, StepProblem]:
    """Give what is missing or wrong with a solution direction, per field."""
    found = _worded("title", given.title)
    if not given.goal.strip():
        found["goal"] = StepProblem.GOAL_MISSING
    elif len(given.goal) > TEXT_LIMIT:
        found["goal"] = StepProblem.TOO_LONG
    if given.status not in set(StepStatus):
        found["status"] = StepProblem.STATUS_UNKNOWN
    if given.starts_on and given.ends_on and given.ends_on < given.starts_on:
        found["ends_on"] = StepProblem.PERIOD_UPSIDE_DOWN
    return found


def package_problems(title: str, parts: Sequence[Part]) -> dict[str, StepProblem]:
    """Give what is missing or wrong with a package; a part without title and text does not count."""
    found = _worded("title", title)
    if any(len(part.title) > TITLE_LIMIT or len(part.text) > TEXT_LIMIT for part in parts):
        found["parts"] = StepProblem.TOO_LONG
    elif len(parts) > MOST_PARTS:
        found["parts"] = StepProblem.TOO_MANY
    return found


@lru_cache(maxsize=1)
def shipped() -> list[dict[str, Any]]:
    """Give the next steps that come with the program: those of Vleuten Versterkt, with their directions."""
    written = files("kernpartner.steps").joinpath("data", "next_steps.yaml").read_text(encoding="utf-8")
    steps: list[dict[str, Any]] = yaml.safe_load(written)["steps"]
    return steps


def _worded(name: str, title: str) -> dict[str, StepProblem]:
    if not title.strip():
        return {name: StepProblem.TITLE_MISSING}
    return {name: StepProblem.TOO_LONG} if len(title) > TITLE_LIMIT else {}
