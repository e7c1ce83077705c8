"""The demo starts everything, answers, stops in order, leaves nothing behind, and starts again as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console

from kernpartner.cli import place
from kernpartner.cli.demo import greet, start_servers
from kernpartner.servers import folders, ports
from kernpartner.servers.household import Household
from tests.servers.test_processes import gone

Start = Callable[..., "Demo"]


class Demo:
    """A demo that runs, and what it said."""

    def __init__(self, folder: Path, port: int) -> None:
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kernpartner.cli", "demo", "--no-example", "--port", str(port)],
            env=environment | {"KP_FOLDER": str(folder), "PYTHONUNBUFFERED": "1"},
            cwd=place.ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said: list[str] = []

    def until(self, words: str) -> None:
        """Read on until a line holds these words, or to the end."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return

    def end(self, number: signal.Signals, patience: float = 90.0) -> int:
        """Send a signal and give the exit code; what it says until then is kept."""
        self.process.send_signal(number)
        self.until("(never said)")
        return self.process.wait(patience)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Give a way to start demos in one folder; those that still run are ended afterwards."""
    started: list[Demo] = []

    def one(port: int | None = None) -> Demo:
        started.append(Demo(tmp_path / "kernpartner", port or ports.free_port()))
        return started[-1]

    yield one
    for demo in started:
        if demo.process.poll() is None:
            demo.end(signal.SIGTERM)
        assert demo.process.stdout is not None
        demo.process.stdout.close()


def descendants(number: int) -> list[int]:
    """Give the ids of all processes below a process."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in listed.splitlines())}
    found, border = [], {number}
    while border:
        border = {child for child, parent in parents.items() if parent in border}
        found += border
    return found


@pytest.mark.slow
def test_the_demo_answers_and_stops_in_order_and_starts_again_as_it_was(start: Start, tmp_path: Path) -> None:
    keys = []
    for number in (signal.SIGINT, signal.SIGTERM):
        demo = start()
        demo.until("Mails, logs and data")
        assert f"http://127.0.0.1:{demo.port}" in "".join(demo.said), demo.said
        with urllib.request.urlopen(f"http://127.0.0.1:{demo.port}/", timeout=30) as page:
            assert "Kernpartner" in page.read().decode()
        running = tmp_path / "kernpartner/running.json"
        assert running.stat().st_mode & 0o077 == 0
        children = descendants(demo.process.pid)
        assert len(children) > 8
        assert demo.end(number) == 0, demo.said
        assert "Stopping" in demo.said[-1]
        assert all(gone(child, 1) for child in children)
        assert not running.exists()
        keys.append((tmp_path / "kernpartner/demo/secret-key").read_text())
    assert keys[0] == keys[1]
    assert len(keys[0]) > 32


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent ended")
def test_a_demo_that_is_killed_leaves_no_process_behind(start: Start) -> None:
    demo = start()
    demo.until("Mails, logs and data")
    children = descendants(demo.process.pid)
    assert len(children) > 8, demo.said
    demo.process.kill()
    demo.process.wait()
    began = time.monotonic()
    assert all(gone(child, 30) for child in children), began


def test_a_taken_port_is_one_sentence_before_anything_starts(start: Start, tmp_path: Path) -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        demo = start(other.getsockname()[1])
        demo.until("(never said)")
        assert demo.process.wait(60) == 1
        assert demo.said == [f"Error: Port {demo.port} is taken by another program; choose another one with --port.\n"]
    assert not (tmp_path / "kernpartner").exists()


def test_a_second_demo_in_the_same_folder_is_refused_in_one_sentence(start: Start, tmp_path: Path) -> None:
    with folders.lock(folders.private_folder(tmp_path / "kernpartner/demo")):
        demo = start()
        demo.until("(never said)")
        assert demo.process.wait(60) == 1
    assert demo.said == [f"Error: Kernpartner already runs here (process {os.getpid()}); stop it first.\n"]


def test_servers_that_are_given_are_used_and_none_is_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://given")
    monkeypatch.setenv("REDIS_URL", "redis://given")
    home = Household()
    given = start_servers(home, tmp_path, Console(quiet=True))
    assert given == ("postgresql://given", "redis://given")
    assert home.children == []


def test_each_login_stands_on_one_line_however_narrow_the_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from kernpartner.cli.example import LOGINS

    greet(8000, tmp_path, Console(highlight=False, soft_wrap=True, width=40), with_logins=True)
    lines = capsys.readouterr().out.splitlines()
    for role, email, password in LOGINS:
        assert any(role in line and email in line and password in line for line in lines)
