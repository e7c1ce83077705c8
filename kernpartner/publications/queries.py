"""Reads what was released: bands, gaps, editions, and whether the chain of statements is whole."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.audit.rules import FIRST_HASH, seal
from kernpartner.privacy.disclosure import Audience, Cell, Statement
from kernpartner.publications.models import Edition, PublicationStatement
from kernpartner.publications.rules import Trend, block_label, months_in, trend
from kernpartner.themes.models import Theme

SEALED = ("id", "district_id", "edition_id", "theme_id", "selector", "lo", "hi", "rule", "created_at")
_SEALED_EDITION = ("audience", "area_id", "school_id", "school_year", "label", "due_on", "released_at", "statements")


@dataclass(frozen=True)
class Band:
    """What was said about a theme in an edition: from `lo` up to and including `hi`; `lo` empty is the gap."""

    statement_id: uuid.UUID
    theme_id: uuid.UUID
    period_label: str
    lo: int | None
    hi: int | None
    edition_id: uuid.UUID
    released_on: date
    school_year: int
    periods: tuple[date, ...]
    area_id: uuid.UUID | None
    school_id: uuid.UUID | None


@dataclass(frozen=True)
class EditionRow:
    """An edition without its figures; `on` is the fixed day it belongs to."""

    id: uuid.UUID
    audience: str
    area_id: uuid.UUID | None
    school_id: uuid.UUID | None
    school_year: int
    label: str
    on: date
    released_at: datetime


def released_bands(
    session: Session,
    *,
    audience: str,
    district_id: uuid.UUID | None = None,
    area_id: uuid.UUID | None = None,
    school_id: uuid.UUID | None = None,
    on: date,
) -> Sequence[Band]:
    """Give the blocks released up to a day, oldest edition first, themes by name inside an edition.

    Per theme that is every shown block and, where periods are not shown yet, one gap: a gap whose periods
    were taken up by a later edition is left out, because the later one says all there is to say.
    """
    found = [
        _band(statement, edition)
        for statement, edition in session.execute(
            select(PublicationStatement, Edition)
            .join(Edition, Edition.id == PublicationStatement.edition_id)
            .join(Theme, Theme.id == PublicationStatement.theme_id)
            .where(_where(audience, district_id, area_id, school_id), Edition.due_on <= on)
            .order_by(Edition.due_on, Edition.school_id, Theme.label, PublicationStatement.id)
        )
    ]
    return _without_taken_up(found)


def editions(
    session: Session,
    *,
    audience: str,
    district_id: uuid.UUID | None = None,
    area_id: uuid.UUID | None = None,
    school_id: uuid.UUID | None = None,
    on: date,
) -> Sequence[EditionRow]:
    """Give the editions up to a day, newest first."""
    rows = session.scalars(
        select(Edition)
        .where(_where(audience, district_id, area_id, school_id), Edition.due_on <= on)
        .order_by(Edition.due_on.desc(), Edition.id)
    )
    return [
        EditionRow(e.id, e.audience, e.area_id, e.school_id, e.school_year, e.label, e.due_on, e.released_at)
        for e in rows
    ]


def trends(bands: Iterable[Band]) -> Mapping[uuid.UUID, Trend]:
    """Give per theme how its last block compares with the one before, from bands of one place, oldest first."""
    own: dict[uuid.UUID, list[Band]] = defaultdict(list)
    for band in bands:
        own[band.theme_id].append(band)
    return {
        theme: trend(
            (rows[-2].lo, rows[-2].hi),
            months_in(rows[-2].periods),
            (rows[-1].lo, rows[-1].hi),
            months_in(rows[-1].periods),
        )
        if len(rows) > 1
        else Trend.UNKNOWN
        for theme, rows in own.items()
    }


def ledger(session: Session, district_id: uuid.UUID, year: int) -> Mapping[uuid.UUID, list[Statement]]:
    """Give everything ever said about a school year per theme, of all audiences, in the order it was said."""
    rows = session.execute(
        select(
            PublicationStatement.theme_id,
            PublicationStatement.selector,
            PublicationStatement.lo,
            PublicationStatement.hi,
        )
        .join(Edition, Edition.id == PublicationStatement.edition_id)
        .where(PublicationStatement.district_id == district_id, Edition.school_year == year)
        .order_by(PublicationStatement.position)
    )
    said: dict[uuid.UUID, list[Statement]] = defaultdict(list)
    for theme_id, selector, lo, hi in rows:
        said[theme_id].append(Statement(cell_of(selector), lo, hi))
    return said


def cell_of(selector: Mapping[str, Any]) -> Cell:
    """Give the place in the lattice that a kept selector names."""
    return Cell(
        Audience(selector["audience"]), tuple(selector["periods"]), area=selector["area"], school=selector["school"]
    )


def sealed_line(statement: PublicationStatement, edition: Edition) -> dict[str, Any]:
    """Give what the hash of a statement covers: the statement and the edition it stands in."""
    line = {name: getattr(statement, name) for name in SEALED}
    return line | {f"edition_{name}": getattr(edition, name) for name in _SEALED_EDITION}


def first_broken_statement(session: Session, district_id: uuid.UUID) -> str | None:
    """Say what is the first thing wrong with the chain of a district, or nothing when it is whole.

    Every line must follow the one before and be what was sealed; every edition must have all its lines; and
    the audit trail, which has a chain of its own, must know each edition by the hash of its last line.
    """
    lines = session.execute(
        select(PublicationStatement, Edition)
        .join(Edition, Edition.id == PublicationStatement.edition_id)
        .where(PublicationStatement.district_id == district_id)
        .order_by(PublicationStatement.position)
    ).all()
    wrong = broken_chain([(sealed_line(one, edition), one.previous_hash, one.hash) for one, edition in lines])
    if wrong is not None:
        return wrong
    last = {edition.id: statement.hash for statement, edition in lines}
    trail = session.execute(
        select(AuditEntry.subject_id, AuditEntry.details)
        .where(AuditEntry.verb == "edition.released", AuditEntry.details["district"].astext == str(district_id))
        .order_by(AuditEntry.position)
    ).all()
    for edition_id, details in trail:
        if last.get(edition_id) != details["hash"]:
            return f"edition {edition_id} is not as the audit trail knows it"
    missing = last.keys() - {edition_id for edition_id, _ in trail}
    return f"edition {min(missing)} is not in the audit trail" if missing else None


def broken_chain(lines: Sequence[tuple[Mapping[str, Any], str, str]]) -> str | None:
    """Check lines in order, each with what was sealed, the hash before it and its own; say what is wrong first."""
    previous, counted = FIRST_HASH, dict[Any, int]()
    for line, before, own in lines:
        if before != previous or own != seal(before, line):
            return f"statement {line['id']} does not fit the chain"
        previous = own
        counted[line["edition_id"]] = counted.get(line["edition_id"], 0) + 1
    for line, _, _ in lines:
        if counted[line["edition_id"]] != line["edition_statements"]:
            return f"edition {line['edition_id']} lacks a statement"
    return None


def _where(
    audience: str, district_id: uuid.UUID | None, area_id: uuid.UUID | None, school_id: uuid.UUID | None
) -> ColumnElement[bool]:
    wanted = [Edition.audience == str(audience)]
    if district_id is not None:
        wanted.append(Edition.district_id == district_id)
    if area_id is not None:
        wanted.append(Edition.area_id == area_id)
    if school_id is not None:
        wanted.append(Edition.school_id == school_id)
    return and_(*wanted)


def _band(statement: PublicationStatement, edition: Edition) -> Band:
    periods = tuple(date.fromisoformat(period) for period in statement.selector["periods"])
    return Band(
        statement_id=statement.id,
        theme_id=statement.theme_id,
        period_label=block_label(periods),
        lo=statement.lo,
        hi=statement.hi,
        edition_id=edition.id,
        released_on=edition.due_on,
        school_year=edition.school_year,
        periods=periods,
        area_id=edition.area_id,
        school_id=edition.school_id,
    )


def _without_taken_up(bands: Sequence[Band]) -> Sequence[Band]:
    kept: list[Band] = []
    taken: set[tuple[Any, ...]] = set()
    for band in reversed(bands):
        places = {(band.theme_id, band.area_id, band.school_id, period) for period in band.periods}
        if band.lo is not None or not places <= taken:
            kept.append(band)
        taken |= places
    return kept[::-1]
