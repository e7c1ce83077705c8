"""Reads what an organisation can change of the themes of many own concerns, and how a theme came beside a concern."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from kernpartner.concerns.models import Concern, ConcernTheme, RetagBatch, ThemeStep
from kernpartner.concerns.rules import COUNTED
from kernpartner.organisations.models import Person
from kernpartner.themes.models import Theme


@dataclass(frozen=True)
class StepRow:
    """One step of a theme beside a concern; states are empty where no theme stood or stands."""

    theme_label: str
    at: datetime
    kind: str
    person: str
    version: str
    reason: str
    before: str
    after: str


@dataclass(frozen=True)
class BatchRow:
    """A change of many own concerns at once; `undone` says that it was taken back."""

    batch: RetagBatch
    person: str
    from_label: str
    to_label: str
    undone: bool


@dataclass(frozen=True)
class Waiting:
    """A theme that was split and the number of own concerns that still have to be divided."""

    theme_id: uuid.UUID
    slug: str
    label: str
    number: int


def theme_history(session: Session, concern_id: uuid.UUID) -> Sequence[StepRow]:
    """Give what happened to the themes beside a concern, newest first: for its own organisation only."""
    rows = session.execute(
        select(ThemeStep, Theme.label, Person.name)
        .join(Theme, Theme.id == ThemeStep.theme_id)
        .outerjoin(Person, Person.id == ThemeStep.person_id)
        .where(ThemeStep.concern_id == concern_id)
        .order_by(ThemeStep.number.desc())
    )
    return [
        StepRow(
            theme_label=label,
            at=step.at,
            kind=step.kind,
            person=name or "",
            version=step.version or "",
            reason=step.reason,
            before=(step.before or {}).get("state", ""),
            after=(step.after or {}).get("state", ""),
        )
        for step, label, name in rows
    ]


def own_with_theme(
    session: Session, organisation_id: uuid.UUID, theme_id: uuid.UUID | None, limit: int = 200
) -> Sequence[Concern]:
    """Give own concerns beside which a theme is confirmed, or without any confirmed theme; newest first."""
    confirmed = select(ConcernTheme.concern_id).where(
        ConcernTheme.concern_id == Concern.id, ConcernTheme.state == "confirmed"
    )
    query = select(Concern).where(Concern.organisation_id == organisation_id, Concern.status.in_(COUNTED))
    if theme_id is None:
        query = query.where(~confirmed.exists())
    else:
        query = query.where(confirmed.where(ConcernTheme.theme_id == theme_id).exists())
    return session.scalars(query.order_by(Concern.registered_at.desc(), Concern.id.desc()).limit(limit)).all()


def batches(session: Session, organisation_id: uuid.UUID, limit: int = 20) -> Sequence[BatchRow]:
    """Give what an organisation changed at once, newest first."""
    left, right = aliased(Theme), aliased(Theme)
    rows = session.execute(
        select(RetagBatch, Person.name, left.label, right.label)
        .outerjoin(Person, Person.id == RetagBatch.person_id)
        .outerjoin(left, left.id == RetagBatch.from_id)
        .outerjoin(right, right.id == RetagBatch.to_id)
        .where(RetagBatch.organisation_id == organisation_id)
        .order_by(RetagBatch.at.desc(), RetagBatch.id.desc())
        .limit(limit)
    )
    return [
        BatchRow(batch, name or "", one or "", other or "", batch.undone_at is not None)
        for batch, name, one, other in rows
    ]


def to_divide(session: Session, organisation_id: uuid.UUID) -> Sequence[Waiting]:
    """Give the split themes of which an organisation still has concerns to divide."""
    number = func.count(Concern.id)
    rows = session.execute(
        select(Theme.id, Theme.slug, Theme.label, number)
        .join(ConcernTheme, ConcernTheme.theme_id == Theme.id)
        .join(Concern, Concern.id == ConcernTheme.concern_id)
        .where(
            Concern.organisation_id == organisation_id,
            Concern.status.in_(COUNTED),
            ConcernTheme.state == "confirmed",
            Theme.ending == "split",
        )
        .group_by(Theme.id, Theme.slug, Theme.label)
        .order_by(Theme.label)
    )
    return [Waiting(key, slug, label, count) for key, slug, label, count in rows]
