"""Reads which themes recur in an area, in words, with what the second gate said of them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.organisations.rules import school_year
from kernpartner.recurrence.models import GateDecision, ThemeVerdict, VerdictInput
from kernpartner.recurrence.rules import GateAnswers, Reason, Trend, explanation

LOCAL = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class Gate:
    """The newest answers of a person about a theme in this school year."""

    passed: bool
    answers: GateAnswers
    decided_at: datetime
    decided_by: uuid.UUID | None


@dataclass(frozen=True)
class StructuralTheme:
    """A theme in the order in which it recurs; `explanation` is a fixed text, `score` orders and is never shown.

    `flag`, `reason`, `trend` and the place in the list rest on exact counts: whoever shows them does so only for a
    theme with a shown block in a released edition.
    """

    theme_id: uuid.UUID
    flag: bool
    score: float
    reason: Reason
    explanation: str
    trend: Trend
    judged_on: date
    gate: Gate | None


def structural_themes(session: Session, area_id: uuid.UUID, as_of: date) -> Sequence[StructuralTheme]:
    """Give every judged theme of the area as last judged on or before the month of `as_of`, best first."""
    month = session.scalar(
        select(func.max(ThemeVerdict.month)).where(
            ThemeVerdict.area_id == area_id, ThemeVerdict.month <= as_of.replace(day=1)
        )
    )
    verdicts = session.scalars(
        select(ThemeVerdict)
        .where(ThemeVerdict.area_id == area_id, ThemeVerdict.month == month)
        .order_by(ThemeVerdict.score.desc(), ThemeVerdict.theme_id)
    )
    gates = _gates(session, area_id, as_of)
    return [
        StructuralTheme(
            theme_id=verdict.theme_id,
            flag=verdict.flag,
            score=verdict.score,
            reason=Reason(verdict.reason),
            explanation=explanation(Reason(verdict.reason)),
            trend=Trend(verdict.trend),
            judged_on=verdict.judged_on,
            gate=gates.get(verdict.theme_id),
        )
        for verdict in verdicts
    ]


def gate_history(session: Session, area_id: uuid.UUID, theme_id: uuid.UUID) -> Sequence[GateDecision]:
    """Give everything that was answered at the second gate about a theme in an area, newest first."""
    return session.scalars(
        select(GateDecision)
        .where(GateDecision.area_id == area_id, GateDecision.theme_id == theme_id)
        .order_by(GateDecision.decided_at.desc(), GateDecision.id.desc())
    ).all()


def verdict_inputs(session: Session, area_id: uuid.UUID, theme_id: uuid.UUID, month: date) -> dict[str, Any] | None:
    """Give the exact inputs of a verdict, for an audit; no page reads this."""
    return session.scalar(
        select(VerdictInput.inputs)
        .join(ThemeVerdict, ThemeVerdict.id == VerdictInput.verdict_id)
        .where(
            ThemeVerdict.area_id == area_id,
            ThemeVerdict.theme_id == theme_id,
            ThemeVerdict.month == month.replace(day=1),
        )
    )


def _gates(session: Session, area_id: uuid.UUID, as_of: date) -> dict[uuid.UUID, Gate]:
    since = datetime.combine(date(school_year(as_of), 8, 1), time.min, LOCAL)
    until = datetime.combine(as_of, time.max, LOCAL)
    rows = session.scalars(
        select(GateDecision)
        .where(GateDecision.area_id == area_id, GateDecision.decided_at.between(since, until))
        .order_by(GateDecision.decided_at, GateDecision.id)
    )
    return {row.theme_id: _gate(row) for row in rows}


def _gate(row: GateDecision) -> Gate:
    answers = GateAnswers(row.clear, row.neutral, row.recognised, row.shared)
    return Gate(row.passed, answers, row.decided_at, row.decided_by)
