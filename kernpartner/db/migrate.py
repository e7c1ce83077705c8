"""Moves the tables of a database from one revision to another, without a configuration file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from kernpartner.config import sqlalchemy_url

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
# Two processes that migrate at once would each make the same table.
_LOCK = 7_301_102


def configuration(url: str) -> Config:
    """Give what Alembic needs to know: where the revisions are and which database is meant."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    made.attributes["url"] = sqlalchemy_url(url)
    return made


def upgrade(url: str, to: str = "head") -> None:
    """Bring the tables up to a revision; doing it twice, or twice at once, is as doing it once."""
    _locked(url, lambda settings: command.upgrade(settings, to))


def downgrade(url: str, to: str) -> None:
    """Bring the tables back to an earlier revision (`base`: no tables)."""
    _locked(url, lambda settings: command.downgrade(settings, to))


def current(url: str) -> str | None:
    """Give the revision of the database, or nothing when it was never migrated."""
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    with engine.connect() as connection:
        found: str | None = MigrationContext.configure(connection).get_current_revision()
        return found


def head() -> str | None:
    """Give the newest revision that this code has, or nothing when there is none yet."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.set_main_option("path_separator", "os")
    found: str | None = ScriptDirectory.from_config(made).get_current_head()
    return found


def _locked(url: str, act: Callable[[Config], None]) -> None:
    settings = configuration(url)
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        act(settings)
