"""Gives tests of the worker its settings, a database of their own, a broker and a mail server, all real."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.worker.mailserver import MailServer, running
from tests.worker.workers import broker

SECRET = "a secret that only tests know, long enough"


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """Give a mail server on a free port of this machine."""
    with running() as server:
        yield server


@pytest.fixture
def worker_environment(
    database_url: str, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> Iterator[dict[str, str]]:
    """Let the worker of this process use the test's servers; what it wrote is removed afterwards.

    Tasks commit by themselves, so these tests cannot live in one transaction that is rolled back.
    """
    from worker import database

    given = {
        "KP_SECRET_KEY": SECRET,
        "DATABASE_URL": database_url,
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "KP_SMTP_HOST": "127.0.0.1",
        "KP_SMTP_PORT": str(mail_server.port),
        "KP_MAIL_DOMAIN": "post.example.org",
        "KP_BASE_URL": "https://kernpartner.example.org",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    database.forget()
    yield given
    database.forget()
    with engine.begin() as connection:
        tables = connection.scalars(
            text(
                "select quote_ident(tablename) from pg_tables where schemaname = 'public' "
                "and tablename not in ('alembic_version')"
            )
        ).all()
        # Triggers that refuse changes are for people and programs, not for cleaning up after a test.
        connection.execute(text("set local session_replication_role = replica"))
        for table in tables:
            connection.execute(text(f"delete from {table}"))


@pytest.fixture
def line(worker_environment: dict[str, str]) -> Iterator[Any]:
    """Give the broker, empty before and after."""
    client = broker(worker_environment["REDIS_URL"])
    client.flushdb()
    yield client
    client.flushdb()
    client.close()
