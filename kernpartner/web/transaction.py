"""Gives each request one database session; only the route itself commits, as its last act."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from kernpartner.config import Settings
from kernpartner.db.engine import session_factory

LOCAL = ZoneInfo("Europe/Amsterdam")


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
        g.wrote = False
        event.listen(g.database, "after_flush", _note_flush)
    session: Session = g.database
    return session


def commit() -> None:
    """Commit what this request changed; a route calls this as its last act before it answers."""
    database().commit()
    g.wrote = False


def now() -> datetime:
    """Give the moment, in UTC; services get it passed."""
    return datetime.now(UTC)


def today() -> date:
    """Give the day as people in the Netherlands have it."""
    return datetime.now(LOCAL).date()


def _note_flush(session: Session, _context: object) -> None:
    g.wrote = True


def _end(_error: BaseException | None) -> None:
    session: Session | None = g.pop("database", None)
    if session is None:
        return
    wrote = g.pop("wrote", False)
    session.rollback()
    session.close()
    if wrote and _error is None and current_app.testing and not g.get("refused", False):
        raise UncommittedChanges("this request wrote something that it did not commit")
