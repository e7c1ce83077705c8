"""Starts real Celery workers as child processes and ends them as a power cut would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Worker:
    """One Celery worker with its clock in the same process group; `kill` leaves it no time to say anything."""

    def __init__(
        self, environment: dict[str, str], log: Path, *, processes: int = 2, clock: bool = True, name: str = "test"
    ) -> None:
        command = [sys.executable, "-m", "celery", "-A", "worker.app:celery", "worker", "-c", str(processes)]
        command += ["-n", f"{name}@%h"]
        command += ["--without-gossip", "--without-mingle", "--loglevel", "INFO", *(["-B"] if clock else [])]
        self.log = log.open("ab")
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment, "C_FORCE_ROOT": "1"},
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def kill(self) -> None:
        """Kill the whole group at once: parent, children and clock."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)
        self.log.close()

    def stop(self) -> int:
        """Ask it to finish what it does and wait."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(40)
        self.log.close()
        return code


def broker(url: str) -> Any:
    """Give a client of the broker."""
    import redis

    return redis.Redis.from_url(url)
