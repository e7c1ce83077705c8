"""Closes periods, so that figures made of them can never change, and rebuilds the cube from the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.tally.models import TallyClosing
from kernpartner.tally.rules import period_after
from kernpartner.tally.service.statements import PERIOD_LOCK, REBUILD


def close_periods(session: Session, area_ids: Collection[uuid.UUID], through: date, now: datetime) -> int:
    """Close every period of these areas up to and including the one that begins on `through`.

    Give all areas of a district together, so that a case that moves between them finds both open or both
    closed. Waits for counts that are being entered and holds up new ones until the transaction ends, so end
    it soon. A closed period stays closed. Gives how many areas moved on.
    """
    done = select(TallyClosing.area_id).where(
        TallyClosing.area_id.in_(area_ids), TallyClosing.closed_through >= through
    )
    behind = sorted(set(area_ids) - set(session.scalars(done)))
    if not behind:
        return 0
    session.execute(select(func.pg_advisory_xact_lock(PERIOD_LOCK)))
    row = {"closed_through": through, "first_open": period_after(through), "closed_at": now}
    statement = insert(TallyClosing).values([{"area_id": area, **row} for area in behind])
    moved = session.execute(
        statement.on_conflict_do_update(
            index_elements=["area_id"], set_=row, where=TallyClosing.closed_through < through
        ).returning(TallyClosing.area_id)
    )
    return len(moved.all())


def rebuild_cube(session: Session) -> None:
    """Make the cube anew from the ledger; writers wait until the transaction ends."""
    for statement in REBUILD:
        session.execute(statement)
