"""Hands one small task per district, area, meeting or mail to the workers, so that a failure redoes one piece."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from kombu.exceptions import OperationalError

from worker.log import log


def fan_out(task: Any, ids: Iterable[UUID], *more: str, expires: float) -> int:
    """Publish `task(id, *more)` for each id; give how many went out.

    A broker that is away is no error: the facts stay where they are and the next sweep finds them. After the
    first failure nothing more is tried, because each try waits for the broker.
    """
    waiting = list(ids)
    for sent, found in enumerate(waiting):
        try:
            task.apply_async((str(found), *more), expires=expires, retry=False)
        except OperationalError:
            log.warning(task.name, unpublished=len(waiting) - sent)
            return sent
    return len(waiting)
