"""Measures how many mails a minute leave, what a kill costs, and that none is lost; all servers are real.

Needs the addresses of a PostgreSQL server and a Redis-protocol server that may be emptied:
`TEST_DATABASE_URL=… TEST_REDIS_URL=… python benchmarks/outbox.py --mails 2000 --workers 2 --kills 5`
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
import uuid
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from kernpartner.outbox import queries, service
from tests.tables import make_tables
from tests.worker.mailserver import MailServer, running
from tests.worker.workers import Worker, broker

BATCH = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2, help="worker programs, each with one process")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--refuse-each", type=int, default=20, help="one in so many is refused for the moment")
    given = parser.parse_args()
    server = make_url(os.environ["TEST_DATABASE_URL"]).set(drivername="postgresql+psycopg")
    name = f"kp_bench_outbox_{uuid.uuid4().hex[:8]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = server.set(database=name).render_as_string(hide_password=False)
    try:
        make_tables(url)
        with running() as mail_server, tempfile.TemporaryDirectory() as folder:
            mail_server.refuse_each = given.refuse_each
            _measure(create_engine(url), url, mail_server, Path(folder), given)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def _measure(engine: Engine, url: str, mail_server: MailServer, folder: Path, given: argparse.Namespace) -> None:
    line = broker(os.environ["TEST_REDIS_URL"])
    line.flushdb()
    queued = _queue(engine, given.mails)
    environment = {
        "KP_SECRET_KEY": "x" * 48,
        "DATABASE_URL": url,
        "REDIS_URL": os.environ["TEST_REDIS_URL"],
        "KP_SMTP_HOST": "127.0.0.1",
        "KP_SMTP_PORT": str(mail_server.port),
    }
    rng, began = random.Random(20261125), time.monotonic()
    workers = [_start(environment, folder, number) for number in range(given.workers)]
    kill_at = sorted(rng.sample(range(given.mails // 10, given.mails), given.kills))
    try:
        while (sent := _sent(engine)) < given.mails:
            if kill_at and sent >= kill_at[0]:
                kill_at.pop(0)
                number = rng.randrange(given.workers)
                workers[number].kill()
                _time_passes(engine)
                workers[number] = _start(environment, folder, number)
            _due_now(engine)
            time.sleep(0.2)
    finally:
        took = time.monotonic() - began
        for worker in workers:
            worker.stop()
        line.flushdb()
    _report(given, mail_server, engine, queued, took)


def _queue(engine: Engine, mails: int) -> float:
    began = time.monotonic()
    for first in range(0, mails, BATCH):
        with Session(engine) as session, session.begin():
            for number in range(first, min(mails, first + BATCH)):
                service.queue_mail(
                    session,
                    kind="digest_ready",
                    dedupe_key=f"bench:{number}",
                    to_person=None,
                    to_address=f"p{number}@example.org",
                    template="digest_ready",
                    context={"digest": str(uuid.uuid4()), "organisation": "Club", "period": "nu", "area": "hier"},
                    due_at=datetime(2026, 1, 1, tzinfo=UTC),
                )
    return time.monotonic() - began


def _start(environment: dict[str, str], folder: Path, number: int) -> Worker:
    return Worker(environment, folder / f"worker-{number}.log", processes=1, clock=number == 0, name=f"bench{number}")


def _sent(engine: Engine) -> int:
    with Session(engine) as session:
        return queries.counts_by_status(session).get("sent", 0)


def _time_passes(engine: Engine) -> None:
    """Let the lease of who was killed run out at once: the two minutes themselves need no measuring."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "update outbox_mail set lease_until = lease_until - interval '3 minutes', "
                "offered_until = offered_until - interval '3 minutes' where status = 'sending'"
            )
        )


def _due_now(engine: Engine) -> None:
    """Do not wait for the back-off of refused mails either."""
    with engine.begin() as connection:
        connection.execute(text("update outbox_mail set due_at = now() where status = 'queued' and due_at > now()"))


def _report(given: argparse.Namespace, mail_server: MailServer, engine: Engine, queued: float, took: float) -> None:
    arrived = Counter(address for address, _raw in mail_server.taken)
    ids = {str(message["Message-ID"]) for message in mail_server.messages()}
    with Session(engine) as session:
        attempts = session.execute(text("select attempts, count(*) from outbox_mail group by 1 order by 1")).all()
    print(f"mails {given.mails}, workers {given.workers}, kills {given.kills}")
    print(f"queued in {queued:.1f} s ({given.mails / queued:.0f} a second, one transaction per {BATCH})")
    print(f"sent in {took:.1f} s ({given.mails / took:.0f} a second, start of the workers included)")
    print(
        f"lost {given.mails - len(arrived)}, came twice {sum(arrived.values()) - len(arrived)}, Message-IDs {len(ids)}"
    )
    print("attempts: " + ", ".join(f"{number}x {count}" for number, count in attempts))


if __name__ == "__main__":
    main()
