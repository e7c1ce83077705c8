"""Releases what the calendar asks for, after the audit against everything released before; fails closed."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import WORKER, record
from kernpartner.districts import queries as district_queries
from kernpartner.districts.models import Area
from kernpartner.privacy.disclosure import Audience, Statement, Verdict, audited
from kernpartner.publications import queries
from kernpartner.publications.models import Edition
from kernpartner.publications.rules import Release, ReleaseSettings, block_label, calendar
from kernpartner.publications.service.candidates import Place, candidate
from kernpartner.publications.service.universe import schools_in_year, universe
from kernpartner.publications.service.writing import Press
from kernpartner.tally import queries as tally_queries
from kernpartner.tally.rules import last_closed, lock_key
from kernpartner.tally.service import close_periods
from kernpartner.themes import queries as theme_queries

Said = dict[uuid.UUID, list[Statement]]


class PeriodsStillOpen(RuntimeError):
    """Periods must be closed and committed first when a release reads one snapshot."""


@dataclass
class Run:
    """One run of the calendar for one district."""

    session: Session
    district_id: uuid.UUID
    areas: Sequence[Area]
    settings: ReleaseSettings
    on: date
    budget_seconds: float
    clock: Callable[[], float]
    press: Press
    said: dict[int, Said] = field(default_factory=dict)


def close_due(session: Session, district_id: uuid.UUID, on: date, now: datetime) -> int:
    """Close every period that is over on a day, in all areas of a district; give how many areas moved on.

    Call it in a transaction of its own before `release_due`: then nobody who logs a concern waits for an audit.
    """
    areas = district_queries.areas(session, district_id)
    return close_periods(session, [area.id for area in areas], last_closed(on), now)


def release_due(
    session: Session,
    district_id: uuid.UUID,
    on: date,
    now: datetime,
    *,
    budget_seconds: float,
    run_seconds: float = 1_800.0,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Run the calendar of a district as of a day; give how many statements were released, gaps included.

    Twice is as once: an edition that is there is never made again. Each theme and place has `budget_seconds`
    for its audit; what is not proved in time is withheld. After `run_seconds` no further edition is begun;
    the next run goes on there. Holds a lock per area until the transaction ends, so that two publishers
    cannot pass each other. Runs at READ COMMITTED, or at REPEATABLE READ when `close_due` was committed
    before; raises `PeriodsStillOpen` otherwise. A second publisher at REPEATABLE READ fails on a unique key.
    """
    areas = district_queries.areas(session, district_id)
    for key in sorted(lock_key(area.id) for area in areas):
        session.execute(select(func.pg_advisory_xact_lock(key)))
    if close_due(session, district_id, on, now) and _one_snapshot(session):
        raise PeriodsStillOpen("commit close_due before a release at REPEATABLE READ")
    first = tally_queries.first_period(session, district_id)
    if first is None:
        return 0
    settings = ReleaseSettings.from_district(district_queries.district(session, district_id).settings)
    press = Press.start(session, district_id, now)
    run = Run(session, district_id, areas, settings, on, budget_seconds, clock, press)
    ends = clock() + run_seconds
    for release in calendar(first, on, settings):
        for places in _places(run, release):
            if clock() <= ends:
                _release(run, release, places)
    for edition in press.made:
        record(
            session,
            WORKER,
            "edition.released",
            "edition",
            edition.id,
            now,
            kind=edition.audience,
            statements=edition.statements,
            hash=press.last_hash[edition.id],
            district=str(district_id),
        )
    return sum(edition.statements for edition in press.made)


def _one_snapshot(session: Session) -> bool:
    return session.connection().get_isolation_level() in {"REPEATABLE READ", "SERIALIZABLE"}


def _places(run: Run, release: Release) -> list[list[Place]]:
    """Give the places of a release that have no edition yet, those that are audited together in one list."""
    if release.audience == Audience.DIGEST:
        groups = [[Place(area.id)] for area in run.areas]
    elif release.audience == Audience.AGENDA:
        schools = schools_in_year(run.session, run.district_id, release.year)
        groups = [[Place(school=school) for school in schools if school.area_id == area.id] for area in run.areas]
    else:
        groups = [[Place()]]
    return [
        fresh
        for group in groups
        if (fresh := [p for p in group if not run.press.knows(release.audience, p.area_id, p.school_id, release.on)])
    ]


def _release(run: Run, release: Release, places: list[Place]) -> None:
    themes = theme_queries.current_themes(run.session, run.district_id, run.on)
    if not themes:
        return
    said = run.said.setdefault(release.year, dict(queries.ledger(run.session, run.district_id, release.year)))
    closed = universe(run.session, run.district_id, [area.id for area in run.areas], release.year, release.periods[-1])
    enough = _enough_schools(run, release, places)
    verdicts: dict[uuid.UUID, Verdict] = {}
    for theme in themes:
        counts = closed.counts(theme.id, release.periods)
        before = said.get(theme.id, [])
        wanted = candidate(release, places, counts, before, run.settings)
        if not enough:
            wanted = [Statement(statement.cell) for statement in wanted]
        verdicts[theme.id] = audited(counts, before, wanted, _countdown(run))
    for at, place in enumerate(places):
        edition = _edition(run, release, place, len(themes), verdicts)
        run.press.add(edition, [(theme.id, verdicts[theme.id].statements[at]) for theme in themes])
    for theme_id, verdict in verdicts.items():
        said.setdefault(theme_id, []).extend(verdict.statements)


def _countdown(run: Run) -> Callable[[], float]:
    """Give what tells how many seconds are left for one theme in one place."""
    ends = run.clock() + run.budget_seconds
    return lambda: ends - run.clock()


def _enough_schools(run: Run, release: Release, places: list[Place]) -> bool:
    schools = schools_in_year(run.session, run.district_id, release.year)
    area_id = places[0].school.area_id if places[0].school else places[0].area_id
    return sum(area_id in {None, school.area_id} for school in schools) >= run.settings.fewest_schools


def _edition(run: Run, release: Release, place: Place, statements: int, verdicts: dict[uuid.UUID, Verdict]) -> Edition:
    label_periods = release.periods[-1:] if release.audience == Audience.DIGEST else release.periods
    return Edition(
        district_id=run.district_id,
        audience=release.audience.value,
        area_id=place.area_id,
        school_id=place.school_id,
        school_year=release.year,
        label=block_label(label_periods),
        due_on=release.on,
        released_at=run.press.now,
        statements=statements,
        audit={
            "withheld": sum(verdict.withheld for verdict in verdicts.values()),
            "undecided": sum(verdict.undecided for verdict in verdicts.values()),
            "attacked": sum(verdict.attacked for verdict in verdicts.values()),
        },
    )
