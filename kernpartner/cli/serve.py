"""Starts the web server or the worker in the place of this process, with the settings that were measured."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from kernpartner.cli import place

# Four processes of two threads answered most requests with the shortest tail on two cores (design/platform.md, 5.2).
MOST_WEB_PROCESSES = 4
WEB_THREADS = 2


def web_command(bind: str, workers: int | None = None) -> list[str]:
    """Give the command that serves the pages at `bind` (host:port)."""
    processes = workers or min(MOST_WEB_PROCESSES, 2 * (os.cpu_count() or 1))
    return [
        *(sys.executable, "-m", "gunicorn", "app:app", "--chdir", str(place.ROOT), "--bind", bind),
        *("--worker-class", "gthread", "--workers", str(processes), "--threads", str(WEB_THREADS)),
        # Read once, shared by all processes; connections are made after the fork, at first use.
        "--preload",
        # By default it opens a socket for control in the home folder.
        "--no-control-socket",
        *("--graceful-timeout", "10", "--log-level", "warning"),
    ]


def worker_command(processes: int = 2) -> list[str]:
    """Give the command that works on the queue."""
    return [
        *(sys.executable, "-m", "celery", "--workdir", str(place.ROOT), "-A", "worker.app:celery", "worker"),
        *("--concurrency", str(processes), "--loglevel", "INFO", "--without-gossip", "--without-mingle"),
    ]


def beat_command() -> list[str]:
    """Give the command of the clock that puts the periodic tasks on the queue."""
    return [
        *(sys.executable, "-m", "celery", "--workdir", str(place.ROOT), "-A", "worker.app:celery", "beat"),
        *("--loglevel", "INFO", "--pidfile="),
    ]


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Host and port.")
@click.option("--workers", type=click.IntRange(1), help="Processes; by default two per core, at most four.")
def serve(bind: str, workers: int | None) -> None:
    """Serve the pages with gunicorn (the settings come from the environment)."""
    _become(web_command(bind, workers))


@click.command()
@click.option("--concurrency", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
@click.option("--beat", is_flag=True, help="Also be the clock; do this on one worker only.")
def worker(concurrency: int, beat: bool) -> None:
    """Do the work that waits in the database, on the clock's sign."""
    _become([*worker_command(concurrency), *(["--beat"] if beat else [])])


def _become(command: list[str]) -> NoReturn:
    from kernpartner.config import Settings

    given = place.environment()
    Settings.from_environment(given)
    sys.stdout.flush()
    os.chdir(place.ROOT)
    os.execve(command[0], command, given)
