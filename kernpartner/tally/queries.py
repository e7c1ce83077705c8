"""Reads exact counts: per month for what recurs, per closed period for what is released, and their agreement.

Nobody reads these on a page: pages show released bands (`publications`) or the own organisation's rows.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kernpartner.districts.models import Area
from kernpartner.organisations.models import Organisation
from kernpartner.tally.models import TallyClosing, TallyCube, TallyDelta
from kernpartner.tally.rules import NO_SCHOOL, month_of

_CUBE = (
    TallyCube.area_id,
    TallyCube.month,
    TallyCube.theme_id,
    TallyCube.organisation_id,
    TallyCube.school_id,
    TallyCube.period,
)


@dataclass(frozen=True)
class ThemeMonth:
    """How many cases of an organisation happened in a month and carry a theme now."""

    area_id: uuid.UUID
    month: date
    theme_id: uuid.UUID
    organisation_id: uuid.UUID
    n: int


@dataclass(frozen=True)
class ThemePeriod:
    """How many cases are booked in a period; once the period is closed this number never changes."""

    area_id: uuid.UUID
    theme_id: uuid.UUID
    school_id: uuid.UUID | None
    organisation_id: uuid.UUID
    organisation_type: str
    period: date
    n: int

    @property
    def year_quarter(self) -> tuple[int, int]:
        """Give the quarter of the calendar that the period lies in."""
        return self.period.year, (self.period.month + 2) // 3


@dataclass(frozen=True)
class Difference:
    """A cell in which two counts that must be equal are not: `cube` against ledger, `ledger` against truth."""

    between: str
    key: tuple[Any, ...]
    expected: int
    found: int


def theme_months(
    session: Session,
    *,
    district_id: uuid.UUID | None = None,
    area_id: uuid.UUID | None = None,
    since: date,
    until: date,
) -> Sequence[ThemeMonth]:
    """Give the counts per area, month of occurrence, theme and organisation; `since` and `until` included.

    Cells at zero are left out. Time follows the rows of the area, not the size of the database.
    """
    rows = session.execute(
        select(*_CUBE[:4], func.sum(TallyCube.n))
        .where(_place(district_id, area_id), TallyCube.month.between(month_of(since), until))
        .group_by(*_CUBE[:4])
        .having(func.sum(TallyCube.n) != 0)
        .order_by(*_CUBE[:4])
    )
    return [ThemeMonth(area, month, theme, organisation, int(n)) for area, month, theme, organisation, n in rows]


def theme_quarters(
    session: Session,
    *,
    district_id: uuid.UUID | None = None,
    area_id: uuid.UUID | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Sequence[ThemePeriod]:
    """Give the counts per area, theme, school, organisation and period of registration: what release counts.

    A period closed before a change came keeps the number it closed with. `since` and `until` are days in
    the first and last period. Cells at zero are left out.
    """
    key = (TallyCube.area_id, TallyCube.theme_id, TallyCube.school_id, TallyCube.organisation_id, TallyCube.period)
    query = (
        select(*key, Organisation.type_slug, func.sum(TallyCube.closed_n))
        .join(Organisation, Organisation.id == TallyCube.organisation_id)
        .where(_place(district_id, area_id))
        .group_by(*key, Organisation.type_slug)
        .having(func.sum(TallyCube.closed_n) != 0)
        .order_by(*key)
    )
    if since is not None:
        query = query.where(TallyCube.period >= since)
    if until is not None:
        query = query.where(TallyCube.period <= until)
    return [
        ThemePeriod(area, theme, None if school == NO_SCHOOL else school, organisation, kind, period, int(n))
        for area, theme, school, organisation, period, kind, n in session.execute(query)
    ]


def first_period(session: Session, district_id: uuid.UUID) -> date | None:
    """Give the first period in which anything is booked in the district."""
    return session.scalar(select(func.min(TallyCube.period)).where(_place(district_id, None)))


def closed_through(session: Session, area_id: uuid.UUID) -> date | None:
    """Give the last closed period of an area."""
    return session.scalar(select(TallyClosing.closed_through).where(TallyClosing.area_id == area_id))


def differences(session: Session, truth: Iterable[Any]) -> Sequence[Difference]:
    """Give every cell in which cube, ledger and truth do not agree; empty is the goal.

    `truth` has a row per case and theme: case, area, school, organisation, day it happened, moment of
    registration, theme. The cube is held against the ledger cell by cell, the ledger against the truth
    case by case.
    """
    found = [*_unequal("cube", _ledger_cells(session), _cube_cells(session))]
    real = Counter(
        (case, area, school or NO_SCHOOL, organisation, month_of(occurred), theme)
        for case, area, school, organisation, occurred, _, theme in truth
    )
    key = (
        TallyDelta.case_id,
        TallyDelta.area_id,
        TallyDelta.school_id,
        TallyDelta.organisation_id,
        TallyDelta.month,
        TallyDelta.theme_id,
    )
    ledger = {
        tuple(row[:-1]): int(row[-1])
        for row in session.execute(
            select(*key, func.sum(TallyDelta.change)).group_by(*key).having(func.sum(TallyDelta.change) != 0)
        )
    }
    return [*found, *_unequal("ledger", real, ledger)]


def _place(district_id: uuid.UUID | None, area_id: uuid.UUID | None) -> ColumnElement[bool]:
    if area_id is not None:
        return TallyCube.area_id == area_id
    return TallyCube.area_id.in_(select(Area.id).where(Area.district_id == district_id))


def _ledger_cells(session: Session) -> Mapping[tuple[Any, ...], int]:
    key = [getattr(TallyDelta, column.key) for column in _CUBE]
    kept = func.coalesce(func.sum(TallyDelta.change).filter(~TallyDelta.late), 0)
    return _cells(session.execute(select(*key, func.sum(TallyDelta.change), kept).group_by(*key)))


def _cube_cells(session: Session) -> Mapping[tuple[Any, ...], int]:
    return _cells(session.execute(select(*_CUBE, TallyCube.n, TallyCube.closed_n)))


def _cells(rows: Iterable[Any]) -> Mapping[tuple[Any, ...], int]:
    cells: dict[tuple[Any, ...], int] = {}
    for *key, now, at_close in rows:
        cells[(*key, "now")], cells[(*key, "closed")] = int(now), int(at_close)
    return cells


def _unequal(
    between: str, expected: Mapping[tuple[Any, ...], int], found: Mapping[tuple[Any, ...], int]
) -> Sequence[Difference]:
    return [
        Difference(between, key, expected.get(key, 0), found.get(key, 0))
        for key in expected.keys() | found.keys()
        if expected.get(key, 0) != found.get(key, 0)
    ]
