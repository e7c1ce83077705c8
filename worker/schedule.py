"""Decides when which task runs; every task here is harmless when it runs twice or late."""

from __future__ import annotations

from typing import Any

SECONDS, MINUTES, HOURS = 1.0, 60.0, 3600.0

_EVERY: dict[str, float] = {
    "worker.heartbeat": 15 * SECONDS,
    "outbox.sweep": 3 * SECONDS,
    "meetings.draft": 5 * SECONDS,
    "digests.release": 5 * SECONDS,
    "recurrence.judge": 1 * HOURS,
    "publications.release": 10 * MINUTES,
    "digests.compile": 5 * MINUTES,
    "digests.remind": 1 * HOURS,
    "digests.tell": 1 * HOURS,
    "meetings.remind": 1 * HOURS,
    "notices.remind": 1 * HOURS,
    "notices.bundle": 5 * MINUTES,
    "notices.forget": 6 * HOURS,
    "guests.forget": 1 * HOURS,
    "tally.check": 1 * HOURS,
    "learning.learn": 12 * HOURS,
    "learning.find": 12 * HOURS,
    "concerns.drop_old_drafts": 1 * HOURS,
    "consultations.drop_old_drafts": 1 * HOURS,
    "concerns.expire_texts": 6 * HOURS,
    "outbox.forget": 6 * HOURS,
    "accounts.forget_sessions": 12 * HOURS,
}

# `expires`: a sweep that waited until the next one came has nothing left to do.
SCHEDULE: dict[str, dict[str, Any]] = {
    name: {"task": name, "schedule": seconds, "options": {"expires": max(seconds, 10.0)}}
    for name, seconds in _EVERY.items()
}


def at_start() -> list[str]:
    """Give the tasks that also run when the clock starts: those that come once a minute or less often."""
    return [name for name, seconds in _EVERY.items() if seconds >= MINUTES]
