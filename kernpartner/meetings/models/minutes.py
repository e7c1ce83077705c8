"""Keeps what was said and decided in a meeting, who approved its minutes, and who lets its outcome be read."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import DDL, CheckConstraint, ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.audit.models import REFUSE_CHANGE
from kernpartner.db.base import Base, Keyed
from kernpartner.meetings.models.agenda import AgendaItem, ItemWords, Meeting, SettledAgenda
from kernpartner.organisations.models import Organisation, Person
from kernpartner.themes.models import Theme


class ItemMinutes(Keyed, Base):
    """What was said about an item, cleaned; each save is a revision and the newest is read.

    `save_key` is what a page gave to one save, so that a save that is sent again is kept once.
    """

    __tablename__ = "item_minutes"
    __table_args__ = (UniqueConstraint("item_id", "revision"),)

    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AgendaItem.id))
    revision: Mapped[int]
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    save_key: Mapped[str | None] = mapped_column(unique=True)


class Decision(Keyed, Base):
    """What a meeting decided about an item, cleaned; linked to the meeting that took it for good."""

    __tablename__ = "decision"

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Meeting.id), index=True)
    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AgendaItem.id), index=True)
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Theme.id))
    text: Mapped[str]
    decided_at: Mapped[datetime]
    noted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    save_key: Mapped[str | None] = mapped_column(unique=True)


class SubmittedMinutes(Keyed, Base):
    """Minutes as they were put before those who attended: canonical JSON and its SHA-256; never changed."""

    __tablename__ = "submitted_minutes"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Meeting.id))
    version: Mapped[int]
    content: Mapped[str]
    content_hash: Mapped[str]
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))


class MinutesAnswer(Keyed, Base):
    """What somebody who attended says of submitted minutes: right, or what should be otherwise, cleaned."""

    __tablename__ = "minutes_answer"
    __table_args__ = (
        UniqueConstraint("minutes_id", "person_id", "organisation_id"),
        CheckConstraint("answer in ('approved', 'amended')", name="answer_known"),
        CheckConstraint("(answer = 'amended') = (amendment <> '')", name="amendment_has_words"),
    )

    minutes_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(SubmittedMinutes.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    answer: Mapped[str]
    amendment: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime]


class OutcomeConsent(Keyed, Base):
    """That a home organisation agrees, or does not, that everybody may read the outcome of final minutes."""

    __tablename__ = "outcome_consent"
    __table_args__ = (UniqueConstraint("minutes_id", "organisation_id"),)

    minutes_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(SubmittedMinutes.id))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    agreed: Mapped[bool]
    answered_at: Mapped[datetime]


# What was settled, submitted or written down stays as it was, whatever a later program does.
for _table in (SettledAgenda, ItemWords, ItemMinutes, SubmittedMinutes):
    event.listen(_table.__table__, "after_create", DDL(REFUSE_CHANGE.replace("%", "%%")))
    event.listen(
        _table.__table__,
        "after_create",
        DDL(
            f"CREATE TRIGGER {_table.__tablename__}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {_table.__tablename__} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
    )
