"""Changes an agenda into the worker's draft, and leaves alone what people decided about it."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import WORKER, record
from kernpartner.districts import queries as district_queries
from kernpartner.meetings.models import AgendaItem, Meeting
from kernpartner.meetings.queries.facts import agenda_facts
from kernpartner.meetings.rules.drafting import PinnedDoNotFit, Placed, Wishes, drafted
from kernpartner.meetings.rules.parts import FIXED, Kind
from kernpartner.meetings.rules.planner import Candidate
from kernpartner.meetings.rules.reasons import Why, WhyNot, reason
from kernpartner.meetings.service.rows import OPEN, locked, numbered

_WORDS = ("title", "aim", "question", "brought_in_by", "desired_result")


def draft_agenda(session: Session, meeting_id: uuid.UUID, on: date, now: datetime) -> bool:
    """Draft the agenda of a meeting from the facts of that day; False when there was nothing to do.

    Nothing happens to a settled agenda, nor to a draft that nobody asked to make again. Minutes that were
    set, items that were kept or dropped, words that were typed and an order by hand stay as they are; the
    rest is chosen again around them. Raises `NoSuchMeeting`.
    """
    meeting = locked(session, meeting_id)
    wanted = meeting.drafted_at is None or meeting.redraft_requested_at is not None
    if meeting.status not in OPEN or not wanted:
        return False
    rows = {row.key: row for row in session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id))}
    facts = agenda_facts(session, meeting, on)
    meeting.redraft_requested_at = None
    meeting.draft_problem = None
    try:
        placed = drafted(
            meeting.minutes,
            facts.themes,
            facts.actions,
            facts.questions,
            facts.around,
            settings=_settings(session, meeting),
            wishes=_wishes(rows),
        )
    except PinnedDoNotFit:
        # Noted as tried: the worker would otherwise come back every few seconds to find the same.
        meeting.draft_problem = "pinned_do_not_fit"
        meeting.drafted_at = meeting.drafted_at or now
        session.flush()
        return True
    _write(session, meeting, rows, placed)
    meeting.status = "drafted"
    meeting.drafted_at = now
    meeting.version += 1
    session.flush()
    record(session, WORKER, "agenda.drafted", "meeting", meeting.id, now, version=meeting.version)
    return True


def _settings(session: Session, meeting: Meeting) -> dict[str, int]:
    district = district_queries.district(session, meeting.district_id)
    return {**district.settings.get("meeting_parts", {}), **meeting.parts}


def _wishes(rows: dict[str, AgendaItem]) -> Wishes:
    free = {key: row for key, row in rows.items() if row.kind not in FIXED}
    kept = {key: row for key, row in free.items() if row.pinned and row.on_agenda}
    return Wishes(
        pinned={key: row.minutes for key, row in kept.items()},
        dropped=frozenset(key for key, row in free.items() if row.dropped),
        merged={
            row.key: why["into"] for row in free.values() for why in row.why_not if why["code"] == WhyNot.MERGED_INTO
        },
        fixed={row.kind: row.minutes for row in rows.values() if row.kind in FIXED and (row.pinned or row.dropped)},
    )


def _write(session: Session, meeting: Meeting, rows: dict[str, AgendaItem], placed: list[Placed]) -> None:
    before = [row.key for row in sorted(rows.values(), key=lambda row: row.position) if row.on_agenda]
    for one in placed:
        row = rows.get(one.draft.key)
        if row is None:
            row = AgendaItem(meeting_id=meeting.id, key=one.draft.key)
            session.add(row)
            rows[one.draft.key] = row
        _fill(row, one)
    _forget(session, rows, {one.draft.key for one in placed})
    planned = [one.draft.key for one in placed if one.on_agenda]
    _order([row for row in rows.values() if row.on_agenda], before if meeting.ordered_by_hand else planned)
    session.flush()


def _fill(row: AgendaItem, one: Placed) -> None:
    draft = one.draft
    values: dict[str, Any] = {name: getattr(draft, name) for name in _WORDS}
    if row.edited_at is None:
        for name, value in values.items():
            setattr(row, name, str(value))
    row.kind = draft.kind.value
    row.theme_id = uuid.UUID(draft.theme_id) if draft.theme_id else None
    row.bands = [dict(band) for band in draft.bands]
    row.lessons, row.offers, row.open_actions = list(draft.lessons), list(draft.offers), list(draft.open_actions)
    row.guests = [asdict(party) for party in draft.guests]
    row.why = [*draft.why, *([reason(Why.CHOSEN_BY_CHAIR)] if row.pinned and draft.kind not in FIXED else [])]
    row.weighing = _weighing(draft.candidate)
    row.on_agenda, row.position = one.on_agenda, one.position
    if not row.pinned:
        row.minutes = one.minutes
    row.why_not = list(one.why_not)
    row.version = (row.version or 0) + 1


def _weighing(candidate: Candidate | None) -> dict[str, Any]:
    if candidate is None:
        return {}
    return {
        "urgency": candidate.urgency,
        "need": candidate.need,
        "minimum": candidate.minimum,
        "guests": sorted(candidate.guests),
        "needs": sorted(candidate.needs),
        "meets": sorted(candidate.meets),
    }


def _forget(session: Session, rows: dict[str, AgendaItem], keys: set[str]) -> None:
    """Let go of items whose facts are gone, unless a person decided about them."""
    for key in sorted(set(rows) - keys):
        row = rows[key]
        if row.pinned or row.edited_at is not None:
            continue
        if row.kind in FIXED and row.dropped:
            row.on_agenda = False
            continue
        session.delete(rows.pop(key))


def _order(rows: list[AgendaItem], line: list[str]) -> None:
    """Put items in the order of `line`; what does not stand in it comes before the decisions at the end."""
    kept = sorted((row for row in rows if row.key in line), key=lambda row: line.index(row.key))
    new = sorted((row for row in rows if row.key not in line), key=lambda row: (row.position, row.key))
    last = kept.pop() if kept and kept[-1].kind == Kind.DECISIONS else None
    numbered([*kept, *new, *([last] if last is not None else [])])
