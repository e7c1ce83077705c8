"""Makes a third school and logs concerns of several organisations; plain functions."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.concerns.models import ConcernTheme
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.models import Organisation
from tests.factories import LONG_AGO, Place


def third_school(session: Session, place: Place) -> Organisation:
    """Give a third school with JGZ in its core team, made once."""
    found = organisation_queries.organisation_by_slug(session, place.district.id, "de-derde")
    if found is not None:
        return found
    made = organisation_service.add_organisation(
        session,
        district_id=place.district.id,
        type_slug="school",
        slug="de-derde",
        label="Basisschool De Derde",
        valid_from=LONG_AGO,
        area_id=place.area.id,
        sector="po",
        pupils=180,
    )
    organisation_service.seat_in_core_team(
        session, school_id=made.id, organisation_id=place.jgz.id, valid_from=LONG_AGO
    )
    return made


def log(
    session: Session, place: Place, who: str, text: str, at: datetime, school_id: uuid.UUID | None = None
) -> uuid.UUID:
    """Log a concern that fits nothing: what was suggested beside it is taken away."""
    given = ConcernInput(
        text=text,
        age_band="10-11",
        perspective="professional",
        wider="yes",
        occurred_on=at.date(),
        school_id=None if who in {"ib", "ib2"} else school_id,
    )
    made = log_concern(session, place.actor(who), given, at)
    for beside in session.scalars(select(ConcernTheme).where(ConcernTheme.concern_id == made)):
        session.delete(beside)
    session.flush()
    return made
