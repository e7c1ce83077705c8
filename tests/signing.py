"""Opens sessions for tests that do not come in by the sign-in form."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from kernpartner.accounts.service import start_session
from kernpartner.organisations.models import Person


def cookie_of(session: Session, person: Person) -> str:
    """Give what the cookie of a person keeps who just signed in (`_user_id` of Flask-Login)."""
    session_id = start_session(session, person.id, "", datetime.now(UTC))
    session.commit()
    return f"{person.id}:{person.session_version}:{session_id}"
