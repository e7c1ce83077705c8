"""Changes a talk: its shared texts version by version, what people are still writing, and its clock."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.consultations import queries
from kernpartner.consultations.models import LiveTalk, TalkDraft, TalkNote
from kernpartner.consultations.rules.talk import NOTE_LIMIT, SHARED, Step, TalkProblem, minutes_problem
from kernpartner.consultations.service.finding import cleaned, open_to, opened
from kernpartner.consultations.service.telling import tell_author
from kernpartner.db.uuid7 import uuid7


class TalkRefused(ValueError):
    """Something in a talk may not be like this; `problem` says why."""

    def __init__(self, problem: TalkProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class NoteChanged(TalkRefused):
    """Somebody else wrote since this version was seen; `current` is how it reads now, nothing was lost."""

    def __init__(self, current: queries.Written | None) -> None:
        super().__init__(TalkProblem.NOTE_CHANGED)
        self.current = current


def write_note(
    session: Session,
    actor: Actor,
    consultation_id: uuid.UUID,
    step: Step,
    text: str,
    now: datetime,
    *,
    seen_version: int,
) -> int:
    """Keep a next version of the shared text of a step, cleaned; give its number.

    Versions before it stay until the consultation's texts go. Raises `NoteChanged` when the text was changed after
    `seen_version` (0: nobody wrote yet), `TalkRefused`, `ConsultationClosed`.
    """
    assert actor.organisation_id is not None and actor.person_id is not None
    asked, concern = open_to(session, actor, consultation_id, now)
    if step not in SHARED or not text.strip():
        raise TalkRefused(TalkProblem.NOTE_MISSING)
    if len(text) > NOTE_LIMIT:
        raise TalkRefused(TalkProblem.NOTE_TOO_LONG)
    current = queries.notes(session, asked.id).get(step.value)
    version = current.version if current is not None else 0
    text = cleaned(session, concern.district_id, text)
    if current is not None and current.text == text:
        _drop(session, asked.id, actor.person_id, f"{step.value}_note")
        return version
    if version != seen_version:
        raise NoteChanged(current)
    session.add(
        TalkNote(
            consultation_id=asked.id,
            step=step.value,
            version=version + 1,
            text=text,
            organisation_id=actor.organisation_id,
            person_id=actor.person_id,
            written_at=now,
        )
    )
    session.flush()
    _drop(session, asked.id, actor.person_id, f"{step.value}_note")
    if step is not Step.QUESTION and asked.asked_by is not None and asked.asked_by != actor.person_id:
        tell_author(session, asked, "consultation_answered", f"{asked.id}:{now:%Y%m%d}", now)
    record(
        session, actor, "consultation.noted", "consultation", asked.id, now, step=step.value, version=str(version + 1)
    )
    return version + 1


def save_talk_draft(
    session: Session,
    actor: Actor,
    consultation_id: uuid.UUID,
    field: str,
    text: str,
    now: datetime,
    *,
    kind: str | None = None,
    seen_version: int = 0,
) -> None:
    """Keep what somebody is still writing, cleaned and for that person only; an empty text throws it away.

    `field` is a step, or a step with `_note` for its shared text. Raises `ConsultationClosed`.
    """
    assert actor.person_id is not None
    asked, concern = opened(session, actor, consultation_id, now)
    if not text.strip():
        _drop(session, asked.id, actor.person_id, field)
        return
    kept = {
        "kind": kind,
        "text": cleaned(session, concern.district_id, text[:NOTE_LIMIT]),
        "seen_version": seen_version,
        "saved_at": now,
    }
    statement = insert(TalkDraft).values(
        id=uuid7(), consultation_id=asked.id, person_id=actor.person_id, field=field, **kept
    )
    session.execute(
        statement.on_conflict_do_update(index_elements=["consultation_id", "person_id", "field"], set_=kept)
    )


def drop_talk_draft(session: Session, actor: Actor, consultation_id: uuid.UUID, field: str) -> None:
    """Throw away what this person was still writing in one field."""
    if actor.person_id is not None:
        _drop(session, consultation_id, actor.person_id, field)


def drop_old_talk_drafts(session: Session, before: datetime) -> int:
    """Throw away what nobody went on writing since this moment; give how many."""
    dropped = session.scalars(delete(TalkDraft).where(TalkDraft.saved_at < before).returning(TalkDraft.id))
    return len(dropped.all())


def start_live(
    session: Session, actor: Actor, consultation_id: uuid.UUID, minutes: Mapping[Step, int], now: datetime
) -> None:
    """Start the clock of a talk in a meeting; one that already runs keeps its start and gets these minutes.

    Raises `TalkRefused` when the minutes cannot be, `ConsultationClosed`.
    """
    asked, _concern = open_to(session, actor, consultation_id, now)
    problem = minutes_problem(minutes)
    if problem is not None:
        raise TalkRefused(problem)
    kept = {step.value: count for step, count in minutes.items()}
    running = queries.clock(session, asked.id, now) is not None
    live = session.get(LiveTalk, asked.id)
    if live is None:
        live = LiveTalk(consultation_id=asked.id, minutes=kept)
        live.started_at = live.step_started_at = now
        live.step, live.ended_at = Step.QUESTION.value, None
        session.add(live)
    elif running:
        live.minutes = kept
    else:
        live.started_at = live.step_started_at = now
        live.step, live.minutes, live.ended_at = Step.QUESTION.value, kept, None
    session.flush()
    record(session, actor, "consultation.live", "consultation", asked.id, now, step=live.step)


def move_live(session: Session, actor: Actor, consultation_id: uuid.UUID, step: Step, now: datetime) -> None:
    """Let a live talk go to another step; to the one it is in already changes nothing. Raises `ConsultationClosed`."""
    asked, _concern = open_to(session, actor, consultation_id, now)
    live = session.get(LiveTalk, asked.id)
    if live is None or queries.clock(session, asked.id, now) is None or live.step == step.value:
        return
    live.step, live.step_started_at = step.value, now
    session.flush()
    record(session, actor, "consultation.live", "consultation", asked.id, now, step=step.value)


def end_live(session: Session, actor: Actor, consultation_id: uuid.UUID, now: datetime) -> None:
    """Stop the clock; the talk itself goes on online. Raises `ConsultationClosed`."""
    asked, _concern = open_to(session, actor, consultation_id, now)
    live = session.get(LiveTalk, asked.id)
    if live is not None and live.ended_at is None:
        live.ended_at = now
        session.flush()
        record(session, actor, "consultation.live", "consultation", asked.id, now, step="ended")


def _drop(session: Session, consultation_id: uuid.UUID, person_id: uuid.UUID, field: str) -> None:
    session.execute(
        delete(TalkDraft).where(
            TalkDraft.consultation_id == consultation_id, TalkDraft.person_id == person_id, TalkDraft.field == field
        )
    )
