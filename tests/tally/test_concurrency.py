"""Many writers at once, repeats and crashes: cube, ledger and recount stay equal."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from kernpartner.tally import queries
from kernpartner.tally.rules import Case
from kernpartner.tally.service import close_periods, count_case
from tests.tally.histories import fixed_id

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
WRITERS = 4


class Crash(RuntimeError):
    """A writer that dies just before its commit."""


@pytest.fixture
def many(database_url: str) -> Iterator[Engine]:
    """Give an engine for real, committed transactions, and clean up the counts afterwards."""
    engine = create_engine(database_url, pool_size=WRITERS + 1)
    yield engine
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE tally_delta, tally_event, tally_cube, tally_closing"))
    engine.dispose()


class Writer:
    """Does a share of the operations on cases that all writers share, and keeps what it was told was done."""

    def __init__(self, engine: Engine, seed: int, lock: threading.Lock, truth: dict[uuid.UUID, Any]) -> None:
        self.engine, self.seed, self.lock, self.truth = engine, seed, lock, truth
        self.random = random.Random(seed)
        self.themes = [fixed_id(f"theme {k}") for k in range(4)]

    def run(self, operations: int) -> None:
        for number in range(operations):
            case = self._case(self.random.randrange(40))
            themes = set(self.random.sample(self.themes, self.random.randint(0, 3)))
            for _ in range(1 + (self.random.random() < 0.2)):
                self._enter(f"{self.seed}:{number}", case, themes)

    def _case(self, number: int) -> Case:
        return Case(
            id=fixed_id(f"shared case {self.seed % 2} {number}"),
            area_id=fixed_id("area"),
            school_id=fixed_id(f"school {number % 3}"),
            organisation_id=fixed_id(f"organisation {number % 2}"),
            occurred=date(2026, 1 + number % 3, 1),
            registered=date(2026, 2, 1),
        )

    def _enter(self, event: str, case: Case, themes: set[uuid.UUID]) -> None:
        crash = self.random.random() < 0.1
        try:
            with Session(self.engine) as session, session.begin():
                fresh = count_case(session, event_id=event, kind="retag", case=case, themes=themes, now=NOW)
                if crash:
                    raise Crash
                if fresh:
                    # The lock on the case is held until the commit, so this order is the order of commits.
                    with self.lock:
                        self.truth[case.id] = (case, themes)
        except Crash:
            return


def stress(engine: Engine, operations: int) -> tuple[list[Any], int]:
    lock, truth = threading.Lock(), dict[uuid.UUID, Any]()
    writers = [Writer(engine, seed, lock, truth) for seed in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(writer.run, operations // WRITERS) for writer in writers]
        checks = 0
        while not all(task.done() for task in running):
            with Session(engine) as session, session.begin():
                session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
                assert [d for d in queries.differences(session, []) if d.between == "cube"] == []
            checks += 1
        for task in running:
            task.result()
    rows = [
        (case.id, case.area_id, case.school_id, case.organisation_id, case.occurred, case.registered, theme)
        for case, themes in truth.values()
        for theme in themes
    ]
    with Session(engine) as session:
        return list(queries.differences(session, rows)), checks


def test_writers_that_repeat_and_crash_leave_cube_ledger_and_recount_equal(many: Engine) -> None:
    found, checks = stress(many, 400)
    assert found == [] and checks > 0


@pytest.mark.slow
def test_ten_thousand_operations_leave_cube_ledger_and_recount_equal(many: Engine) -> None:
    found, _ = stress(many, 10_000)
    assert found == []


def test_a_period_is_not_closed_while_a_count_for_it_is_being_entered(many: Engine) -> None:
    writer = Writer(many, 0, threading.Lock(), {})
    case = writer._case(1)
    with Session(many) as counting, counting.begin():
        count_case(counting, event_id="open", kind="log", case=case, themes={writer.themes[0]}, now=NOW)
        with Session(many) as closing, closing.begin(), pytest.raises(Exception, match="lock timeout"):
            closing.execute(text("SET LOCAL lock_timeout = '50ms'"))
            close_periods(closing, [case.area_id], date(2026, 1, 1), NOW)
    with Session(many) as closing, closing.begin():
        assert close_periods(closing, [case.area_id], date(2026, 1, 1), NOW) == 1
