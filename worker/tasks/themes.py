"""Judges what recurs and releases what may be shown, one area or district at a time."""

from __future__ import annotations

import uuid
from datetime import date

from kernpartner.districts import queries as district_queries
from kernpartner.publications import service as publication_service
from kernpartner.recurrence import service as recurrence_service
from kernpartner.themes import queries as theme_queries
from worker.database import now, settings, today, transaction
from worker.fanning import fan_out
from worker.log import log
from worker.tasking import task

HOUR = 3600.0
# What the audits of one edition may take together, and until when the next edition may begin: with both the
# task ends by itself before the worker's limit.
EDITION_SECONDS = 180.0
BEGIN_SECONDS = 20.0


@task("recurrence.judge")
def judge() -> int:
    """Let each area be judged as of today; give how many."""
    with transaction() as session:
        areas = [
            area.id
            for district in district_queries.all_districts(session)
            for area in district_queries.areas(session, district.id)
        ]
    return fan_out(judge_area, areas, today().isoformat(), expires=HOUR)


@task("recurrence.judge_area")
def judge_area(area_id: str, as_of: str) -> int:
    """Decide which themes are structural in an area; give how many were judged."""
    with transaction() as session:
        count = recurrence_service.judge_area(session, uuid.UUID(area_id), date.fromisoformat(as_of), now())
    log.info("recurrence.judge_area", area=area_id, judged=count)
    return count


@task("publications.release")
def release() -> int:
    """Let each district release what its calendar asks for today; give how many districts."""
    with transaction() as session:
        districts = [district.id for district in district_queries.all_districts(session)]
    return fan_out(release_district, districts, today().isoformat(), expires=HOUR)


@task("publications.release_district")
def release_district(district_id: str, on: str) -> int:
    """Release the figures of a district that are due on a day; give how many statements.

    Closing the periods is a transaction of its own, so that nobody who logs a concern waits for an audit. No
    edition is begun that could not end within the worker's own limit; the next run goes on.
    """
    key, day = uuid.UUID(district_id), date.fromisoformat(on)
    with transaction() as session:
        publication_service.close_due(session, key, day, now())
        themes = len(theme_queries.current_themes(session, key, day))
    budget = min(settings().audit_seconds, EDITION_SECONDS / max(1, themes))
    with transaction() as session:
        count = publication_service.release_due(
            session, key, day, now(), budget_seconds=budget, run_seconds=BEGIN_SECONDS
        )
    log.info("publications.release_district", district=district_id, released=count)
    return count
