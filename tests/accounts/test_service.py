"""Second factors, recovery codes and sessions: each code counts once, also for two requests at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from kernpartner.accounts import queries, service
from kernpartner.accounts.models import SecondFactor
from kernpartner.organisations import service as organisation_service
from kernpartner.privacy.sealing import Sealer
from tests.conftest import NOW
from tests.factories import PASSWORD, Place, a_place

SEALER = Sealer(["a secret that only tests know, long enough"], "second factor")
LONGEST = timedelta(hours=8)


@pytest.fixture
def place(session: Session) -> Place:
    """Give a district with its people."""
    return a_place(session)


def secured(session: Session, place: Place) -> tuple[str, list[str]]:
    """Set up the second factor of the IB'er; give its secret and the recovery codes."""
    person = place.people["ib"]
    secret = service.prepare_second_factor(session, person.id, SEALER)
    code = pyotp.TOTP(secret).at(NOW)
    return secret, service.confirm_second_factor(session, place.actor("ib"), person.id, code, SEALER, NOW)


def test_a_second_factor_counts_once_its_first_code_was_right(session: Session, place: Place) -> None:
    person = place.people["ib"]
    secret = service.prepare_second_factor(session, person.id, SEALER)
    assert service.prepare_second_factor(session, person.id, SEALER) == secret, "the same picture after a reload"
    with pytest.raises(service.WrongCode):
        service.confirm_second_factor(session, place.actor("ib"), person.id, "000000x", SEALER, NOW)
    assert not queries.has_second_factor(session, person.id)
    _secret, codes = secured(session, place)
    assert queries.has_second_factor(session, person.id)
    assert len(set(codes)) == queries.recovery_codes_left(session, person.id) == 10
    with pytest.raises(service.WrongCode, match="in use already"):
        service.prepare_second_factor(session, person.id, SEALER)


def test_neither_the_secret_nor_a_recovery_code_stands_in_the_database(session: Session, place: Place) -> None:
    secret, codes = secured(session, place)
    rows = session.execute(text("SELECT sealed_secret FROM second_factor UNION SELECT code_hash FROM recovery_code"))
    kept = " ".join(row[0] for row in rows)
    assert secret not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_each_code_and_each_recovery_code_counts_once(session: Session, place: Place) -> None:
    person = place.people["ib"]
    secret, codes = secured(session, place)
    later = NOW + timedelta(minutes=5)
    code = pyotp.TOTP(secret).at(later)
    assert service.prove_second_factor(session, person.id, code, SEALER, later) == "totp"
    for used in (code, "123456", ""):
        with pytest.raises(service.WrongCode):
            service.prove_second_factor(session, person.id, used, SEALER, later)
    assert service.prove_second_factor(session, person.id, codes[0].upper(), SEALER, later) == "recovery"
    with pytest.raises(service.WrongCode):
        service.prove_second_factor(session, person.id, codes[0], SEALER, later)
    assert queries.recovery_codes_left(session, person.id) == 9
    other = place.people["jgz"]
    with pytest.raises(service.WrongCode):
        service.prove_second_factor(session, other.id, codes[1], SEALER, later)


def test_new_recovery_codes_make_the_old_ones_worthless(session: Session, place: Place) -> None:
    person = place.people["ib"]
    _secret, old = secured(session, place)
    new = service.renew_recovery_codes(session, place.actor("ib"), person.id, NOW)
    assert not set(old) & set(new)
    with pytest.raises(service.WrongCode):
        service.prove_second_factor(session, person.id, old[0], SEALER, NOW)
    assert service.prove_second_factor(session, person.id, new[0], SEALER, NOW) == "recovery"


def test_a_lost_second_factor_is_dropped_with_all_sessions(session: Session, place: Place) -> None:
    person = place.people["ib"]
    secured(session, place)
    version = person.session_version
    service.drop_second_factor(session, place.actor("admin"), person.id, NOW)
    session.expire_all()
    assert not queries.has_second_factor(session, person.id)
    assert queries.recovery_codes_left(session, person.id) == 0
    assert person.session_version == version + 1


def test_a_password_changes_only_with_the_old_one_and_for_a_good_one(session: Session, place: Place) -> None:
    person = place.people["ib"]
    organisation_service.set_password(session, person.id, PASSWORD)
    with pytest.raises(service.WrongPassword):
        service.change_password(session, place.actor("ib"), person.id, "iets anders", "fiets lamp wolk tafel", NOW)
    with pytest.raises(service.WeakPassword, match="common"):
        service.change_password(session, place.actor("ib"), person.id, PASSWORD, "wachtwoord123", NOW)
    service.change_password(session, place.actor("ib"), person.id, PASSWORD, "fiets lamp wolk tafel", NOW)
    assert organisation_service.verified_person(session, person.email, "fiets lamp wolk tafel") is not None
    assert organisation_service.verified_person(session, person.email, PASSWORD) is None


def test_a_session_counts_for_its_owner_until_it_ends_or_is_left_alone(session: Session, place: Place) -> None:
    ib, jgz = place.people["ib"].id, place.people["jgz"].id
    one, two = (service.start_session(session, ib, "Firefox/1 Windows", NOW) for _ in range(2))
    assert queries.open_session(session, one, jgz, NOW, LONGEST) is None
    found = queries.open_session(session, one, ib, NOW + timedelta(minutes=29), LONGEST)
    assert found is not None and found.browser == "Firefox, Windows"
    assert not service.note_seen(session, one, NOW + timedelta(seconds=30)), "at most one write a minute"
    assert service.note_seen(session, one, NOW + timedelta(minutes=29))
    session.expire_all()
    half_past = NOW + timedelta(minutes=45)
    assert queries.open_session(session, one, ib, half_past, LONGEST) is not None
    assert queries.open_session(session, two, ib, half_past, LONGEST) is None, "left alone for longer than half an hour"
    assert [each.id for each in queries.open_sessions(session, ib, half_past, LONGEST)] == [one]
    assert not service.end_session(session, jgz, one, half_past), "nobody ends the session of another"
    assert service.end_session(session, ib, one, half_past)
    session.expire_all()
    assert queries.open_session(session, one, ib, half_past, LONGEST) is None
    assert service.forget_old_sessions(session, NOW + timedelta(days=1)) == 2


def test_two_requests_with_one_code_let_one_in(fresh_database_url: str) -> None:
    engine = create_engine(fresh_database_url, pool_size=8)
    with Session(engine, expire_on_commit=False) as session:
        place = a_place(session)
        secret, codes = secured(session, place)
        session.commit()
    person_id, later = place.people["ib"].id, NOW + timedelta(minutes=5)

    def attempt(code: str) -> bool:
        with Session(engine) as session:
            try:
                service.prove_second_factor(session, person_id, code, SEALER, later)
            except service.WrongCode:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, [pyotp.TOTP(secret).at(later)] * 8)) == 1
        assert sum(pool.map(attempt, [codes[0]] * 8)) == 1
    with Session(engine) as session:
        kept = session.get_one(SecondFactor, person_id)
        assert kept.last_step == int(later.timestamp()) // 30
    engine.dispose()
