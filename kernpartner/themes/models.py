"""Keeps a district's own copy of the theme schemes, their themes and the factors of the system map."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import District


class Scheme(Keyed, Base):
    """A set of themes with one origin, such as Vleuten Versterkt or the themes of the whole wijk."""

    __tablename__ = "scheme"
    __table_args__ = (UniqueConstraint("district_id", "slug"),)

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    slug: Mapped[str]
    label: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class Theme(Keyed, Base):
    """A cross-cutting theme as the district words it now; a merged one points to where it went."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("district_id", "slug"),)

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Scheme.id), index=True)
    slug: Mapped[str]
    label: Mapped[str]
    number: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    definition: Mapped[str] = mapped_column(default="")
    in_scope: Mapped[str] = mapped_column(default="")
    out_of_scope: Mapped[str] = mapped_column(default="")
    next_step: Mapped[str] = mapped_column(default="")
    level: Mapped[list[str]] = mapped_column(default=list)
    partner_names: Mapped[list[str]] = mapped_column(default=list)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    merged_into_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("theme.id"))


class Factor(Keyed, Base):
    """A factor of the system map; its place is a ring and a sector and can be edited."""

    __tablename__ = "factor"
    __table_args__ = (
        UniqueConstraint("scheme_id", "slug"),
        CheckConstraint("ring in ('0', '1', '2', '3', 'w')", name="ring_known"),
    )

    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Scheme.id), index=True)
    slug: Mapped[str]
    label: Mapped[str]
    ring: Mapped[str]
    sector: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class FactorTheme(Base):
    """That a factor belongs to a theme; one factor may belong to several."""

    __tablename__ = "factor_theme"

    factor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Factor.id), primary_key=True)
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id), primary_key=True)


class TaggerVersion(Keyed, Base):
    """What was learnt from confirmed and refused tags of a district, with the gain that was measured."""

    __tablename__ = "tagger_version"

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id), index=True)
    made_at: Mapped[datetime]
    model: Mapped[dict[str, Any]]
    measured: Mapped[dict[str, Any]]
    in_use: Mapped[bool] = mapped_column(default=False)
