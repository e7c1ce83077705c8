"""Logs concerns for the tests of concerns; plain functions."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kernpartner.concerns import queries
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.tally import queries as tally
from tests.conftest import NOW, TODAY
from tests.factories import Place

TEXT = "Een leerling komt vaak te laat."


def the_input(**more: Any) -> ConcernInput:
    """Give a complete concern with what a test wants different."""
    given: dict[str, Any] = {
        "text": TEXT,
        "age_band": "10-11",
        "perspective": "professional",
        "wider": "yes",
        "occurred_on": TODAY,
    }
    return ConcernInput(**(given | more))


def logged(session: Session, place: Place, who: str = "ib", *themes: str, at: datetime = NOW, **more: Any) -> uuid.UUID:
    """Log a concern as one of the people, with these themes confirmed."""
    confirmed = tuple(place.themes[slug] for slug in themes)
    return log_concern(session, place.actor(who), the_input(confirmed=confirmed, **more), at)


def counts(session: Session, place: Place) -> dict[str, int]:
    """Give how many cases the district counts per theme; fails when cube, ledger and recount do not agree."""
    session.expire_all()
    assert tally.differences(session, queries.counted_truth(session)) == []
    slugs = {theme: slug for slug, theme in place.themes.items()}
    found: dict[str, int] = {}
    months = tally.theme_months(
        session, district_id=place.district.id, since=TODAY.replace(year=2020), until=TODAY.replace(year=2030)
    )
    for row in months:
        found[slugs[row.theme_id]] = found.get(slugs[row.theme_id], 0) + row.n
    return found
