"""Keeps one line for every read and change, chained by hashes and closed to update and delete."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import DDL, Identity, Index, event
from sqlalchemy.orm import Mapped, mapped_column

from kernpartner.db.base import Base


class AuditEntry(Base):
    """One line of the trail; `subject_id` names the thing, `details` holds only fields the verb allows."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "subject_id", "at"),
        Index(None, "person_id", "at"),
    )

    position: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    verb: Mapped[str]
    person_id: Mapped[uuid.UUID | None]
    organisation_id: Mapped[uuid.UUID | None]
    role: Mapped[str | None]
    subject_kind: Mapped[str]
    subject_id: Mapped[uuid.UUID | None]
    outcome: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Unique too: the trail has one end, so two lines can never follow the same line.
    previous_hash: Mapped[str] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(unique=True)


REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME;
END
$$
"""
APPEND_ONLY = """
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
event.listen(AuditEntry.__table__, "after_create", DDL(REFUSE_CHANGE.replace("%", "%%")))
event.listen(AuditEntry.__table__, "after_create", DDL(APPEND_ONLY))
