"""Makes released figures for tests of digests: an edition of an area with a band or a gap per theme."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kernpartner.db.uuid7 import uuid7
from kernpartner.organisations.rules import school_year
from kernpartner.publications.models import Edition, PublicationStatement
from kernpartner.publications.rules import block_label
from tests.conftest import NOW
from tests.factories import Place


def an_edition(
    session: Session, place: Place, on: date, periods: list[date], bands: dict[str, tuple[int, int] | None]
) -> uuid.UUID:
    """Keep what an edition said by theme slug, `None` for a gap; give its id.

    Written as rows, because the counts behind them are of no interest here; their chain is not a real one.
    """
    place_of: dict[str, Any] = {"district_id": place.district.id, "area_id": place.area.id}
    edition = Edition(
        **place_of,
        audience="digest",
        school_year=school_year(periods[0]),
        label=block_label(periods),
        due_on=on,
        released_at=NOW,
        statements=len(bands),
    )
    session.add(edition)
    session.flush()
    for slug, band in bands.items():
        lo, hi = band or (None, None)
        names = [period.isoformat() for period in periods]
        session.add(
            PublicationStatement(
                id=uuid7(),
                district_id=place.district.id,
                edition_id=edition.id,
                theme_id=place.themes[slug],
                selector={"audience": "digest", "periods": names, "area": str(place.area.id), "school": None},
                lo=lo,
                hi=hi,
                rule={},
                created_at=NOW,
                previous_hash=uuid.uuid4().hex,
                hash=uuid.uuid4().hex,
            )
        )
    session.flush()
    return edition.id
