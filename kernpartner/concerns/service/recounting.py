"""Changes exact counts after the themes of many concerns changed at once: locks the cases and counts each again."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern, ConcernTheme
from kernpartner.concerns.rules import COUNTED
from kernpartner.tally.service import Case, Entry, count_cases

LOCAL = ZoneInfo("Europe/Amsterdam")


def lock_cases(session: Session, concern_ids: Collection[uuid.UUID]) -> None:
    """Lock every concern of the cases of these concerns.

    Follow-ups come before first concerns, each in the order of their ids: who changes one concern locks that one and
    then the first of its case, so nobody waits in a ring.
    """
    cases = select(Concern.case_id).where(Concern.id.in_(concern_ids))
    session.execute(
        select(Concern.id)
        .where(Concern.case_id.in_(cases))
        .order_by(Concern.id == Concern.case_id, Concern.id)
        .with_for_update()
    ).all()


def recount(session: Session, concern_ids: Collection[uuid.UUID], event: str, kind: str, now: datetime) -> int:
    """Bring the exact counts of the cases of these concerns in step with their confirmed themes.

    `event` names the change, so that a repeat counts nothing; give how many cases were entered.
    """
    if not concern_ids:
        return 0
    session.flush()
    cases = select(Concern.case_id).where(Concern.id.in_(concern_ids)).distinct()
    firsts = session.execute(
        select(
            Concern.id,
            Concern.area_id,
            Concern.school_id,
            Concern.organisation_id,
            Concern.occurred_on,
            Concern.registered_at,
        )
        .where(Concern.id.in_(cases))
        .order_by(Concern.id)
    ).all()
    themes: dict[uuid.UUID, set[uuid.UUID]] = {}
    for case, theme in session.execute(
        select(Concern.case_id, ConcernTheme.theme_id)
        .join(ConcernTheme, ConcernTheme.concern_id == Concern.id)
        .where(Concern.case_id.in_(cases), Concern.status.in_(COUNTED), ConcernTheme.state == "confirmed")
    ):
        themes.setdefault(case, set()).add(theme)
    entries = [
        Entry(
            f"{event}:{key}",
            kind,
            Case(key, area, school, organisation, occurred, registered.astimezone(LOCAL).date()),
            themes.get(key, set()),
        )
        for key, area, school, organisation, occurred, registered in firsts
    ]
    return count_cases(session, entries, now=now)
