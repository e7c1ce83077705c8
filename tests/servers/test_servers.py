"""PostgreSQL and Valkey start on an empty folder, keep what they were given, and end with who started them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
import redis

from kernpartner.servers import postgres
from kernpartner.servers.household import household
from kernpartner.servers.postgres import start_postgres
from kernpartner.servers.postgres_way import Kind, Way
from kernpartner.servers.valkey import start_valkey
from tests.servers.test_processes import gone

LAUNCHER = """
import sys, time
from pathlib import Path
from kernpartner.servers.household import Household
from kernpartner.servers.postgres import start_postgres
from kernpartner.servers.valkey import start_valkey
home, folder = Household(), Path(sys.argv[1])
start_postgres(home, folder, durable=True)
start_valkey(home, folder / "valkey", durable=True)
print(*(child.process.pid for child in home.children), flush=True)
time.sleep(600)
"""


def test_what_was_stored_is_there_after_a_second_start_which_takes_seconds(tmp_path: Path) -> None:
    with household() as home:
        url = start_postgres(home, tmp_path, durable=True)
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('café')")
        broker = start_valkey(home, tmp_path / "valkey", durable=True)
        with redis.Redis.from_url(broker) as client:
            client.set("kept", "yes")
    began = time.monotonic()
    with household() as home:
        url = start_postgres(home, tmp_path, durable=True)
        broker = start_valkey(home, tmp_path / "valkey", durable=True)
        assert time.monotonic() - began < 20
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT word FROM kept").fetchall() == [("café",)]
            assert connection.execute("SELECT lower('É')").fetchone() == ("é",)
        with redis.Redis.from_url(broker) as client:
            assert client.get("kept") == b"yes"
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_a_row_that_is_refused_is_not_quoted_in_the_log(tmp_path: Path) -> None:
    with household() as home:
        url = start_postgres(home, tmp_path, durable=False)
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE proof (words text CONSTRAINT no_secrets CHECK (length(words) < 5))")
            with pytest.raises(psycopg.errors.CheckViolation):
                connection.execute("INSERT INTO proof VALUES ('Wat Sjaantje vertelde')")
    logs = [file.read_text() for file in tmp_path.rglob("*.log")]
    assert any("no_secrets" in log for log in logs), "the error itself is in the log"
    assert not any("Sjaantje" in log for log in logs)


def test_nobody_else_can_reach_the_servers(tmp_path: Path) -> None:
    with household() as home:
        url = start_postgres(home, tmp_path, durable=False)
        with psycopg.connect(url) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            socket_folder = Path(str(connection.execute("SHOW unix_socket_directories").fetchone()[0]))  # type: ignore[index]
        assert socket_folder.stat().st_mode & 0o077 == 0
        broker = start_valkey(home, tmp_path / "valkey", durable=False)
        with (
            redis.Redis(port=int(broker.rsplit(":", 1)[1].split("/")[0])) as client,
            pytest.raises(redis.AuthenticationError),
        ):
            client.ping()
        password = broker.split(":")[2].split("@")[0]
        assert (
            password
            not in subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        )


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent ended")
def test_after_kill_9_of_the_launcher_no_server_is_left_and_the_next_start_succeeds(tmp_path: Path) -> None:
    launcher = subprocess.Popen([sys.executable, "-c", LAUNCHER, tmp_path], stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    numbers = [int(number) for number in launcher.stdout.readline().split()]
    assert len(numbers) == 2
    launcher.kill()
    launcher.wait()
    launcher.stdout.close()
    # At once, while the old server may still be writing its last checkpoint.
    with household() as home:
        url = start_postgres(home, tmp_path, durable=True)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert all(gone(number) for number in numbers)


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives up its rights")
def test_root_without_user_namespaces_starts_a_copy_as_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "possible_way", lambda: Way(Kind.COPY, uid=65534))
    # Not below pytest's own folder, into which nobody else may look.
    elsewhere = Path(tempfile.mkdtemp(prefix="kp-copy-", dir="/var/tmp")) / "reachable"
    elsewhere.parent.chmod(0o711)
    monkeypatch.setattr(postgres, "_reachable_name", lambda folder: elsewhere)
    for _start in range(2):
        with household() as home:
            url = start_postgres(home, tmp_path / "data", durable=False)
            assert Path(f"/proc/{home.children[0].process.pid}").stat().st_uid == 65534
            with psycopg.connect(url) as connection:
                assert connection.execute("SELECT 1").fetchone() == (1,)
    shutil.rmtree(elsewhere.parent)


def test_a_folder_that_was_half_made_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "postgres.half").mkdir()
    (tmp_path / "postgres.half/PG_VERSION").write_text("18")
    with household() as home:
        url = start_postgres(home, tmp_path, durable=False)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
