"""A browser is found, installed where that is allowed, or its absence has a reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kernpartner.servers import chromium


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give an empty folder that is the whole PATH of a machine without a browser."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("KP_BROWSER", raising=False)
    monkeypatch.setattr(chromium, "PLACES", ())
    return tmp_path


def program(folder: Path, name: str, script: str) -> Path:
    """Make a program of some lines of shell."""
    made = folder / name
    made.write_text(f"#!{shutil.which('sh', path='/bin:/usr/bin')}\n{script}\n")
    made.chmod(0o755)
    return made


def test_the_browser_that_somebody_named_comes_first(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare, "chromium", "")
    mine = program(bare, "mine", "")
    assert chromium.browser().path == str(bare / "chromium")
    monkeypatch.setenv("KP_BROWSER", str(mine))
    assert chromium.browser().path == str(mine)


def test_a_normal_user_hears_why_there_is_none(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare, "apt-get", "exit 1")
    monkeypatch.setattr("os.getuid", lambda: 1000)
    assert "only root with apt-get can install it" in chromium.browser().reason


def test_whoever_forbids_installing_gets_nothing_installed(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare, "apt-get", f": > {bare}/was-called")
    monkeypatch.setattr("os.getuid", lambda: 0)
    monkeypatch.setenv("KP_NO_INSTALL", "1")
    assert "not allowed" in chromium.browser().reason
    assert not (bare / "was-called").exists()


def test_root_installs_the_package_of_the_system(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare, "apt-get", f'case "$*" in *chromium) : > {bare}/chromium; /bin/chmod +x {bare}/chromium;; esac')
    monkeypatch.setattr("os.getuid", lambda: 0)
    assert chromium.browser().path == str(bare / "chromium")


def test_a_failing_installation_is_a_reason_with_its_words(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare, "apt-get", "echo 'Temporary failure resolving'; exit 100")
    monkeypatch.setattr("os.getuid", lambda: 0)
    assert "apt-get update failed: Temporary failure resolving" in chromium.browser().reason
