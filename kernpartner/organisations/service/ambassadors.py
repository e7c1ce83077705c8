"""Changes who represents which organisation, how long, and when the contact was confirmed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.districts.models import District
from kernpartner.organisations import queries
from kernpartner.organisations.models import Ambassador
from kernpartner.organisations.rules import REFRESH_CHOICES, Action, AmbassadorProblem, Role, may

LOCAL = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class AmbassadorInput:
    """Who represents whom: a member of `organisation_id` for `represents_id`, until a last day if any."""

    person_id: uuid.UUID
    organisation_id: uuid.UUID
    represents_id: uuid.UUID
    valid_to: date | None = None


class AmbassadorRefused(ValueError):
    """Somebody cannot be an ambassador like this; `problem` says why."""

    def __init__(self, problem: AmbassadorProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class NoSuchAmbassador(LookupError):
    """There is no such ambassador today, or not one that this person may change."""


def set_ambassador(session: Session, actor: Actor, given: AmbassadorInput, now: datetime) -> uuid.UUID:
    """Let a person represent another organisation from today on; give the id. Raises `AmbassadorRefused`.

    Who sets it has just spoken with both: that counts as the first confirmation.
    """
    today = now.astimezone(LOCAL).date()
    problem = _problem(session, actor, given, today)
    if problem is not None:
        raise AmbassadorRefused(problem)
    made = Ambassador(
        person_id=given.person_id,
        organisation_id=given.organisation_id,
        represents_id=given.represents_id,
        valid_from=today,
        valid_to=given.valid_to,
        last_confirmed_on=today,
    )
    session.add(made)
    session.flush()
    record(session, actor, "ambassador.set", "ambassador", made.id, now)
    return made.id


def confirm_ambassador(session: Session, actor: Actor, ambassador_id: uuid.UUID, now: datetime) -> None:
    """Note that the contact was refreshed today, by the ambassador or who keeps them; raises `NoSuchAmbassador`."""
    found = _mine(session, actor, ambassador_id, now)
    found.last_confirmed_on = now.astimezone(LOCAL).date()
    session.flush()
    record(session, actor, "ambassador.confirmed", "ambassador", found.id, now)


def end_ambassador(session: Session, actor: Actor, ambassador_id: uuid.UUID, now: datetime) -> None:
    """Let today be the last day of an ambassador; raises `NoSuchAmbassador`."""
    found = _mine(session, actor, ambassador_id, now)
    found.valid_to = now.astimezone(LOCAL).date()
    session.flush()
    record(session, actor, "ambassador.ended", "ambassador", found.id, now)


def set_refresh_days(session: Session, actor: Actor, district_id: uuid.UUID, days: int, now: datetime) -> None:
    """Choose after how many days a contact is refreshed; one of `rules.REFRESH_CHOICES`, else `ValueError`."""
    if days not in REFRESH_CHOICES:
        raise ValueError(f"{days} days is no choice")
    district = session.get_one(District, district_id, with_for_update=True, populate_existing=True)
    district.settings = {**district.settings, "ambassador_refresh_days": days}
    session.flush()
    record(session, actor, "district.changed", "district", district_id, now, what="ambassador_refresh_days")


def _problem(session: Session, actor: Actor, given: AmbassadorInput, today: date) -> AmbassadorProblem | None:
    assert actor.organisation_id is not None
    district_id = queries.organisation(session, actor.organisation_id).district_id
    known = {organisation.id for organisation in queries.organisations(session, district_id, on=today)}
    if given.represents_id not in known:
        return AmbassadorProblem.REPRESENTS_UNKNOWN
    if given.organisation_id == given.represents_id:
        return AmbassadorProblem.OWN_ORGANISATION
    people = {person.id for person in queries.members(session, given.organisation_id, today)}
    if given.organisation_id not in known or given.person_id not in people:
        return AmbassadorProblem.PERSON_ELSEWHERE
    if given.valid_to is not None and given.valid_to < today:
        return AmbassadorProblem.ENDS_BEFORE
    there = queries.ambassadors(session, given.represents_id, today)
    if (given.person_id, given.organisation_id) in {(row.person_id, row.organisation_id) for row in there}:
        return AmbassadorProblem.THERE_ALREADY
    return None


def _mine(session: Session, actor: Actor, ambassador_id: uuid.UUID, now: datetime) -> Ambassador:
    """Give an ambassador of today, locked, if the actor is that person or keeps the ambassadors of the district."""
    found = session.scalar(
        select(Ambassador)
        .where(Ambassador.id == ambassador_id, queries.holds(Ambassador, now.astimezone(LOCAL).date()))
        .with_for_update()
    )
    if found is None or actor.organisation_id is None:
        raise NoSuchAmbassador(f"no ambassador {ambassador_id}")
    keeps = may([Role(role) for role in (actor.role or "").split(",") if role in set(Role)], Action.KEEP_AMBASSADORS)
    district_id = queries.organisation(session, actor.organisation_id).district_id
    here = queries.organisation(session, found.represents_id).district_id == district_id
    if found.person_id != actor.person_id and not (keeps and here):
        raise NoSuchAmbassador("only the ambassador, or who keeps them, changes this")
    return found
