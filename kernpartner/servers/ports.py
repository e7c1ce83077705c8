"""Finds free ports on this machine and says in a sentence when a wanted one is taken."""

from __future__ import annotations

import socket


class PortTaken(RuntimeError):
    """Something else listens on the wanted port; the message says what to do."""


def free_port(host: str = "127.0.0.1") -> int:
    """Give a port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def wanted_port(port: int, host: str = "127.0.0.1") -> int:
    """Give the port back when it is free; raises `PortTaken` otherwise."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTaken(f"Port {port} is taken by another program; choose another one with --port.") from None
    return port


def listens(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether something answers on the port."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
