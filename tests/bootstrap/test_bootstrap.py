"""On nothing but Python the venv is made once from the lock, and every trouble ends in one sentence."""

from __future__ import annotations

import os
import platform
import re
import runpy
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kernpartner import bootstrap

ROOT = Path(__file__).resolve().parents[2]
UV_PIN = "uv==0.13.9 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
LOCK = f"click==8.0 \\\n    --hash=sha256:aa\n{UV_PIN}uvloop==1.0 \\\n    --hash=sha256:dd\n"


class HandedOver(Exception):
    """The process would have become this command."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project with two small locks, in which nothing is really started."""
    for name in ("requirements.lock", "requirements-test.lock"):
        (tmp_path / name).write_text(LOCK + f"# {name}\n")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setenv("KP_FOLDER", "somewhere")
    for name in ("UV_SYSTEM_CERTS", "UV_DEFAULT_INDEX", "UV_CACHE_DIR", "SSL_CERT_FILE", "PIP_INDEX_URL", "PIP_CERT"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    def execv(_program: str, command: Sequence[str]) -> None:
        raise HandedOver(" ".join(command))

    monkeypatch.setattr("os.execv", execv)
    return tmp_path


@pytest.fixture
def commands(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Give what would have been run; a venv is made where one was asked for."""
    done: list[list[str]] = []

    def run(_what: str, command: Sequence[str]) -> None:
        done.append([str(part) for part in command])
        if "venv" in command:
            for folder in ("bin", "lib/python3.11/site-packages"):
                (project / ".venv" / folder).mkdir(parents=True, exist_ok=True)
            (project / ".venv/bin/python").touch()
            if "--without-pip" not in command:
                (project / ".venv/bin/pip").touch()

    def configured(_command: Sequence[str], **_how: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 0, "mirror-of-the-file\n")

    monkeypatch.setattr(bootstrap, "run", run)
    monkeypatch.setattr("subprocess.run", configured)
    return done


def start(*arguments: str) -> str:
    """Start the bootstrap and give the command that it would have become."""
    with pytest.raises(HandedOver) as became:
        bootstrap.hand_over(arguments)
    return str(became.value)


def installs(commands: list[list[str]]) -> list[str]:
    """Give the names of the locks that were installed."""
    return [
        Path(command[-1]).name for command in commands if command[-1].endswith(".lock") and "uv.lock" not in command[-1]
    ]


def test_the_first_start_installs_and_the_second_starts_at_once(project: Path, commands: list[list[str]]) -> None:
    assert start("demo", "--port", "8001").endswith("-m kernpartner.cli demo --port 8001")
    assert installs(commands) == ["requirements.lock"]
    start("demo")
    assert installs(commands) == ["requirements.lock"]


def test_a_changed_lock_is_installed_again(project: Path, commands: list[list[str]]) -> None:
    start("demo")
    (project / "requirements.lock").write_text(LOCK + "# changed\n")
    start("demo")
    assert installs(commands) == ["requirements.lock", "requirements.lock"]


def test_the_tests_lock_holds_the_demos_too_but_not_the_other_way_round(
    project: Path, commands: list[list[str]]
) -> None:
    start("demo")
    start("test")
    start("demo")
    assert installs(commands) == ["requirements.lock", "requirements-test.lock"]


def test_an_interrupted_installation_is_taken_up_again(
    project: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(bootstrap, "install", interrupted)
        bootstrap.hand_over(["demo"])
    start("demo")
    assert installs(commands) == ["requirements.lock"]


def test_without_uv_pip_installs_uv_alone_and_uv_the_rest_both_with_hashes(
    project: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    start("demo")
    made, first, rest = commands
    assert made[:3] == [sys.executable, "-m", "venv"]
    assert (project / ".venv/uv.lock").read_text() == UV_PIN
    assert first[-3:] == ["--require-hashes", "-r", str(project / ".venv/uv.lock")]
    assert rest[0] == str(project / ".venv/bin/uv") and "--require-hashes" in rest


def test_without_ensurepip_the_systems_pip_fills_the_venv(
    project: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    start("demo")
    assert "--without-pip" in commands[0]
    assert commands[1][:5] == [sys.executable, "-m", "pip", "--python", str(project / ".venv/bin/python")]


def test_uv_on_the_path_does_everything(
    project: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/uv")
    start("test")
    assert [command[0] for command in commands] == ["/usr/bin/uv", "/usr/bin/uv"]


def test_the_mirror_in_pips_settings_is_uvs_mirror(
    project: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    start("demo")
    assert os.environ["UV_DEFAULT_INDEX"] == "mirror-of-the-file"


def test_pips_mirror_is_uvs_mirror_unless_uv_has_its_own(
    project: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/uv")
    monkeypatch.setenv("PIP_INDEX_URL", "mirror-of-pip")
    start("demo")
    assert os.environ["UV_DEFAULT_INDEX"] == "mirror-of-pip"
    (project / ".venv/kernpartner.stamp").unlink()
    monkeypatch.setenv("UV_DEFAULT_INDEX", "mirror-of-uv")
    start("demo")
    assert os.environ["UV_DEFAULT_INDEX"] == "mirror-of-uv"


def test_a_failing_step_is_one_sentence_with_its_cause() -> None:
    with pytest.raises(SystemExit) as ended:
        bootstrap.run("install things", [sys.executable, "-c", "raise SystemExit('error: no\\n\\n  route to host')"])
    assert str(ended.value) == (
        "kernpartner: could not install things; is there a network, or a mirror in PIP_INDEX_URL? "
        "Cause: error: no route to host"
    )


def test_a_system_without_glibc_is_refused_in_one_sentence(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    with pytest.raises(SystemExit, match="not on this platform"):
        bootstrap.hand_over(["demo"])


def test_an_old_python_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 12, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is Python 3\.10"):
        runpy.run_path(str(ROOT / "app.py"), run_name="__main__")


def test_a_checkout_that_may_not_be_written_gets_a_private_folder(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_given: False)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    place = bootstrap.workplace()
    assert place.parent == tmp_path and place.stat().st_mode & 0o077 == 0
    assert bootstrap.workplace() == place
    place.rmdir()
    place.symlink_to(project)
    with pytest.raises(SystemExit, match="belongs to somebody else"):
        bootstrap.workplace()


def test_the_bootstrap_needs_the_standard_library_alone() -> None:
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import kernpartner.bootstrap; print('fine')"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "fine\n"
    assert len(Path(bootstrap.__file__).read_text().splitlines()) < 90


def pins(name: str) -> dict[str, str]:
    """Give the entries of a lock: package and version, with their hashes."""
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
    return {entry.split(" \\", 1)[0]: entry for entry in entries}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_a_lock_has_hashes_for_all_and_names_no_host(name: str) -> None:
    entries = pins(name)
    assert len(entries) > 50
    assert all("--hash=sha256:" in entry and "==" in key for key, entry in entries.items())
    assert not re.search(r"://|--index|--find-links|@ ", (ROOT / name).read_text())


def test_the_tests_lock_holds_every_pin_of_the_demos_lock() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-test.lock").items()
