"""Delivery reports are read from a file, from standard input and from a Maildir, and twice is as once."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from kernpartner.outbox import queries, service
from kernpartner.outbox.models import Mail
from kernpartner.outbox.rules import message_id
from tests.conftest import NOW
from tests.outbox.reports import a_report

Run = Callable[..., Result]
ADDRESSES = ("een@example.org", "twee@example.org")


@pytest.fixture
def reports(run: Run) -> list[bytes]:
    """Send two mails, and give the reports that they came back."""
    with Session(create_engine(os.environ["DATABASE_URL"], poolclass=NullPool)) as session, session.begin():
        return [a_report(message_id(_sent(session, address), "post.example.org")) for address in ADDRESSES]


def _sent(session: Session, address: str) -> uuid.UUID:
    service.queue_mail(
        session,
        kind="digest_ready",
        dedupe_key=address,
        to_person=None,
        to_address=address,
        template="digest_ready",
        context={},
        due_at=NOW,
    )
    mail = session.scalars(select(Mail).where(Mail.dedupe_key == address)).one()
    claimed = service.claim(session, mail.id, NOW)
    assert claimed is not None
    service.mark_sent(session, claimed, message_id(mail.id, "post.example.org"), NOW)
    return mail.id


def closed() -> list[str]:
    with Session(create_engine(os.environ["DATABASE_URL"], poolclass=NullPool)) as session:
        return [address for address in ADDRESSES if queries.is_unreachable(session, address)]


def test_a_report_in_a_file_closes_its_address(run: Run, reports: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "bounce.eml"
    path.write_bytes(reports[0])
    assert run("outbox", "bounces", str(path)).output == "1 reports, 1 new refusals, 0 other mails\n"
    assert run("outbox", "bounces", str(path)).output == "1 reports, 0 new refusals, 0 other mails\n"
    assert closed() == ["een@example.org"]


def test_a_report_on_standard_input_closes_its_address(run: Run, reports: list[bytes]) -> None:
    answer = run("outbox", "bounces", "-", given=reports[1])
    assert answer.output == "1 reports, 1 new refusals, 0 other mails\n"
    assert closed() == ["twee@example.org"]


def test_a_maildir_is_read_whole_and_left_as_it_is(run: Run, reports: list[bytes], tmp_path: Path) -> None:
    for folder, name, raw in (
        ("new", "1", reports[0]),
        ("cur", "2:2,S", reports[1]),
        ("new", "3", b"Subject: hoi\n\nx"),
    ):
        (tmp_path / "box" / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / "box" / folder / name).write_bytes(raw)
    answer = run("outbox", "bounces", str(tmp_path / "box"))
    assert answer.exit_code == 0
    assert "2 reports, 2 new refusals, 1 other mails" in answer.output
    assert closed() == list(ADDRESSES)
    assert sum(len(files) for _folder, _names, files in os.walk(tmp_path / "box")) == 3


def test_what_is_no_maildir_is_named(run: Run, tmp_path: Path) -> None:
    answer = run("outbox", "bounces", str(tmp_path))
    assert answer.exit_code == 1
    assert "is no Maildir" in answer.output
