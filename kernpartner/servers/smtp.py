"""Takes mail on loopback for the demo and keeps each as one `.eml` file; nothing ever leaves this machine.

Run as a process of its own: `python -m kernpartner.servers.smtp --port 2525 --folder FOLDER`.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from kernpartner.servers.household import Household
from kernpartner.servers.ports import free_port, listens
from kernpartner.servers.processes import start_child, wait_until

ROOT = Path(__file__).resolve().parents[2]
_ACCEPTED = "250 OK"


class MailFolder:
    """Keeps what arrives: names sort by time of arrival, and a file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Write one mail, with the addresses it was really given as its first headers."""
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.eml"
        half = self.folder / f".{name}"
        half.write_bytes(head.encode("utf-8", "replace") + (envelope.original_content or envelope.content))
        half.rename(self.folder / name)
        return _ACCEPTED


def start_smtp(home: Household, folder: Path, log: Path) -> int:
    """Start the mail server as a child and give its port."""
    port = free_port()
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "kernpartner.servers.smtp",
        "--port",
        str(port),
        "--folder",
        folder,
    ]
    child = home.add(start_child("The demo's mail server", command, log=log, folder=ROOT))
    wait_until(lambda: listens(port), child)
    return port


async def serve(port: int, folder: Path) -> None:
    """Take mail until the process is asked to stop."""
    from aiosmtpd.smtp import SMTP

    keeper, loop, stop = MailFolder(folder), asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(lambda: SMTP(keeper, enable_SMTPUTF8=True), "127.0.0.1", port)
    async with server:
        await stop.wait()


def main() -> None:
    """Read the port and the folder and serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    asyncio.run(serve(given.port, given.folder))


if __name__ == "__main__":
    main()
