"""Makes released figures for tests of what stands above them: an edition with one statement, made by hand."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Session

from kernpartner.publications.models import Edition, PublicationStatement
from tests.conftest import NOW
from tests.factories import Place

SEP_DEC = (date(2025, 8, 1), date(2025, 10, 1))
ON = date(2026, 1, 1)


def release(
    session: Session, place: Place, slug: str, lo: int | None, *, school_id: uuid.UUID | None = None, on: date = ON
) -> None:
    """State that a theme of the area (or of a school) lies from `lo` to `lo + 4`, or that nothing is shown."""
    edition = _edition(session, place, school_id, on)
    session.add(
        PublicationStatement(
            id=uuid.uuid4(),
            district_id=place.district.id,
            edition_id=edition.id,
            theme_id=place.themes[slug],
            selector={"periods": [period.isoformat() for period in SEP_DEC]},
            lo=lo,
            hi=None if lo is None else lo + 4,
            rule={},
            created_at=NOW,
            previous_hash=uuid.uuid4().hex,
            hash=uuid.uuid4().hex,
        )
    )
    session.flush()


def _edition(session: Session, place: Place, school_id: uuid.UUID | None, on: date) -> Edition:
    found = (
        session.query(Edition).filter_by(district_id=place.district.id, school_id=school_id, due_on=on).one_or_none()
    )
    if found is not None:
        return found
    made = Edition(
        district_id=place.district.id,
        audience="agenda" if school_id is not None else "digest",
        area_id=None if school_id is not None else place.area.id,
        school_id=school_id,
        school_year=2025,
        label="augustus t/m december 2025",
        due_on=on,
        released_at=NOW,
        statements=1,
    )
    session.add(made)
    session.flush()
    return made
