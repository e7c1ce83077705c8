"""Writes editions and their statements: each statement sealed with the hash of the one before."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.rules import FIRST_HASH, seal
from kernpartner.db.uuid7 import uuid7
from kernpartner.privacy.disclosure import RULE, RULE_VERSION, Statement
from kernpartner.publications.models import Edition, PublicationStatement
from kernpartner.publications.queries import sealed_line

Key = tuple[str, uuid.UUID | None, uuid.UUID | None, date]


@dataclass
class Press:
    """The end of a district's chain and the editions that are there; adds editions to both."""

    session: Session
    district_id: uuid.UUID
    now: datetime
    head: str
    there: set[Key]
    made: list[Edition] = field(default_factory=list)
    last_hash: dict[uuid.UUID, str] = field(default_factory=dict)

    @classmethod
    def start(cls, session: Session, district_id: uuid.UUID, now: datetime) -> Press:
        """Read where the chain of the district ends; the caller holds the locks."""
        head = session.scalar(
            select(PublicationStatement.hash)
            .where(PublicationStatement.district_id == district_id)
            .order_by(PublicationStatement.position.desc())
            .limit(1)
        )
        rows = session.execute(
            select(Edition.audience, Edition.area_id, Edition.school_id, Edition.due_on).where(
                Edition.district_id == district_id
            )
        )
        there = {(audience, area, school, on) for audience, area, school, on in rows}
        return cls(session, district_id, now, head or FIRST_HASH, there)

    def knows(self, audience: str, area_id: uuid.UUID | None, school_id: uuid.UUID | None, on: date) -> bool:
        """Say whether this edition is there already."""
        return (str(audience), area_id, school_id, on) in self.there

    def add(self, edition: Edition, statements: Sequence[tuple[uuid.UUID, Statement]]) -> None:
        """Write an edition with its statements, one per theme, each chained to the one before."""
        edition.id = uuid7()
        self.session.add(edition)
        self.session.flush()
        for theme_id, statement in statements:
            cell = statement.cell
            row = PublicationStatement(
                id=uuid7(),
                district_id=self.district_id,
                edition_id=edition.id,
                theme_id=theme_id,
                selector={
                    "audience": cell.audience.value,
                    "area": cell.area,
                    "school": cell.school,
                    "periods": list(cell.periods),
                },
                lo=statement.lo,
                hi=statement.hi,
                rule={"version": RULE_VERSION, "floor": RULE.floor, "rest": RULE.rest, "band": RULE.band},
                created_at=self.now,
                previous_hash=self.head,
            )
            row.hash = self.head = seal(self.head, sealed_line(row, edition))
            self.session.add(row)
            self.session.flush()
        self.last_hash[edition.id] = self.head
        self.made.append(edition)
        self.there.add((edition.audience, edition.area_id, edition.school_id, edition.due_on))
