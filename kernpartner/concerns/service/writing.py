"""Changes concerns: stores one cleaned with its themes and counts, or takes one back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.concerns.models import Concern, ConcernFactor, ConcernTheme, ThemeStep
from kernpartner.concerns.rules import ConcernInput, HintReason, Problem, problems
from kernpartner.concerns.service.finding import ConcernIncomplete, lists_for, own
from kernpartner.concerns.service.tagging import count, suggest
from kernpartner.db.uuid7 import uuid7
from kernpartner.districts import queries as district_queries
from kernpartner.districts import service as district_service
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation
from kernpartner.privacy.deidentify import Cleaned, clean, places_of
from kernpartner.privacy.deidentify.hints import rules
from kernpartner.tally.rules import lock_key

LOCAL = ZoneInfo("Europe/Amsterdam")


def log_concern(
    session: Session,
    actor: Actor,
    given: ConcernInput,
    now: datetime,
    *,
    concern_id: uuid.UUID | None = None,
    source: str = "web",
    external_id: str | None = None,
    registered_at: datetime | None = None,
    role: str | None = None,
) -> uuid.UUID:
    """Store a concern, cleaned once more, with its themes and exact counts; give its id.

    `concern_id` comes from the form, so that sending the same form twice stores one concern, also at the
    same moment. Raises `ConcernIncomplete`. An `external_id` that the organisation used before gives the
    earlier concern.
    """
    assert actor.organisation_id is not None
    historic = source != "web"
    today = now.astimezone(LOCAL).date()
    found = problems(given, today, historic=historic)
    organisation = organisation_queries.organisation(session, actor.organisation_id)
    school_id = _school(session, organisation, given, today, found)
    if found:
        raise ConcernIncomplete(found)
    earlier = _earlier(session, organisation.id, concern_id, external_id)
    if earlier is not None:
        return earlier
    cleaned, tried = _cleaned(session, organisation.district_id, given)
    concern = Concern(
        id=_free(session, concern_id),
        district_id=organisation.district_id,
        area_id=_area(session, organisation, school_id),
        organisation_id=organisation.id,
        school_id=school_id,
        author_id=actor.person_id,
        author_role=role or actor.role or "",
        text=cleaned.text if cleaned else None,
        tried=tried,
        age_band=given.age_band,
        sector=organisation.sector,
        perspective=given.perspective,
        wider=given.wider,
        occurred_on=given.occurred_on,
        registered_at=registered_at or now,
        source=source,
        external_id=external_id,
    )
    concern.case_id = _case(session, given, organisation.id) or concern.id
    session.add(concern)
    session.flush()
    suggest(session, concern, actor, given, now)
    count(session, concern, f"concern:{concern.id}:log", "log", now)
    proposed = _propose(session, concern, given.kept)
    _note_hints(session, actor, concern.id, given.hint_reasons, now)
    record(
        session,
        actor,
        "concern.logged",
        "concern",
        concern.id,
        now,
        source=source,
        findings=given.removed_count,
        kept=proposed,
    )
    return concern.id


def withdraw_concern(session: Session, actor: Actor, concern_id: uuid.UUID, now: datetime) -> None:
    """Take an own concern back: its text is gone at once and its counts with it; a stub remains.

    Raises `ConcernGone`. What was asked and said about it lies higher: `consultations.service.take_back` calls this.
    """
    concern = own(session, actor, concern_id)
    concern.status = "withdrawn"
    concern.text = None
    concern.tried = None
    session.execute(delete(ConcernTheme).where(ConcernTheme.concern_id == concern.id))
    session.execute(delete(ThemeStep).where(ThemeStep.concern_id == concern.id))
    session.execute(delete(ConcernFactor).where(ConcernFactor.concern_id == concern.id))
    session.flush()
    count(session, concern, f"concern:{concern.id}:withdraw", "withdraw", now)
    record(session, actor, "concern.withdrawn", "concern", concern.id, now)


def _propose(session: Session, concern: Concern, kept: Collection[str]) -> int:
    """Propose to the district the words that the author left standing; give how many. Others are nobody's business."""
    left = " ".join(filter(None, (concern.text, concern.tried)))
    stays = [word for word in kept if places_of(left, [word])]
    district_service.propose_allowed(session, concern.district_id, stays)
    return len(stays)


def _note_hints(
    session: Session, actor: Actor, concern_id: uuid.UUID, reasons: Mapping[str, str], now: datetime
) -> None:
    """Note why something may stay: only rules and reasons that we know, because nothing typed belongs in the trail."""
    known = {rule.slug for rule in rules()}
    for rule, reason in reasons.items():
        if rule in known and reason in set(HintReason):
            record(session, actor, "concern.hint_answered", "concern", concern_id, now, rule=rule, reason=str(reason))


def _cleaned(session: Session, district_id: uuid.UUID, given: ConcernInput) -> tuple[Cleaned | None, str | None]:
    if not given.text and not given.tried:
        return None, None
    lists = lists_for(session, district_id, given.kept)
    text = clean(given.text, lists) if given.text else None
    return text, clean(given.tried, lists).text if given.tried else None


def _school(
    session: Session,
    organisation: Organisation,
    given: ConcernInput,
    on: date,
    found: dict[str, Problem],
) -> uuid.UUID | None:
    if organisation.type_slug == "school":
        return organisation.id
    if given.school_id is None:
        return None
    known = {school.id for school in organisation_queries.schools_of(session, organisation.id, on)}
    if given.school_id not in known:
        found["school_id"] = Problem.SCHOOL_UNKNOWN
    return given.school_id


def _area(session: Session, organisation: Organisation, school_id: uuid.UUID | None) -> uuid.UUID:
    school = organisation_queries.organisation(session, school_id) if school_id is not None else None
    area_id = school.area_id if school is not None else organisation.area_id
    if area_id is not None:
        return area_id
    return district_queries.areas(session, organisation.district_id)[0].id


def _earlier(
    session: Session,
    organisation_id: uuid.UUID,
    concern_id: uuid.UUID | None,
    external_id: str | None,
) -> uuid.UUID | None:
    if concern_id is not None:
        # Somebody who taps twice sends twice at once; the second waits here and then finds the first.
        session.execute(select(func.pg_advisory_xact_lock(lock_key(concern_id))))
        return session.scalar(
            select(Concern.id).where(Concern.id == concern_id, Concern.organisation_id == organisation_id)
        )
    if external_id is None:
        return None
    return session.scalar(
        select(Concern.id).where(Concern.organisation_id == organisation_id, Concern.external_id == external_id)
    )


def _free(session: Session, concern_id: uuid.UUID | None) -> uuid.UUID:
    """Give the id of the form, or a new one when there is none or another organisation's concern has it."""
    if concern_id is None or session.scalar(select(Concern.id).where(Concern.id == concern_id)) is not None:
        return uuid7()
    return concern_id


def _case(session: Session, given: ConcernInput, organisation_id: uuid.UUID) -> uuid.UUID | None:
    if given.follows is None:
        return None
    return session.scalar(
        select(Concern.case_id).where(Concern.id == given.follows, Concern.organisation_id == organisation_id)
    )
