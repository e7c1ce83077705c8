"""Checks configuration, servers, tables and the worker's progress, and says for each what to do."""

from __future__ import annotations

import smtplib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from kernpartner.cli import place

if TYPE_CHECKING:
    from kernpartner.config import Settings

# The clock strikes every few seconds; mail that waits this long waits for a worker.
SILENCE = timedelta(minutes=1)
LATE = timedelta(minutes=10)
OLDEST_POSTGRES = 15


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `advice` says what to do and is empty when all is well."""

    what: str
    said: str
    advice: str = ""


@click.command()
def doctor() -> None:
    """Check this installation; exits with 1 when something needs doing."""
    from rich.console import Console

    console, sick = Console(highlight=False, soft_wrap=True), False
    for finding in findings():
        sick = sick or bool(finding.advice)
        console.print(f"[{'red' if finding.advice else 'green'}]{'!!' if finding.advice else 'ok'}[/] ", end="")
        console.print(f"{finding.what}: {finding.said}", markup=False)
        if finding.advice:
            console.print(f"   do: {finding.advice}", markup=False)
    sys.exit(1 if sick else 0)


def findings() -> Iterator[Finding]:
    """Look at everything in the order in which one thing needs the other."""
    from kernpartner.config import BadSetting, Settings

    try:
        settings = Settings.from_environment(place.environment())
    except BadSetting as problem:
        yield Finding("configuration", "unusable", str(problem))
        return
    yield _configuration(settings)
    yield _broker(settings)
    yield _mail_server(settings)
    database = _tried("database", lambda: _database(settings), "start PostgreSQL, or mend DATABASE_URL")
    yield database
    if database.advice:
        return
    tables = _tried("tables", lambda: _tables(settings), "python3 app.py migrate")
    yield tables
    if not tables.advice:
        yield from _progress(settings)


def _tried(what: str, look: Callable[[], Finding], advice: str) -> Finding:
    try:
        return look()
    except Exception as problem:
        return Finding(what, " ".join(str(problem).split())[:200] or type(problem).__name__, advice)


def _configuration(settings: Settings) -> Finding:
    if settings.demo:
        return Finding("configuration", "the demo's")
    if not settings.https:
        return Finding("configuration", "pages without https", "serve over https and set KP_HTTPS=1 and KP_BASE_URL")
    return Finding("configuration", settings.base_url)


def _broker(settings: Settings) -> Finding:
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    def look() -> Finding:
        once = Retry(NoBackoff(), 0)
        with redis.Redis.from_url(settings.redis_url, socket_connect_timeout=3, retry=once) as client:
            server = client.info("server")
            memory = client.info("memory")
        name = "Valkey" if "valkey_version" in server else "Redis"
        version = server.get("valkey_version") or server["redis_version"]
        policy = memory.get("maxmemory_policy", "noeviction")
        if policy != "noeviction":
            return Finding("broker", f"{name} {version} throws keys away ({policy})", "set maxmemory-policy noeviction")
        return Finding("broker", f"{name} {version}")

    return _tried("broker", look, "start Valkey or Redis, or mend REDIS_URL")


def _mail_server(settings: Settings) -> Finding:
    where = f"{settings.smtp_host}:{settings.smtp_port}"

    def look() -> Finding:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=5) as server:
            server.noop()
        return Finding("mail server", where)

    return _tried("mail server", look, f"start a mail server at {where}, or set KP_SMTP_HOST and KP_SMTP_PORT")


def _database(settings: Settings) -> Finding:
    from sqlalchemy import text

    from kernpartner.db.engine import engine_for

    engine = engine_for(settings.database_url)
    try:
        with engine.connect() as connection:
            version = str(connection.scalar(text("SHOW server_version"))).split(maxsplit=1)[0]
    finally:
        engine.dispose()
    if int(version.split(".")[0]) < OLDEST_POSTGRES:
        return Finding("database", f"PostgreSQL {version}", f"use PostgreSQL {OLDEST_POSTGRES} or newer")
    return Finding("database", f"PostgreSQL {version}")


def _tables(settings: Settings) -> Finding:
    from kernpartner.db import migrate

    there, newest = migrate.current(settings.database_url), migrate.head()
    if there != newest:
        return Finding("tables", f"at {there or 'nothing'}, newest is {newest or 'nothing'}", "python3 app.py migrate")
    return Finding("tables", f"at {there}")


def _progress(settings: Settings) -> Iterator[Finding]:
    from kernpartner.db.engine import session_factory
    from kernpartner.districts import queries as districts
    from kernpartner.outbox import queries as outbox

    factory, now = session_factory(settings.database_url), place.now()
    with factory() as session:
        seen = dict(outbox.last_seen(session))
        due = outbox.oldest_due(session, now)
        failed = outbox.counts_by_status(session).get("failed", 0)
        known = [district.slug for district in districts.all_districts(session)]
    factory.kw["bind"].dispose()
    start = "python3 app.py worker --beat"
    if not seen:
        yield Finding("worker", "was never seen", f"start it: {start}")
    for name, at in seen.items():
        old = now - at > SILENCE
        yield Finding(
            f"worker ({name})", f"last seen {at:%Y-%m-%d %H:%M:%S} UTC", f"start it again: {start}" if old else ""
        )
    late = due is not None and now - due > LATE
    said = f"oldest waits since {due:%Y-%m-%d %H:%M} UTC" if due else "nothing waits"
    yield Finding("mail", said, "look at the worker's log and at the mail server" if late else "")
    if failed:
        yield Finding(
            "refused mail", f"{failed} will never go", "mend the addresses; the administrator's page lists them"
        )
    yield Finding(
        "districts", ", ".join(known) or "none", "" if known else "python3 app.py district create SLUG --label NAME"
    )
