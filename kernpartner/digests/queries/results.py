"""Reads what came of the offers of a partner: on which agenda it stood, what was agreed, whether it helped."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.actions import queries as action_queries
from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations.models import Lesson
from kernpartner.digests.models import OfferUse
from kernpartner.digests.rules import LESSON_DELAY
from kernpartner.meetings import queries as meeting_queries
from kernpartner.offers import queries as offer_queries
from kernpartner.offers.queries import OfferRow
from kernpartner.organisations import queries as organisation_queries

LOCAL = ZoneInfo("Europe/Amsterdam")


class Came(StrEnum):
    """What came of an offer."""

    AGENDA = "agenda"
    DISCUSSED = "discussed"
    AGREED = "agreed"
    HELPED = "helped"


@dataclass(frozen=True)
class Result:
    """Something that came of an offer; `words` is the meeting or what was agreed, `key` is always the same for it."""

    offer_id: uuid.UUID
    came: Came
    on: date
    words: str
    key: str


def what_came_of(session: Session, organisation_id: uuid.UUID, on: date, now: datetime) -> Sequence[Result]:
    """Give what came of the standing offers of a partner, newest first.

    No decision and no lesson is told here in words: those stand in a digest, which everybody agreed to.
    """
    offers = offer_queries.offers_of(session, organisation_id, on)
    found = [
        *_on_agendas(session, organisation_id, offers, now),
        *_agreed(session, organisation_id, offers),
        *_helped(session, offers, on),
    ]
    return sorted(found, key=lambda one: (one.on, one.key), reverse=True)


def lessons_by_offer(
    session: Session, theme_id: uuid.UUID, offer_ids: Sequence[uuid.UUID], on: date
) -> Mapping[uuid.UUID, Sequence[Lesson]]:
    """Give per offer the approved lessons of a theme in which it helped, a quarter after their approval."""
    uses = session.execute(select(OfferUse.offer_id, OfferUse.lesson_id).where(OfferUse.offer_id.in_(offer_ids))).all()
    lessons = {
        lesson.id: lesson
        for lesson in consultation_queries.lessons(session, theme_id)
        if lesson.approved_at is not None and lesson.approved_at.date() + LESSON_DELAY <= on
    }
    return {
        offer_id: [lessons[use.lesson_id] for use in uses if use.offer_id == offer_id and use.lesson_id in lessons]
        for offer_id in offer_ids
    }


@dataclass(frozen=True)
class LessonToName:
    """An approved lesson of the own organisation, with the offers one of which may have helped."""

    lesson: Lesson
    offers: Sequence[OfferRow]


def lessons_to_name(
    session: Session, organisation_id: uuid.UUID, theme_ids: Sequence[uuid.UUID], on: date
) -> Sequence[LessonToName]:
    """Give the approved lessons of an organisation of which nobody said yet which offer helped, newest first.

    Without an offer to its theme there is nothing to name, so such a lesson is left out.
    """
    named = set(session.scalars(select(OfferUse.lesson_id)))
    found = [
        LessonToName(lesson, offers)
        for theme_id in theme_ids
        if (offers := offer_queries.offers_for(session, theme_id, on))
        for lesson in consultation_queries.lessons(session, theme_id)
        if lesson.organisation_id == organisation_id and lesson.id not in named
    ]
    return sorted(found, key=lambda one: (one.lesson.written_at, one.lesson.id), reverse=True)


def _on_agendas(
    session: Session, organisation_id: uuid.UUID, offers: Sequence[OfferRow], now: datetime
) -> list[Result]:
    """Give the settled agendas of areas with the theme of an offer on them, since the offer was made."""
    found: list[Result] = []
    if not offers:
        return found
    district_id = organisation_queries.organisation(session, organisation_id).district_id
    for meeting in meeting_queries.meetings_of_district(session, district_id):
        if meeting.school_id is not None or meeting.status not in {"settled", "held"}:
            continue
        themes = {
            view.item.theme_id
            for view in meeting_queries.agenda(session, meeting).items
            if any(guest["id"] == str(organisation_id) for guest in view.item.guests)
        }
        day = meeting.starts_at.astimezone(LOCAL).date()
        came = Came.DISCUSSED if meeting.starts_at <= now else Came.AGENDA
        found += [
            Result(offer.offer_id, came, day, meeting.title, f"{came}:{meeting.id}:{offer.offer_id}")
            for offer in offers
            if offer.theme_id in themes and offer.area_id in (None, meeting.area_id) and offer.made_on <= day
        ]
    return found


def _agreed(session: Session, organisation_id: uuid.UUID, offers: Sequence[OfferRow]) -> list[Result]:
    return [
        Result(
            offer.offer_id,
            Came.AGREED,
            row.agreed_at.astimezone(LOCAL).date(),
            row.text,
            f"{Came.AGREED}:{row.id}:{offer.offer_id}",
        )
        for offer in offers
        for row in action_queries.actions_of_owner(session, organisation_id)
        if row.theme_id == offer.theme_id and row.agreed_at.astimezone(LOCAL).date() >= offer.made_on
    ]


def _helped(session: Session, offers: Sequence[OfferRow], on: date) -> list[Result]:
    found = []
    for theme_id in {offer.theme_id for offer in offers}:
        mine = [offer.offer_id for offer in offers if offer.theme_id == theme_id]
        for offer_id, lessons in lessons_by_offer(session, theme_id, mine, on).items():
            for lesson in lessons:
                assert lesson.approved_at is not None
                day = lesson.approved_at.date() + LESSON_DELAY
                found.append(Result(offer_id, Came.HELPED, day, "", f"{Came.HELPED}:{lesson.id}:{offer_id}"))
    return found
