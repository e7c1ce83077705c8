"""What the trail knows and how a line is sealed, without a database."""

from __future__ import annotations

import string
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.audit.rules import FIRST_HASH, VERBS, UnknownVerb, checked_details, seal

LINE: dict[str, Any] = {
    "at": datetime(2026, 3, 10, 9, 30, tzinfo=UTC),
    "verb": "concern.read",
    "person_id": uuid.UUID(int=1),
    "organisation_id": uuid.UUID(int=2),
    "role": "care_coordinator",
    "subject_kind": "concern",
    "subject_id": uuid.UUID(int=3),
    "outcome": "done",
    "details": {"relation": "own"},
}
OTHER: dict[str, Any] = {
    "at": LINE["at"] + timedelta(microseconds=1),
    "verb": "concern.listed",
    "person_id": None,
    "organisation_id": uuid.UUID(int=1),
    "role": None,
    "subject_kind": "consultation",
    "subject_id": None,
    "outcome": "refused",
    "details": {"relation": "core_team"},
}
NO_TEXT = ("text", "tried", "question", "email", "name", "title", "label")
PLAIN = st.dictionaries(
    st.sampled_from(string.ascii_lowercase), st.one_of(st.none(), st.integers(), st.text(), st.booleans()), max_size=4
)


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_verb_carries_every_field_it_may_and_no_other(verb: str) -> None:
    everything = dict.fromkeys(VERBS[verb], 1)
    assert checked_details(verb, everything) == everything
    assert checked_details(verb, {}) == {}
    with pytest.raises(UnknownVerb, match="may not carry"):
        checked_details(verb, everything | {"written": "something that was typed"})


@pytest.mark.parametrize("verb", ["", "concern", "concern.logged ", "CONCERN.LOGGED", "concern.deleted"])
def test_a_verb_that_nobody_agreed_on_is_refused(verb: str) -> None:
    with pytest.raises(UnknownVerb, match="unknown verb"):
        checked_details(verb, {})


def test_no_verb_has_room_for_what_was_typed() -> None:
    assert [(verb, name) for verb, fields in VERBS.items() for name in fields if name in NO_TEXT] == []


def test_what_is_checked_is_a_copy() -> None:
    given_details = {"relation": "own"}
    checked = checked_details("concern.read", given_details)
    given_details["relation"] = "core_team"
    assert checked == {"relation": "own"}


@pytest.mark.parametrize("field", sorted(LINE))
def test_a_seal_depends_on_every_field(field: str) -> None:
    assert seal(FIRST_HASH, LINE | {field: OTHER[field]}) != seal(FIRST_HASH, LINE)
    assert seal(FIRST_HASH, {name: value for name, value in LINE.items() if name != field}) != seal(FIRST_HASH, LINE)


def test_a_seal_depends_on_the_line_before() -> None:
    first = seal(FIRST_HASH, LINE)
    assert len(first) == len(FIRST_HASH) == 64
    assert seal(first, LINE) != first


def test_a_seal_does_not_depend_on_the_order_of_fields_or_the_zone_of_the_clock() -> None:
    here = LINE["at"].astimezone(timezone(timedelta(hours=1)))
    assert seal(FIRST_HASH, dict(reversed(LINE.items())) | {"at": here}) == seal(FIRST_HASH, LINE)


def test_nothing_and_the_word_for_nothing_are_sealed_differently() -> None:
    assert seal(FIRST_HASH, LINE | {"role": None}) != seal(FIRST_HASH, LINE | {"role": "None"})


@given(one=PLAIN, other=PLAIN)
def test_two_lines_have_one_seal_only_when_they_say_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    # Python holds 1 and True for equal; a line that says the one does not say the other.
    same = repr(sorted(one.items())) == repr(sorted(other.items()))
    assert (seal(FIRST_HASH, LINE | {"details": one}) == seal(FIRST_HASH, LINE | {"details": other})) is same
