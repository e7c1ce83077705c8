"""The worker knows every task that the clock names, speaks JSON only, and has nothing of the web in it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.worker.workers import ROOT
from worker.schedule import SCHEDULE, at_start

pytestmark = pytest.mark.usefixtures("worker_environment")

PROBE = """
import sys
import worker.app
worker.app.celery.loader.import_default_modules()
web = sorted(name for name in sys.modules if name.split(".")[0] in {"flask", "flask_login", "werkzeug", "gunicorn"})
assert not web, web
assert "kernpartner.web" not in sys.modules and "kernpartner.cli" not in sys.modules
tasks = {name for name in worker.app.celery.tasks if not name.startswith("celery.")}
print("\\n".join(sorted(tasks)))
"""


@pytest.fixture(scope="module")
def tasks() -> set[str]:
    """Give the names of all tasks, from a process that loaded nothing but the worker."""
    environment = {**os.environ, "KP_SECRET_KEY": "x" * 40, "REDIS_URL": "redis://127.0.0.1:1/0"}
    environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/nothing"
    done = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return set(done.stdout.split())


def test_the_worker_loads_without_flask_and_without_reaching_a_server(tasks: set[str]) -> None:
    assert "outbox.send" in tasks


def test_every_entry_of_the_schedule_names_a_task(tasks: set[str]) -> None:
    assert {entry["task"] for entry in SCHEDULE.values()} <= tasks
    assert set(at_start()) <= set(SCHEDULE)


def test_every_task_is_called_subject_dot_verb(tasks: set[str]) -> None:
    assert all(name.count(".") == 1 and name == name.lower() for name in tasks)


def test_only_json_is_taken_and_no_result_is_kept() -> None:
    from worker.app import HARD_LIMIT, SOFT_LIMIT, VISIBILITY, celery

    conf = celery.conf
    assert conf.accept_content == ["json"]
    assert conf.task_serializer == "json"
    assert conf.result_backend is None
    assert conf.task_ignore_result is True
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    assert SOFT_LIMIT < HARD_LIMIT < VISIBILITY
    options = conf.broker_transport_options
    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 10


def test_a_sweep_that_waited_until_the_next_one_expires() -> None:
    for entry in SCHEDULE.values():
        assert entry["options"]["expires"] >= entry["schedule"] or entry["options"]["expires"] == 10.0


def test_a_worker_without_settings_says_in_a_sentence_what_is_missing() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"KP_SECRET_KEY", "REDIS_URL"}}
    done = subprocess.run(
        [sys.executable, "-m", "celery", "-A", "worker.app:celery", "worker"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "KP_SECRET_KEY is missing" in done.stderr
    assert "Traceback" not in done.stderr
