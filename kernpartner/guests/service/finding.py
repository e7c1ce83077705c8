"""Says who is a guest and nothing else, and what is not there for somebody."""

from __future__ import annotations

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Role

LOCAL = ZoneInfo("Europe/Amsterdam")


class NoSuchGuest(LookupError):
    """There is no such session of a guest, or it is not this person's to change."""


def only_a_guest(session: Session, person_id: uuid.UUID, now: datetime) -> bool:
    """Say whether a person holds the role of guest on this day and no other."""
    held = organisation_queries.positions(session, person_id, now.astimezone(LOCAL).date())
    return {row.role for row in held} == {Role.GUEST}
