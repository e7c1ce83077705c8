"""Revisions go up and down without a configuration file, once when asked twice at once, and leave no connection."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from kernpartner.db import migrate

FIRST = '''
"""First."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0001", None, None, None
def upgrade():
    op.create_table("probe", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("SELECT pg_sleep(0.3)")
def downgrade():
    op.drop_table("probe")
'''
SECOND = '''
"""Second."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None
def upgrade():
    op.add_column("probe", sa.Column("word", sa.Text))
def downgrade():
    op.drop_column("probe", "word")
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with our own way of running revisions, and two revisions."""
    made = tmp_path / "migrations"
    (made / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        shutil.copy(migrate.FOLDER / name, made / name)
    (made / "versions/0001_first.py").write_text(FIRST)
    (made / "versions/0002_second.py").write_text(SECOND)
    monkeypatch.setattr(migrate, "FOLDER", made)
    return made


@pytest.fixture
def empty_url(database_url: str) -> Iterator[str]:
    """Give the address of a database without tables."""
    name = f"kp_migrate_{uuid4().hex[:8]}"
    admin = create_engine(make_url(database_url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield make_url(database_url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    admin.dispose()


def test_a_new_database_has_no_revision_and_goes_up_to_the_newest(folder: Path, empty_url: str) -> None:
    assert migrate.current(empty_url) is None
    migrate.upgrade(empty_url)
    assert migrate.current(empty_url) == migrate.head() == "0002"


def test_it_goes_up_a_step_and_down_again(folder: Path, empty_url: str) -> None:
    migrate.upgrade(empty_url, "0001")
    assert migrate.current(empty_url) == "0001"
    migrate.upgrade(empty_url)
    migrate.downgrade(empty_url, "base")
    assert migrate.current(empty_url) is None


def test_two_processes_that_migrate_at_once_do_it_once(folder: Path, empty_url: str) -> None:
    with ThreadPoolExecutor(2) as both:
        # Alembic keeps its context per process, so the second one asks through the lock only.
        first = both.submit(migrate.upgrade, empty_url)
        admin = create_engine(make_url(empty_url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            while not first.done():
                locks = connection.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"))
                if locks:
                    break
            waited = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": migrate._LOCK})
        admin.dispose()
        first.result()
    assert waited is False
    assert migrate.current(empty_url) == "0002"


def test_afterwards_no_connection_keeps_the_database_in_use(folder: Path, empty_url: str) -> None:
    migrate.upgrade(empty_url)
    admin = create_engine(make_url(empty_url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = make_url(empty_url).database
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}_copy" TEMPLATE "{name}"'))
        connection.execute(text(f'DROP DATABASE "{name}_copy"'))
    admin.dispose()
