"""Makes released figures for tests of digests: an edition of an area with a band or a gap per theme."""

from __future__ import annotations

import uuid
from datetime import date

from kernpartner.publications.models import Edition, Statement
from sqlalchemy.orm import Session

from tests.factories import Place


def an_edition(
    session: Session, place: Place, on: date, label: str, bands: dict[str, tuple[int, int] | None]
) -> uuid.UUID:
    """Release figures by theme slug; `None` is a gap; give the edition's id."""
    edition = Edition(area_id=place.area.id, audience="digest", on=on, label=label)
    session.add(edition)
    session.flush()
    for slug, band in bands.items():
        lo, hi = band or (None, None)
        session.add(Statement(edition_id=edition.id, theme_id=place.themes[slug], lo=lo, hi=hi))
    session.flush()
    return edition.id
