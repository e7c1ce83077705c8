"""Decides how PostgreSQL, which refuses root and unknown users, can be started by whoever asks."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from enum import Enum

from kernpartner.servers.processes import ServerFailed


class Kind(Enum):
    """The three ways; which one fits follows from the user and from what the system allows."""

    DIRECT = "direct"
    NAMESPACE = "namespace"
    COPY = "copy"


@dataclass(frozen=True)
class Way:
    """How to start PostgreSQL's programs: a prefix for the command and the user to become (-1: stay)."""

    kind: Kind
    prefix: tuple[str, ...] = ()
    uid: int = -1


def choose(*, uid: int, known: bool, namespaces: bool, nobody: int) -> Way:
    """Choose a way for the user `uid`; `known` says whether it has a line in the passwd file.

    A user namespace maps the same user to `nobody`'s number: nothing is created and no mode is changed. It must be a
    number with a passwd line, or initdb says "user does not exist". Where the system forbids namespaces, root gives
    up its rights instead. Raises `ServerFailed` when nothing is possible.
    """
    if uid != 0 and known:
        return Way(Kind.DIRECT)
    if namespaces:
        return Way(Kind.NAMESPACE, ("unshare", "--user", f"--map-user={nobody}"))
    if uid == 0:
        return Way(Kind.COPY, uid=nobody)
    raise ServerFailed(
        f"PostgreSQL cannot run as user {uid}, which has no line in /etc/passwd, and this system allows no user "
        "namespaces; start as a known user or set DATABASE_URL to a PostgreSQL that runs elsewhere."
    )


def possible_way() -> Way:
    """Choose a way for this process on this system."""
    uid = os.getuid()
    try:
        pwd.getpwuid(uid)
        known = True
    except KeyError:
        known = False
    needed = uid == 0 or not known
    nobody = _nobody() if needed else -1
    return choose(uid=uid, known=known, namespaces=needed and _namespaces_allowed(nobody), nobody=nobody)


def _nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        others = [entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0]
        if not others:
            raise ServerFailed(
                "PostgreSQL needs a user besides root in /etc/passwd; add one or set DATABASE_URL."
            ) from None
        return max(others)


def _namespaces_allowed(nobody: int) -> bool:
    unshare = shutil.which("unshare")
    if unshare is None:
        return False
    tried = subprocess.run(
        [unshare, "--user", f"--map-user={nobody}", "true"], capture_output=True, check=False, timeout=30
    )
    return tried.returncode == 0
