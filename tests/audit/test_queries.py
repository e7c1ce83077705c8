"""Reading the trail, and finding the first line that somebody with the keys of the database tampered with."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from kernpartner.audit import queries
from kernpartner.audit.rules import VERBS
from kernpartner.audit.service import Actor, record
from tests.conftest import NOW

ACTOR = Actor(uuid.UUID(int=11), uuid.UUID(int=12), "care_coordinator")
SUBJECT = uuid.UUID(int=13)
LINES = 5
MUTATIONS = {
    "at": "at + interval '1 microsecond'",
    "verb": "'concern.listed'",
    "person_id": "gen_random_uuid()",
    "organisation_id": "NULL",
    "role": "'coordinator'",
    "subject_kind": "'consultation'",
    "subject_id": "NULL",
    "outcome": "'refused'",
    "details": """'{"relation": "core_team"}'""",
    "previous_hash": "repeat('f', 64)",
    "hash": "repeat('e', 64)",
}


def a_trail(session: Session, lines: int = LINES) -> list[int]:
    for number in range(lines):
        record(session, ACTOR, "concern.read", "concern", SUBJECT, NOW + timedelta(minutes=number), relation="own")
    return [entry.position for entry in reversed(queries.entries(session))]


def tamper(session: Session, *statements: str, **values: Any) -> int | None:
    """Do what only the owner of the table can: switch the guard off, change lines, switch it on again."""
    session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only"))
    for statement in statements:
        session.execute(text(statement), values)
    session.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only"))
    session.expire_all()
    return queries.first_broken_line(session)


def test_every_field_of_a_line_is_mutated_below() -> None:
    from kernpartner.audit.models import AuditEntry

    assert set(MUTATIONS) == {column.key for column in AuditEntry.__table__.columns} - {"position"}


def test_an_empty_trail_and_an_untouched_one_are_whole(session: Session) -> None:
    assert queries.first_broken_line(session) is None
    a_trail(session)
    assert queries.first_broken_line(session) is None


@pytest.mark.parametrize("at", [0, 2, LINES - 1], ids=["first", "middle", "last"])
@pytest.mark.parametrize("field", sorted(MUTATIONS))
def test_one_field_of_one_line_that_was_changed_is_found(session: Session, field: str, at: int) -> None:
    position = a_trail(session)[at]
    change = f"UPDATE audit_entry SET {field} = {MUTATIONS[field]} WHERE position = :position"
    assert tamper(session, change, position=position) == position


@pytest.mark.parametrize("at", range(LINES - 1))
def test_a_line_that_was_removed_is_found_at_the_line_after_it(session: Session, at: int) -> None:
    positions = a_trail(session)
    gone = "DELETE FROM audit_entry WHERE position = :position"
    assert tamper(session, gone, position=positions[at]) == positions[at + 1]


@pytest.mark.parametrize(("one", "other"), [(a, b) for a in range(LINES) for b in range(a + 1, LINES)])
def test_two_lines_that_changed_places_are_found(session: Session, one: int, other: int) -> None:
    positions = a_trail(session)
    swap = (
        "ALTER TABLE audit_entry ALTER COLUMN position DROP IDENTITY",
        "UPDATE audit_entry SET position = -1 WHERE position = :one",
        "UPDATE audit_entry SET position = :one WHERE position = :other",
        "UPDATE audit_entry SET position = :other WHERE position = -1",
    )
    assert tamper(session, *swap, one=positions[one], other=positions[other]) == positions[one]


def test_a_line_put_in_between_is_found(session: Session) -> None:
    positions = a_trail(session)
    copy = (
        "INSERT INTO audit_entry (at, verb, subject_kind, outcome, details, previous_hash, hash)"
        " SELECT at, verb, subject_kind, outcome, details, hash, repeat('a', 64) FROM audit_entry"
        " WHERE position = :last"
    )
    assert (tamper(session, copy, last=positions[-1]) or 0) > positions[-1]


def test_a_trail_longer_than_one_reading_is_checked_to_its_end(session: Session) -> None:
    positions = a_trail(session, 520)[-100:]
    assert queries.first_broken_line(session) is None
    change = "UPDATE audit_entry SET outcome = 'refused' WHERE position = :position"
    assert tamper(session, change, position=positions[-1]) == positions[-1]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.recursive(
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(-(2**60), 2**60),
            # What a text in PostgreSQL can hold.
            st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20),
        ),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
        max_leaves=6,
    )
)
def test_whatever_a_line_carries_it_reads_back_as_it_was_sealed(session: Session, value: Any) -> None:
    record(session, ACTOR, "concern.read", "concern", SUBJECT, NOW, relation=value)
    session.expire_all()
    assert queries.first_broken_line(session) is None


def test_the_trail_is_read_newest_first_and_by_thing_person_verb_and_day(session: Session) -> None:
    mine, other = Actor(uuid.UUID(int=21)), Actor(uuid.UUID(int=22))
    for hour, (actor, verb, thing) in enumerate(
        [
            (mine, "concern.read", 1),
            (other, "concern.read", 1),
            (mine, "consultation.read", 2),
            (other, "concern.read", 2),
        ]
    ):
        at = NOW + timedelta(hours=hour)
        record(session, actor, verb, "concern", uuid.UUID(int=thing), at, relation=str(hour))

    def found(**asked: Any) -> list[str]:
        return [entry.details["relation"] for entry in queries.entries(session, **asked)]

    assert found() == ["3", "2", "1", "0"]
    assert found(limit=2) == ["3", "2"]
    assert found(subject_id=uuid.UUID(int=1)) == ["1", "0"]
    assert found(person_id=uuid.UUID(int=21)) == ["2", "0"]
    assert found(verb="consultation.read") == ["2"]
    assert found(since=NOW + timedelta(hours=2)) == ["3", "2"]
    assert found(person_id=uuid.UUID(int=22), subject_id=uuid.UUID(int=2), verb="concern.read") == ["3"]
    assert found(person_id=uuid.UUID(int=23)) == []
    assert "relation" in VERBS["consultation.read"]
