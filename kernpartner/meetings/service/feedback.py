"""Changes what people are told: each author of a concern hears that its theme is on a settled agenda."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kernpartner.meetings.models import AgendaItem, Meeting
from kernpartner.meetings.queries.authors import authors
from kernpartner.notices.service import tell

# A concern of the school year before still counts: the yearly meeting is where it leads to.
_DAYS = 400


def tell_authors(session: Session, meeting: Meeting, items: list[AgendaItem], now: datetime) -> int:
    """Tell each author once per theme and meeting; give how many are new."""
    themes = {item.theme_id for item in items if item.theme_id is not None}
    return sum(
        tell(
            session,
            one.person,
            "concern_feedback",
            f"concern_feedback:{meeting.id}:{one.theme_id}:{one.person.id}",
            {"month": one.month.isoformat(), "theme": one.theme, "theme_slug": one.theme_slug},
            now,
        )
        for one in authors(session, meeting, themes, (now - timedelta(days=_DAYS)).date())
    )
