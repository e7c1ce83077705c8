"""Gives every test a real PostgreSQL: a template made once, a copy per process, a transaction per test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from kernpartner.servers import chromium
from kernpartner.servers.household import Household
from kernpartner.servers.postgres import start_postgres
from kernpartner.servers.valkey import start_valkey

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)
BROWSER_FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
_TEMPLATE_LOCK = 7_301_103
_DATABASE_FIXTURES = frozenset({"database_url", "fresh_database_url", "engine", "session"})


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers that nobody gave, in the process that starts the others and before it does."""
    if "PYTEST_XDIST_WORKER" in os.environ or config.option.collectonly:
        return
    os.environ["KP_TEST_RUN"] = uuid4().hex[:8]
    if os.environ.get("TEST_DATABASE_URL") and os.environ.get("TEST_REDIS_URL"):
        return
    home, folder = Household(), Path(tempfile.mkdtemp(prefix="kp-test-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    config.add_cleanup(home.stop)
    for name, start, where in (
        ("TEST_DATABASE_URL", start_postgres, folder),
        ("TEST_REDIS_URL", start_valkey, folder / "valkey"),
    ):
        if not os.environ.get(name):
            os.environ[name] = start(home, where, durable=False)
            config.add_cleanup(lambda name=name: os.environ.pop(name, None))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop the template, when the servers are somebody else's and would keep it."""
    if "PYTEST_XDIST_WORKER" not in os.environ and os.environ.get("TEST_DATABASE_URL"):
        with _admin() as connection:
            for name in (_template(), f"{_template()}_half"):
                connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """Give the address of a database of this test process with all tables in it."""
    yield from _copy_of_template()


@pytest.fixture
def fresh_database_url() -> Iterator[str]:
    """Give the address of a database for one test that really commits: commands, workers, browsers."""
    yield from _copy_of_template()


@pytest.fixture(scope="session")
def redis_url() -> str:
    """Give the address of the broker for this run, in a numbered database of this test process."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    given = make_url(os.environ["TEST_REDIS_URL"])
    return given.set(database=str(int(given.database or 0) + int(worker))).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """Give an engine on the test database."""
    made = create_engine(database_url, connect_args={"options": "-c timezone=UTC"})
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Give a session whose changes, committed or not, are gone after the test."""
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as made:
            yield made
        outer.rollback()


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Give the path of a Chromium."""
    return required_browser()


@pytest.fixture(scope="session")
def chromium_browser(browser_path: str) -> Iterator[Browser]:
    """Start a Chromium for all tests of this process: a second one beside it could not share its loop."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=BROWSER_FLAGS)
        yield browser
        browser.close()


def required_browser() -> str:
    """Give the path of a Chromium; without one the test is left out, or fails where a browser is required."""
    found = os.environ.get("KP_BROWSER") or chromium.find()
    if not found:
        reason = os.environ.get("KP_NO_BROWSER") or "no Chromium on this machine; set KP_BROWSER to one"
        if os.environ.get("KP_REQUIRE_BROWSER"):
            pytest.fail(f"a browser is required here: {reason}", pytrace=False)
        pytest.skip(reason)
    return found


@pytest.fixture(autouse=True)
def _rules_decide_without_a_database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test of rules fail when it touches the database."""
    path = request.node.path
    if not (path.name.startswith("test_rules") or "rules" in path.parts or "privacy" in path.parts):
        return
    asked = _DATABASE_FIXTURES & set(request.fixturenames)
    if asked:
        pytest.fail(f"rules decide without a database, and this test asks for {sorted(asked)}", pytrace=False)

    def refuse(*_given: object, **_more: object) -> NoReturn:
        raise AssertionError("rules decide without a database, and this test connects to one")

    monkeypatch.setattr(psycopg, "connect", refuse)
    monkeypatch.setattr(psycopg.Connection, "connect", refuse)


def _copy_of_template() -> Iterator[str]:
    name = f"{_template()}_{uuid4().hex[:8]}"
    with _admin() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _TEMPLATE_LOCK})
        _make_template(connection)
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{_template()}" STRATEGY file_copy'))
    yield _server().set(database=name).render_as_string(hide_password=False)
    with _admin() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def _server() -> URL:
    return make_url(os.environ["TEST_DATABASE_URL"]).set(drivername="postgresql+psycopg")


def _template() -> str:
    return f"kp_test_{os.environ['KP_TEST_RUN']}"


def _admin() -> Connection:
    engine = create_engine(_server().set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    return engine.connect()


def _make_template(connection: Connection) -> None:
    """Make the template with all tables unless another process of this run has made it."""
    from tests.tables import make_tables

    known = text("SELECT 1 FROM pg_database WHERE datname = :name")
    if connection.scalar(known, {"name": _template()}):
        return
    half = f"{_template()}_half"
    connection.execute(text(f'DROP DATABASE IF EXISTS "{half}" WITH (FORCE)'))
    connection.execute(text(f'CREATE DATABASE "{half}"'))
    make_tables(_server().set(database=half).render_as_string(hide_password=False))
    connection.execute(text(f'ALTER DATABASE "{half}" RENAME TO "{_template()}"'))
