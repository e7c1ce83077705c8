"""When a digest may leave, who must have agreed to what, and that people can only hide more."""

from __future__ import annotations

import itertools
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.digests.rules import (
    DAYS_TO_SIGN,
    SignProblem,
    leaves_on,
    may_leave,
    seal,
    sign_problem,
    without,
)

SCHOOL, JGZ, TEAM = (uuid.UUID(int=number) for number in (1, 2, 3))
DAY = date(2026, 11, 2)
CONTENT: dict[str, Any] = {
    "organisation": "SportUtrecht",
    "themes": [
        {"theme_id": "a", "lo": 15, "hi": 19, "decided": ["één", "twee"], "asked": [], "lessons": ["les"]},
        {"theme_id": "b", "lo": None, "hi": None, "decided": [], "asked": ["vraag"], "lessons": []},
    ],
}


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(-400, 400))
def test_digests_leave_two_weeks_after_edition_and_compiling_on_a_working_day(edition: date, late: int) -> None:
    compiled = edition + timedelta(days=late)
    day = leaves_on(edition, compiled)
    assert day.weekday() < 5
    since = day - max(edition, compiled)
    assert timedelta(days=DAYS_TO_SIGN) <= since <= timedelta(days=DAYS_TO_SIGN + 2)


def test_a_digest_leaves_only_when_everybody_agrees_and_its_day_has_come() -> None:
    everybody = [SCHOOL, JGZ, TEAM]
    for size in range(4):
        for agreed in itertools.combinations(everybody, size):
            for status, on in itertools.product(
                ("compiled", "released", "withheld"), (DAY - timedelta(days=1), DAY, DAY + timedelta(days=30))
            ):
                expected = status == "compiled" and on >= DAY and size == 3
                assert may_leave(status=status, leaves=DAY, on=on, needed=everybody, agreed=agreed) is expected


def test_a_digest_that_nobody_has_to_sign_does_not_leave() -> None:
    assert not may_leave(status="compiled", leaves=DAY, on=DAY, needed=[], agreed=[SCHOOL])


@pytest.mark.parametrize(
    ("choice", "remark", "expected"),
    [
        ("agree", "", None),
        ("agree", "mooi", None),
        ("change", "graag zonder de les", None),
        ("change", "  ", SignProblem.REMARK_MISSING),
        ("change", "x" * 501, SignProblem.REMARK_TOO_LONG),
        ("maybe", "", SignProblem.CHOICE_UNKNOWN),
        ("", "", SignProblem.CHOICE_UNKNOWN),
    ],
)
def test_a_change_needs_words_and_agreement_does_not(choice: str, remark: str, expected: SignProblem | None) -> None:
    assert sign_problem(choice, remark) is expected


def test_a_seal_does_not_depend_on_order_and_covers_every_value() -> None:
    turned = {"themes": CONTENT["themes"], "organisation": "SportUtrecht"}
    assert seal(CONTENT) == seal(turned)
    assert seal(CONTENT) != seal({**CONTENT, "organisation": "JoU"})
    other = [{**CONTENT["themes"][0], "lo": 10}, CONTENT["themes"][1]]
    assert seal(CONTENT) != seal({**CONTENT, "themes": other})


@given(
    st.sets(st.sampled_from(["a", "b", "a:decided:0", "a:decided:1", "a:lessons:0", "b:asked:0", "c", "a:lo:0", ""]))
)
def test_leaving_out_only_hides(left_out: set[str]) -> None:
    before = {part["theme_id"]: part for part in CONTENT["themes"]}
    for part in without(CONTENT, left_out)["themes"]:
        whole = before[part["theme_id"]]
        assert (part["lo"], part["hi"]) == (whole["lo"], whole["hi"])
        for name in ("decided", "asked", "lessons"):
            assert [line for line in whole[name] if line in part[name]] == part[name]


def test_a_line_or_a_whole_theme_can_be_left_out() -> None:
    assert [part["theme_id"] for part in without(CONTENT, {"a"})["themes"]] == ["b"]
    assert without(CONTENT, {"a:decided:0"})["themes"][0]["decided"] == ["twee"]
    assert without(CONTENT, set()) == CONTENT
