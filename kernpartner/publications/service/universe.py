"""Gathers what figures are made of: every atom of a school year, zeros included, as its periods closed."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation
from kernpartner.privacy.disclosure import Atom, Counts
from kernpartner.publications.rules import periods_of_year
from kernpartner.tally import queries as tally_queries
from kernpartner.tally.queries import ThemePeriod


@dataclass(frozen=True)
class Universe:
    """The closed counts of a school year in a district: who could have logged, and what was logged."""

    places: Sequence[tuple[str, str, str]]
    rows: Mapping[uuid.UUID, Sequence[ThemePeriod]]

    def counts(self, theme_id: uuid.UUID, periods: Sequence[date]) -> Counts:
        """Give every atom of a theme in these periods: area, school (or none), kind of organisation, period."""
        found = {
            Atom(area, school, kind, period.isoformat()): 0 for area, school, kind in self.places for period in periods
        }
        for row in self.rows.get(theme_id, ()):
            if row.period in periods:
                found[_atom(row)] = found.get(_atom(row), 0) + row.n
        return found


def schools_in_year(session: Session, district_id: uuid.UUID, year: int) -> Sequence[Organisation]:
    """Give the schools of a district that had not ended when the school year began, by label."""
    return session.scalars(
        select(Organisation)
        .where(
            Organisation.district_id == district_id,
            Organisation.type_slug == "school",
            Organisation.area_id.is_not(None),
            or_(Organisation.valid_to.is_(None), Organisation.valid_to >= date(year, 8, 1)),
        )
        .order_by(Organisation.label, Organisation.id)
    ).all()


def universe(
    session: Session, district_id: uuid.UUID, area_ids: Sequence[uuid.UUID], year: int, until: date
) -> Universe:
    """Read the counts of a school year, up to and including the period that begins on `until`."""
    periods = periods_of_year(year)
    found = tally_queries.theme_quarters(session, district_id=district_id, since=periods[0], until=until)
    kinds = sorted({kind.slug for kind in organisation_queries.types(session) if kind.logs_concerns})
    places = {
        (str(school.area_id), str(school.id), kind)
        for school in schools_in_year(session, district_id, year)
        for kind in kinds
    }
    places |= {(str(area), "", kind) for area in area_ids for kind in kinds if kind != "school"}
    rows: dict[uuid.UUID, list[ThemePeriod]] = defaultdict(list)
    for row in found:
        rows[row.theme_id].append(row)
        places.add((str(row.area_id), str(row.school_id or ""), row.organisation_type))
    return Universe(sorted(places), rows)


def _atom(row: ThemePeriod) -> Atom:
    return Atom(str(row.area_id), str(row.school_id or ""), row.organisation_type, row.period.isoformat())
