"""Changes the themes beside a concern as people decide, and the exact counts in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.concerns.models import Concern, ConcernFactor, ConcernTheme
from kernpartner.concerns.rules import COUNTED, ConcernInput
from kernpartner.concerns.service.finding import lists_for, own
from kernpartner.concerns.service.steps import Cause, put, share_taxonomy
from kernpartner.db.uuid7 import uuid7
from kernpartner.learning import queries as learning_queries
from kernpartner.notices.service import tell
from kernpartner.organisations import queries as organisation_queries
from kernpartner.privacy.deidentify import clean
from kernpartner.tally.service import Case, count_case
from kernpartner.themes import queries as theme_queries
from kernpartner.themes.models import Theme
from kernpartner.themes.rules import Verdict

LOCAL = ZoneInfo("Europe/Amsterdam")


def decide_themes(
    session: Session,
    actor: Actor,
    concern_id: uuid.UUID,
    *,
    confirmed: Collection[uuid.UUID],
    refused: Collection[uuid.UUID],
    now: datetime,
    reason: str = "",
) -> None:
    """Let a person confirm and refuse themes of an own concern; counts follow in the same transaction.

    `reason` is kept, cleaned, with each theme that changes. Raises `ConcernGone`. A theme that stands in both lists is
    refused; one that the district does not have is left out.
    """
    share_taxonomy(session)
    concern = own(session, actor, concern_id)
    why = clean(reason.strip(), lists_for(session, concern.district_id)).text if reason.strip() else ""
    _decide(session, concern, actor, confirmed, "confirmed", now, why)
    _decide(session, concern, actor, refused, "refused", now, why)
    session.flush()
    _tell_author(session, concern, actor, set(confirmed) - set(refused), now)
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


def _tell_author(
    session: Session, concern: Concern, actor: Actor, confirmed: Collection[uuid.UUID], now: datetime
) -> None:
    """Let the author hear which theme a colleague confirmed, each once; who decides it needs no news of it."""
    author = organisation_queries.person(session, concern.author_id) if concern.author_id else None
    if author is None or author.id == actor.person_id or not confirmed:
        return
    known = select(Theme).where(Theme.district_id == concern.district_id, Theme.id.in_(confirmed)).order_by(Theme.id)
    for theme in session.scalars(known).all():
        month = concern.occurred_on.replace(day=1).isoformat()
        context = {"month": month, "theme": theme.label, "theme_slug": theme.slug}
        tell(session, author, "theme_confirmed", f"theme_confirmed:{concern.id}:{theme.id}", context, now)


def suggest(session: Session, concern: Concern, actor: Actor, given: ConcernInput, now: datetime) -> None:
    """Keep what the tagger suggests beside a new concern, and what its author decided at once."""
    share_taxonomy(session)
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
    """Give what the district's own tagger says of a text; only themes that are current."""
    return learning_queries.suggest(session, district_id, text, on)


def _decide(
    session: Session,
    concern: Concern,
    actor: Actor,
    theme_ids: Collection[uuid.UUID],
    state: str,
    now: datetime,
    reason: str = "",
) -> None:
    if not theme_ids:
        return
    known = session.execute(
        select(Theme.id, Theme.merged_into_id, Theme.ending).where(
            Theme.district_id == concern.district_id, Theme.id.in_(set(theme_ids))
        )
    ).all()
    # A page that was open while themes merged still knows the old name: the decision is about the heir.
    merged = theme_queries.ended_in(session, [theme for theme, into, _ in known if into is not None])
    over = {theme for theme, into, ending in known if ending and into is None}
    cause = Cause("decided", actor.person_id, now, reason)
    wanted = {
        (concern.id, merged.get(theme, theme)): cause.state(state)
        for theme, _, _ in known
        # Nothing new belongs to a theme that ended without one heir.
        if not (theme in over and state == "confirmed")
    }
    put(session, wanted, cause)


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
