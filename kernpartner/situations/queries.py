"""Reads the texts per situation as they are now, and how each came to be."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kernpartner.organisations.models import Organisation
from kernpartner.organisations.rules import Contact
from kernpartner.situations.models import SituationText, SituationVersion


@dataclass(frozen=True)
class TextRow:
    """A text as people read and copy it."""

    id: uuid.UUID
    label: str
    channel: str
    owner_id: uuid.UUID
    owner: str
    contact: Contact
    number: int
    body: str
    written_at: datetime

    @property
    def copied(self) -> str:
        """Give what is copied: the words, and below them how the owner is reached."""
        reached = [line for line in (self.contact.phone, self.contact.email) if line]
        return "\n\n".join([self.body, *([f"{self.owner}\n" + "\n".join(reached)] if reached else [])])


@dataclass(frozen=True)
class VersionRow:
    """One version of a text, with the organisation that wrote it and never the person."""

    number: int
    body: str
    written_at: datetime
    organisation: str


def texts(session: Session, district_id: uuid.UUID) -> Sequence[TextRow]:
    """Give the texts of a district as they are now, by situation."""
    return _rows(session, SituationText.district_id == district_id)


def text(session: Session, text_id: uuid.UUID) -> TextRow | None:
    """Give one text as it is now, if there is one."""
    return next(iter(_rows(session, SituationText.id == text_id)), None)


def district_of(session: Session, text_id: uuid.UUID) -> uuid.UUID | None:
    """Give the district that a text belongs to."""
    return session.scalar(select(SituationText.district_id).where(SituationText.id == text_id))


def versions(session: Session, text_id: uuid.UUID) -> Sequence[VersionRow]:
    """Give every version of a text, the newest first."""
    rows = session.execute(
        select(SituationVersion, Organisation.label)
        .outerjoin(Organisation, Organisation.id == SituationVersion.organisation_id)
        .where(SituationVersion.text_id == text_id)
        .order_by(SituationVersion.number.desc())
    )
    return [VersionRow(one.number, one.body, one.written_at, label or "") for one, label in rows]


def _rows(session: Session, condition: ColumnElement[bool]) -> Sequence[TextRow]:
    newest = (
        select(func.max(SituationVersion.number))
        .where(SituationVersion.text_id == SituationText.id)
        .correlate(SituationText)
        .scalar_subquery()
    )
    rows = session.execute(
        select(SituationText, SituationVersion, Organisation.label)
        .join(SituationVersion, SituationVersion.text_id == SituationText.id)
        .join(Organisation, Organisation.id == SituationText.owner_id)
        .where(condition, SituationVersion.number == newest)
        .order_by(SituationText.label, SituationText.channel, SituationText.id)
    )
    return [
        TextRow(
            id=one.id,
            label=one.label,
            channel=one.channel,
            owner_id=one.owner_id,
            owner=owner,
            contact=Contact("", one.contact_phone, one.contact_email),
            number=version.number,
            body=version.body,
            written_at=version.written_at,
        )
        for one, version, owner in rows
    ]
