"""Measures what exact counts cost: per case, per batch, per area, per rebuild, beside an insert without counts.

    DATABASE_URL=postgresql://... python -m benchmarks.counts [--cases 10000]

Works in a schema of its own that is dropped afterwards.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from kernpartner.config import sqlalchemy_url
from kernpartner.db.base import Base
from kernpartner.tally.models import TallyClosing, TallyCube, TallyDelta, TallyEvent
from kernpartner.tally.rules import Case, Entry
from kernpartner.tally.service import count_case, count_cases, rebuild_cube

NOW = datetime(2026, 3, 10, tzinfo=UTC)
TABLES = [model.__table__ for model in (TallyEvent, TallyDelta, TallyCube, TallyClosing)]
PLAIN = text(
    "INSERT INTO plain (id, theme_id, area_id, month) SELECT :id, unnest(CAST(:themes AS uuid[])), :area, :month"
)
GROUP = text(
    "SELECT area_id, month, theme_id, organisation_id, school_id, period, sum(change) "
    "FROM tally_delta GROUP BY 1, 2, 3, 4, 5, 6"
)
READ = text(
    "SELECT month, theme_id, organisation_id, sum(n) FROM tally_cube "
    "WHERE area_id = :area AND month >= :since GROUP BY 1, 2, 3"
)


def entries(number: int, chance: random.Random) -> list[Entry]:
    """Make cases with one or two themes in ten areas."""
    areas, organisations, themes = ([uuid.UUID(int=chance.getrandbits(128)) for _ in range(k)] for k in (10, 150, 15))
    made = []
    for _ in range(number):
        at = chance.randrange(150)
        day = date(2025, 8, 1) + timedelta(days=chance.randrange(330))
        case = Case(
            uuid.UUID(int=chance.getrandbits(128)), areas[at % 10], organisations[at], organisations[at], day, day
        )
        made.append(Entry(str(case.id), "log", case, frozenset(chance.sample(themes, chance.choice([1, 1, 2])))))
    return made


def milliseconds(times: int, work: Callable[[int], object]) -> tuple[float, float]:
    """Give the median and the 95th percentile of doing something a number of times."""
    spent = []
    for number in range(times):
        began = time.perf_counter()
        work(number)
        spent.append(1000 * (time.perf_counter() - began))
    return statistics.median(spent), statistics.quantiles(spent, n=20)[-1]


def measure(session: Session, number: int) -> None:
    """Print every figure."""
    chance = random.Random(1)
    made = entries(number, chance)
    singles, bulk = made[: min(1_000, number // 4)], made[min(1_000, number // 4) :]

    def plain(at: int) -> None:
        entry = singles[at]
        place = {"area": entry.case.area_id, "month": entry.case.occurred, "themes": list(entry.themes)}
        session.execute(PLAIN, {"id": uuid.uuid4(), **place})
        session.commit()

    def counted(at: int) -> None:
        entry = singles[at]
        count_case(session, event_id=entry.event_id, kind="log", case=entry.case, themes=entry.themes, now=NOW)
        plain(at)

    began = time.perf_counter()
    for at in range(0, len(bulk), 500):
        count_cases(session, bulk[at : at + 500], now=NOW)
        session.commit()
    print(f"bulk: {len(bulk) / (time.perf_counter() - began):8.0f} cases/s over {len(bulk)}")
    session.execute(text("ANALYZE"))
    session.commit()
    base, _ = milliseconds(len(singles), plain)
    both, high = milliseconds(len(singles), counted)
    print(f"insert without counts p50 {base:.2f} ms; with {both:.2f} ms (p95 {high:.2f}); extra {both - base:.2f} ms")
    read = {"area": made[0].case.area_id, "since": date(2025, 8, 1)}
    low, high = milliseconds(200, lambda _: session.execute(READ, read).all())
    print(f"one area, a year: p50 {low:.2f} ms, p95 {high:.2f} ms")
    group, _ = milliseconds(3, lambda _: session.execute(GROUP).all())
    rebuilt, _ = milliseconds(3, lambda _: rebuild_cube(session))
    print(f"plain GROUP BY {group:.0f} ms; rebuild of the cube {rebuilt:.0f} ms ({rebuilt / group:.1f} times)")


def main() -> None:
    """Make the tables in a schema of their own, measure, drop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    given = parser.parse_args()
    schema = f"bench_{uuid.uuid4().hex[:8]}"
    url = sqlalchemy_url(os.environ["DATABASE_URL"])
    engine = create_engine(url, connect_args={"options": f"-c timezone=UTC -c search_path={schema}"})
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    try:
        Base.metadata.create_all(engine, tables=TABLES)
        with Session(engine) as session:
            session.execute(
                text(
                    "CREATE TABLE plain (id uuid, theme_id uuid, area_id uuid, month date, PRIMARY KEY (id, theme_id))"
                )
            )
            session.commit()
            measure(session, given.cases)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        engine.dispose()


if __name__ == "__main__":
    main()
