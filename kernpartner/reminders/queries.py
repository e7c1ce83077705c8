"""Reads which questions were answered without anybody noting how they ended."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern
from kernpartner.consultations.models import Consultation, Reply


def answered_without_outcome(session: Session, district_id: uuid.UUID) -> Sequence[Consultation]:
    """Give the open consultations of a district in which somebody else than the author said something."""
    said = select(Reply.id).where(Reply.consultation_id == Consultation.id, Reply.person_id != Consultation.asked_by)
    return session.scalars(
        select(Consultation)
        .join(Concern, Concern.id == Consultation.concern_id)
        .where(
            Concern.district_id == district_id,
            Concern.status == "open",
            Consultation.status == "open",
            Consultation.asked_by.is_not(None),
            said.exists(),
        )
        .order_by(Consultation.due_on, Consultation.id)
    ).all()
