"""Changes concerns: logs them cleaned, lets people decide about their themes, withdraws them."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.concerns.models import Concern, ConcernDraft, ConcernFactor, ConcernTheme
from kernpartner.concerns.rules import ConcernInput, Problem, problems
from kernpartner.db.uuid7 import uuid7
from kernpartner.districts import queries as district_queries
from kernpartner.districts import service as district_service
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation
from kernpartner.privacy.deidentify import Cleaned, DistrictLists, clean
from kernpartner.tally.service import Case, count_case
from kernpartner.themes import queries as theme_queries
from kernpartner.themes.rules import Tagger, Verdict

LOCAL = ZoneInfo("Europe/Amsterdam")


class ConcernIncomplete(ValueError):
    """Something is missing or wrong; `problems` says what, per field."""

    def __init__(self, found: dict[str, Problem]) -> None:
        super().__init__(", ".join(f"{name}: {what.value}" for name, what in found.items()))
        self.problems = found


class ConcernGone(LookupError):
    """There is no such concern, or its text is no longer there."""


def lists_for(session: Session, district_id: uuid.UUID, kept: Collection[str] = ()) -> DistrictLists:
    """Give the district's word lists with the words that this author says are no names."""
    lists = district_queries.word_lists(session, district_id)
    return dataclasses.replace(lists, allowed=lists.allowed | {word.lower() for word in kept if word.strip()})


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

    `concern_id` comes from the form, so that sending the same form twice stores one concern. Raises
    `ConcernIncomplete`. An `external_id` that the organisation used before gives the earlier concern.
    """
    assert actor.organisation_id is not None
    historic = source != "web"
    found = problems(given, now.astimezone(LOCAL).date(), historic=historic)
    organisation = organisation_queries.organisation(session, actor.organisation_id)
    school_id = _school(session, organisation, given, now.date(), found)
    if found:
        raise ConcernIncomplete(found)
    earlier = _earlier(session, organisation.id, concern_id, external_id)
    if earlier is not None:
        return earlier
    cleaned, tried = _cleaned(session, organisation.district_id, given)
    concern = Concern(
        id=concern_id or uuid7(),
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
    _suggest(session, concern, actor, given, now)
    _count(session, concern, f"concern:{concern.id}:log", "log", now)
    district_service.propose_allowed(session, organisation.district_id, given.kept)
    for rule, reason in given.hint_reasons.items():
        record(
            session,
            actor,
            "concern.hint_answered",
            "concern",
            concern.id,
            now,
            rule=rule,
            reason=reason,
        )
    record(
        session,
        actor,
        "concern.logged",
        "concern",
        concern.id,
        now,
        source=source,
        findings=given.removed_count,
        kept=len(given.kept),
    )
    return concern.id


def decide_themes(
    session: Session,
    actor: Actor,
    concern_id: uuid.UUID,
    *,
    confirmed: Collection[uuid.UUID],
    refused: Collection[uuid.UUID],
    now: datetime,
) -> None:
    """Let a person confirm and refuse themes of a concern; counts follow in the same transaction."""
    concern = locked(session, concern_id)
    _decide(session, concern.id, actor, confirmed, "confirmed", now)
    _decide(session, concern.id, actor, refused, "refused", now)
    session.flush()
    _count(session, concern, f"concern:{concern.id}:tag:{uuid7()}", "retag", now)
    record(
        session,
        actor,
        "concern.themes_decided",
        "concern",
        concern.id,
        now,
        confirmed=len(confirmed),
        refused=len(refused),
    )


def withdraw_concern(session: Session, actor: Actor, concern_id: uuid.UUID, now: datetime) -> None:
    """Take a concern back: its text is gone at once and its counts with it; a stub remains."""
    concern = locked(session, concern_id)
    concern.status = "withdrawn"
    concern.text = None
    concern.tried = None
    session.execute(delete(ConcernTheme).where(ConcernTheme.concern_id == concern.id))
    session.execute(delete(ConcernFactor).where(ConcernFactor.concern_id == concern.id))
    session.flush()
    _count(session, concern, f"concern:{concern.id}:withdraw", "withdraw", now)
    record(session, actor, "concern.withdrawn", "concern", concern.id, now)


def save_draft(
    session: Session,
    person_id: uuid.UUID,
    district_id: uuid.UUID,
    fields: dict[str, Any],
    now: datetime,
) -> None:
    """Keep an unfinished concern of a person, with its texts cleaned, in place of the one before."""
    lists = lists_for(session, district_id)
    kept = {
        name: clean(value, lists).text if name in {"text", "tried", "question"} else value
        for name, value in fields.items()
    }
    statement = insert(ConcernDraft).values(id=uuid7(), person_id=person_id, fields=kept, saved_at=now)
    session.execute(
        statement.on_conflict_do_update(index_elements=["person_id"], set_={"fields": kept, "saved_at": now})
    )


def drop_draft(session: Session, person_id: uuid.UUID) -> None:
    """Throw away the unfinished concern of a person."""
    session.execute(delete(ConcernDraft).where(ConcernDraft.person_id == person_id))


def drop_old_drafts(session: Session, before: datetime) -> int:
    """Throw away the unfinished concerns that nobody saved since this moment; give how many."""
    dropped = session.scalars(delete(ConcernDraft).where(ConcernDraft.saved_at < before).returning(ConcernDraft.id))
    return len(dropped.all())


def locked(session: Session, concern_id: uuid.UUID) -> Concern:
    """Give the open concern with its row locked; raises `ConcernGone`."""
    concern = session.scalar(
        select(Concern).where(Concern.id == concern_id, Concern.status == "open").with_for_update()
    )
    if concern is None:
        raise ConcernGone(f"no open concern {concern_id}")
    return concern


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
        return session.scalar(
            select(Concern.id).where(Concern.id == concern_id, Concern.organisation_id == organisation_id)
        )
    if external_id is None:
        return None
    return session.scalar(
        select(Concern.id).where(Concern.organisation_id == organisation_id, Concern.external_id == external_id)
    )


def _case(session: Session, given: ConcernInput, organisation_id: uuid.UUID) -> uuid.UUID | None:
    if given.follows is None:
        return None
    return session.scalar(
        select(Concern.case_id).where(Concern.id == given.follows, Concern.organisation_id == organisation_id)
    )


def _suggest(session: Session, concern: Concern, actor: Actor, given: ConcernInput, now: datetime) -> None:
    # Old counts have no text: nothing is suggested, and nobody is said to have suggested it.
    if concern.text:
        _keep_suggestions(session, concern, now)
    _decide(session, concern.id, actor, given.confirmed, "confirmed", now)
    _decide(session, concern.id, actor, given.refused, "refused", now)
    session.add_all(ConcernFactor(concern_id=concern.id, factor_id=factor) for factor in set(given.factors))
    session.flush()


def _keep_suggestions(session: Session, concern: Concern, now: datetime) -> None:
    verdict = suggestions(session, concern.district_id, concern.text or "", now.date())
    ids = theme_queries.theme_ids(session, concern.district_id, now.date())
    concern.suggested_by, concern.verdict = verdict.version, verdict.verdict
    for suggestion in verdict.themes:
        if suggestion.id in ids:
            session.add(
                ConcernTheme(
                    concern_id=concern.id,
                    theme_id=ids[suggestion.id],
                    state="suggested",
                    confidence=round(suggestion.confidence * 1000),
                    spans=[list(span) for span in suggestion.spans],
                )
            )
    session.flush()


def suggestions(session: Session, district_id: uuid.UUID, text: str, on: date) -> Verdict:
    """Give what the district's tagger says of a text; only themes that are current."""
    tagger = Tagger.shipped()
    return tagger.suggest(text, allowed=theme_queries.theme_ids(session, district_id, on).keys())


