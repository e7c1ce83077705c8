"""The trail is append-only for everybody who comes by SQL, too."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from kernpartner.audit import queries
from kernpartner.audit.service import Actor, record
from tests.conftest import NOW


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET outcome = 'refused'",
        "UPDATE audit_entry SET outcome = 'refused' WHERE false",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE false",
        "TRUNCATE audit_entry",
        "TRUNCATE audit_entry CASCADE",
        "WITH gone AS (DELETE FROM audit_entry RETURNING 1) SELECT count(*) FROM gone",
        "MERGE INTO audit_entry a USING (SELECT 1 AS one) s ON a.verb = 'audit.read' "
        "WHEN MATCHED THEN UPDATE SET outcome = 'refused'",
    ],
)
def test_a_line_can_be_added_and_never_changed_or_removed(session: Session, statement: str) -> None:
    record(session, Actor(), "audit.read", "audit", None, NOW, count=1)
    session.commit()
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.execute(text(statement))
    assert [entry.outcome for entry in queries.entries(session)] == ["done"]


def test_a_line_cannot_change_through_the_object_either(session: Session) -> None:
    record(session, Actor(), "audit.read", "audit", None, NOW, count=1)
    session.commit()
    with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        queries.entries(session)[0].verb = "concern.read"
        session.flush()


def test_a_position_is_given_out_and_not_chosen(session: Session) -> None:
    with pytest.raises(DBAPIError, match="GENERATED ALWAYS"), session.begin_nested():
        session.execute(
            text(
                "INSERT INTO audit_entry (position, at, verb, subject_kind, outcome, details, previous_hash, hash)"
                " VALUES (1, now(), 'audit.read', 'audit', 'done', '{}', '', 'x')"
            )
        )


def test_the_same_line_cannot_stand_in_the_trail_twice(session: Session) -> None:
    record(session, Actor(), "concern.withdrawn", "concern", uuid.UUID(int=7), NOW)
    session.commit()
    with pytest.raises(IntegrityError, match=r"uq_audit_entry_(previous_)?hash"), session.begin_nested():
        session.execute(
            text(
                "INSERT INTO audit_entry (at, verb, subject_kind, subject_id, outcome, details, previous_hash, hash)"
                " SELECT at, verb, subject_kind, subject_id, outcome, details, previous_hash, hash FROM audit_entry"
            )
        )


def test_two_lines_never_follow_the_same_line(session: Session) -> None:
    record(session, Actor(), "concern.withdrawn", "concern", uuid.UUID(int=7), NOW)
    with pytest.raises(IntegrityError, match="uq_audit_entry_previous_hash"), session.begin_nested():
        session.execute(
            text(
                "INSERT INTO audit_entry (at, verb, subject_kind, subject_id, outcome, details, previous_hash, hash)"
                " SELECT at, verb, subject_kind, subject_id, outcome, details, previous_hash, 'other' FROM audit_entry"
            )
        )
