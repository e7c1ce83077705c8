"""Keeps editions and what they state, chained by hashes and closed to update and delete."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.audit.models import REFUSE_CHANGE
from kernpartner.db.base import Base, Keyed
from kernpartner.districts.models import Area, District
from kernpartner.organisations.models import Organisation
from kernpartner.themes.models import Theme


class Edition(Keyed, Base):
    """What went out on a fixed day for one audience and place; `audit` is what the audit did, for no reader.

    One place has one edition a day: that is also what stops a second publisher.
    """

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint(
            "district_id", "audience", "area_id", "school_id", "due_on", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("audience in ('digest', 'agenda', 'city')", name="audience_known"),
    )

    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    audience: Mapped[str]
    area_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Area.id))
    school_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Organisation.id))
    school_year: Mapped[int]
    label: Mapped[str]
    due_on: Mapped[date]
    released_at: Mapped[datetime]
    statements: Mapped[int]
    audit: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PublicationStatement(Base):
    """One figure or one gap, as it was said. `selector` names the counts it is about, all in closed periods."""

    __tablename__ = "publication_statement"
    __table_args__ = (
        UniqueConstraint("district_id", "previous_hash"),
        UniqueConstraint("edition_id", "theme_id"),
        Index(None, "district_id", "position"),
        CheckConstraint("(lo is null) = (hi is null)", name="band_or_gap"),
        CheckConstraint("lo >= 10 and hi > lo", name="floor"),
    )

    position: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(unique=True)
    district_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(District.id))
    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Edition.id))
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Theme.id))
    selector: Mapped[dict[str, Any]]
    lo: Mapped[int | None]
    hi: Mapped[int | None]
    rule: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


_APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
for _model in (Edition, PublicationStatement):
    event.listen(_model.__table__, "after_create", DDL(REFUSE_CHANGE.replace("%", "%%")))
    event.listen(_model.__table__, "after_create", DDL(_APPEND_ONLY.format(table=_model.__tablename__)))
