"""Any statement that is changed, removed or put elsewhere is found; two publishers cannot pass each other."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.orm import Session

from kernpartner.publications import queries
from kernpartner.publications.models import Edition, PublicationStatement
from kernpartner.publications.queries import broken_chain, first_broken_statement, sealed_line
from kernpartner.publications.service import PeriodsStillOpen, close_due, release_due
from tests.publications.worlds import NOW, World, a_world, spread

OCTOBER, APRIL = date(2025, 10, 1), date(2026, 4, 1)
Line = tuple[dict[str, Any], str, str]


def a_released_world(session: Session) -> World:
    world = a_world(session, schools=4, themes=1)
    spread(session, world, world.themes[0], date(2025, 9, 10))
    release_due(session, world.district_id, APRIL, NOW, budget_seconds=60)
    return world


def chain(session: Session) -> list[Line]:
    rows = session.execute(
        select(PublicationStatement, Edition)
        .join(Edition, Edition.id == PublicationStatement.edition_id)
        .order_by(PublicationStatement.position)
    )
    return [(sealed_line(one, edition), one.previous_hash, one.hash) for one, edition in rows]


def mutated(lines: list[Line], chance: random.Random) -> list[Line]:
    """Change one field, remove lines, or let two lines change places."""
    changed = list(lines)
    at = chance.randrange(len(changed))
    kind = chance.choice(["change", "remove", "swap", "insert"])
    if kind == "remove":
        del changed[at]
    elif kind == "insert":
        changed.insert(at, changed[chance.randrange(len(changed))])
    elif kind == "swap":
        other = (at + chance.randrange(1, len(changed))) % len(changed)
        changed[at], changed[other] = changed[other], changed[at]
    else:
        line, previous, own = changed[at]
        name = chance.choice(sorted(line))
        value = line[name]
        worse: Any = f"{value}x"
        if isinstance(value, int):
            worse = value + chance.choice([-1, 1])
        elif hasattr(value, "tzinfo"):
            worse = value + timedelta(seconds=1)
        changed[at] = ({**line, name: worse}, previous, own)
    return changed


def test_a_thousand_mutations_of_the_chain_are_a_thousand_found(session: Session) -> None:
    a_released_world(session)
    lines = chain(session)
    assert len(lines) > 40 and broken_chain(lines) is None
    chance = random.Random(7)
    assert sum(broken_chain(mutated(lines, chance)) is not None for _ in range(1_000)) == 1_000


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE publication_statement SET lo = 25, hi = 29 WHERE lo IS NOT NULL",
        "UPDATE edition SET due_on = due_on + 1",
        "UPDATE edition SET school_year = school_year + 1",
        "DELETE FROM publication_statement WHERE position = (SELECT max(position) FROM publication_statement)",
        "DELETE FROM publication_statement WHERE edition_id = (SELECT edition_id FROM publication_statement "
        "ORDER BY position DESC LIMIT 1)",
    ],
)
def test_a_change_behind_the_back_of_the_trigger_is_found(session: Session, change: str) -> None:
    world = a_released_world(session)
    assert first_broken_statement(session, world.district_id) is None
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text(change))
    session.expire_all()
    assert first_broken_statement(session, world.district_id) is not None


@pytest.fixture
def apart(engine: Engine) -> Iterator[Engine]:
    """Give an engine for real transactions and empty the tables afterwards, triggers and all."""
    made = create_engine(engine.url, pool_size=3)
    yield made
    with made.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        names = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        for name in names:
            connection.execute(text(f'DELETE FROM "{name}"'))
    made.dispose()


def test_two_publishers_at_the_same_time_make_every_edition_once(apart: Engine) -> None:
    with Session(apart, expire_on_commit=False) as session, session.begin():
        world = a_world(session, schools=3, themes=1, slug="samen")
        spread(session, world, world.themes[0], date(2025, 9, 10), (3, 3, 2))

    def publish(_: int) -> int:
        with Session(apart) as session, session.begin():
            return release_due(session, world.district_id, OCTOBER, NOW, budget_seconds=60)

    for _ in range(3):
        with ThreadPoolExecutor(2) as pool:
            released = list(pool.map(publish, range(2)))
    with Session(apart) as session:
        assert session.scalar(select(func.count()).select_from(Edition)) == 1
        assert first_broken_statement(session, world.district_id) is None
    assert released == [0, 0]


def test_a_release_in_one_snapshot_wants_its_periods_closed_first(apart: Engine) -> None:
    with Session(apart, expire_on_commit=False) as session, session.begin():
        world = a_world(session, schools=3, themes=1, slug="foto")
        spread(session, world, world.themes[0], date(2025, 9, 10), (3, 3, 2))
    snapshot = apart.execution_options(isolation_level="REPEATABLE READ")
    with Session(snapshot) as session, session.begin(), pytest.raises(PeriodsStillOpen):
        release_due(session, world.district_id, OCTOBER, NOW, budget_seconds=60)
    with Session(apart) as session, session.begin():
        close_due(session, world.district_id, OCTOBER, NOW)
    with Session(snapshot) as session, session.begin():
        assert release_due(session, world.district_id, OCTOBER, NOW, budget_seconds=60) > 0
    with Session(apart) as session:
        bands = queries.released_bands(session, audience="digest", area_id=world.place.area.id, on=OCTOBER)
        assert any(band.lo == 20 for band in bands)
