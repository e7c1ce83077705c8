"""Gives each request one database session; only the route itself commits, as its last act."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, has_app_context, request
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

from kernpartner.config import Settings
from kernpartner.db.engine import session_factory

LOCAL = ZoneInfo("Europe/Amsterdam")
_WRITES = re.compile(r"\s*(insert|update|delete|merge|truncate|copy)\b", re.IGNORECASE)
_WRITES_INSIDE = re.compile(
    r"\s*with\b.*\b(insert\s+into|update\s+\S+\s+set|delete\s+from|merge\s+into)\b", re.IGNORECASE | re.DOTALL
)


class UncommittedChanges(RuntimeError):
    """A request ended while it had written something that was not committed."""


def install(app: Flask, settings: Settings) -> None:
    """Connect the app to its database and end each request's session."""
    app.extensions["session_factory"] = session_factory(settings.database_url, settings.web_threads)
    app.teardown_appcontext(_end)


def database() -> Session:
    """Give the session of this request, opened at first use."""
    if "database" not in g:
        factory: sessionmaker[Session] = current_app.extensions["session_factory"]
        g.database = factory()
    session: Session = g.database
    return session


def commit() -> None:
    """Commit what this request changed; a route calls this as its last act before it answers."""
    database().commit()
    g.wrote = False


def undo() -> None:
    """Take back what this request wrote and did not commit: a route refuses something halfway."""
    database().rollback()
    g.wrote = False


def now() -> datetime:
    """Give the moment, in UTC; services get it passed."""
    return datetime.now(UTC)


def today() -> date:
    """Give the day as people in the Netherlands have it."""
    return datetime.now(LOCAL).date()


@event.listens_for(Engine, "before_cursor_execute")
def _note_write(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
    # Below the session on purpose: bulk statements and raw SQL never pass its flush.
    if has_app_context() and "database" in g and (_WRITES.match(statement) or _WRITES_INSIDE.match(statement)):
        g.wrote = True


def _end(error: BaseException | None) -> None:
    session: Session | None = g.pop("database", None)
    if session is None:
        return
    # What the closing flush would have written counts as written too.
    wrote = g.pop("wrote", False) or bool(session.new or session.dirty or session.deleted)
    session.rollback()
    session.close()
    if wrote and error is None:
        if current_app.testing:
            raise UncommittedChanges("this request wrote something that it did not commit")
        current_app.logger.error("uncommitted changes were dropped at %s", request.endpoint if request else "?")
