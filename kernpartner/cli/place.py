"""Gives a command its place: the project's folder, the folder with data, the database, and the moment."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ZoneInfo("Europe/Amsterdam")
_RUNNING = "running.json"


def base_folder() -> Path:
    """Give the folder in which the demo and the tests keep their data."""
    return Path(os.environ.get("KP_FOLDER") or ROOT / ".kernpartner")


def now() -> datetime:
    """Give the moment, in UTC; services get it passed."""
    return datetime.now(UTC)


def today() -> date:
    """Give the day as people in the Netherlands have it."""
    return datetime.now(LOCAL).date()


def note_running(folder: Path, environment: Mapping[str, str]) -> Path:
    """Write down, for our own eyes only, how the demo that runs here is reached; commands read it."""
    noted = folder / _RUNNING
    noted.touch(mode=0o600)
    noted.chmod(0o600)
    noted.write_text(json.dumps(dict(environment)))
    return noted


def environment() -> dict[str, str]:
    """Give the settings of this process, and below them those of the demo that runs in this folder."""
    if os.environ.get("DATABASE_URL"):
        return dict(os.environ)
    try:
        running: dict[str, str] = json.loads((base_folder() / _RUNNING).read_text())
    except (OSError, ValueError):
        running = {}
    return running | os.environ


def database_url() -> str:
    """Give the address of the database; raises a sentence when nobody named one and no demo runs here."""
    url = environment().get("DATABASE_URL", "")
    if not url:
        raise click.ClickException("DATABASE_URL is not set and no demo runs here; set it, or start the demo.")
    return url


def sessions() -> sessionmaker[Session]:
    """Give sessions on the database."""
    from kernpartner.db.engine import session_factory

    return session_factory(database_url())


@contextmanager
def transaction() -> Iterator[Session]:
    """Give a session that commits when the block ends well; a door owns the transaction."""
    factory = sessions()
    try:
        with factory.begin() as session:
            yield session
    finally:
        factory.kw["bind"].dispose()
