"""The test command says per check what became of it, and ends with pytest's closing line and an honest exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kernpartner.cli import checks
from kernpartner.cli.checks import Result

PASSES = "def test_it_holds() -> None:\n    assert True\n"
FAILS = "def test_it_does_not() -> None:\n    assert False\n"


def suite(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the test command on a part, on the servers of this run."""
    command = [sys.executable, "-m", "kernpartner.cli", "test", "--", "-c", os.devnull, "--rootdir", arguments[0]]
    return subprocess.run([*map(str, command), *map(str, arguments)], capture_output=True, text=True, check=False)


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder for tests, with data of its own."""
    monkeypatch.setenv("KP_FOLDER", str(tmp_path / "kernpartner"))
    made = tmp_path / "suite"
    made.mkdir()
    return made


def test_a_part_that_passes_ends_with_pytests_line(own_folder: Path) -> None:
    (own_folder / "test_part.py").write_text(PASSES)
    done = suite(own_folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout.splitlines()[-1]
    assert "Chromium" in done.stdout or "Browser tests are left out: " in done.stdout


def test_a_part_that_fails_fails_the_command(own_folder: Path) -> None:
    (own_folder / "test_part.py").write_text(FAILS + PASSES)
    done = suite(own_folder)
    assert done.returncode == 1
    assert "1 failed, 1 passed" in done.stdout.splitlines()[-1]


def test_no_test_at_all_fails_the_command(own_folder: Path) -> None:
    assert suite(own_folder).returncode == 1


def test_a_check_that_fails_shows_its_words_and_one_that_passes_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    good = checks.check("quiet", [sys.executable, "-c", "print('many words')"], dict(os.environ))
    bad = checks.check(
        "loud", [sys.executable, "-c", "print('line 3 is wrong'); raise SystemExit(2)"], dict(os.environ)
    )
    said = capsys.readouterr().out
    assert (good.passed, bad.passed) == (True, False)
    assert "quiet: passed" in said and "loud: FAILED" in said
    assert "line 3 is wrong" in said and "many words" not in said


def test_the_summary_ends_with_pytests_own_line(capsys: pytest.CaptureFixture[str]) -> None:
    checks.summarise([Result("types", False, 3.0), Result("tests (pytest)", True, 60.0, "12 passed in 59s")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("FAILED") and lines[2].startswith("passed")
    assert lines[-1] == "12 passed in 59s"


def test_what_killed_runs_left_behind_is_removed_and_a_running_one_stays(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    for name in (ended.stdout.decode().strip(), str(os.getpid())):
        (tmp_path / name / "postgres").mkdir(parents=True)
    checks.forget_dead_runs(tmp_path)
    assert [folder.name for folder in tmp_path.iterdir()] == [str(os.getpid())]
