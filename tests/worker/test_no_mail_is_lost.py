"""A real worker on a real broker is killed while it sends: every mail arrives, and the broker holds ids only."""

from __future__ import annotations

import json
import os
import random
import time
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from kernpartner.outbox import queries, service
from tests.conftest import NOW
from tests.worker.mailserver import MailServer
from tests.worker.workers import Worker

CANARY = "Kanariepiet"


def _queue(engine: Engine, count: int) -> None:
    with Session(engine) as session, session.begin():
        for number in range(count):
            service.queue_mail(
                session,
                kind="digest_ready",
                dedupe_key=f"lost:{number}",
                to_person=None,
                to_address=f"p{number}@example.org",
                template="digest_ready",
                context={"digest": str(uuid.uuid4()), "organisation": CANARY, "period": "nu", "area": "hier"},
                due_at=NOW,
            )


def _statuses(engine: Engine) -> Counter[str]:
    with Session(engine) as session:
        return Counter(queries.counts_by_status(session))


def _time_passes(engine: Engine) -> None:
    """Let two minutes go by for what was claimed or offered: the lease of who was killed runs out."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "update outbox_mail set lease_until = lease_until - interval '3 minutes', "
                "offered_until = offered_until - interval '3 minutes' where status in ('queued', 'sending')"
            )
        )


def _wait(engine: Engine, reached: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if _statuses(engine)["sent"] >= reached:
            return True
        time.sleep(0.1)
    return False


def _broker_holds_only_names_and_ids(line: Any) -> None:
    """Look at every key: JSON that names tasks, ids and days, and not one word of a mail."""
    for key in line.keys("*"):
        kind = line.type(key)
        values: list[bytes] = []
        if kind == b"list":
            values = line.lrange(key, 0, -1)
        elif kind == b"hash":
            values = line.hvals(key)
        for value in values:
            assert CANARY.encode() not in value
            assert b"example.org" not in value
            message = json.loads(value)
            envelope = message[0] if isinstance(message, list) else message
            assert envelope["content-type"] == "application/json"


def _run(engine: Engine, environment: dict[str, str], line: Any, log: Path, mails: int, kills: int) -> None:
    rng = random.Random(7)
    _queue(engine, mails)
    for number in range(kills):
        worker = Worker(environment, log)
        try:
            assert _wait(engine, (number + 1) * mails // (kills + 2), 60), log.read_text()[-3000:]
            time.sleep(rng.random() / 5)
        finally:
            worker.kill()
        _broker_holds_only_names_and_ids(line)
        _time_passes(engine)
        if number == 0:
            line.flushdb()
    worker = Worker(environment, log)
    try:
        done = _wait(engine, mails, 5)
        for _minute in range(20):
            if done:
                break
            _time_passes(engine)
            done = _wait(engine, mails, 5)
        assert done, (_statuses(engine), log.read_text()[-3000:])
        _broker_holds_only_names_and_ids(line)
    finally:
        assert worker.stop() == 0


def _nothing_lost(engine: Engine, mail_server: MailServer, mails: int, kills: int) -> None:
    arrived = Counter(address for address, _raw in mail_server.taken)
    by_address = {}
    for message in mail_server.messages():
        by_address.setdefault(str(message["To"]), set()).add(message["Message-ID"])
    assert set(arrived) == {f"p{number}@example.org" for number in range(mails)}
    assert all(len(ids) == 1 for ids in by_address.values())
    # Two processes send at a time, so a kill can catch two mails between the server's answer and our note.
    assert sum(arrived.values()) - mails <= 2 * kills
    assert _statuses(engine) == Counter(sent=mails)


def test_no_mail_is_lost_when_the_worker_is_killed_and_the_broker_wiped(
    engine: Engine, worker_environment: dict[str, str], line: Any, mail_server: MailServer, tmp_path: Path
) -> None:
    mail_server.refuse_each = 20
    _run(engine, worker_environment, line, tmp_path / "worker.log", mails=60, kills=2)
    _nothing_lost(engine, mail_server, 60, 2)
    assert CANARY not in (tmp_path / "worker.log").read_text()


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("KP_SLOW"), reason="a long run: set KP_SLOW=1")
def test_no_mail_is_lost_in_a_long_run_with_many_kills(
    engine: Engine, worker_environment: dict[str, str], line: Any, mail_server: MailServer, tmp_path: Path
) -> None:
    mail_server.refuse_each = 20
    _run(engine, worker_environment, line, tmp_path / "worker.log", mails=1000, kills=8)
    _nothing_lost(engine, mail_server, 1000, 8)
