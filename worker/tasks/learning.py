"""Lets each district learn from what its people decided, and looks for words that return among what fits nothing."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from kernpartner.concerns import queries as concern_queries
from kernpartner.districts import queries as district_queries
from kernpartner.learning import service
from kernpartner.learning.rules import due_day, window
from kernpartner.organisations import queries as organisation_queries
from worker.database import now, today, transaction
from worker.fanning import fan_out
from worker.log import log
from worker.tasking import task

HOUR = 3600.0


@task("learning.learn")
def learn() -> int:
    """Let each district try to learn; give how many districts."""
    return fan_out(learn_district, _districts(), expires=HOUR)


@task("learning.learn_district")
def learn_district(district_id: str) -> str:
    """Let a district learn from its own decisions, or from all when they are too few; give what came of it."""
    key = uuid.UUID(district_id)
    with transaction() as session:
        own = concern_queries.decided(session, key)
        outcome = service.learn(session, key, own, lambda: concern_queries.decided(session), now())
    log.info("learning.learn_district", district=district_id, outcome=str(outcome))
    return str(outcome)


@task("learning.find")
def find() -> int:
    """Let each district look for words that return; give how many districts."""
    return fan_out(find_in_district, _districts(), today().isoformat(), expires=HOUR)


@task("learning.find_in_district")
def find_in_district(district_id: str, on: str) -> int:
    """Look in the rows of each organisation by itself, and across them on the calendar; give how many groups are new.

    Each organisation is a transaction of its own, so that a failure redoes one.
    """
    key, day = uuid.UUID(district_id), date.fromisoformat(on)
    with transaction() as session:
        homes = [home.id for home in organisation_queries.home_organisations(session, key, day)]
    since, before = window(day + timedelta(days=1))
    for home in homes:
        with transaction() as session:
            notes, others = concern_queries.unfitting(session, key, since=since, before=before, organisation_id=home)
            service.find_own(session, key, home, notes, others, day)
    with transaction() as session:
        first, last = window(due_day(day))
        count = service.find_across(
            session, key, day, now(), lambda: concern_queries.unfitting(session, key, since=first, before=last)
        )
    log.info("learning.find_in_district", district=district_id, found=count)
    return count


def _districts() -> list[uuid.UUID]:
    with transaction() as session:
        return [district.id for district in district_queries.all_districts(session)]
