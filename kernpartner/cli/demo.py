"""Starts everything with an example district on this machine: servers, tables, example, web, worker, clock."""

from __future__ import annotations

import os
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from kernpartner.cli import place, serve
from kernpartner.servers import folders, ports
from kernpartner.servers.household import Asked, Household, household
from kernpartner.servers.processes import start_child, wait_until

if TYPE_CHECKING:
    from rich.console import Console

_T = TypeVar("_T")


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port of the pages.")
@click.option("--no-example", is_flag=True, help="Start with an empty database.")
def demo(port: int, no_example: bool) -> None:
    """Start Kernpartner with an example district; Ctrl-C stops it. What was made is there the next time."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    ports.wanted_port(port)
    folder = folders.data_folder(place.base_folder()) / "demo"
    with folders.lock(folders.private_folder(folder)), household() as home:
        try:
            environment = prepare(home, folder, port, console)
            if not no_example:
                load_example(environment["DATABASE_URL"], console)
            start_doors(home, folder, port, environment, console)
            noted = place.note_running(folder.parent, environment)
            try:
                greet(port, folder, console, with_logins=not no_example)
                home.watch()
            finally:
                noted.unlink(missing_ok=True)
        except Asked:
            console.print("\nStopping …")


def prepare(home: Household, folder: Path, port: int, console: Console) -> dict[str, str]:
    """Start the servers that are not given and bring the tables up to date; give the settings for the doors."""
    from kernpartner.db import migrate
    from kernpartner.servers.smtp import start_smtp

    database_url, redis_url = start_servers(home, folder, console)
    step(console, "Tables", lambda: migrate.upgrade(database_url))
    mails = folder / "mails"
    smtp_port = start_smtp(home, mails, folder / "logs/smtp.log")
    return os.environ | {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "KP_SECRET_KEY": os.environ.get("KP_SECRET_KEY") or secret_key(folder / "secret-key"),
        "KP_BASE_URL": f"http://127.0.0.1:{port}",
        "KP_DEMO": "1",
        "KP_DEMO_MAIL_FOLDER": str(mails),
        "KP_SMTP_HOST": "127.0.0.1",
        "KP_SMTP_PORT": str(smtp_port),
        "KP_SMTP_USER": "",
        "KP_SMTP_STARTTLS": "",
        "KP_HTTPS": "",
        "KP_WEB_THREADS": str(serve.WEB_THREADS),
        # Lines reach the log when they are written, not when the process ends.
        "PYTHONUNBUFFERED": "1",
    }


def start_servers(home: Household, folder: Path, console: Console) -> tuple[str, str]:
    """Give the addresses of PostgreSQL and Valkey: those of the environment, else of ones that start now."""
    from kernpartner.servers.postgres import start_postgres
    from kernpartner.servers.valkey import start_valkey

    database_url, redis_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if not database_url:
        database_url = step(console, "PostgreSQL", lambda: start_postgres(home, folder, durable=True))
    if not redis_url:
        redis_url = step(console, "Valkey", lambda: start_valkey(home, folder / "valkey", durable=True))
    return database_url, redis_url


def secret_key(file: Path) -> str:
    """Give the key that signs cookies, made once so that people stay signed in over a restart."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def load_example(database_url: str, console: Console) -> None:
    """Load the example district, with a bar that shows how far it is; what is there already stays."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from kernpartner.cli import example
    from kernpartner.db.engine import session_factory

    factory = session_factory(database_url)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        tasks = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        step(console, "Example district", lambda: example.load_example(factory, place.now(), progress))
    factory.kw["bind"].dispose()


def start_doors(home: Household, folder: Path, port: int, environment: dict[str, str], console: Console) -> None:
    """Start the pages, the worker and its clock, and wait until the pages answer."""
    logs = folder / "logs"

    def start(name: str, command: list[str], log: str, *, beside: bool = True, patience: float = 15.0) -> None:
        child = start_child(
            name, command, log=logs / log, environment=environment, folder=place.ROOT, patience=patience
        )
        home.add(child, beside=beside)

    start("The worker", serve.worker_command(), "worker.log", beside=False, patience=30.0)
    start("The clock", serve.beat_command(), "beat.log")
    start("The web server", serve.web_command(f"127.0.0.1:{port}"), "web.log")
    step(console, "Pages", lambda: wait_until(lambda: answers(port), home.children[-1]))


def answers(port: int) -> bool:
    """Say whether the first page comes without an error."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
            return bool(page.status < 500)
    except urllib.error.HTTPError as problem:
        return problem.code < 500
    except OSError:
        return False


def greet(port: int, folder: Path, console: Console, *, with_logins: bool) -> None:
    """Print the address, one login per role, and where things are."""
    console.print(f"\nKernpartner: [bold]http://127.0.0.1:{port}[/bold]   (Ctrl-C stops it)\n")
    if with_logins:
        from kernpartner.cli.example import LOGINS

        # No table that folds: an address cut in two cannot be copied.
        widths = [max(len(login[column]) for login in LOGINS) for column in (0, 1)]
        for role, email, password in LOGINS:
            console.print(f"{role:<{widths[0]}}   {email:<{widths[1]}}   {password}", markup=False)
    console.print(f"\nMails, logs and data: {folder}", markup=False)


def step(console: Console, what: str, act: Callable[[], _T]) -> _T:
    """Do one step and say how long it took."""
    began = time.monotonic()
    done = act()
    console.print(f"{what} ({time.monotonic() - began:.1f} s)", markup=False)
    return done
