"""Builds the Celery app: JSON only, no results, late acknowledgement, short limits; loads no Flask."""

from __future__ import annotations

from typing import Any

from celery import Celery
from celery.signals import beat_init, celeryd_init, setup_logging, worker_process_init

from kernpartner.config import BadSetting
from worker import database, log
from worker.schedule import SCHEDULE, at_start

TASKS = (
    "worker.tasks.outbox",
    "worker.tasks.themes",
    "worker.tasks.learning",
    "worker.tasks.keeping",
    "worker.tasks.meetings",
    "worker.tasks.digests",
    "worker.tasks.notices",
    "worker.tasks.upkeep",
)
# A message that nobody acknowledged returns after this many seconds, so no task may run as long.
VISIBILITY = 300
HARD_LIMIT = 240
SOFT_LIMIT = 210


def make_celery(redis_url: str) -> Celery:
    """Build the app on this broker; the settings are those that lost nothing when processes were killed."""
    made = Celery("kernpartner", broker=redis_url, include=list(TASKS))
    made.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        result_backend=None,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_time_limit=HARD_LIMIT,
        task_soft_time_limit=SOFT_LIMIT,
        task_publish_retry=False,
        task_default_queue="kernpartner",
        worker_prefetch_multiplier=1,
        worker_soft_shutdown_timeout=20,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": VISIBILITY,
            # By default the broker looks for lost messages every 100 s only.
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "socket_timeout": 10,
            "socket_connect_timeout": 3,
            "health_check_interval": 25,
        },
        timezone="Europe/Amsterdam",
        enable_utc=True,
        # Kept in memory: what was missed is found again in the database, so beat has nothing to remember.
        beat_scheduler="celery.beat:Scheduler",
        beat_max_loop_interval=5,
        beat_schedule=SCHEDULE,
    )
    return made


def _redis_url() -> str:
    """Give the broker; importing the worker never fails on settings, starting it does (`_refuse`)."""
    try:
        return database.settings().redis_url
    except BadSetting:
        return "redis://"


celery = make_celery(_redis_url())


def _refuse(**_signal: Any) -> None:
    try:
        database.settings()
    except BadSetting as bad:
        raise SystemExit(str(bad)) from None


def _own_logging(**_signal: Any) -> None:
    log.configure()


def _fresh_connections(**_signal: Any) -> None:
    database.forget(forked=True)


def _catch_up(**_signal: Any) -> None:
    """Let what is due once an hour also run when the clock starts, so that nothing waits for an hour."""
    for name in at_start():
        celery.send_task(name, expires=600)


celeryd_init.connect(_refuse)
beat_init.connect(_refuse)
setup_logging.connect(_own_logging)
worker_process_init.connect(_fresh_connections)
beat_init.connect(_catch_up)
