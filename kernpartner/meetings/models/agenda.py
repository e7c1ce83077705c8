"""Keeps meetings, their agenda items with the words that people gave them, and what was settled."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import Area, District
from kernpartner.organisations.models import Organisation, Person
from kernpartner.themes.models import Theme


class Meeting(Keyed, Base):
    """A meeting of one school's core team or of an area; `version` rises with every change of its agenda.

    `redraft_requested_at` is what the worker looks for; `absent` holds ids of organisations that cannot come;
    `draft_problem` says why the last draft could not be made;
    `parts` holds minutes of fixed parts that differ from the usual ones.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("kind in ('area', 'school')", name="kind_known"),
        CheckConstraint("form in ('yearly', 'kickoff', 'interim')", name="form_known"),
        CheckConstraint("(kind = 'school') = (school_id is not null)", name="school_meeting_has_school"),
        CheckConstraint("status in ('planned', 'drafted', 'settled', 'held', 'cancelled')", name="status_known"),
        CheckConstraint("minutes between 30 and 240", name="minutes_within_reason"),
        Index(None, "district_id", "starts_at"),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    kind: Mapped[str]
    form: Mapped[str] = mapped_column(default="yearly", server_default="yearly")
    area_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Area.id))
    school_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    title: Mapped[str]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")
    chair_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    status: Mapped[str] = mapped_column(default="planned")
    version: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int] = mapped_column(default=0)
    previous_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id"))
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    absent: Mapped[list[str]] = mapped_column(default=list)
    ordered_by_hand: Mapped[bool] = mapped_column(default=False)
    redraft_requested_at: Mapped[datetime | None]
    draft_problem: Mapped[str | None]
    drafted_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))


class AgendaItem(Keyed, Base):
    """Something that is, or could be, on the agenda; `key` finds it again when the worker drafts once more.

    `pinned`, `dropped` and `edited_at` are decisions of people: the worker leaves them as they are.
    `weighing` holds what it was chosen on, so that the choice can be explained and solved again.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "key"),
        CheckConstraint(
            "kind in ('opening', 'numbers', 'offers', 'decisions', 'theme', 'lesson', 'action', 'question')",
            name="kind_known",
        ),
        CheckConstraint("aim in ('inform', 'discuss', 'decide')", name="aim_known"),
        CheckConstraint("minutes between 0 and 240", name="minutes_within_reason"),
        CheckConstraint("not (pinned and dropped)", name="kept_or_dropped"),
    )

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Meeting.id), index=True)
    key: Mapped[str]
    kind: Mapped[str]
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Theme.id))
    on_agenda: Mapped[bool]
    position: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    aim: Mapped[str] = mapped_column(default="discuss")
    question: Mapped[str] = mapped_column(default="")
    brought_in_by: Mapped[str] = mapped_column(default="")
    desired_result: Mapped[str] = mapped_column(default="")
    bands: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    lessons: Mapped[list[str]] = mapped_column(default=list)
    offers: Mapped[list[str]] = mapped_column(default=list)
    guests: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    open_actions: Mapped[list[str]] = mapped_column(default=list)
    why: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    why_not: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    weighing: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pinned: Mapped[bool] = mapped_column(default=False)
    dropped: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    edited_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))


class ItemWords(Keyed, Base):
    """The words of an item as somebody saved them, cleaned: what another editor replaced can be read back."""

    __tablename__ = "item_words"
    __table_args__ = (UniqueConstraint("item_id", "version"),)

    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(AgendaItem.id))
    version: Mapped[int]
    words: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    saved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))


class AgendaQuestion(Keyed, Base):
    """A question that a member wants to discuss, cleaned; a candidate for the next draft."""

    __tablename__ = "agenda_question"

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Meeting.id), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Organisation.id))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Theme.id))
    text: Mapped[str]
    asked_at: Mapped[datetime]


class SettledAgenda(Keyed, Base):
    """An agenda as it was frozen: canonical JSON and its SHA-256; never changed and never removed."""

    __tablename__ = "settled_agenda"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Meeting.id))
    version: Mapped[int]
    content: Mapped[str]
    content_hash: Mapped[str]
    settled_at: Mapped[datetime]
    settled_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
