"""An error of the database says what was refused, never what stood in the row."""

from __future__ import annotations

import traceback

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kernpartner.db.engine import engine_for

SECRET = "Wat Sjaantje vertelde"


def test_an_error_names_the_constraint_and_not_the_row_it_refused(database_url: str) -> None:
    engine = engine_for(database_url)
    with engine.begin() as connection, pytest.raises(IntegrityError, match="no_secrets") as refused:
        connection.execute(
            text("CREATE TEMPORARY TABLE proof (words text CONSTRAINT no_secrets CHECK (length(words) < 5))")
        )
        connection.execute(text("INSERT INTO proof VALUES (:words)"), {"words": SECRET})
    engine.dispose()
    assert refused.value.orig is not None
    assert "23514" in str(getattr(refused.value.orig, "sqlstate", ""))
    assert "Sjaantje" not in "".join(traceback.format_exception(refused.value))
