"""Changes a stored concern in which an identifying word was left: the word goes at once and is kept nowhere."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.concerns.models import Concern, ConcernTheme
from kernpartner.concerns.service.finding import lists_for, own
from kernpartner.concerns.service.tagging import suggestions
from kernpartner.districts import service as district_service
from kernpartner.privacy.deidentify import clean, places_of
from kernpartner.themes import queries as theme_queries

LEARNED = ("school", "club", "street", "professional")


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
    """Take words that were missed out of the texts of an own concern; give how many places changed.

    `elsewhere` is in how many places of what was asked and said they were already taken out; those count along.

    With a `kind` of `LEARNED` each word is proposed for that list of the district, where an admin agrees or refuses.
    Nothing else is kept: the trail says how many places, not which words. Raises `ConcernGone`.
    """
    concern = own(session, actor, concern_id)
    lists = lists_for(session, concern.district_id)
    removed = elsewhere
    for name in ("text", "tried"):
        text = getattr(concern, name)
        places = places_of(text, words) if text else []
        if places:
            setattr(concern, name, clean(text, lists, remove=places).text)
            removed += len(places)
    if not removed:
        return 0
    _mark_again(session, concern, now)
    if kind in LEARNED:
        district_service.propose_words(session, concern.district_id, kind, words)
    session.flush()
    record(session, actor, "concern.missed_removed", "concern", concern.id, now, places=removed)
    return removed


def _mark_again(session: Session, concern: Concern, now: datetime) -> None:
    """Let the marks of each theme point into the text as it is now; what people decided stays."""
    verdict = suggestions(session, concern.district_id, concern.text or "", now.date())
    ids = theme_queries.theme_ids(session, concern.district_id, now.date())
    spans = {ids[one.id]: [list(span) for span in one.spans] for one in verdict.themes if one.id in ids}
    for beside in session.scalars(select(ConcernTheme).where(ConcernTheme.concern_id == concern.id)):
        beside.spans = spans.get(beside.theme_id, [])
