"""Changes what people are told: reminds who has something waiting, says why, and tells nobody else."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kernpartner.actions import queries as action_queries
from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations.models import Consultation
from kernpartner.notices.rules import short_number
from kernpartner.notices.service import tell
from kernpartner.offers import queries as offer_queries
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.reminders import queries
from kernpartner.reminders.rules import (
    ACTION_WITHIN,
    month_of_waiting,
    of_a_question,
    of_an_action,
    outcome_is_missing,
)
from kernpartner.themes import queries as theme_queries

LOCAL = ZoneInfo("Europe/Amsterdam")
YEAR = timedelta(days=365)


def remind_district(session: Session, district_id: uuid.UUID, on: date, now: datetime) -> int:
    """Note every reminder that is due in a district; give how many are new.

    They leave with each person's one mail of the day; a second call on the same day adds nothing.
    """
    return (
        _questions(session, district_id, on, now)
        + _outcomes(session, district_id, on, now)
        + _actions(session, district_id, on, now)
        + _ambassadors(session, district_id, on, now)
        + _offers(session, district_id, on, now)
    )


def _questions(session: Session, district_id: uuid.UUID, on: date, now: datetime) -> int:
    """Remind who may answer at an organisation that has said nothing yet."""
    count = 0
    for organisation in organisation_queries.home_organisations(session, district_id, on):
        for asked in consultation_queries.waiting_for(session, organisation.id, on):
            kind = of_a_question(asked.asked_at.astimezone(LOCAL).date(), asked.due_on, on)
            if kind is not None:
                more = {"organisation": organisation.label, "since": _day(asked.asked_at)}
                count += _people(session, organisation.id, Action.ANSWER_CONSULTATION, kind, asked, more, on, now)
    return count


def _people(
    session: Session,
    organisation_id: uuid.UUID,
    action: Action,
    kind: str,
    asked: Consultation,
    more: dict[str, Any],
    on: date,
    now: datetime,
) -> int:
    context = {**_named(asked), **more}
    return sum(
        tell(session, person, kind, f"{kind}:{asked.id}:{person.id}", context, now)
        for person in organisation_queries.members_who_may(session, organisation_id, on, action)
    )


def _outcomes(session: Session, district_id: uuid.UUID, on: date, now: datetime) -> int:
    """Remind the author of an answered question that nobody noted how it ended."""
    count = 0
    for asked in queries.answered_without_outcome(session, district_id):
        author = organisation_queries.person(session, asked.asked_by) if asked.asked_by else None
        if author is not None and outcome_is_missing(asked.due_on, on):
            month = month_of_waiting(asked.due_on, on)
            key = f"remind_outcome:{asked.id}:{month}"
            count += tell(session, author, "remind_outcome", key, _named(asked), now)
    return count


def _actions(session: Session, district_id: uuid.UUID, on: date, now: datetime) -> int:
    """Remind the owner of an action: the person who is named, else who may do it at the organisation."""
    count = 0
    for row in action_queries.due_actions(session, district_id, on + ACTION_WITHIN):
        assert row.due_on is not None
        when = of_an_action(row.due_on, on)
        people = organisation_queries.members(session, row.owner_organisation_id, on)
        named = [person for person in people if person.id == row.owner_person_id]
        context = {
            "organisation": row.owner,
            "theme": row.theme,
            "due_on": row.due_on.isoformat(),
            "meeting": str(row.meeting_id or ""),
        }
        for person in named or people:
            key = f"remind_action:{row.id}:{row.due_on.isoformat()}:{when}:{person.id}"
            count += tell(session, person, "remind_action", key, context, now)
    return count


def _ambassadors(session: Session, district_id: uuid.UUID, on: date, now: datetime) -> int:
    """Remind an ambassador whose contact was not confirmed for as long as the district chose."""
    count = 0
    for row in organisation_queries.ambassador_rows(session, district_id, on):
        person = organisation_queries.person(session, row.person_id)
        if person is not None and row.stale:
            confirmed = row.last_confirmed_on
            key = f"remind_ambassador:{row.id}:{confirmed}:{month_of_waiting(confirmed or row.valid_from, on)}"
            context = {
                "ambassador": str(row.id),
                "represents": row.represents,
                "confirmed_on": confirmed.isoformat() if confirmed else "",
            }
            count += tell(session, person, "remind_ambassador", key, context, now)
    return count


def _offers(session: Session, district_id: uuid.UUID, on: date, now: datetime) -> int:
    """Remind a partner of a contribution that nobody confirmed for a year."""
    labels = {theme.id: theme.label for theme in theme_queries.current_themes(session, district_id, on)}
    count = 0
    for organisation in organisation_queries.organisations(session, district_id, on=on):
        for offer in offer_queries.to_confirm(session, organisation.id, on):
            month = month_of_waiting(offer.last_confirmed_on + YEAR, on)
            for person in organisation_queries.members_who_may(session, organisation.id, on, Action.MAKE_OFFER):
                key = f"remind_offer:{offer.offer_id}:{offer.last_confirmed_on}:{month}:{person.id}"
                context = {"offer": str(offer.offer_id), "theme": labels.get(offer.theme_id, "")}
                count += tell(session, person, "remind_offer", key, context, now)
    return count


def _named(asked: Consultation) -> dict[str, str]:
    number = short_number(asked.concern_id)
    return {"consultation": str(asked.id), "number": number, "due_on": asked.due_on.isoformat()}


def _day(moment: datetime) -> str:
    return moment.astimezone(LOCAL).date().isoformat()
