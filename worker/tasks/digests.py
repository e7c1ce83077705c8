"""Compiles digests, reminds who has to agree, lets signed ones leave on their day, tells what came of offers."""

from __future__ import annotations

import uuid
from datetime import date

from kernpartner.digests import service
from kernpartner.districts import queries as district_queries
from worker.database import now, today, transaction
from worker.fanning import fan_out
from worker.log import log
from worker.tasking import task


@task("digests.compile")
def compile_all() -> int:
    """Let each district compile the digests of its newest edition; give how many districts."""
    return fan_out(compile_district, _districts(), today().isoformat(), expires=900)


@task("digests.compile_district")
def compile_district(district_id: str, on: str) -> int:
    """Compile the digests of a district that are not there yet; give how many."""
    with transaction() as session:
        count = service.compile_due(session, uuid.UUID(district_id), date.fromisoformat(on), now())
    log.info("digests.compile_district", district=district_id, compiled=count)
    return count


@task("digests.release")
def release() -> int:
    """Let each district release what everybody agreed to; give how many districts."""
    # Longer than a line of mails takes: what waits behind them must not be dropped each time.
    return fan_out(release_district, _districts(), today().isoformat(), expires=120)


@task("digests.release_district")
def release_district(district_id: str, on: str) -> int:
    """Release the signed digests of a district whose day has come; give how many."""
    with transaction() as session:
        count = service.release_signed(session, uuid.UUID(district_id), date.fromisoformat(on), now())
    if count:
        log.info("digests.release_district", district=district_id, released=count)
    return count


@task("digests.remind")
def remind() -> int:
    """Let each district remind the organisations that have not answered yet; give how many districts."""
    return fan_out(remind_district, _districts(), today().isoformat(), expires=3600)


@task("digests.remind_district")
def remind_district(district_id: str, on: str) -> int:
    """Remind who has not said anything a week before the digests leave; give how many digests."""
    with transaction() as session:
        count = service.remind(session, uuid.UUID(district_id), date.fromisoformat(on), now())
    log.info("digests.remind_district", district=district_id, reminded=count)
    return count


@task("digests.tell")
def tell() -> int:
    """Let each district tell partners what came of their offers; give how many districts."""
    return fan_out(tell_district, _districts(), today().isoformat(), expires=3600)


@task("digests.tell_district")
def tell_district(district_id: str, on: str) -> int:
    """Tell partners what came of their offers; give how many mails."""
    with transaction() as session:
        told = service.tell_results(session, uuid.UUID(district_id), date.fromisoformat(on), now())
    log.info("digests.tell_district", district=district_id, told=told)
    return told


def _districts() -> list[uuid.UUID]:
    with transaction() as session:
        return [district.id for district in district_queries.all_districts(session)]
