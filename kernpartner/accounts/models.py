"""Keeps second factors (sealed), recovery codes (hashed) and the sessions of people."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.organisations.models import Person


class SecondFactor(Base):
    """The secret that a person's authenticator app holds too; it counts from `confirmed_at` on."""

    __tablename__ = "second_factor"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    sealed_secret: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    # The time step of the code that was used last: it and all before it are worthless.
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Keyed, Base):
    """One code for when the phone is lost; used once."""

    __tablename__ = "recovery_code"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class SignInSession(Keyed, Base):
    """One browser in which a person signed in; the cookie names it, and it counts until it ended."""

    __tablename__ = "sign_in_session"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), index=True)
    browser: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
