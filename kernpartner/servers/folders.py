"""Decides where servers keep their data, their logs and their sockets."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

# A Unix socket's path holds at most 107 bytes, and PostgreSQL adds `/.s.PGSQL.5432.lock` to the folder.
SOCKET_FOLDER_LIMIT = 107 - len("/.s.PGSQL.5432.lock")


class FolderInUse(RuntimeError):
    """Another process works with this folder; the message says which."""


def data_folder(base: Path, uid: int | None = None) -> Path:
    """Give the folder of this user: `base`, or one beside it where `base` is somebody else's.

    So the demo can be started as root and as a normal user in the same checkout.
    """
    me = os.getuid() if uid is None else uid
    folder = base if not base.exists() or base.stat().st_uid == me else base.with_name(f"{base.name}-{me}")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def socket_folder(preferred: Path) -> Path:
    """Give a folder for sockets that nobody else may enter, in the temporary folder when the path would be too long."""
    if len(os.fsencode(preferred)) > SOCKET_FOLDER_LIMIT:
        short = hashlib.sha256(os.fsencode(preferred)).hexdigest()[:8]
        preferred = Path(tempfile.gettempdir()) / f"kp-{os.getuid()}-{short}"
    return private_folder(preferred)


def private_folder(folder: Path) -> Path:
    """Make a folder that is ours alone; raises `FolderInUse` when somebody else made it before us."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != os.getuid():
        raise FolderInUse(f"{folder} belongs to somebody else; remove it and try again.")
    folder.chmod(0o700)
    return folder


def lock(folder: Path) -> IO[str]:
    """Hold the folder for as long as the answer stays open; raises `FolderInUse` when another process does."""
    holder = (folder / "lock").open("a+")
    try:
        fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder.seek(0)
        other = holder.read().strip() or "unknown"
        holder.close()
        raise FolderInUse(f"Kernpartner already runs here (process {other}); stop it first.") from None
    holder.truncate(0)
    holder.write(str(os.getpid()))
    holder.flush()
    return holder
