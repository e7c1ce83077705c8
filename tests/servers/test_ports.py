"""A taken port is one clear sentence; a free one is free."""

from __future__ import annotations

import socket

import pytest

from kernpartner.servers import ports


def test_a_free_port_can_be_used() -> None:
    port = ports.free_port()
    assert ports.wanted_port(port) == port
    assert not ports.listens(port)


def test_a_taken_port_is_refused_in_one_sentence_that_says_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert ports.listens(port)
        with pytest.raises(ports.PortTaken, match=f"Port {port} is taken .* --port"):
            ports.wanted_port(port)
