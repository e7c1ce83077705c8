"""Keeps the house in order: shows that the worker lives, checks the counts, drops drafts that grew old."""

from __future__ import annotations

from datetime import timedelta

from kernpartner.accounts import service as account_service
from kernpartner.concerns import queries as concern_queries
from kernpartner.concerns import service as concern_service
from kernpartner.guests import service as guest_service
from kernpartner.outbox import service as outbox_service
from kernpartner.tally import queries as tally_queries
from worker.database import now, transaction
from worker.log import log
from worker.tasking import task

DRAFT_DAYS = timedelta(days=7)
SESSION_DAYS = timedelta(days=30)


@task("worker.heartbeat")
def heartbeat() -> None:
    """Note that beat, broker and worker together make progress."""
    with transaction() as session:
        outbox_service.beat(session, "worker", now())


@task("concerns.drop_old_drafts")
def drop_old_drafts() -> int:
    """Drop the drafts that nobody touched for seven days; give how many."""
    with transaction() as session:
        count = concern_service.drop_old_drafts(session, now() - DRAFT_DAYS)
    log.info("concerns.drop_old_drafts", dropped=count)
    return count


@task("accounts.forget_sessions")
def forget_sessions() -> int:
    """Delete the sessions that began more than thirty days ago; give how many."""
    with transaction() as session:
        count = account_service.forget_old_sessions(session, now() - SESSION_DAYS)
    log.info("accounts.forget_sessions", deleted=count)
    return count


@task("tally.check")
def check_tally() -> int:
    """Check once an hour that cube, ledger and a recount of the concerns agree; give how many places differ.

    Only how many differ is kept and logged: a difference names an area and a count.
    """
    with transaction() as session:
        hour = f"{now():%Y-%m-%dT%H}"
        if not outbox_service.start_job(session, "tally.check", hour, now()):
            return 0
        found = len(tally_queries.differences(session, concern_queries.counted_truth(session)))
        outbox_service.finish_job(session, "tally.check", hour, now(), {"differences": found})
    (log.error if found else log.info)("tally.check", differences=found)
    return found


@task("guests.forget")
def forget_summaries() -> int:
    """Remove the summaries that no guest may read any more; give how many."""
    with transaction() as session:
        count = guest_service.forget_summaries(session, now())
    log.info("guests.forget", removed=count)
    return count
