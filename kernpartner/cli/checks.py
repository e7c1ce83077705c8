"""Runs every check and test against real servers, one clear line each, and ends with pytest's closing line."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from kernpartner.cli import place
from kernpartner.servers import folders
from kernpartner.servers.household import Asked, Household, household
from kernpartner.servers.processes import tether

MOST_PROCESSES = 4


@dataclass(frozen=True)
class Result:
    """What became of one check."""

    what: str
    passed: bool
    seconds: float
    last_line: str = ""


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(pytest_arguments: tuple[str, ...]) -> None:
    """Run every check and test; with arguments (after --) only pytest with these."""
    base = folders.data_folder(place.base_folder())
    runs = base / "test"
    runs.mkdir(exist_ok=True)
    forget_dead_runs(runs)
    folder = runs / str(os.getpid())
    try:
        with household() as home:
            environment = prepare(home, folder, base)
            results = [] if pytest_arguments else [check(what, how, environment) for what, how in checks()]
            results.append(run_pytest(pytest_arguments or everything(), environment))
    except Asked:
        sys.exit("stopped")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    summarise(results)
    sys.exit(0 if all(result.passed for result in results) else 1)


def prepare(home: Household, folder: Path, base: Path) -> dict[str, str]:
    """Start the servers that nobody gave, look for a browser, and give the settings for the checks."""
    from kernpartner.servers.chromium import browser
    from kernpartner.servers.postgres import start_postgres
    from kernpartner.servers.valkey import start_valkey

    given = os.environ
    began = time.monotonic()
    database_url = given.get("TEST_DATABASE_URL") or given.get("DATABASE_URL")
    redis_url = given.get("TEST_REDIS_URL") or given.get("REDIS_URL")
    database_url = database_url or start_postgres(home, folder, durable=False)
    redis_url = redis_url or start_valkey(home, folder / "valkey", durable=False)
    say(f"PostgreSQL and Valkey ({time.monotonic() - began:.1f} s)")
    found = browser()
    say(f"Chromium: {found.path}" if found.path else f"Browser tests are left out: {found.reason}")
    return given | {
        "TEST_DATABASE_URL": database_url,
        "TEST_REDIS_URL": redis_url,
        "KP_BROWSER": found.path,
        "KP_NO_BROWSER": found.reason,
        "MYPY_CACHE_DIR": str(base / "mypy"),
        "RUFF_CACHE_DIR": str(base / "ruff"),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(base / "hypothesis"),
        "PYTHONUNBUFFERED": "1",
    }


def checks() -> list[tuple[str, list[str]]]:
    """Give the checks that come before the tests, quickest first."""
    programs = Path(sys.executable).parent
    return [
        ("ruff check", [str(programs / "ruff"), "check", "."]),
        ("ruff format", [str(programs / "ruff"), "format", "--check", "."]),
        ("types (mypy --strict)", [sys.executable, "-m", "mypy"]),
        ("import contracts", [str(programs / "lint-imports"), "--no-cache"]),
    ]


def everything() -> tuple[str, ...]:
    """Give pytest's arguments for the whole suite: a file stays with one process, because it shares its fixtures."""
    processes = max(2, min(MOST_PROCESSES, os.cpu_count() or 1))
    return ("-n", str(processes), "--dist", "loadfile", "-rs")


def check(what: str, command: Sequence[str], environment: dict[str, str]) -> Result:
    """Run one check; its words are shown only when it fails."""
    began = time.monotonic()
    code, words = run(command, environment, show=False)
    result = Result(what, code == 0, time.monotonic() - began)
    say(f"{what}: {'passed' if result.passed else 'FAILED'} ({result.seconds:.1f} s)")
    if not result.passed:
        say("\n".join(words))
    return result


def run_pytest(arguments: Sequence[str], environment: dict[str, str]) -> Result:
    """Run the tests and show their words as they come."""
    began = time.monotonic()
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    code, words = run([sys.executable, "-m", "pytest", *colour, *arguments], environment, show=True)
    last = next((line for line in reversed(words) if line.strip()), "")
    return Result("tests (pytest)", code == 0, time.monotonic() - began, last)


def run(command: Sequence[str], environment: dict[str, str], *, show: bool) -> tuple[int, list[str]]:
    """Run a program of the project to its end; give its exit code and its lines.

    It runs in a session of its own: when somebody asks to stop, it is told once, and what it started goes with it.
    """
    words: list[str] = []
    with subprocess.Popen(
        [*tether(signal.SIGTERM), *command],
        cwd=place.ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            for line in process.stdout or ():
                words.append(line.rstrip("\n"))
                if show:
                    say(words[-1])
        except Asked:
            _end(process)
            raise
    return process.returncode, words


def _end(process: subprocess.Popen[str], patience: float = 10.0) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def forget_dead_runs(runs: Path) -> None:
    """Remove what runs left behind that were killed."""
    for folder in runs.iterdir():
        try:
            os.kill(int(folder.name), 0)
        except (ProcessLookupError, ValueError):
            shutil.rmtree(folder, ignore_errors=True)
        except PermissionError:
            continue


def summarise(results: Sequence[Result]) -> None:
    """Say what passed and what did not; the last line is pytest's own."""
    say("")
    for result in results:
        say(f"{'passed' if result.passed else 'FAILED'}  {result.seconds:6.1f} s  {result.what}")
    say(results[-1].last_line)


def say(words: str) -> None:
    """Print at once, so that a log of a run that hangs shows where."""
    click.echo(words)
    sys.stdout.flush()
