"""The doctor says of each thing whether it is well, and what to do when it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from click.testing import Result

from kernpartner.cli import place
from kernpartner.db import migrate
from kernpartner.db.engine import session_factory
from kernpartner.outbox import service as outbox
from kernpartner.servers.household import household
from kernpartner.servers.smtp import start_smtp
from kernpartner.servers.valkey import start_valkey

Run = Callable[..., Result]


@pytest.fixture
def healthy(run: Run, fresh_database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Give an installation in which all is well."""
    monkeypatch.setenv("KP_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("KP_DEMO", "1")
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setattr(migrate, "current", lambda _url: "0007")
    monkeypatch.setattr(migrate, "head", lambda: "0007")
    seen(fresh_database_url, timedelta(seconds=5))
    run("district", "create", "proefwijk", "--label", "Proefwijk")
    with household() as home:
        monkeypatch.setenv("KP_SMTP_PORT", str(start_smtp(home, tmp_path / "mails", tmp_path / "smtp.log")))
        yield lambda: run("doctor")


def seen(url: str, ago: timedelta) -> None:
    """Let the worker have been seen some time ago."""
    factory = session_factory(url)
    with factory.begin() as session:
        outbox.beat(session, "beat", place.now() - ago)
    factory.kw["bind"].dispose()


def queued(url: str, ago: timedelta) -> None:
    """Let a mail be due since some time ago."""
    factory = session_factory(url)
    with factory.begin() as session:
        outbox.queue_mail(
            session,
            kind="probe",
            dedupe_key="probe:1",
            to_person=None,
            to_address="iemand@example.org",
            template="invitation",
            context={},
            due_at=place.now() - ago,
        )
    factory.kw["bind"].dispose()


def test_all_is_well(healthy: Callable[[], Result]) -> None:
    done = healthy()
    assert done.exit_code == 0, done.output
    assert "!!" not in done.output and "do:" not in done.output
    for what in ("configuration", "broker: Valkey", "mail server", "database: PostgreSQL", "tables: at 0007", "worker"):
        assert what in done.output


def test_without_a_key_it_says_how_to_make_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KP_SECRET_KEY", raising=False)
    done = run("doctor")
    assert done.exit_code == 1
    assert "do: KP_SECRET_KEY is missing or shorter than 32 characters. Make one with:" in done.output


def test_a_worker_that_is_silent_is_to_be_started(healthy: Callable[[], Result], fresh_database_url: str) -> None:
    factory = session_factory(fresh_database_url)
    with factory.begin() as session:
        from sqlalchemy import text

        session.execute(text("UPDATE heartbeat SET at = now() - interval '10 minutes'"))
    factory.kw["bind"].dispose()
    done = healthy()
    assert done.exit_code == 1
    assert "!! worker (beat): last seen" in done.output
    assert "do: start it again: python3 app.py worker --beat" in done.output


def test_mail_that_waits_too_long_is_noticed(healthy: Callable[[], Result], fresh_database_url: str) -> None:
    queued(fresh_database_url, timedelta(minutes=11))
    done = healthy()
    assert done.exit_code == 1
    assert "!! mail: oldest waits since" in done.output


def test_mail_that_waits_a_moment_is_no_trouble(healthy: Callable[[], Result], fresh_database_url: str) -> None:
    queued(fresh_database_url, timedelta(seconds=30))
    done = healthy()
    assert done.exit_code == 0
    assert "ok mail: oldest waits since" in done.output


def test_old_tables_are_to_be_migrated(healthy: Callable[[], Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "head", lambda: "0008")
    done = healthy()
    assert "!! tables: at 0007, newest is 0008\n   do: python3 app.py migrate" in done.output
    assert done.exit_code == 1


def test_servers_that_are_down_are_named_each_with_what_to_do(
    healthy: Callable[[], Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    monkeypatch.setenv("KP_SMTP_PORT", "1")
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    done = healthy()
    assert done.exit_code == 1
    for what in ("!! broker", "!! mail server", "!! database", "mend REDIS_URL", "KP_SMTP_HOST", "mend DATABASE_URL"):
        assert what in done.output


def test_a_broker_that_throws_keys_away_loses_work(
    healthy: Callable[[], Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with household() as home:
        url = start_valkey(home, tmp_path / "valkey", durable=False)
        with redis.Redis.from_url(url) as client:
            client.config_set("maxmemory-policy", "allkeys-lru")
        monkeypatch.setenv("REDIS_URL", url)
        done = healthy()
    assert done.exit_code == 1
    assert "throws keys away (allkeys-lru)" in done.output and "do: set maxmemory-policy noeviction" in done.output


def test_pages_without_https_are_not_for_the_world(
    healthy: Callable[[], Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KP_DEMO")
    assert "do: serve over https and set KP_HTTPS=1 and KP_BASE_URL" in healthy().output
