"""A real SMTP server on loopback that keeps what it takes and refuses what a test tells it to."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP

from kernpartner.servers.ports import free_port


@dataclass
class MailServer:
    """Listens in a thread of its own; `answers` maps an address or a Message-ID to what is said at DATA, once each."""

    port: int
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    refuse_at_rcpt: dict[str, str] = field(default_factory=dict)
    refuse_at_data: dict[str, list[str]] = field(default_factory=dict)
    drop_after_taking: set[str] = field(default_factory=set)
    # One in so many mails is refused for the moment; 0 refuses none.
    refuse_each: int = 0
    _seen: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse_at_rcpt:
            return self.refuse_at_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self._seen += 1
        address = envelope.rcpt_tos[0]
        if self.refuse_at_data.get(address):
            return self.refuse_at_data[address].pop(0)
        if self.refuse_each and self._seen % self.refuse_each == 0:
            return "451 busy, come back later"
        self.taken.append((address, envelope.original_content))
        if address in self.drop_after_taking:
            self.drop_after_taking.discard(address)
            server.transport.abort()
        return "250 OK"

    def messages(self) -> list[EmailMessage]:
        """Give what was taken, as mails."""
        return [message_from_bytes(raw, policy=policy.default) for _to, raw in self.taken]  # type: ignore[misc]


class running:  # noqa: N801
    """Run a mail server for as long as a `with` block lasts."""

    def __enter__(self) -> MailServer:
        self.server = MailServer(free_port())
        self.loop = asyncio.new_event_loop()
        started = threading.Event()
        self.thread = threading.Thread(target=self._serve, args=(started,), daemon=True)
        self.thread.start()
        assert started.wait(10)
        return self.server

    def __exit__(self, *_error: object) -> None:
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join(10)
        self.loop.close()

    def _serve(self, started: threading.Event) -> None:
        async def serve() -> None:
            self.stop = asyncio.Event()
            listening = await self.loop.create_server(
                lambda: SMTP(self.server, loop=self.loop), "127.0.0.1", self.server.port
            )
            started.set()
            async with listening:
                await self.stop.wait()

        self.loop.run_until_complete(serve())
