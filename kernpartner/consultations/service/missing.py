"""Changes all that was written about a concern in which an identifying word was left: the word goes everywhere."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.concerns import service as concern_service
from kernpartner.consultations.models import ClarificationAnswer, Consultation, Reply, TalkDraft, TalkNote
from kernpartner.privacy.deidentify import DistrictLists, clean, places_of

_Words = Reply | TalkNote | TalkDraft | ClarificationAnswer
# Everything else that people write in a consultation; what is still being written is a text too.
TEXTS: tuple[tuple[Any, str], ...] = (
    (Reply, "text"),
    (TalkNote, "text"),
    (TalkDraft, "text"),
    (ClarificationAnswer, "remark"),
)


def remove_missed(
    session: Session,
    actor: Actor,
    concern_id: uuid.UUID,
    words: Collection[str],
    now: datetime,
    *,
    kind: str = "",
    elsewhere: int = 0,
) -> int:
    """Take missed words out of an own concern, its question, its talk and its reason; give how many places changed.

    See `concerns.service.remove_missed` for `kind`, for what is kept, and for what it raises.
    """
    concern = concern_service.own(session, actor, concern_id)
    lists = concern_service.lists_for(session, concern.district_id)
    removed = elsewhere
    for asked in session.scalars(select(Consultation).where(Consultation.concern_id == concern_id)).all():
        removed += _without(asked, ("question", "outcome_reason"), words, lists)
        for table, name in TEXTS:
            for row in session.scalars(select(table).where(table.consultation_id == asked.id)):
                removed += _without(row, (name,), words, lists)
    session.flush()
    return concern_service.remove_missed(session, actor, concern_id, words, now, kind=kind, elsewhere=removed)


def _without(row: Consultation | _Words, names: Collection[str], words: Collection[str], lists: DistrictLists) -> int:
    removed = 0
    for name in names:
        text = getattr(row, name)
        places = places_of(text, words) if text else []
        if places:
            setattr(row, name, clean(text, lists, remove=places).text)
            removed += len(places)
    return removed
