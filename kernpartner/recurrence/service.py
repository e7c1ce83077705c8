"""Changes what is known to recur: judges an area as of a month, and records what a person says at the second gate."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.db.uuid7 import uuid7
from kernpartner.districts.models import Area
from kernpartner.organisations import queries as organisation_queries
from kernpartner.recurrence.models import GateDecision, ThemeVerdict, VerdictInput
from kernpartner.recurrence.rules import Cell, GateAnswers, Judgement, Trend, judge, month_number, quarter_trend
from kernpartner.tally import queries as tally_queries
from kernpartner.themes import queries as theme_queries

_YEARS_READ = 6


def judge_area(session: Session, area_id: uuid.UUID, as_of: date, now: datetime) -> int:
    """Judge every current theme of an area over the twelve months up to `as_of`; give how many are flagged.

    Judging the same month again replaces what was judged before, so twice is as once. Judges on what is counted at
    this moment: for a day in the past that includes what was registered later.
    """
    area = session.get_one(Area, area_id)
    themes = [str(theme.id) for theme in theme_queries.current_themes(session, area.district_id, as_of)]
    cells = _cells(session, area.district_id, as_of)
    judged = judge(cells, themes, month_number(as_of)).get(str(area_id), [])
    own = [cell for cell in cells if cell.area == str(area_id)]
    month = as_of.replace(day=1)
    for verdict in judged:
        _keep(session, area_id, month, as_of, now, verdict, theme_trend(own, verdict.theme, as_of))
    _forget_others(session, area_id, month, [uuid.UUID(verdict.theme) for verdict in judged])
    return sum(verdict.flag for verdict in judged)


def decide_second_gate(
    session: Session,
    actor: Actor,
    *,
    area_id: uuid.UUID,
    theme_id: uuid.UUID,
    answers: GateAnswers,
    now: datetime,
) -> bool:
    """Record what a person answers about a theme at the second gate; give whether it passes.

    Earlier answers stay as history; the newest of the school year holds.
    """
    decision = GateDecision(
        area_id=area_id,
        theme_id=theme_id,
        clear=answers.clear,
        neutral=answers.neutral,
        recognised=answers.recognised,
        shared=answers.shared,
        passed=answers.passed,
        decided_by=actor.person_id,
        organisation_id=actor.organisation_id,
        decided_at=now,
    )
    session.add(decision)
    session.flush()
    verdict = "passed" if answers.passed else "held"
    record(session, actor, "theme.second_gate", "area", area_id, now, verdict=verdict, theme=str(theme_id))
    return answers.passed


def theme_trend(cells: Sequence[Cell], theme: str, as_of: date) -> Trend:
    """Compare the last three whole months of a theme in an area with the same months of up to five earlier years.

    Years before the area logged anything are no past and do not count as zero.
    """
    last = month_number(as_of) - 1
    ours: Counter[int] = Counter()
    everything: Counter[int] = Counter()
    for cell in cells:
        everything[cell.month] += cell.n
        if cell.theme == theme:
            ours[cell.month] += cell.n
    past = [[last - 12 * back - ahead for ahead in (2, 1, 0)] for back in range(5, 0, -1)]
    years = [months for months in past if any(everything[month] for month in months)]
    return quarter_trend(
        sum(ours[last - ahead] for ahead in range(3)),
        [[ours[month] for month in months] for months in years],
        logged_now=sum(everything[last - ahead] for ahead in range(3)),
        logged_then=sum(everything[month] for months in years for month in months) / max(1, len(years)),
    )


def _cells(session: Session, district_id: uuid.UUID, as_of: date) -> list[Cell]:
    since = as_of.replace(year=as_of.year - _YEARS_READ, day=1)
    rows = tally_queries.theme_months(session, district_id=district_id, since=since, until=as_of)
    types: dict[uuid.UUID, str] = {}
    cells = []
    for row in rows:
        if row.organisation_id not in types:
            types[row.organisation_id] = _type(session, row.organisation_id)
        cells.append(
            Cell(
                area=str(row.area_id),
                organisation=str(row.organisation_id),
                type=types[row.organisation_id],
                month=month_number(row.month),
                theme=str(row.theme_id),
                n=row.n,
            )
        )
    return cells


def _type(session: Session, organisation_id: uuid.UUID) -> str:
    organisation = organisation_queries.organisation(session, organisation_id)
    # Primary and secondary schools have other themes: each is a type of its own.
    return f"{organisation.type_slug}-{organisation.sector}" if organisation.sector else organisation.type_slug


def _keep(
    session: Session,
    area_id: uuid.UUID,
    month: date,
    as_of: date,
    now: datetime,
    verdict: Judgement,
    trend: Trend,
) -> None:
    values = {
        "judged_on": as_of,
        "judged_at": now,
        "flag": verdict.flag,
        "score": verdict.score,
        "reason": verdict.reason.value,
        "trend": trend.value,
    }
    key = {"area_id": area_id, "month": month, "theme_id": uuid.UUID(verdict.theme)}
    verdict_id = session.scalar(
        insert(ThemeVerdict)
        .values(id=uuid7(), **key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
        .returning(ThemeVerdict.id)
    )
    inputs = _inputs(verdict)
    session.execute(
        insert(VerdictInput)
        .values(verdict_id=verdict_id, inputs=inputs)
        .on_conflict_do_update(index_elements=["verdict_id"], set_={"inputs": inputs})
    )


def _inputs(verdict: Judgement) -> dict[str, Any]:
    evidence = verdict.evidence
    return {
        "cells": [list(cell) for cell in evidence.cells],
        "observed": evidence.observed,
        "expected": evidence.expected,
        "without_organisation": evidence.without_organisation,
        "without_month": evidence.without_month,
        "prior": [verdict.prior.a, verdict.prior.b],
    }


def _forget_others(session: Session, area_id: uuid.UUID, month: date, judged: Sequence[uuid.UUID]) -> None:
    # A theme that was merged after this month was judged has no verdict of its own any more.
    stale = select(ThemeVerdict.id).where(
        ThemeVerdict.area_id == area_id, ThemeVerdict.month == month, ThemeVerdict.theme_id.not_in(judged)
    )
    session.execute(delete(VerdictInput).where(VerdictInput.verdict_id.in_(stale)))
    session.execute(delete(ThemeVerdict).where(ThemeVerdict.id.in_(stale)))
