"""Changes the summaries for guests when an identifying word was left: the word goes there as it goes everywhere."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.concerns import queries as concern_queries
from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations import service as consultations
from kernpartner.districts import queries as district_queries
from kernpartner.guests.models import GuestSummary
from kernpartner.privacy.deidentify import DistrictLists, clean, places_of


def remove_missed(
    session: Session, actor: Actor, concern_id: uuid.UUID, words: Collection[str], now: datetime, *, kind: str = ""
) -> int:
    """Take missed words out of all that was written about an own concern; see `consultations.service.remove_missed`."""
    removed, lists = 0, _lists(session, concern_id)
    asked = consultation_queries.consultation_of(session, concern_id)
    for kept in session.scalars(select(GuestSummary).where(GuestSummary.consultation_id == (asked and asked.id))):
        places = places_of(kept.text, words)
        kept.text = clean(kept.text, lists, remove=places).text if places else kept.text
        removed += len(places)
    return consultations.remove_missed(session, actor, concern_id, words, now, kind=kind, elsewhere=removed)


def _lists(session: Session, concern_id: uuid.UUID) -> DistrictLists:
    concern = concern_queries.concern(session, concern_id)
    return DistrictLists() if concern is None else district_queries.word_lists(session, concern.district_id)
