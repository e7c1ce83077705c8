"""Changes the themes beside a concern as people decide, and the exact counts in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.concerns.models import Concern, ConcernFactor, ConcernTheme
from kernpartner.concerns.rules import COUNTED, ConcernInput
from kernpartner.concerns.service.finding import own
from kernpartner.db.uuid7 import uuid7
from kernpartner.tally.service import Case, count_case
from kernpartner.themes import queries as theme_queries
from kernpartner.themes.models import Theme
from kernpartner.themes.rules import Tagger, Verdict

LOCAL = ZoneInfo("Europe/Amsterdam")


def decide_themes(
    session: Session,
    actor: Actor,
    concern_id: uuid.UUID,
    *,
    confirmed: Collection[uuid.UUID],
    refused: Collection[uuid.UUID],
    now: datetime,
) -> None:
    """Let a person confirm and refuse themes of an own concern; counts follow in the same transaction.

    Raises `ConcernGone`. A theme that stands in both lists is refused; one that the district does not have
    is left out.
    """
    concern = own(session, actor, concern_id)
    _decide(session, concern, actor, confirmed, "confirmed", now)
    _decide(session, concern, actor, refused, "refused", now)
    session.flush()
    count(session, concern, f"concern:{concern.id}:tag:{uuid7()}", "retag", now)
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


def suggest(session: Session, concern: Concern, actor: Actor, given: ConcernInput, now: datetime) -> None:
    """Keep what the tagger suggests beside a new concern, and what its author decided at once."""
    # Old counts have no text: nothing is suggested, and nobody is said to have suggested it.
    if concern.text:
        _keep_suggestions(session, concern, now)
    _decide(session, concern, actor, given.confirmed, "confirmed", now)
    _decide(session, concern, actor, given.refused, "refused", now)
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
    concern: Concern,
    actor: Actor,
    theme_ids: Collection[uuid.UUID],
    state: str,
    now: datetime,
) -> None:
    if not theme_ids:
        return
    here = select(Theme.id).where(Theme.district_id == concern.district_id, Theme.id.in_(set(theme_ids)))
    decided = {"state": state, "decided_by": actor.person_id, "decided_at": now}
    rows: list[dict[str, Any]] = [
        {"concern_id": concern.id, "theme_id": theme, "spans": [], **decided}
        for theme in session.scalars(here.order_by(Theme.id))
    ]
    if not rows:
        return
    session.execute(
        insert(ConcernTheme).values(rows).on_conflict_do_update(index_elements=["concern_id", "theme_id"], set_=decided)
    )
    # The statement went past what the session holds; only these rows changed.
    for held in [held for held in session.identity_map.values() if isinstance(held, ConcernTheme)]:
        session.expire(held)


def count(session: Session, concern: Concern, event_id: str, kind: str, now: datetime) -> None:
    """Bring the exact counts in step with the confirmed themes of a case; `event_id` makes it repeatable."""
    # Two concerns of one case may change at the same moment; the second must see what the first confirmed.
    first = session.get(Concern, concern.case_id, with_for_update=True) or concern
    themes = session.scalars(
        select(ConcernTheme.theme_id)
        .join(Concern, Concern.id == ConcernTheme.concern_id)
        .where(
            Concern.case_id == concern.case_id,
            Concern.status.in_(COUNTED),
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
