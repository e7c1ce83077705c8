"""Reads districts, their areas and the words on their lists."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.districts.models import Area, District, DistrictWord
from kernpartner.privacy.deidentify import DistrictLists


def district_of(session: Session, slug: str) -> District | None:
    """Give the district with this slug, if there is one."""
    return session.scalar(select(District).where(District.slug == slug))


def district(session: Session, district_id: uuid.UUID) -> District:
    """Give the district with this id; raises `LookupError` when there is none."""
    found = session.get(District, district_id)
    if found is None:
        raise LookupError(f"no district {district_id}")
    return found


def all_districts(session: Session) -> Sequence[District]:
    """Give every district, by label."""
    return session.scalars(select(District).order_by(District.label)).all()


def areas(session: Session, district_id: uuid.UUID) -> Sequence[Area]:
    """Give the areas of a district, by label."""
    return session.scalars(select(Area).where(Area.district_id == district_id).order_by(Area.label)).all()


def words(session: Session, district_id: uuid.UUID) -> Sequence[DistrictWord]:
    """Give every word on the district's lists, also those that wait for an admin."""
    return session.scalars(
        select(DistrictWord)
        .where(DistrictWord.district_id == district_id)
        .order_by(DistrictWord.kind, DistrictWord.word)
    ).all()


def word(session: Session, district_id: uuid.UUID, word_id: uuid.UUID) -> DistrictWord | None:
    """Give one word of the district, or nothing when the district has no such word."""
    return session.scalar(
        select(DistrictWord).where(DistrictWord.district_id == district_id, DistrictWord.id == word_id)
    )


def word_lists(session: Session, district_id: uuid.UUID) -> DistrictLists:
    """Give the agreed words in the form in which the de-identification takes them."""
    by_kind: dict[str, list[str]] = {}
    for one in words(session, district_id):
        if one.agreed:
            by_kind.setdefault(one.kind, []).append(one.word)
    return DistrictLists(
        schools=tuple(by_kind.get("school", ())),
        clubs=tuple(by_kind.get("club", ())),
        streets=tuple(by_kind.get("street", ())),
        professionals=tuple(by_kind.get("professional", ())),
        allowed=frozenset(by_kind.get("allowed", ())),
    )
