"""Makes what an agenda is drafted from: verdicts, gates, released bands, offers and lessons; plain functions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from kernpartner.consultations import service as consultation_service
from kernpartner.meetings import service
from kernpartner.meetings.models import Meeting
from kernpartner.offers import service as offer_service
from kernpartner.offers.rules import OfferInput
from kernpartner.recurrence import service as recurrence_service
from kernpartner.recurrence.models import ThemeVerdict
from kernpartner.recurrence.rules import GateAnswers
from tests.conftest import NOW, TODAY
from tests.factories import LONG_AGO, Place, a_place
from tests.meetings.released import release

STARTS = datetime.fromisoformat("2026-04-14T13:00:00+02:00")


@dataclass
class World:
    """A place with three themes that may be on an agenda, partners with offers, and a planned meeting."""

    place: Place
    meeting: Meeting

    def actor(self) -> object:
        return self.place.actor("coordinator")


def a_world(session: Session, *, drafted: bool = True) -> World:
    """Make a district in which `lanterfantertijd`, `lat-omlaag` and `online-leven` recur, are shown and passed."""
    place = a_place(session)
    for slug, score in (("lanterfantertijd", 1.6), ("lat-omlaag", 1.2), ("online-leven", 0.9)):
        ready(session, place, slug, score)
    offer_from(session, place, "sport", "lanterfantertijd", "Sportclinics in de klas")
    offer_from(session, place, "jou", "online-leven", "Inloop voor jongeren")
    meeting_id = plan(session, place)
    if drafted:
        assert service.draft_agenda(session, meeting_id, TODAY, NOW)
    return World(place, session.get_one(Meeting, meeting_id))


def plan(session: Session, place: Place, **more: object) -> uuid.UUID:
    """Plan a meeting of the area, or with `school_id` of a school."""
    given = {
        "district_id": place.district.id,
        "title": "Kernpartneroverleg",
        "starts_at": STARTS,
        "place": "Buurthuis",
    } | more
    return service.plan_meeting(session, place.actor("coordinator"), service.MeetingInput(**given), NOW)  # type: ignore[arg-type]


def ready(session: Session, place: Place, slug: str, score: float, lo: int | None = 15) -> None:
    """Let a theme recur, pass the second gate, and be shown (`lo`; nothing shown when it is None)."""
    verdict(session, place, slug, score)
    gate(session, place, slug)
    release(session, place, slug, lo)


def verdict(session: Session, place: Place, slug: str, score: float, *, flag: bool = True) -> None:
    """Write the worker's verdict about a theme this month."""
    session.add(
        ThemeVerdict(
            area_id=place.area.id,
            theme_id=place.themes[slug],
            month=TODAY.replace(day=1),
            judged_on=TODAY,
            judged_at=NOW,
            flag=flag,
            score=score,
            reason="recurs" if flag else "one_reporter",
            trend="usual",
        )
    )
    session.flush()


def gate(session: Session, place: Place, slug: str, *, passed: bool = True) -> None:
    """Answer the second gate about a theme."""
    recurrence_service.decide_second_gate(
        session,
        place.actor("coordinator"),
        area_id=place.area.id,
        theme_id=place.themes[slug],
        answers=GateAnswers(clear=passed, neutral=passed, recognised=passed, shared=passed),
        now=NOW - timedelta(days=1),
    )


def offer_from(session: Session, place: Place, who: str, slug: str, form: str) -> None:
    """Let a partner belong to a theme and offer something there."""
    partner = getattr(place, who)
    offer_service.tie_partner(session, theme_id=place.themes[slug], organisation_id=partner.id, on=LONG_AGO)
    offer_service.make_offer(session, place.actor(who), OfferInput(theme_id=place.themes[slug], form=form), NOW)


def lesson(session: Session, place: Place, slug: str, text: str) -> None:
    """Let two organisations agree on what worked."""
    lesson_id = consultation_service.write_lesson(
        session, place.actor("ib"), district_id=place.district.id, theme_id=place.themes[slug], text=text, now=NOW
    )
    consultation_service.approve_lesson(session, place.actor("jgz"), lesson_id, NOW)


def later(days: int) -> datetime:
    """Give a moment so many days after the draft."""
    return NOW + timedelta(days=days)


def day(moment: datetime) -> date:
    """Give the day of a moment."""
    return moment.date()
