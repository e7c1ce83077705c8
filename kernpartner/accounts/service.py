"""Changes second factors, recovery codes, passwords and sessions."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

import pyotp
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from kernpartner.accounts.models import RecoveryCode, SecondFactor, SignInSession
from kernpartner.accounts.rules import (
    RECOVERY_CODES,
    SEEN_EVERY,
    browser_label,
    password_problem,
    recovery_code,
    recovery_hash,
    used_step,
)
from kernpartner.audit.service import Actor, record
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.models import Person
from kernpartner.privacy.sealing import Sealer


class WrongCode(ValueError):
    """The code is not right, too old, or was used before."""


class WrongPassword(ValueError):
    """The password that was typed is not the person's."""


class WeakPassword(ValueError):
    """A new password is not good enough; `problem` is the key of the sentence that says why."""

    def __init__(self, problem: str) -> None:
        """Keep the key; an operator reads it as a sentence."""
        super().__init__(f"this password will not do: {problem.removeprefix('password_')}")
        self.problem = problem


def prepare_second_factor(session: Session, person_id: uuid.UUID, sealer: Sealer) -> str:
    """Give the base32 secret to show, the same one until it is confirmed; raises `WrongCode` when one is in use."""
    found = session.get(SecondFactor, person_id, with_for_update=True)
    if found is not None:
        if found.confirmed_at is not None:
            raise WrongCode("a second factor is in use already")
        return sealer.open(found.sealed_secret)
    secret = pyotp.random_base32()
    session.add(SecondFactor(person_id=person_id, sealed_secret=sealer.seal(secret)))
    session.flush()
    return secret


def confirm_second_factor(
    session: Session, actor: Actor, person_id: uuid.UUID, code: str, sealer: Sealer, now: datetime
) -> list[str]:
    """Take a second factor into use once its first code is right; give the recovery codes, shown this once.

    Raises `WrongCode`.
    """
    found = session.get(SecondFactor, person_id, with_for_update=True)
    if found is None or found.confirmed_at is not None:
        raise WrongCode("nothing to confirm")
    step = used_step(sealer.open(found.sealed_secret), code, now, found.last_step)
    if step is None:
        raise WrongCode("not the code of this moment")
    found.last_step, found.confirmed_at = step, now
    codes = _new_codes(session, person_id)
    record(session, actor, "account.second_factor", "person", person_id, now, change="set")
    return codes


def prove_second_factor(session: Session, person_id: uuid.UUID, code: str, sealer: Sealer, now: datetime) -> str:
    """Use up a code of the app or a recovery code; give which of the two it was: `totp` or `recovery`.

    Raises `WrongCode`. Two requests with one code: the row is locked, so the second finds it used.
    """
    found = session.get(SecondFactor, person_id, with_for_update=True, populate_existing=True)
    if found is None or found.confirmed_at is None:
        raise WrongCode("no second factor")
    step = used_step(sealer.open(found.sealed_secret), code, now, found.last_step)
    if step is not None:
        found.last_step = step
        session.flush()
        return "totp"
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == recovery_hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    ).first()
    if used is None:
        raise WrongCode("not a code of this person")
    return "recovery"


def renew_recovery_codes(session: Session, actor: Actor, person_id: uuid.UUID, now: datetime) -> list[str]:
    """Replace all recovery codes of a person; give the new ones, shown this once."""
    codes = _new_codes(session, person_id)
    record(session, actor, "account.second_factor", "person", person_id, now, change="codes_renewed")
    return codes


def drop_second_factor(session: Session, actor: Actor, person_id: uuid.UUID, now: datetime) -> None:
    """Forget a lost second factor and end all sessions: at the next sign-in the person sets up a new one."""
    session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    organisation_service.end_sessions(session, person_id)
    record(session, actor, "account.second_factor", "person", person_id, now, change="dropped")


def change_password(session: Session, actor: Actor, person_id: uuid.UUID, old: str, new: str, now: datetime) -> Person:
    """Give a person another password and end every session, also the one that asks.

    Raises `WrongPassword` and `WeakPassword`.
    """
    person = session.get_one(Person, person_id)
    if organisation_service.verified_person(session, person.email, old) is None:
        raise WrongPassword("the password now is another one")
    give_password(session, actor, person_id, new, now)
    return person


def give_password(session: Session, actor: Actor, person_id: uuid.UUID, new: str, now: datetime) -> None:
    """Give a person a password and end every session; raises `WeakPassword`."""
    person = session.get_one(Person, person_id)
    problem = password_problem(new, (person.email, person.name))
    if problem is not None:
        raise WeakPassword(problem)
    organisation_service.set_password(session, person_id, new)
    record(session, actor, "account.password_changed", "person", person_id, now)


def start_session(session: Session, person_id: uuid.UUID, user_agent: str, now: datetime) -> uuid.UUID:
    """Open a session in a browser; give its id, for the cookie."""
    made = SignInSession(person_id=person_id, browser=browser_label(user_agent), started_at=now, seen_at=now)
    session.add(made)
    session.flush()
    return made.id


def note_seen(session: Session, session_id: uuid.UUID, now: datetime) -> bool:
    """Note that a session is in use, at most once a minute; say whether something was written."""
    found = session.get(SignInSession, session_id)
    if found is None or now - found.seen_at < SEEN_EVERY:
        return False
    session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.seen_at < now)
        .values(seen_at=now)
        .execution_options(synchronize_session=False)
    )
    return True


def end_session(session: Session, person_id: uuid.UUID, session_id: uuid.UUID, now: datetime) -> bool:
    """End one session of a person; say whether it was open."""
    ended = session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
        .returning(SignInSession.id)
    ).first()
    return ended is not None


def end_all_sessions(session: Session, actor: Actor, person_id: uuid.UUID, now: datetime) -> None:
    """End every session of a person, in the next request of each."""
    organisation_service.end_sessions(session, person_id)
    session.execute(
        update(SignInSession)
        .where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
        .values(ended_at=now)
    )
    record(session, actor, "session.all_ended", "person", person_id, now)


def forget_old_sessions(session: Session, before: datetime) -> int:
    """Delete the sessions that began before that moment; the trail keeps that they were."""
    gone = session.scalars(
        delete(SignInSession).where(SignInSession.started_at < before).returning(SignInSession.id)
    ).all()
    return len(gone)


def _new_codes(session: Session, person_id: uuid.UUID) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [recovery_code(secrets.token_bytes(16)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(person_id=person_id, code_hash=recovery_hash(code)) for code in codes)
    session.flush()
    return codes
