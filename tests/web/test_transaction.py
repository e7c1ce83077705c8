"""Tests of the law that only a route commits, and that nothing is left uncommitted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from kernpartner.organisations.models import Person
from kernpartner.web import transaction
from tests.factories import Place


@pytest.fixture
def asking(app: Flask, place: Place) -> Iterator[Flask]:
    """Give the app while somebody asks for a page."""
    yield app


def test_a_request_that_only_reads_may_end_as_it_is(asking: Flask) -> None:
    with asking.test_request_context():
        transaction.database().execute(text("SELECT 1"))


def test_a_bulk_statement_without_commit_fails_the_request(asking: Flask) -> None:
    with pytest.raises(transaction.UncommittedChanges), asking.test_request_context():
        transaction.database().execute(update(Person).values(language="en"))


def test_plain_sql_without_commit_fails_the_request(asking: Flask) -> None:
    with pytest.raises(transaction.UncommittedChanges), asking.test_request_context():
        transaction.database().execute(
            text("WITH one AS (SELECT id FROM person LIMIT 1) UPDATE person SET name = 'x' FROM one")
        )


def test_a_changed_row_that_was_never_flushed_fails_the_request(asking: Flask, place: Place) -> None:
    with pytest.raises(transaction.UncommittedChanges), asking.test_request_context():
        transaction.database().get_one(Person, place.people["ib"].id).name = "Iemand anders"


def test_a_committed_change_stays_and_an_undone_one_does_not(asking: Flask, place: Place, session: Session) -> None:
    with asking.test_request_context():
        transaction.database().get_one(Person, place.people["ib"].id).name = "Blijft"
        transaction.commit()
    with asking.test_request_context():
        transaction.database().get_one(Person, place.people["ib"].id).name = "Blijft niet"
        transaction.database().flush()
        transaction.undo()
    session.expire_all()
    assert session.get_one(Person, place.people["ib"].id).name == "Blijft"
