"""Gives tests of digests a district in which SportUtrecht and JoU belong to different themes and figures are out."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from kernpartner.offers.service import tie_partner
from tests.conftest import TODAY
from tests.digests.editions import an_edition
from tests.factories import LONG_AGO, Place, a_place

FIRST = date(2025, 10, 1)
SECOND = date(2026, 1, 1)


@pytest.fixture
def place(session: Session) -> Place:
    """Give the district after two editions: lanterfantertijd rose, zelfbeeld is not shown."""
    made = a_place(session)
    for partner, slugs in ((made.sport, ("lanterfantertijd", "zelfbeeld")), (made.jou, ("online-leven",))):
        for slug in slugs:
            tie_partner(session, theme_id=made.themes[slug], organisation_id=partner.id, on=LONG_AGO)
    first = {"lanterfantertijd": (10, 14), "zelfbeeld": (10, 14), "online-leven": None}
    second = {"lanterfantertijd": (25, 29), "zelfbeeld": None, "online-leven": (20, 24)}
    an_edition(session, made, FIRST, [date(2025, 8, 1)], first)
    an_edition(session, made, SECOND, [date(2025, 10, 1)], second)
    assert SECOND < TODAY
    return made
