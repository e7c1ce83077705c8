"""Changes how a consultation ended: by the gate of its outcome, for what is closed now and for what was long ago."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.concerns.service import own
from kernpartner.consultations.models import Consultation, LiveTalk, TalkDraft
from kernpartner.consultations.rules import Ending, due_on, outcome_problem
from kernpartner.consultations.service.finding import OutcomeRefused, cleaned, day_of, open_to
from kernpartner.consultations.service.telling import tell_author


def close_consultation(
    session: Session, actor: Actor, consultation_id: uuid.UUID, ending: Ending, now: datetime
) -> None:
    """Close a consultation with its outcome; raises `ConsultationClosed` or `OutcomeRefused`."""
    asked, concern = open_to(session, actor, consultation_id, now)
    problem = outcome_problem(ending, day_of(now))
    if problem is not None:
        raise OutcomeRefused(problem)
    # First the reason: cleaning reads the district's lists, and that would write a row that is half filled in.
    reason = cleaned(session, concern.district_id, ending.reason) if ending.reason else None
    asked.status, asked.outcome, asked.outcome_reason = "closed", ending.outcome, reason
    asked.action_on, asked.live_talk_on = ending.action_on, ending.live_talk_on
    asked.closed_at, asked.closed_by = now, actor.person_id
    session.flush()
    session.execute(delete(TalkDraft).where(TalkDraft.consultation_id == asked.id))
    session.execute(update(LiveTalk).where(LiveTalk.consultation_id == asked.id).values(ended_at=now))
    if asked.asked_by is not None and asked.asked_by != actor.person_id:
        tell_author(session, asked, "consultation_closed", str(asked.id), now)
    record(
        session,
        actor,
        "consultation.closed",
        "consultation",
        asked.id,
        now,
        ended=ending.outcome,
    )


def record_known_outcome(session: Session, actor: Actor, concern_id: uuid.UUID, ending: Ending, now: datetime) -> bool:
    """Record how an own, imported concern ended long ago; raises `OutcomeRefused` or `ConcernGone`.

    False when advice was asked on it, when its outcome is known already, or when no school is named. The same gate
    holds: `specialist_care` without the date of a live talk is refused.
    """
    problem = outcome_problem(ending, day_of(now))
    if problem is not None:
        raise OutcomeRefused(problem)
    concern = own(session, actor, concern_id)
    known = session.scalar(select(Consultation.id).where(Consultation.concern_id == concern_id))
    if known is not None or concern.school_id is None:
        return False
    ended = Consultation(
        concern_id=concern_id,
        school_id=concern.school_id,
        asked_at=concern.registered_at,
        due_on=due_on(day_of(concern.registered_at)),
        status="closed",
        closed_at=now,
        outcome=ending.outcome,
        outcome_reason=cleaned(session, concern.district_id, ending.reason) if ending.reason else None,
        action_on=ending.action_on,
        live_talk_on=ending.live_talk_on,
    )
    session.add(ended)
    session.flush()
    record(session, actor, "consultation.closed", "consultation", ended.id, now, ended=ending.outcome)
    return True
