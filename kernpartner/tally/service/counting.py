"""Enters what cases count for: one event, the differences, ledger and cube, in the caller's transaction.

The caller runs at READ COMMITTED, PostgreSQL's own default: the statement that counts must see what its locks
waited for.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from kernpartner.tally.rules import NEWS, NO_SCHOOL, Case, Entry, lock_key, month_of, period_of
from kernpartner.tally.service.statements import COUNT, LOCK, PERIOD_LOCK

_BATCH = 500


def count_case(
    session: Session,
    *,
    event_id: str,
    kind: str,
    case: Case,
    themes: Collection[uuid.UUID],
    now: datetime,
) -> bool:
    """Let a case count for exactly these themes at exactly this place; give False when the event is a repeat.

    `kind` is `log` or `retag` for news about the case; `withdraw`, `move`, `merge`, `split` or any other word
    only refiles or retracts. News about a closed period is booked in the first open one of the same school
    year; anything else about a closed period leaves the closed figures as they are.
    """
    return bool(count_cases(session, [Entry(event_id, kind, case, themes)], now=now))


def count_cases(session: Session, entries: Sequence[Entry], *, now: datetime) -> int:
    """Do the same for many cases in few statements; give how many events were new."""
    return sum(_count(session, batch, now) for batch in _batches(entries))


def _count(session: Session, entries: Sequence[Entry], now: datetime) -> int:
    wanted = [(entry.event_id, theme) for entry in entries for theme in set(entry.themes)]
    locks = [lock_key(entry.case.id) for entry in entries]
    session.execute(LOCK, {"periods": PERIOD_LOCK, "cases": locks})
    fresh = session.execute(
        COUNT,
        {
            "events": [entry.event_id for entry in entries],
            "kinds": [entry.kind for entry in entries],
            "news": [entry.kind in NEWS for entry in entries],
            "cases": [entry.case.id for entry in entries],
            "areas": [entry.case.area_id for entry in entries],
            "schools": [entry.case.school_id or NO_SCHOOL for entry in entries],
            "organisations": [entry.case.organisation_id for entry in entries],
            "months": [month_of(entry.case.occurred) for entry in entries],
            "periods": [period_of(entry.case.registered) for entry in entries],
            "wanted_events": [event for event, _ in wanted],
            "wanted_themes": [theme for _, theme in wanted],
            "now": now,
        },
    )
    return len(fresh.all())


def _batches(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Cut into batches in which no case and no event stands twice, so that their order is kept."""
    batch: list[Entry] = []
    cases: set[uuid.UUID] = set()
    events: set[str] = set()
    for entry in entries:
        if len(batch) == _BATCH or entry.case.id in cases or entry.event_id in events:
            yield batch
            batch, cases, events = [], set(), set()
        batch.append(entry)
        cases.add(entry.case.id)
        events.add(entry.event_id)
    if batch:
        yield batch
