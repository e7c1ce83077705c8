"""Commands load what they need when they are called, and end in one sentence when something is wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kernpartner.cli import COMMANDS, main, place

Run = Callable[..., Result]


def test_help_names_every_command_and_loads_none() -> None:
    script = (
        "import sys; from kernpartner.cli import main; main(['--help'], standalone_mode=False); "
        "print([name for name in sys.modules if name.startswith(('kernpartner.cli.', 'sqlalchemy', 'flask'))])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in COMMANDS)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_of_its_own(name: str) -> None:
    done = CliRunner().invoke(main, [name, "--help"])
    assert done.exit_code == 0
    assert len(done.output.splitlines()) > 3


def test_an_unknown_command_is_refused() -> None:
    done = CliRunner().invoke(main, ["dmeo"])
    assert done.exit_code == 2
    assert "dmeo" in done.stderr


def test_a_command_without_a_database_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("KP_FOLDER", str(tmp_path))
    done = CliRunner().invoke(main, ["migrate"])
    assert (done.exit_code, done.stderr) == (
        1,
        "Error: DATABASE_URL is not set and no demo runs here; set it, or start the demo.\n",
    )


def test_a_database_out_of_reach_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    done = CliRunner().invoke(main, ["district", "create", "oost", "--label", "Oost"])
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: The database cannot be reached or refused (")
    assert done.stderr.endswith("is DATABASE_URL right?\n")


def test_a_defect_is_not_dressed_up_as_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(place, "database_url", broken)
    assert isinstance(CliRunner().invoke(main, ["migrate"]).exception, ZeroDivisionError)


def test_commands_find_the_demo_that_runs_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KP_FOLDER", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    noted = place.note_running(tmp_path, {"DATABASE_URL": "postgresql://demo", "KP_DEMO": "1"})
    assert noted.stat().st_mode & 0o077 == 0
    assert place.database_url() == "postgresql://demo"
    monkeypatch.setenv("DATABASE_URL", "postgresql://mine")
    assert place.database_url() == "postgresql://mine"
    assert "KP_DEMO" not in place.environment() or place.environment()["DATABASE_URL"] == "postgresql://mine"
