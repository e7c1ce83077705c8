"""Changes the outbox: lets each author of a concern know, without content, that its theme is on a settled agenda."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kernpartner.meetings.models import AgendaItem, Meeting
from kernpartner.meetings.queries.authors import authors
from kernpartner.outbox.service import queue_mail

# A concern of the school year before still counts: the yearly meeting is where it leads to.
_DAYS = 400


def tell_authors(session: Session, meeting: Meeting, items: list[AgendaItem], now: datetime) -> int:
    """Queue one mail per author and theme, once per meeting; give how many are new."""
    themes = {item.theme_id for item in items if item.theme_id is not None}
    return sum(
        queue_mail(
            session,
            kind="concern_feedback",
            dedupe_key=f"concern_feedback:{meeting.id}:{one.theme_id}:{one.person.id}",
            to_person=one.person.id,
            to_address=one.person.email,
            template="concern_feedback",
            context={"month": one.month.isoformat(), "theme": one.theme, "theme_slug": one.theme_slug},
            due_at=now,
            language=one.person.language,
        )
        for one in authors(session, meeting, themes, (now - timedelta(days=_DAYS)).date())
    )
