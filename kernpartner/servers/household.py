"""Keeps the children that belong together: stops them in reverse order, and notices when one stops by itself."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from types import FrameType

from kernpartner.servers.processes import Child, ServerFailed

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Asked(BaseException):
    """Somebody asked to stop (Ctrl-C, kill, a closed terminal); no error, so not an `Exception`."""


class Household:
    """The children of one demo or one test run, in groups that need the groups before them."""

    def __init__(self) -> None:
        self.groups: list[list[Child]] = []

    @property
    def children(self) -> list[Child]:
        """Give all children, in the order in which they came."""
        return [child for group in self.groups for child in group]

    def add(self, child: Child, *, beside: bool = False) -> Child:
        """Take a child in; it stops before those that came earlier, or together with the last one (`beside`)."""
        if beside and self.groups:
            self.groups[-1].append(child)
        else:
            self.groups.append([child])
        return child

    def watch(self) -> None:
        """Wait until somebody asks to stop; raises `ServerFailed` when a child stops by itself."""
        while True:
            for child in self.children:
                if not child.alive():
                    raise ServerFailed(
                        f"{child.name} stopped by itself; its last words ({child.log}): {child.last_words()}"
                    )
            time.sleep(0.25)

    def stop(self) -> None:
        """Stop all children, the last group first."""
        while self.groups:
            group = self.groups.pop()
            for child in group:
                child.ask()
            for child in group:
                child.stop()


@contextlib.contextmanager
def household() -> Iterator[Household]:
    """Give a household whose children are gone afterwards, also when the user or the system ends this process."""
    together = Household()
    before = {number: signal.signal(number, _ask) for number in _ENDING}
    try:
        yield together
    finally:
        # A second Ctrl-C must not leave half of them behind.
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN)
        together.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def _ask(number: int, _frame: FrameType | None) -> None:
    raise Asked(signal.Signals(number).name)
