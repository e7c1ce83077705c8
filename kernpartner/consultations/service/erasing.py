"""Changes what can still be read: a question or a concern that is taken back, and texts that were kept long enough."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from kernpartner.audit.service import WORKER, Actor, record
from kernpartner.concerns.models import Concern
from kernpartner.concerns.service import expire_texts, own, withdraw_concern
from kernpartner.consultations.models import (
    ClarificationAnswer,
    Consultation,
    LiveTalk,
    Reply,
    TalkDraft,
    TalkNote,
)
from kernpartner.consultations.rules.keeping import Held, behind, last_kept
from kernpartner.consultations.service.finding import LOCAL, NotTheAuthor, day_of, open_to


def withdraw_consultation(session: Session, actor: Actor, consultation_id: uuid.UUID, now: datetime) -> None:
    """Close the concern's text to others at once, and erase what was asked and said; only the author does this.

    Raises `ConsultationClosed` or `NotTheAuthor`.
    """
    asked, _concern = open_to(session, actor, consultation_id, now)
    if asked.asked_by != actor.person_id:
        raise NotTheAuthor("only the author withdraws a question")
    asked.status = "withdrawn"
    _erase(session, [asked.id])
    session.flush()
    record(session, actor, "consultation.withdrawn", "consultation", asked.id, now)


def take_back(session: Session, actor: Actor, concern_id: uuid.UUID, now: datetime) -> None:
    """Withdraw an own concern with all that was asked and said about it; raises `ConcernGone`.

    Whoever of the organisation does this, an open question closes with it. How a consultation ended stays
    known, its words do not.
    """
    concern = own(session, actor, concern_id)
    query = select(Consultation).where(Consultation.concern_id == concern.id).with_for_update()
    asked = session.scalar(query, execution_options={"populate_existing": True})
    if asked is not None:
        _erase(session, [asked.id])
        if asked.status == "open":
            asked.status = "withdrawn"
            record(session, actor, "consultation.withdrawn", "consultation", asked.id, now)
    session.flush()
    withdraw_concern(session, actor, concern_id, now)


def expire_due(
    session: Session, district_id: uuid.UUID, held: Sequence[Held], now: datetime, *, limit: int = 200
) -> int:
    """Erase the texts of a district that were kept long enough; give of how many concerns, at most `limit`.

    A text goes three months after the meeting it was about (`held`: the meetings that took place), unless a question
    on it is still open, and fifteen months after it was registered in any case. With it go the question, replies,
    shared texts, remarks and reason. Counts, themes and how a consultation ended stay. Idempotent.
    """
    today = day_of(now)
    ids = session.scalars(
        select(Concern.id)
        .where(Concern.district_id == district_id, Concern.status == "open", _due(held, now))
        .order_by(Concern.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if not ids:
        return 0
    asked = session.scalars(
        select(Consultation).where(Consultation.concern_id.in_(ids)).order_by(Consultation.id).with_for_update(),
        execution_options={"populate_existing": True},
    ).all()
    _erase(session, [one.id for one in asked], keep_choices=True)
    for one in asked:
        if one.status == "open":
            one.status = "withdrawn"
    session.flush()
    expire_texts(session, ids, forget_authors_until=last_kept(today))
    record(session, WORKER, "concern.expired", "district", district_id, now, count=len(ids))
    return len(ids)


def _due(held: Sequence[Held], now: datetime) -> ColumnElement[bool]:
    today = day_of(now)
    answered = ~exists().where(Consultation.concern_id == Concern.id, Consultation.status == "open")
    met = [
        and_(
            Concern.registered_at < _start(one.on),
            Concern.area_id == one.area_id,
            *([Concern.school_id == one.school_id] if one.school_id is not None else []),
            answered,
        )
        for one in held
        if behind(one, today)
    ]
    return or_(Concern.registered_at < _start(last_kept(today) + timedelta(days=1)), *met)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


def _erase(session: Session, consultation_ids: Sequence[uuid.UUID], *, keep_choices: bool = False) -> None:
    """Erase every word of these consultations; `keep_choices` leaves what was counted, without its remark."""
    found = Consultation.id.in_(consultation_ids)
    session.execute(update(Consultation).where(found).values(question=None, outcome_reason=None))
    session.execute(update(Reply).where(Reply.consultation_id.in_(consultation_ids)).values(text=None))
    for table in (TalkNote, TalkDraft, LiveTalk):
        session.execute(delete(table).where(table.consultation_id.in_(consultation_ids)))
    answers = ClarificationAnswer.consultation_id.in_(consultation_ids)
    if keep_choices:
        session.execute(update(ClarificationAnswer).where(answers).values(remark=None))
    else:
        session.execute(delete(ClarificationAnswer).where(answers))
