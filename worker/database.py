"""Gives each process of the worker its database and its clock; a task runs in one transaction of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session, sessionmaker

from kernpartner.config import Settings
from kernpartner.db.engine import session_factory

LOCAL = ZoneInfo("Europe/Amsterdam")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Give how this installation runs, read once from the environment."""
    return Settings.from_environment()


@lru_cache(maxsize=1)
def _sessions() -> sessionmaker[Session]:
    # Made at first use, so in the child and not in the parent: connections do not survive a fork.
    return session_factory(settings().database_url, pool_size=1)


@contextmanager
def transaction() -> Iterator[Session]:
    """Give a session that commits when the block ends well and rolls back when it does not."""
    with _sessions().begin() as session:
        yield session


def forget(*, forked: bool = False) -> None:
    """Forget connections and settings: between tests with other servers, and after a fork.

    After a fork the connections belong to the parent, so they are let go without closing them.
    """
    if _sessions.cache_info().currsize:
        _sessions().kw["bind"].dispose(close=not forked)
    _sessions.cache_clear()
    settings.cache_clear()


def now() -> datetime:
    """Give the moment, in UTC; services get it passed."""
    return datetime.now(UTC)


def today() -> date:
    """Give the day as people in the Netherlands have it."""
    return datetime.now(LOCAL).date()
