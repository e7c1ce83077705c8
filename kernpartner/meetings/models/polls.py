"""Keeps date polls: the moments to choose from, who is asked by which link, and who can come when."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import Area, District
from kernpartner.meetings.models.agenda import Meeting
from kernpartner.organisations.models import Organisation, Person


class DatePoll(Keyed, Base):
    """A question to the members of a meeting that has no moment yet; closed when the organiser chose one."""

    __tablename__ = "date_poll"

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id), index=True)
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Area.id))
    school_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id))
    form: Mapped[str]
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    closed_at: Mapped[datetime | None]
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Meeting.id))


class PollOption(Keyed, Base):
    """A moment that members can choose."""

    __tablename__ = "poll_option"
    __table_args__ = (UniqueConstraint("poll_id", "starts_at"),)

    poll_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(DatePoll.id))
    starts_at: Mapped[datetime]


class PollVoter(Keyed, Base):
    """Somebody who is asked; the link in the mail is kept as a hash only and answers once."""

    __tablename__ = "poll_voter"
    __table_args__ = (UniqueConstraint("poll_id", "person_id", "organisation_id"),)

    poll_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(DatePoll.id))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]


class PollAnswer(Keyed, Base):
    """Whether somebody can come at one of the moments."""

    __tablename__ = "poll_answer"
    __table_args__ = (
        UniqueConstraint("voter_id", "option_id"),
        CheckConstraint("answer in ('yes', 'maybe', 'no')", name="answer_known"),
    )

    voter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(PollVoter.id))
    option_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(PollOption.id), index=True)
    answer: Mapped[str]
