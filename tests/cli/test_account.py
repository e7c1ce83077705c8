"""An operator helps somebody back in, and the trail says so."""

from __future__ import annotations

from collections.abc import Callable

import pyotp
import pytest
from click.testing import Result
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from kernpartner.accounts import queries, service
from kernpartner.audit.models import AuditEntry
from kernpartner.audit.service import Actor
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.models import Person
from kernpartner.privacy.sealing import Sealer
from tests.conftest import NOW
from tests.factories import a_place

Run = Callable[..., Result]
EMAIL, NEW = "ib@proefwijk.example.org", "fiets lamp wolk tafel"


@pytest.fixture
def database(fresh_database_url: str) -> str:
    """Give a database in which the IB'er has a second step."""
    engine = create_engine(fresh_database_url)
    sealer = Sealer(["a secret that only tests know, long enough"], "second factor")
    with Session(engine) as session:
        person = a_place(session).people["ib"]
        secret = service.prepare_second_factor(session, person.id, sealer)
        code = pyotp.TOTP(secret).at(NOW)
        service.confirm_second_factor(session, Actor(), person.id, code, sealer, NOW)
        session.commit()
    engine.dispose()
    return fresh_database_url


def state(url: str) -> tuple[bool, bool, int, list[str]]:
    """Give whether the new password works, whether there is a second step, the version of sessions, and the trail."""
    engine = create_engine(url)
    with Session(engine) as session:
        person = session.scalars(select(Person).where(Person.email == EMAIL)).one()
        verbs = session.scalars(select(AuditEntry.verb).order_by(AuditEntry.position)).all()
        found = (
            organisation_service.verified_person(session, EMAIL, NEW) is not None,
            queries.has_second_factor(session, person.id),
            person.session_version,
            list(verbs),
        )
    engine.dispose()
    return found


def test_a_new_password_does_not_skip_the_second_step(database: str, run: Run) -> None:
    _works, _factor, version, _verbs = state(database)
    weak = run("account", "password", EMAIL, "--password", "wachtwoord123")
    assert weak.exit_code == 1
    assert "this password will not do: common" in weak.output
    assert run("account", "password", EMAIL, "--password", NEW).exit_code == 0
    works, factor, now_version, verbs = state(database)
    assert works and factor
    assert now_version == version + 1
    assert verbs[-1] == "account.password_changed"


def test_a_lost_second_step_is_dropped_and_sessions_end(database: str, run: Run) -> None:
    assert run("account", "drop-second-step", EMAIL).exit_code == 0
    assert not state(database)[1]
    version = state(database)[2]
    assert run("account", "end-sessions", EMAIL).exit_code == 0
    assert state(database)[2] == version + 1
    assert state(database)[3][-2:] == ["account.second_factor", "session.all_ended"]


def test_an_unknown_address_is_said_in_one_sentence(database: str, run: Run) -> None:
    answer = run("account", "end-sessions", "niemand@example.org")
    assert answer.exit_code == 1
    assert "nobody has the address niemand@example.org" in answer.output
