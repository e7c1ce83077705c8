"""Every door is guarded, every schedule entry names a task, and no door drags the other one in."""

from __future__ import annotations

import subprocess
import sys

from flask import Flask

from kernpartner.organisations.rules import RIGHTS, Action
from kernpartner.web.guard import PUBLIC, needed_action


def test_every_route_names_its_action_or_stands_on_the_public_list(app: Flask) -> None:
    open_doors = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in PUBLIC and needed_action(app, rule.endpoint) is None
    ]
    assert open_doors == []


def test_no_public_route_is_guarded_and_none_is_a_ghost(app: Flask) -> None:
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert PUBLIC - known == set()
    assert [name for name in PUBLIC if needed_action(app, name) is not None] == []


def test_every_action_is_held_by_somebody_and_used_by_some_route(app: Flask) -> None:
    used = {needed_action(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    held = set().union(*RIGHTS.values())
    assert set(Action) - held == set()
    assert set(Action) - used == set()


def test_nothing_changes_by_only_looking(app: Flask) -> None:
    assert [rule.endpoint for rule in app.url_map.iter_rules() if {"GET", "DELETE"} <= (rule.methods or set())] == []


def test_every_schedule_entry_names_a_task_that_exists() -> None:
    from worker.app import celery

    celery.loader.import_default_modules()
    wanted = {entry["task"] for entry in celery.conf.beat_schedule.values()}
    assert wanted
    assert wanted - set(celery.tasks) == set()


def _loaded_by(module: str, looked_for: str) -> str:
    code = f"import sys, {module}; print([name for name in sys.modules if name.split('.')[0] in {looked_for!r}])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_the_worker_loads_no_flask() -> None:
    assert _loaded_by("worker.app", "flask") == "[]"
    assert _loaded_by("worker.app", "werkzeug") == "[]"


def test_importing_the_web_loads_no_celery() -> None:
    assert _loaded_by("kernpartner.web", "celery") == "[]"