def _decide(
    session: Session,
    concern_id: uuid.UUID,
    actor: Actor,
    theme_ids: Iterable[uuid.UUID],
    state: str,
    now: datetime,
) -> None:
    for theme_id in sorted(set(theme_ids)):
        decided = {"state": state, "decided_by": actor.person_id, "decided_at": now}
        statement = insert(ConcernTheme).values(concern_id=concern_id, theme_id=theme_id, spans=[], **decided)
        session.execute(
            statement.on_conflict_do_update(index_elements=["concern_id", "theme_id"], set_=decided),
            execution_options={"populate_existing": True},
        )
    session.expire_all()


def _count(session: Session, concern: Concern, event_id: str, kind: str, now: datetime) -> None:
    # Two concerns of one case may change at the same moment; the second must see what the first confirmed.
    first = session.get(Concern, concern.case_id, with_for_update=True) or concern
    themes = session.scalars(
        select(ConcernTheme.theme_id)
        .join(Concern, Concern.id == ConcernTheme.concern_id)
        .where(
            Concern.case_id == concern.case_id,
            Concern.status == "open",
            ConcernTheme.state == "confirmed",
        )
        .distinct()
    ).all()
    case = Case(
        id=concern.case_id,
        area_id=first.area_id,
        school_id=first.school_id,
        organisation_id=first.organisation_id,
        occurred=first.occurred_on,
        registered=first.registered_at.astimezone(LOCAL).date(),
    )
    count_case(session, event_id=event_id, kind=kind, case=case, themes=set(themes), now=now)
