"""Changes concerns whose text was kept long enough: the words go, the counts stay."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern, ConcernTheme

_LOCAL = ZoneInfo("Europe/Amsterdam")


def expire_texts(session: Session, concern_ids: Sequence[uuid.UUID], *, forget_authors_until: date) -> None:
    """Erase the texts of these concerns; what they count stays.

    Who wrote one is forgotten when it was registered on that day or before; later ones still let their author hear
    what became of them. What was asked and said lies higher: `consultations.service.expire_due` calls this.
    """
    session.execute(
        update(Concern)
        .where(Concern.id.in_(concern_ids), Concern.status == "open")
        .values(status="expired", text=None, tried=None)
    )
    session.execute(update(ConcernTheme).where(ConcernTheme.concern_id.in_(concern_ids)).values(spans=[]))
    old = datetime.combine(forget_authors_until + timedelta(days=1), time(), _LOCAL)
    session.execute(
        update(Concern)
        .where(Concern.status == "expired", Concern.registered_at < old, Concern.author_id.is_not(None))
        .values(author_id=None)
    )
