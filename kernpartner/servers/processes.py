"""Starts, watches and stops child processes; their words go to a file each."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TETHER = Path(__file__).with_name("tether.py")


class ServerFailed(RuntimeError):
    """A server did not start, or stopped by itself; the message is one sentence with the cause."""


@dataclass
class Child:
    """A running program with its log and the signal that stops it in order."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals
    patience: float = 15.0
    asked: bool = False

    def alive(self) -> bool:
        """Say whether it still runs."""
        return self.process.poll() is None

    def ask(self) -> None:
        """Ask it once to stop, without waiting."""
        if self.alive() and not self.asked:
            self.process.send_signal(self.stop_signal)
            self.asked = True

    def stop(self) -> None:
        """Ask it to stop; after `patience` seconds end it with everything it started."""
        self.ask()
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            _kill_group(self.process.pid)
            self.process.wait()
        _kill_group(self.process.pid)

    def last_words(self) -> str:
        """Give the last lines of its log as one line."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return " / ".join(line.strip() for line in lines[-3:] if line.strip())[-500:]


def start_child(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    stop_signal: signal.Signals = signal.SIGTERM,
    death_signal: signal.Signals | None = None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    uid: int = -1,
    given: str = "",
    patience: float = 15.0,
) -> Child:
    """Start a program in a session of its own, so that Ctrl-C in the terminal reaches only who started it.

    `death_signal` is what the kernel sends it when this process ends without having stopped it (`kill -9`);
    `given` is what it reads on its standard input.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as words:
        process = subprocess.Popen(
            [*tether(death_signal or stop_signal, uid), *(str(part) for part in command)],
            stdin=subprocess.PIPE if given else subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            env=None if environment is None else dict(environment),
            cwd=folder,
            start_new_session=True,
        )
    if process.stdin is not None:
        process.stdin.write(given.encode())
        process.stdin.close()
    return Child(name, process, log, stop_signal, patience)


def tether(death_signal: signal.Signals, uid: int = -1) -> list[str]:
    """Give what to put before a command so that it gets this signal when the process that starts it ends."""
    return [sys.executable, "-I", "-S", str(TETHER), str(int(death_signal)), str(os.getpid()), str(uid)]


def wait_until(ready: Callable[[], bool], child: Child, seconds: float = 60.0) -> None:
    """Wait until a child is ready to serve; raises `ServerFailed` when it ended or takes too long."""
    end = time.monotonic() + seconds
    while not ready():
        if not child.alive():
            raise ServerFailed(
                f"{child.name} stopped while starting; its last words ({child.log}): {child.last_words()}"
            )
        if time.monotonic() > end:
            raise ServerFailed(f"{child.name} was not ready within {seconds:.0f} seconds; see {child.log}")
        time.sleep(0.05)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
