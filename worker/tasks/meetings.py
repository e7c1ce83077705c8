"""Drafts agendas that people wait for, and reminds who is invited."""

from __future__ import annotations

import uuid
from datetime import date

from kernpartner.districts import queries as district_queries
from kernpartner.meetings import queries, service
from worker.database import now, today, transaction
from worker.fanning import fan_out
from worker.log import log
from worker.tasking import task


@task("meetings.draft")
def draft() -> int:
    """Find the meetings that wait for a draft; give how many."""
    with transaction() as session:
        waiting = [
            meeting
            for district in district_queries.all_districts(session)
            for meeting in queries.meetings_to_draft(session, district.id, today())
        ]
    return fan_out(draft_agenda, waiting, today().isoformat(), expires=60)


@task("meetings.draft_agenda")
def draft_agenda(meeting_id: str, on: str) -> bool:
    """Draft the agenda of one meeting; say whether there was something to do."""
    with transaction() as session:
        done = bool(service.draft_agenda(session, uuid.UUID(meeting_id), date.fromisoformat(on), now()))
    log.info("meetings.draft_agenda", meeting=meeting_id, drafted=done)
    return done


@task("meetings.remind")
def remind() -> int:
    """Find the settled meetings of the coming week; give how many."""
    with transaction() as session:
        coming = [
            meeting
            for district in district_queries.all_districts(session)
            for meeting in queries.meetings_to_remind(session, district.id, now())
        ]
    return fan_out(remind_invited, coming, expires=3600)


@task("meetings.remind_invited")
def remind_invited(meeting_id: str) -> int:
    """Remind who is invited to one meeting of the items they come for; give how many mails are new."""
    with transaction() as session:
        count = service.remind(session, uuid.UUID(meeting_id), now())
    log.info("meetings.remind_invited", meeting=meeting_id, queued=count)
    return count
