"""Keeps a district's own copy of the theme schemes, their themes and the factors of the system map."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
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
    version: Mapped[int] = mapped_column(default=1, server_default="1")


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
    # How it ended: merged, split or retired; empty while it counts.
    ending: Mapped[str] = mapped_column(default="", server_default="")
    label_en: Mapped[str] = mapped_column(default="", server_default="")
    examples: Mapped[list[str]] = mapped_column(default=list, server_default=text("'[]'::jsonb"))
    # The places of the theme in classifications of others: classification -> its codes.
    codes: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'::jsonb"))
    version: Mapped[int] = mapped_column(default=1, server_default="1")


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
    # Taken off the map; concerns that speak of it keep their row.
    gone: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class ThemeHeir(Base):
    """That a theme ended in another one: one heir after a merge, several after a split."""

    __tablename__ = "theme_heir"

    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id), primary_key=True)
    heir_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id), primary_key=True, index=True)


class ThemeMatch(Base):
    """How a theme compares with one of another scheme: the same (`exact`) or a neighbour (`related`).

    The words of SKOS. A match holds both ways; it is kept once, at the theme of the scheme that comes first.
    """

    __tablename__ = "theme_match"
    __table_args__ = (CheckConstraint("kind in ('exact', 'related')", name="kind_known"),)

    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id), primary_key=True)
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id), primary_key=True, index=True)
    kind: Mapped[str]


class ThemeChange(Keyed, Base):
    """One change of the taxonomy with who, when and why; `before` and `after` hold what it touched, for undo.

    The person is a plain id, because people lie on the same floor. Rows are never changed.
    """

    __tablename__ = "theme_change"
    __table_args__ = (Index(None, "district_id", "at"),)

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Theme.id), index=True)
    kind: Mapped[str]
    at: Mapped[datetime]
    person_id: Mapped[uuid.UUID | None]
    reason: Mapped[str]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    undoes_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("theme_change.id"), unique=True)


class FactorTheme(Base):
    """That a factor belongs to a theme; one factor may belong to several."""

    __tablename__ = "factor_theme"

    factor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Factor.id), primary_key=True)
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id), primary_key=True)
    # The first theme gives the factor its colour.
    position: Mapped[int] = mapped_column(default=0, server_default="0")


class TaggerVersion(Keyed, Base):
    """What was learnt from confirmed and refused tags of a district, with the gain that was measured."""

    __tablename__ = "tagger_version"

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id), index=True)
    made_at: Mapped[datetime]
    model: Mapped[dict[str, Any]]
    measured: Mapped[dict[str, Any]]
    in_use: Mapped[bool] = mapped_column(default=False)
