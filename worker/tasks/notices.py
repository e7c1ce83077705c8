"""Notes the reminders that are due, sends each person the one mail that waits, and forgets what is old."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from kernpartner.districts import queries as district_queries
from kernpartner.notices import queries, service
from kernpartner.reminders.service import remind_district as remind
from worker.database import now, today, transaction
from worker.fanning import fan_out
from worker.log import log
from worker.tasking import task

KEEP_NOTICES = timedelta(days=400)


@task("notices.remind")
def remind_all() -> int:
    """Let each district note whom it reminds; give how many districts."""
    with transaction() as session:
        districts = [district.id for district in district_queries.all_districts(session)]
    return fan_out(remind_district, districts, today().isoformat(), expires=3600)


@task("notices.remind_district")
def remind_district(district_id: str, on: str) -> int:
    """Note the reminders of a district that are due; give how many are new."""
    with transaction() as session:
        count = remind(session, uuid.UUID(district_id), date.fromisoformat(on), now())
    if count:
        log.info("notices.remind_district", district=district_id, noted=count)
    return count


@task("notices.bundle")
def bundle() -> int:
    """Find the people whose one mail goes now; give how many."""
    with transaction() as session:
        people = list(queries.people_to_mail(session, now()))
    return fan_out(bundle_person, people, expires=600)


@task("notices.bundle_person")
def bundle_person(person_id: str) -> int:
    """Queue one mail with all that waits for a person; give how many facts stand in it."""
    with transaction() as session:
        count = service.mail_bundle(session, uuid.UUID(person_id), now())
    if count:
        log.info("notices.bundle_person", person=person_id, told=count)
    return count


@task("notices.forget")
def forget() -> int:
    """Remove what people were told longer ago than concerns are heard of; give how many."""
    with transaction() as session:
        count = service.forget_old(session, now() - KEEP_NOTICES)
    log.info("notices.forget", removed=count)
    return count
