"""Connects to PostgreSQL: one small pool per process, times in UTC."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.orm import Session, sessionmaker

from kernpartner.config import sqlalchemy_url


def engine_for(url: str, pool_size: int = 2) -> Engine:
    """Make an engine with at most `pool_size` connections that are tried before use."""
    made = create_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        pool_recycle=1800,
        # What people typed must not reach a log by way of an error.
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC"},
    )
    event.listen(made, "handle_error", _without_the_row)
    return made


def _without_the_row(context: ExceptionContext) -> None:
    """Keep the first line of a database error: its DETAIL quotes the row that was refused, texts and all."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args and isinstance(error.args[0], str):
            error.args = (_first_line(error), *error.args[1:])


def _first_line(error: BaseException) -> Any:
    return str(error.args[0]).split("\nDETAIL:", 1)[0].split("\n", 1)[0]


def session_factory(url: str, pool_size: int = 2) -> sessionmaker[Session]:
    """Make sessions whose rows stay readable after a commit."""
    return sessionmaker(engine_for(url, pool_size), expire_on_commit=False)
