"""Reads a talk: what was written together per step, what somebody is still writing, its clock, and what went before."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern, ConcernTheme
from kernpartner.consultations.models import ClarificationAnswer, Consultation, LiveTalk, Reply, TalkDraft, TalkNote
from kernpartner.consultations.rules.talk import FORGOTTEN, Clock, Step, step_of
from kernpartner.organisations.models import Organisation
from kernpartner.themes.models import Theme


@dataclass(frozen=True)
class Written:
    """How the shared text of a step reads in one version, and which organisation wrote it."""

    step: str
    version: int
    text: str
    organisation_label: str
    written_at: datetime


@dataclass(frozen=True)
class Earlier:
    """An own consultation that ended, on a theme: when and how, and never another organisation's."""

    concern_id: uuid.UUID
    theme_label: str
    outcome: str
    closed_at: datetime


def notes(session: Session, consultation_id: uuid.UUID) -> Mapping[str, Written]:
    """Give how the shared text of each step reads now; a step in which nobody wrote is not there."""
    rows = session.execute(
        select(TalkNote, Organisation.label)
        .join(Organisation, Organisation.id == TalkNote.organisation_id)
        .where(TalkNote.consultation_id == consultation_id)
        .order_by(TalkNote.step, TalkNote.version)
    )
    return {note.step: _written(note, label) for note, label in rows}


def note_versions(session: Session, consultation_id: uuid.UUID, step: str) -> Sequence[Written]:
    """Give every version of the shared text of a step, the newest first."""
    rows = session.execute(
        select(TalkNote, Organisation.label)
        .join(Organisation, Organisation.id == TalkNote.organisation_id)
        .where(TalkNote.consultation_id == consultation_id, TalkNote.step == step)
        .order_by(TalkNote.version.desc())
    )
    return [_written(note, label) for note, label in rows]


def drafts(session: Session, consultation_id: uuid.UUID, person_id: uuid.UUID) -> Mapping[str, TalkDraft]:
    """Give what this person is still writing in a talk, by field."""
    rows = session.scalars(
        select(TalkDraft).where(TalkDraft.consultation_id == consultation_id, TalkDraft.person_id == person_id)
    )
    return {draft.field: draft for draft in rows}


def clock(session: Session, consultation_id: uuid.UUID, now: datetime) -> Clock | None:
    """Give the clock of a live talk that is going on; nothing when it ended or was forgotten."""
    live = session.get(LiveTalk, consultation_id)
    if live is None or live.ended_at is not None or now - live.started_at > FORGOTTEN:
        return None
    minutes = {Step(name): int(count) for name, count in live.minutes.items()}
    return Clock(live.started_at, Step(live.step), live.step_started_at, minutes)


def steps_written(session: Session, consultation_id: uuid.UUID) -> Mapping[Step, bool]:
    """Say for each step whether somebody said, wrote or answered something in it."""
    said = session.scalars(select(Reply.kind).where(Reply.consultation_id == consultation_id).distinct()).all()
    written = session.scalars(select(TalkNote.step).where(TalkNote.consultation_id == consultation_id).distinct()).all()
    found = {step_of(kind) for kind in said} | {Step(step) for step in written}
    if session.scalar(
        select(ClarificationAnswer.id).where(ClarificationAnswer.consultation_id == consultation_id).limit(1)
    ):
        found.add(Step.CLARIFYING)
    return {step: step in found for step in Step}


def news_since(session: Session, consultation_id: uuid.UUID, since: datetime, person_id: uuid.UUID) -> int:
    """Give how many times somebody else said or wrote something after this moment; the number, not what."""
    found = 0
    for table, moment in ((Reply, Reply.said_at), (TalkNote, TalkNote.written_at)):
        found += (
            session.scalar(
                select(func.count())
                .select_from(table)
                .where(table.consultation_id == consultation_id, moment > since, table.person_id != person_id)
            )
            or 0
        )
    return found


def earlier_on(
    session: Session,
    organisation_id: uuid.UUID,
    theme_ids: Collection[uuid.UUID],
    *,
    but: uuid.UUID,
    limit: int = 3,
) -> Sequence[Earlier]:
    """Give the last own consultations that ended on one of these themes, newest first, each once."""
    rows = session.execute(
        select(Concern.id, func.min(Theme.label), Consultation.outcome, Consultation.closed_at)
        .join(Consultation, Consultation.concern_id == Concern.id)
        .join(ConcernTheme, (ConcernTheme.concern_id == Concern.id) & (ConcernTheme.state == "confirmed"))
        .join(Theme, Theme.id == ConcernTheme.theme_id)
        .where(
            Concern.organisation_id == organisation_id,
            Concern.id != but,
            Concern.status == "open",
            Consultation.status == "closed",
            ConcernTheme.theme_id.in_(theme_ids),
        )
        .group_by(Concern.id, Consultation.id)
        .order_by(Consultation.closed_at.desc(), Concern.id)
        .limit(limit)
    )
    return [
        Earlier(concern_id, label, outcome, closed_at)
        for concern_id, label, outcome, closed_at in rows
        if outcome is not None and closed_at is not None
    ]


def _written(note: TalkNote, label: str) -> Written:
    return Written(note.step, note.version, note.text, label, note.written_at)
