"""Connects to PostgreSQL: one small pool per process, times in UTC."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from kernpartner.config import sqlalchemy_url


def engine_for(url: str, pool_size: int = 2) -> Engine:
    """Make an engine with at most `pool_size` connections that are tried before use."""
    return create_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        pool_recycle=1800,
        # What people typed must not reach a log by way of an error.
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "options": "-c timezone=UTC"},
    )


def session_factory(url: str, pool_size: int = 2) -> sessionmaker[Session]:
    """Make sessions whose rows stay readable after a commit."""
    return sessionmaker(engine_for(url, pool_size), expire_on_commit=False)
