"""Lets texts go that were kept long enough: of concerns with what was said about them, and of drafts of a talk."""

from __future__ import annotations

import uuid
from datetime import timedelta

from kernpartner.consultations import service as consultation_service
from kernpartner.consultations.rules.keeping import Held
from kernpartner.districts import queries as district_queries
from kernpartner.meetings import queries as meeting_queries
from worker.database import LOCAL, now, transaction
from worker.fanning import fan_out
from worker.log import log
from worker.tasking import task

DRAFT_DAYS = timedelta(days=7)
# Texts per transaction: people who write wait no longer for the trail than this takes.
AT_ONCE = 200


@task("concerns.expire_texts")
def expire_texts() -> int:
    """Let every district's old texts go; give how many districts there are."""
    with transaction() as session:
        districts = [district.id for district in district_queries.all_districts(session)]
    return fan_out(expire_district, districts, expires=3600)


@task("concerns.expire_district")
def expire_district(district_id: str) -> int:
    """Erase the texts of one district that were kept long enough; give of how many concerns."""
    found = uuid.UUID(district_id)
    erased = 0
    while True:
        with transaction() as session:
            moment = now()
            held = [
                Held(meeting.starts_at.astimezone(LOCAL).date(), meeting.area_id, meeting.school_id)
                for meeting in meeting_queries.meetings_of_district(session, found)
                if meeting.status in {"settled", "held"} and meeting.starts_at < moment
            ]
            count = consultation_service.expire_due(session, found, held, moment, limit=AT_ONCE)
        erased += count
        if count < AT_ONCE:
            break
    log.info("concerns.expire_district", district=district_id, erased=erased)
    return erased


@task("consultations.drop_old_drafts")
def drop_old_talk_drafts() -> int:
    """Drop what nobody went on writing in a talk for seven days; give how many."""
    with transaction() as session:
        count = consultation_service.drop_old_talk_drafts(session, now() - DRAFT_DAYS)
    log.info("consultations.drop_old_drafts", dropped=count)
    return count
