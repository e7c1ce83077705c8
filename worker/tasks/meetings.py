"""Drafts agendas that people wait for, and reminds who is invited."""

from __future__ import annotations

import uuid
from datetime import date

from celery import shared_task

from kernpartner.districts import queries as district_queries
from kernpartner.meetings import queries, service
from worker.database import now, today, transaction
from worker.fanning import fan_out
from worker.log import log


@shared_task(name="meetings.draft")
def draft() -> int:
    """Find the meetings that wait for a draft; give how many."""
    with transaction() as session:
        waiting = [
            meeting
            for district in district_queries.all_districts(session)
            for meeting in queries.meetings_to_draft(session, district.id, today())
        ]
    return fan_out(draft_agenda, waiting, today().isoformat(), expires=60)


@shared_task(name="meetings.draft_agenda")
def draft_agenda(meeting_id: str, on: str) -> bool:
    """Draft the agenda of one meeting; say whether there was something to do."""
    with transaction() as session:
        done = bool(service.draft_agenda(session, uuid.UUID(meeting_id), date.fromisoformat(on), now()))
    log.info("meetings.draft_agenda", meeting=meeting_id, drafted=done)
    return done
