"""Keeps districts, their areas and the words that a district knows of itself."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed


class District(Keyed, Base):
    """A wijk with its own taxonomy, lists and settings; nothing about one is fixed in code."""

    __tablename__ = "district"

    slug: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class Area(Keyed, Base):
    """The schools whose figures are released together: the wijk or a cluster fixed beforehand."""

    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("district_id", "slug"),)

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    slug: Mapped[str]
    label: Mapped[str]


class DistrictWord(Keyed, Base):
    """A word on the district's own list: what must go (school, club, street, professional) or may stay."""

    __tablename__ = "district_word"
    __table_args__ = (
        UniqueConstraint("district_id", "kind", "word"),
        CheckConstraint("kind in ('school', 'club', 'street', 'professional', 'allowed')", name="kind_known"),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    kind: Mapped[str]
    word: Mapped[str]
    times_proposed: Mapped[int] = mapped_column(default=0)
    agreed: Mapped[bool] = mapped_column(default=True)
