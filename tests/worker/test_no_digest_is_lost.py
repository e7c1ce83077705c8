"""Digests are released, delivered once and told while workers are killed: the long measurement, made short."""

from __future__ import annotations

import argparse
import os
import uuid
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from benchmarks.digests import Run, counted, fill, go
from tests.worker.mailserver import MailServer

DIGESTS, PARTNERS, KILLS = 60, 12, 1


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("KP_SLOW"), reason="a lease really runs out, which takes minutes: set KP_SLOW=1")
def test_no_digest_is_lost_or_delivered_twice_when_a_worker_is_killed(
    fresh_database_url: str, redis_url: str, line: Any, mail_server: MailServer, tmp_path: Path
) -> None:
    mail_server.refuse_each = 20
    engine = create_engine(fresh_database_url)
    fill(engine, DIGESTS, PARTNERS)
    environment = {
        "KP_SECRET_KEY": "x" * 48,
        "DATABASE_URL": fresh_database_url,
        "REDIS_URL": redis_url,
        "KP_SMTP_HOST": "127.0.0.1",
        "KP_SMTP_PORT": str(mail_server.port),
    }
    given = argparse.Namespace(digests=DIGESTS, partners=PARTNERS, workers=2, kills=KILLS, minutes=8.0)
    go(Run(given, engine, environment, tmp_path, []))
    assert counted(engine, "digest", "status = 'released'") == DIGESTS
    assert counted(engine, "audit_entry", "verb = 'digest.released'") == DIGESTS
    with engine.connect() as connection:
        places = connection.execute(text("SELECT digest_id, person_id FROM digest_delivery")).all()
    assert len(places) == len(set(places)) == DIGESTS
    ids = [str(message["Message-ID"]) for message in mail_server.messages()]
    assert len(set(ids)) == DIGESTS
    assert len(ids) - DIGESTS <= KILLS
    assert all(uuid.UUID(one.strip("<>").partition("@")[0]) for one in ids)
    engine.dispose()
