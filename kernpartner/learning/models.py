"""Keeps the words by which a district's own themes are recognised, and groups of words that keep returning."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import District
from kernpartner.organisations.models import Organisation, Person
from kernpartner.themes.models import Theme


class ThemeWord(Base):
    """A word or phrase by which the tagger recognises a theme that the district named itself."""

    __tablename__ = "theme_word"

    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id), primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)


class EmergentGroup(Keyed, Base):
    """Words that return among concerns that fit nothing: of one organisation, or across them when that is empty.

    It holds words only: no text, no concern and no count, because a group across organisations is about others too.
    """

    __tablename__ = "emergent_group"
    __table_args__ = (
        Index(None, "district_id", "organisation_id"),
        CheckConstraint("state in ('open', 'named', 'left')", name="state_known"),
        CheckConstraint("(state = 'open') = (decided_at is null)", name="people_decide"),
        CheckConstraint("(state = 'named') = (theme_id is not null)", name="named_is_theme"),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id))
    found_on: Mapped[date]
    words: Mapped[list[str]]
    state: Mapped[str] = mapped_column(default="open")
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Theme.id))
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Person.id))
    decided_at: Mapped[datetime | None]
