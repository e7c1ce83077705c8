"""Changes all that was written about a concern in which an identifying word was left: the word goes everywhere."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.concerns import service as concern_service
from kernpartner.consultations.models import Consultation, Reply
from kernpartner.privacy.deidentify import DistrictLists, clean, places_of


def remove_missed(
    session: Session, actor: Actor, concern_id: uuid.UUID, words: Collection[str], now: datetime, *, kind: str = ""
) -> int:
    """Take missed words out of an own concern, its question, its replies and its reason; give how many places changed.

    See `concerns.service.remove_missed` for `kind`, for what is kept, and for what it raises.
    """
    concern = concern_service.own(session, actor, concern_id)
    lists = concern_service.lists_for(session, concern.district_id)
    removed = 0
    for asked in session.scalars(select(Consultation).where(Consultation.concern_id == concern_id)).all():
        removed += _without(asked, ("question", "outcome_reason"), words, lists)
        for reply in session.scalars(select(Reply).where(Reply.consultation_id == asked.id)):
            removed += _without(reply, ("text",), words, lists)
    session.flush()
    return removed + concern_service.remove_missed(session, actor, concern_id, words, now, kind=kind)


def _without(row: Consultation | Reply, names: Collection[str], words: Collection[str], lists: DistrictLists) -> int:
    removed = 0
    for name in names:
        text = getattr(row, name)
        places = places_of(text, words) if text else []
        if places:
            setattr(row, name, clean(text, lists, remove=places).text)
            removed += len(places)
    return removed
