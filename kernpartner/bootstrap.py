"""Makes `.venv` from a hash-pinned lock with the standard library alone, then hands over to the command line."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]


def hand_over(arguments: Sequence[str]) -> NoReturn:
    """Replace this process by the command line inside the venv, which is made or mended first."""
    if os.name != "posix" or (sys.platform == "linux" and platform.libc_ver()[0] != "glibc"):
        sys.exit("Kernpartner runs on macOS and on Linux with glibc (Debian, Ubuntu, Fedora); not on this platform.")
    place = workplace()
    names = ("requirements.lock", "requirements-test.lock")[: 2 if "test" in arguments[:1] else 1]
    venv, wanted = place / ".venv", [stamp(ROOT / name) for name in names]
    made = venv / "kernpartner.stamp"
    known = made.read_text().split() if made.exists() and (venv / "bin/python").exists() else []
    if not set(wanted) <= set(known):
        install(venv, ROOT / names[-1])
        made.write_text("\n".join(wanted))
    os.environ.setdefault("KP_FOLDER", str(place / ".kernpartner"))
    python = str(venv / "bin/python")
    os.execv(python, [python, "-m", "kernpartner.cli", *arguments])


def workplace() -> Path:
    """Give the project's folder, or a private folder of this user where the project's own may not be written."""
    if os.access(ROOT, os.W_OK):
        return ROOT
    place = Path(tempfile.gettempdir()) / f"kernpartner-{os.getuid()}-{hashlib.sha256(bytes(ROOT)).hexdigest()[:8]}"
    place.mkdir(mode=0o700, exist_ok=True)
    if place.is_symlink() or place.stat().st_uid != os.getuid():
        sys.exit(f"{place} belongs to somebody else; remove it or set TMPDIR to another folder.")
    return place


def stamp(lock: Path) -> str:
    """Give what is written into a venv that holds this lock; another place or Python gives another stamp."""
    return hashlib.sha256(lock.read_bytes() + f"{ROOT}{sys.version_info[:2]}".encode()).hexdigest()


def install(venv: Path, lock: Path) -> None:
    """Make the venv when there is none and put everything that the lock names into it, hashes checked."""
    uv, python, pins = shutil.which("uv"), venv / "bin/python", lock.read_text()
    settings = {"UV_DEFAULT_INDEX": os.environ.get("PIP_INDEX_URL"), "SSL_CERT_FILE": os.environ.get("PIP_CERT")}
    settings["UV_SYSTEM_CERTS"] = "1" if ssl.get_default_verify_paths().cafile else None
    if not os.access(os.environ.get("HOME", "/"), os.W_OK):
        settings["UV_CACHE_DIR"] = str(venv.parent / ".kernpartner/uv-cache")
    if not python.exists():
        how = [uv, "venv", "--clear", "--python", sys.executable] if uv else [sys.executable, "-m", "venv", "--clear"]
        no_pip = [] if uv or importlib.util.find_spec("ensurepip") else ["--without-pip"]
        run(f"make {venv}", [*how, *no_pip, str(venv)])
    if not uv:
        only = venv / "uv.lock"
        only.write_text("".join(re.findall(r"^uv==.*(?:\n +--hash.*)*\n?", pins, re.MULTILINE)))
        own_pip = (venv / "bin/pip").exists()
        pip = [str(python), "-m", "pip"] if own_pip else [sys.executable, "-m", "pip", "--python", str(python)]
        run("install uv, which installs the rest", [*pip, "install", "-q", "--require-hashes", "-r", str(only)])
        uv = str(venv / "bin/uv")
        ask = [*pip, "config", "get", "global.index-url"]
        mirror = subprocess.run(ask, capture_output=True, text=True, check=False)
        settings["UV_DEFAULT_INDEX"] = settings["UV_DEFAULT_INDEX"] or mirror.stdout.strip()
    os.environ.update({name: value for name, value in settings.items() if value and name not in os.environ})
    what = f"install the {pins.count('==')} packages of {lock.name}"
    run(what, [uv, "pip", "install", "-q", "--python", str(python), "--require-hashes", "-r", str(lock)])
    packages = next((venv / "lib").glob("python3*/site-packages"))
    (packages / "kernpartner.pth").write_text(f"{ROOT}\n")


def run(what: str, command: Sequence[str]) -> None:
    """Say what happens and do it; a failure ends everything with its last words and one sentence."""
    print(f"kernpartner: {what}", flush=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        cause = " ".join(done.stdout.split())[-400:] or f"exit code {done.returncode}"
        sys.exit(f"kernpartner: could not {what}; is there a network, or a mirror in PIP_INDEX_URL? Cause: {cause}")
