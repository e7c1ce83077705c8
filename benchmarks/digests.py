"""Measures 10,000 digests to 500 partners: released, delivered in the application and told by mail, under kill -9.

Real workers with a real clock, a real database, a real broker and a real SMTP server; no lease, wait or offer is
shortened. Needs the addresses of a PostgreSQL server and a Redis-protocol server that may be emptied:
`TEST_DATABASE_URL=… TEST_REDIS_URL=… python benchmarks/digests.py --digests 10000 --partners 500 --kills 20`
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, insert, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from kernpartner.db.uuid7 import uuid7
from kernpartner.digests.models import Digest, Signature
from kernpartner.digests.queries import signers
from kernpartner.digests.rules import seal
from kernpartner.districts.models import Area
from kernpartner.organisations.models import Organisation, Person, Position
from kernpartner.organisations.rules import Role
from kernpartner.publications.models import Edition
from tests.factories import LONG_AGO, a_place
from tests.tables import make_tables
from tests.worker.mailserver import MailServer, running
from tests.worker.workers import ROOT, Worker, broker

AT_ONCE = 2_000
REFUSE_EACH = 50


@dataclass
class Run:
    """One run: what was asked, where it happens, and what was killed so far."""

    given: argparse.Namespace
    engine: Engine
    environment: dict[str, str]
    folder: Path
    workers: list[Worker]
    killed: int = 0


def main() -> None:
    """Make a database, fill it, run, report, and drop it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--digests", type=int, default=10_000)
    parser.add_argument("--partners", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2, help="worker programs, each with one process")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=15.0, help="give up after so long")
    given = parser.parse_args()
    server = make_url(os.environ["TEST_DATABASE_URL"]).set(drivername="postgresql+psycopg")
    name = f"kp_bench_digests_{uuid.uuid4().hex[:8]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = server.set(database=name).render_as_string(hide_password=False)
    try:
        make_tables(url)
        engine = create_engine(url)
        fill(engine, given.digests, given.partners)
        with running() as mail_server, tempfile.TemporaryDirectory() as folder:
            mail_server.refuse_each = REFUSE_EACH
            environment = {
                "KP_SECRET_KEY": "x" * 48,
                "DATABASE_URL": url,
                "REDIS_URL": os.environ["TEST_REDIS_URL"],
                "KP_SMTP_HOST": "127.0.0.1",
                "KP_SMTP_PORT": str(mail_server.port),
            }
            run = Run(given, engine, environment, Path(folder), [])
            took = go(run)
            report(run, mail_server, took)
        engine.dispose()
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def fill(engine: Engine, digests: int, partners: int) -> None:
    """Make a district with partners, and digests for them that everybody agreed to and whose day has come."""
    now = datetime.now(UTC)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        place = a_place(session, slug="meetwijk")
        # Of no area in particular: it signs every digest.
        place.jgz.area_id = None
        people = _partners(session, place.district.id, place.area.id, partners, now)
        areas = _areas(session, place.district.id, -(-digests // partners))
        editions = {area.id: _edition(session, area, now) for area in areas}
        wanted = [(organisation, area) for area in areas for organisation in people][:digests]
        rows = [_digest(place.district.id, organisation, area, editions[area.id], now) for organisation, area in wanted]
        for first in range(0, len(rows), AT_ONCE):
            session.execute(insert(Digest), rows[first : first + AT_ONCE])
        _sign(session, rows, place.district.id, place.people["jgz"].id, now)


def _partners(
    session: Session, district_id: uuid.UUID, area_id: uuid.UUID, number: int, now: datetime
) -> list[Organisation]:
    made = []
    for place in range(number):
        organisation = Organisation(
            district_id=district_id,
            type_slug="partner",
            slug=f"partner-{place}",
            label=f"Partner {place}",
            valid_from=LONG_AGO,
            area_id=area_id,
        )
        person = Person(district_id=district_id, name=f"Persoon {place}", email=f"p{place}@example.org", created_at=now)
        session.add_all([organisation, person])
        session.flush()
        session.add(
            Position(person_id=person.id, organisation_id=organisation.id, role=Role.PARTNER.value, valid_from=LONG_AGO)
        )
        made.append(organisation)
    session.flush()
    return made


def _areas(session: Session, district_id: uuid.UUID, number: int) -> list[Area]:
    made = [Area(district_id=district_id, slug=f"gebied-{place}", label=f"Gebied {place}") for place in range(number)]
    session.add_all(made)
    session.flush()
    return made


def _edition(session: Session, area: Area, now: datetime) -> uuid.UUID:
    edition = Edition(
        district_id=area.district_id,
        area_id=area.id,
        audience="digest",
        school_year=2026,
        label="oktober t/m december 2026",
        due_on=date(2026, 1, 1),
        released_at=now,
        statements=1,
    )
    session.add(edition)
    session.flush()
    return edition.id


def _digest(
    district_id: uuid.UUID, organisation: Organisation, area: Area, edition_id: uuid.UUID, now: datetime
) -> dict[str, Any]:
    theme = {"theme_id": str(uuid.uuid4()), "label": "Thema", "lo": 10, "hi": 14, "asked": [], "decided": []}
    content = {"organisation": organisation.label, "area": area.label, "themes": [theme]}
    return {
        "id": uuid7(),
        "district_id": district_id,
        "area_id": area.id,
        "organisation_id": organisation.id,
        "edition_id": edition_id,
        "period_label": "oktober t/m december 2026",
        "leaves_on": now.date() - timedelta(days=1),
        "content": content,
        "content_hash": seal(content),
        "version": 1,
        "status": "compiled",
        "compiled_at": now,
    }


def _sign(
    session: Session, rows: list[dict[str, Any]], district_id: uuid.UUID, person_id: uuid.UUID, now: datetime
) -> None:
    needed = {key: signers(session, district_id, key, now.date()) for key in {row["area_id"] for row in rows}}
    signed = [
        {
            "id": uuid7(),
            "digest_id": row["id"],
            "organisation_id": organisation.id,
            "person_id": person_id,
            "choice": "agree",
            "remark": "",
            "content_hash": row["content_hash"],
            "at": now,
        }
        for row in rows
        for organisation in needed[row["area_id"]]
    ]
    assert signed, "somebody has to agree"
    for first in range(0, len(signed), AT_ONCE):
        session.execute(insert(Signature), signed[first : first + AT_ONCE])


def go(run: Run) -> float:
    """Run the workers, kill one at random moments, and give how long it took until every mail was sent."""
    line = broker(run.environment["REDIS_URL"])
    line.flushdb()
    rng, began = random.Random(20261125), time.monotonic()
    until = began + run.given.minutes * 60
    kill_at = sorted(rng.sample(range(run.given.digests // 50, run.given.digests), run.given.kills))
    ticking = clock(run)
    run.workers = [start(run, number) for number in range(run.given.workers)]
    try:
        while (sent := counted(run.engine, "outbox_mail", "status = 'sent'")) < run.given.digests:
            if time.monotonic() > until:
                print(f"given up after {run.given.minutes} minutes with {sent} sent")
                break
            while kill_at and sent >= kill_at[0]:
                kill_at.pop(0)
                kill(run, rng.randrange(run.given.workers))
            time.sleep(0.2)
        return time.monotonic() - began
    finally:
        ticking.terminate()
        ticking.wait(20)
        for worker in run.workers:
            end(worker)
        line.flushdb()


def start(run: Run, number: int) -> Worker:
    """Start a worker program with one process, so that a kill catches at most one mail on its way."""
    log = run.folder / f"worker-{number}.log"
    return Worker(run.environment, log, processes=1, clock=False, name=f"bench{number}")


def clock(run: Run) -> subprocess.Popen[bytes]:
    """Start the clock in a process of its own, which is left alone: at its start it calls for a lot of other work."""
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "worker.app:celery", "beat", "-s", str(run.folder / "beat")],
        cwd=ROOT,
        env={**os.environ, **run.environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(run: Run, number: int) -> None:
    """End a worker program as a power cut would, and start another in its place."""
    run.workers[number].kill()
    run.workers[number] = start(run, number)
    run.killed += 1


def end(worker: Worker) -> None:
    """Let a worker finish what it does, and do not wait for ever where it cannot: the figures are what counts."""
    try:
        worker.stop()
    except subprocess.TimeoutExpired:
        worker.kill()


def counted(engine: Engine, table: str, where: str = "true") -> int:
    """Count rows."""
    with engine.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table} WHERE {where}")) or 0)


def _sent_ids(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT message_id FROM outbox_mail WHERE status = 'sent'")))


def report(run: Run, mail_server: MailServer, took: float) -> None:
    """Print what arrived, what came twice and what was lost."""
    ids = Counter(str(message["Message-ID"]) for message in mail_server.messages())
    twice = sum(number - 1 for number in ids.values())
    delivered = counted(run.engine, "digest_delivery")
    places = counted(run.engine, "(SELECT DISTINCT digest_id, person_id FROM digest_delivery) AS places")
    released = counted(run.engine, "digest", "status = 'released'")
    lines = counted(run.engine, "audit_entry", "verb = 'digest.released'")
    with run.engine.connect() as connection:
        attempts = connection.execute(text("SELECT attempts, count(*) FROM outbox_mail GROUP BY 1 ORDER BY 1")).all()
    print(f"digests {run.given.digests}, partners {run.given.partners}, workers {run.given.workers}")
    print(f"killed -9: {run.killed} times; one in {REFUSE_EACH} mails was refused for the moment")
    print(f"until the last mail was sent: {took:.0f} s ({run.given.digests / took:.0f} a second)")
    print(f"released {released}, lines in the trail {lines}")
    print(f"in the application: delivered {delivered}, of which different {places}")
    waiting = counted(run.engine, "outbox_mail", "status IN ('queued', 'sending')")
    gone = set(_sent_ids(run.engine)) - set(ids)
    print(f"mails: arrived {sum(ids.values())}, different {len(ids)}, twice {twice}; still waiting {waiting}")
    print(f"lost (noted as sent and never arrived): {len(gone)}")
    print("attempts: " + ", ".join(f"{number}x {count}" for number, count in attempts))


if __name__ == "__main__":
    main()
