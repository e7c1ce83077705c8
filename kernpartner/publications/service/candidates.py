"""Says which cells an edition may fill for a theme: the place is fixed, only the block of periods can grow."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kernpartner.organisations.models import Organisation
from kernpartner.privacy.disclosure import RULE, Audience, Cell, Counts, Statement, proposal
from kernpartner.publications.rules import Release, ReleaseSettings, fits_school


@dataclass(frozen=True)
class Place:
    """Where one edition belongs: an area (digest), a school (agenda), or the district as a whole (city)."""

    area_id: uuid.UUID | None = None
    school: Organisation | None = None

    @property
    def school_id(self) -> uuid.UUID | None:
        """Give the id of the school, if it is about one."""
        return self.school.id if self.school else None


def cell_for(release: Release, place: Place, said: Sequence[Statement]) -> Cell:
    """Give the cell of one theme: a digest takes up every period not shown yet, the others all periods."""
    if release.audience == Audience.DIGEST:
        area = str(place.area_id)
        shown = {
            period
            for statement in said
            if statement.shown and statement.cell.audience == Audience.DIGEST and statement.cell.area == area
            for period in statement.cell.periods
        }
        periods = _names(period for period in release.periods if period.isoformat() not in shown)
        return Cell(Audience.DIGEST, periods, area=area)
    school = str(place.school_id) if place.school_id else None
    return Cell(release.audience, _names(release.periods), school=school)


def candidate(
    release: Release, places: Sequence[Place], counts: Counts, said: Sequence[Statement], settings: ReleaseSettings
) -> list[Statement]:
    """Give what an edition would say about a theme in each place if there were no ledger to mind."""
    found = [proposal(RULE, counts, cell_for(release, place, said)) for place in places]
    return [
        Statement(statement.cell) if _too_small(statement, place, settings) else statement
        for statement, place in zip(found, places, strict=True)
    ]


def _too_small(statement: Statement, place: Place, settings: ReleaseSettings) -> bool:
    if statement.hi is None or place.school is None:
        return False
    return not fits_school(statement.hi, place.school.pupils, settings)


def _names(periods: Iterable[date]) -> tuple[str, ...]:
    return tuple(period.isoformat() for period in periods)
