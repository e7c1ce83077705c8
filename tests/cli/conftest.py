"""Lends tests of commands a database of their own, because commands really commit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kernpartner.cli import main


@pytest.fixture
def run(fresh_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Give `run("district", "create", ...)`: the command line on a database with tables and nothing else."""
    monkeypatch.setenv("DATABASE_URL", fresh_database_url)
    monkeypatch.setenv("KP_FOLDER", str(tmp_path / "kernpartner"))
    return lambda *arguments, given=None: CliRunner().invoke(main, arguments, input=given)
