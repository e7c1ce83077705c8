"""Adding a line: who, what, when, nothing else; and a chain that stays whole under many writers at once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from kernpartner.audit import queries
from kernpartner.audit.models import AuditEntry
from kernpartner.audit.rules import FIRST_HASH, VERBS, UnknownVerb
from kernpartner.audit.service import WORKER, Actor, record
from tests.conftest import NOW

WRITERS, LINES = 4, 12


@pytest.fixture
def committing(fresh_database_url: str) -> Iterator[Engine]:
    engine = create_engine(fresh_database_url, pool_size=WRITERS, connect_args={"options": "-c timezone=UTC"})
    yield engine
    engine.dispose()


def test_a_line_says_who_did_what_to_which_thing_for_whom_and_when(session: Session) -> None:
    person, organisation, thing = (uuid.UUID(int=number) for number in (1, 2, 3))
    actor = Actor(person, organisation, "youth_health")
    record(session, actor, "concern.read", "concern", thing, NOW, outcome="refused", relation="none")
    (entry,) = queries.entries(session)
    assert (entry.person_id, entry.organisation_id, entry.role) == (person, organisation, "youth_health")
    assert (entry.verb, entry.subject_kind, entry.subject_id) == ("concern.read", "concern", thing)
    assert (entry.at, entry.outcome, entry.details) == (NOW, "refused", {"relation": "none"})
    assert entry.previous_hash == FIRST_HASH


def test_each_line_names_the_one_before_it(session: Session) -> None:
    for count in range(3):
        record(session, WORKER, "audit.read", "audit", None, NOW, count=count)
    newest, middle, oldest = queries.entries(session)
    assert (newest.previous_hash, middle.previous_hash) == (middle.hash, oldest.hash)
    assert (newest.role, newest.person_id) == ("worker", None)


@pytest.mark.parametrize(("verb", "more"), [("concern.eaten", {}), ("concern.withdrawn", {"text": "Jan is ziek"})])
def test_a_line_that_says_too_much_is_not_added(session: Session, verb: str, more: dict[str, str]) -> None:
    with pytest.raises(UnknownVerb):
        record(session, WORKER, verb, "concern", None, NOW, **more)
    assert queries.entries(session) == []


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_what_a_verb_carries_is_kept_as_such(session: Session, verb: str) -> None:
    carried = dict.fromkeys(VERBS[verb], "so")
    record(session, WORKER, verb, "thing", None, NOW, **carried)  # type: ignore[arg-type]
    (entry,) = queries.entries(session)
    assert (entry.details, entry.outcome) == (carried, "done")


def test_a_line_is_gone_when_what_it_tells_of_did_not_happen(session: Session) -> None:
    record(session, WORKER, "audit.read", "audit", None, NOW, count=1)
    session.commit()
    with session.begin_nested() as inner:
        record(session, WORKER, "audit.read", "audit", None, NOW, count=2)
        inner.rollback()
    record(session, WORKER, "audit.read", "audit", None, NOW, count=3)
    assert [entry.details["count"] for entry in queries.entries(session)] == [3, 1]
    assert queries.first_broken_line(session) is None


def test_writers_at_the_same_moment_keep_one_whole_chain(committing: Engine) -> None:
    together = threading.Barrier(WRITERS)

    def write(writer: int) -> int:
        together.wait(timeout=20)
        kept = 0
        for number in range(LINES):
            with Session(committing) as session:
                record(session, Actor(uuid.UUID(int=writer + 1)), "audit.read", "audit", None, NOW, count=number)
                if (number + writer) % 5 == 0:
                    session.rollback()
                    continue
                session.commit()
                kept += 1
        return kept

    with ThreadPoolExecutor(WRITERS) as pool:
        kept = sum(pool.map(write, range(WRITERS)))
    with Session(committing) as session:
        assert 0 < kept == session.scalar(select(func.count()).select_from(AuditEntry)) < WRITERS * LINES
        assert queries.first_broken_line(session) is None
        assert session.scalar(select(func.count(func.distinct(AuditEntry.previous_hash)))) == kept


def test_a_second_writer_waits_until_the_first_is_done(committing: Engine) -> None:
    with Session(committing) as first, ThreadPoolExecutor(1) as pool:
        record(first, WORKER, "audit.read", "audit", None, NOW, count=1)

        def second() -> None:
            with Session(committing) as session, session.begin():
                record(session, WORKER, "audit.read", "audit", None, NOW, count=2)

        waiting = pool.submit(second)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        first.commit()
        waiting.result(timeout=20)
    with Session(committing) as session:
        assert [entry.details["count"] for entry in queries.entries(session)] == [2, 1]
        assert queries.first_broken_line(session) is None
