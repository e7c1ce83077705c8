"""Starts the real thing for a journey, in a folder of its own: servers, web, worker and clock."""

from __future__ import annotations

import contextlib
import email
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

import pytest
from rich.console import Console
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from kernpartner.cli import demo, place
from kernpartner.db.engine import session_factory
from kernpartner.servers import ports
from kernpartner.servers.household import Household

PATIENCE = 60.0
# A header of ours: the name of the file in which the demo keeps the mail.
KEPT_AS = "X-Kept-As"
_T = TypeVar("_T")


@dataclass
class Stack:
    """Everything that runs, where it keeps things, and how to ask it."""

    folder: Path
    url: str
    environment: dict[str, str]
    sessions: sessionmaker[Session]
    home: Household

    def start_doors(self) -> None:
        """Start web, worker and clock, and wait until the pages answer."""
        port = int(self.url.rsplit(":", 1)[1])
        demo.start_doors(self.home, self.folder, port, self.environment, Console(quiet=True))

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """Give what the database answers, in a transaction of its own."""
        with self.sessions() as session:
            return list(session.execute(text(sql), values).all())

    def until(self, what: str, ask: Callable[[], _T], seconds: float = PATIENCE) -> _T:
        """Wait for a fact; fails with its name and the last words of worker and web."""
        end = time.monotonic() + seconds
        while not (found := ask()):
            if time.monotonic() > end:
                words = "\n".join(f"{child.name}: {child.last_words()}" for child in self.home.children)
                pytest.fail(f"not within {seconds:.0f} seconds: {what}\n{words}")
            time.sleep(0.1)
        return found

    def fact(self, what: str, sql: str, **values: Any) -> Any:
        """Wait until a query gives rows; give the first."""
        return self.until(what, lambda: self.rows(sql, **values))[0]

    def mails(self) -> list[EmailMessage]:
        """Give every mail that arrived, in order of arrival."""
        found = []
        for path in sorted((self.folder / "mails").glob("*.eml")):
            with path.open("rb") as file:
                mail = email.message_from_binary_file(file, policy=policy.default)
            mail[KEPT_AS] = path.stem
            found.append(mail)
        return found

    def mail_to(self, address: str, words: str) -> EmailMessage:
        """Wait for the mail to somebody with these words in its subject."""

        def ask() -> list[EmailMessage]:
            return [m for m in self.mails() if m["X-Envelope-To"] == address and words in str(m["Subject"])]

        return self.until(f"a mail to {address} about {words!r}", ask)[-1]

    def command(self, *arguments: str) -> str:
        """Run an operator's command on this stack and give what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "kernpartner.cli", *arguments],
            env=self.environment,
            cwd=place.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def work(self, module: str, call: str) -> None:
        """Run one task of the worker in a process of its own, for a day that has not come yet."""
        code = f"from worker.tasks import {module}; {module}.{call}"
        subprocess.run([sys.executable, "-c", code], env=self.environment, cwd=place.ROOT, check=True)


@contextlib.contextmanager
def a_stack() -> Iterator[Stack]:
    """Start the servers with empty tables; everything is gone afterwards. The doors start when the test says so."""
    folder = Path(tempfile.mkdtemp(prefix="kp-"))
    home, port = Household(), ports.free_port()
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("DATABASE_URL", "REDIS_URL"):
                patch.delenv(name, raising=False)
            environment = demo.prepare(home, folder, port, Console(quiet=True))
        sessions = session_factory(environment["DATABASE_URL"])
        yield Stack(folder, environment["KP_BASE_URL"], environment, sessions, home)
        sessions.kw["bind"].dispose()
    finally:
        home.stop()
        shutil.rmtree(folder, ignore_errors=True)


def link_in(mail: EmailMessage, path: str) -> str:
    """Give the first address in the text of a mail whose path begins like this."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"https?://[^\s/]+({re.escape(path)}[^\s>)]*)", body.get_content())
    assert found, body.get_content()
    return found.group(1)


def pictures() -> Path | None:
    """Give the folder for screenshots, when somebody asked for them (`KP_PICTURES`)."""
    wanted = os.environ.get("KP_PICTURES")
    return Path(wanted) if wanted else None
