"""Makes concerns and the questions asked on them, for the tests of consultations; plain functions."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.consultations import service
from kernpartner.consultations.rules import Ending
from tests.conftest import NOW, TODAY
from tests.factories import Place

TEXT = "Een leerling slaapt slecht voor de toets."
QUESTION = "Wat raadt u ons aan?"


def a_concern(session: Session, place: Place, who: str = "ib", **more: Any) -> Concern:
    """Log a concern as one of the people; JGZ and the team write about the school."""
    given: dict[str, Any] = {
        "text": TEXT,
        "age_band": "10-11",
        "perspective": "professional",
        "wider": "yes",
        "occurred_on": TODAY,
        "school_id": None if who.startswith("ib") else place.school.id,
    }
    made = log_concern(session, place.actor(who), ConcernInput(**(given | more)), NOW)
    return session.get_one(Concern, made)


def asked(
    session: Session, place: Place, concern: Concern, who: str = "ib", *, question: str = QUESTION, at: datetime = NOW
) -> uuid.UUID:
    """Ask advice on it as its author."""
    return service.ask_advice(session, place.actor(who), concern.id, question, at)


def in_state(session: Session, place: Place, state: str, who: str = "ib") -> Concern:
    """Give a concern with its consultation in that state."""
    concern = a_concern(session, place, who)
    if state == "none":
        return concern
    consultation = asked(session, place, concern, who)
    if state == "closed":
        service.close_consultation(session, place.actor("worker"), consultation, Ending("own_network"), NOW)
    elif state == "withdrawn":
        service.withdraw_consultation(session, place.actor(who), consultation, NOW)
    elif state == "concern withdrawn":
        service.take_back(session, place.actor(who), concern.id, NOW)
    elif state in {"concern gone", "concern expired"}:
        # What no verb leaves behind: the text is gone, and the question on it stands open.
        concern.status, concern.text = ("withdrawn" if state == "concern gone" else "expired"), None
    session.flush()
    return concern
