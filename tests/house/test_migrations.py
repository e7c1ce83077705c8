"""Migrations make exactly what the models say, and go up, down and up again without losing anything else."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from kernpartner.db import migrate
from kernpartner.db.base import Base
from tests.factories import a_place
from tests.tables import make_tables

TRIGGERS = """
    SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2
"""
FUNCTIONS = """
    SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'
    ORDER BY 1, 2
"""
INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1
"""
COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'alembic_version' ORDER BY 1, 2
"""


@pytest.fixture
def empty_url() -> Iterator[str]:
    """Give a database without any table."""
    yield from _database()


@pytest.fixture
def other_url() -> Iterator[str]:
    """Give a second database without any table."""
    yield from _database()


def _database() -> Iterator[str]:
    server = make_url(os.environ["TEST_DATABASE_URL"]).set(drivername="postgresql+psycopg")
    name = f"kp_migrate_{uuid.uuid4().hex[:12]}"
    admin = create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield server.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    admin.dispose()


def _shape(url: str) -> dict[str, list[tuple[object, ...]]]:
    engine = create_engine(url)
    with engine.connect() as connection:
        shape = {
            name: [tuple(row) for row in connection.execute(text(query))]
            for name, query in {
                "triggers": TRIGGERS,
                "functions": FUNCTIONS,
                "constraints": CONSTRAINTS,
                "indexes": INDEXES,
                "columns": COLUMNS,
            }.items()
        }
    engine.dispose()
    return shape


def _differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_migrated_tables_equal_the_models_to_the_last_trigger(empty_url: str, other_url: str) -> None:
    migrate.upgrade(empty_url)
    make_tables(other_url)
    engine = create_engine(empty_url)
    assert _differences(engine) == []
    engine.dispose()
    migrated, made = _shape(empty_url), _shape(other_url)
    for kind in migrated:
        assert migrated[kind] == made[kind], kind
    assert migrated["triggers"], "no table is append-only"


def test_the_newest_revision_is_the_one_that_is_reached(empty_url: str) -> None:
    migrate.upgrade(empty_url)
    assert migrate.current(empty_url) == migrate.head() is not None


def test_up_down_and_up_again_with_data_in_the_tables(empty_url: str) -> None:
    migrate.upgrade(empty_url)
    first = _shape(empty_url)
    engine = create_engine(empty_url)
    with Session(engine) as session:
        a_place(session)
        session.commit()
    migrate.downgrade(empty_url, "base")
    with engine.connect() as connection:
        left = connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
        ).all()
        assert left == []
    migrate.upgrade(empty_url)
    assert _shape(empty_url) == first
    with Session(engine) as session:
        a_place(session)
        session.commit()
    engine.dispose()
