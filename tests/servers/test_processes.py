"""Children write to their log, stop when asked, and end with who started them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kernpartner.servers.household import Asked, household
from kernpartner.servers.processes import Child, ServerFailed, start_child, wait_until

SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
]
LAUNCHER = """
import sys, time
from pathlib import Path
from kernpartner.servers.processes import start_child
child = start_child("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"], log=Path(sys.argv[1]))
print(child.process.pid, flush=True)
time.sleep(600)
"""


def gone(number: int, seconds: float = 15.0) -> bool:
    """Say whether a process ends within some seconds; one that nobody waited for counts as ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_what_a_child_says_is_in_its_log_and_its_last_words_are_at_hand(tmp_path: Path) -> None:
    child = start_child(
        "talker", [sys.executable, "-c", "print('hello'); print('bye')"], log=tmp_path / "logs/talker.log"
    )
    child.process.wait()
    assert child.last_words() == "hello / bye"


def test_a_child_reads_what_it_is_given(tmp_path: Path) -> None:
    child = start_child("reader", ["cat"], log=tmp_path / "log", given="secret\n")
    child.process.wait()
    assert (tmp_path / "log").read_text() == "secret\n"


def test_a_child_that_ends_while_starting_is_named_with_its_last_words(tmp_path: Path) -> None:
    child = start_child("The server", [sys.executable, "-c", "raise SystemExit('no room')"], log=tmp_path / "log")
    with pytest.raises(ServerFailed, match=r"The server stopped while starting.*no room"):
        wait_until(lambda: False, child)


def test_a_child_that_takes_too_long_is_named_with_its_log(tmp_path: Path) -> None:
    child = start_child("The server", SLEEPS, log=tmp_path / "log")
    with pytest.raises(ServerFailed, match="not ready within 0 seconds"):
        wait_until(lambda: False, child, seconds=0.1)
    child.stop()
    assert not child.alive()


def test_a_child_that_is_deaf_to_its_signal_is_ended_all_the_same(tmp_path: Path) -> None:
    child = start_child("deaf", STUBBORN, log=tmp_path / "log", patience=0.2)
    wait_until(lambda: "deaf" in (tmp_path / "log").read_text(), child)
    child.stop()
    assert child.process.returncode == -signal.SIGKILL


def test_what_a_child_started_ends_with_it(tmp_path: Path) -> None:
    nested = "import subprocess, sys, time; print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"
    child = start_child("parent", [sys.executable, "-c", nested], log=tmp_path / "log")
    wait_until(lambda: (tmp_path / "log").read_text().endswith("\n"), child)
    grandchild = int((tmp_path / "log").read_text())
    child.stop()
    assert gone(grandchild)


NOTES = """\
import signal, sys, time
from pathlib import Path
def stop(*_):
    with Path(sys.argv[1]).open("a") as file: file.write(sys.argv[2] + " asked\\n")
    time.sleep(float(sys.argv[3]))
    with Path(sys.argv[1]).open("a") as file: file.write(sys.argv[2] + " gone\\n")
    sys.exit()
signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
time.sleep(600)
"""


def test_children_stop_in_reverse_order_and_those_side_by_side_together(tmp_path: Path) -> None:
    notes = tmp_path / "notes"

    def child(name: str, seconds: float) -> Child:
        made = start_child(name, [sys.executable, "-c", NOTES, notes, name, str(seconds)], log=tmp_path / name)
        wait_until(lambda: "ready" in (tmp_path / name).read_text(), made)
        return made

    with household() as home:
        home.add(child("database", 0))
        home.add(child("worker", 1.5))
        home.add(child("web", 0.75), beside=True)
    said = notes.read_text().splitlines()
    assert sorted(said[:2]) == ["web asked", "worker asked"]
    assert said[2:] == ["web gone", "worker gone", "database asked", "database gone"]


def test_a_household_notices_when_a_child_stops_by_itself(tmp_path: Path) -> None:
    with household() as home, pytest.raises(ServerFailed, match=r"The worker stopped by itself.*out of work"):
        home.add(
            start_child("The worker", [sys.executable, "-c", "raise SystemExit('out of work')"], log=tmp_path / "log")
        )
        home.watch()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_whoever_asks_to_stop_leaves_no_child_behind(tmp_path: Path, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(Asked), household() as home:
        child = home.add(start_child("sleeper", SLEEPS, log=tmp_path / "log"))
        os.kill(os.getpid(), number)
        home.watch()
    assert not child.alive()
    assert signal.getsignal(number) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent ended")
def test_a_child_ends_when_its_launcher_is_killed(tmp_path: Path) -> None:
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCHER, tmp_path / "log"], stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    number = int(launcher.stdout.readline())
    launcher.kill()
    launcher.wait()
    launcher.stdout.close()
    assert gone(number)
