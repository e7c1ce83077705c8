"""Changes the factors of the system map: their words, their ring and sector, their themes, and which there are."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.themes.models import Factor, Scheme, Theme
from kernpartner.themes.rules.changing import FactorInput, factor_problems, slug_for
from kernpartner.themes.service.editing import Incomplete
from kernpartner.themes.service.recording import (
    ChangedByOther,
    Touched,
    cleaned,
    keep,
    replace_factor_themes,
    snapshot,
)


def edit_factor(
    session: Session,
    actor: Actor,
    factor_id: uuid.UUID,
    given: FactorInput,
    now: datetime,
    *,
    seen_version: int,
    reason: str = "",
) -> bool:
    """Let a factor stand elsewhere, say something else or belong to other themes (`given.themes`: ids).

    False when nothing differs. Raises `Incomplete` and `ChangedByOther`.
    """
    factor, scheme = _locked(session, factor_id, seen_version)
    problems = factor_problems(given, _themes(session, scheme.district_id))
    if problems:
        raise Incomplete(problems)
    touched = Touched(factors={factor.id})
    before = snapshot(session, touched)
    factor.label = cleaned(session, scheme.district_id, given.label, before=factor.label)
    factor.ring, factor.sector = given.ring, given.sector
    replace_factor_themes(session, factor.id, given.themes)
    change = keep(
        session,
        actor,
        scheme.district_id,
        "factor_edited",
        now,
        before=before,
        touched=touched,
        reason=reason,
        theme_id=given.themes[0],
    )
    return change is not None


def add_factor(
    session: Session, actor: Actor, scheme_id: uuid.UUID, given: FactorInput, now: datetime, *, reason: str = ""
) -> uuid.UUID:
    """Put a new factor on the map of a scheme; give its id. Raises `Incomplete`."""
    scheme = session.get_one(Scheme, scheme_id)
    problems = factor_problems(given, _themes(session, scheme.district_id))
    if problems:
        raise Incomplete(problems)
    taken = session.scalars(select(Factor.slug).where(Factor.scheme_id == scheme.id)).all()
    last = session.scalar(select(func.max(Factor.position)).where(Factor.scheme_id == scheme.id))
    label = cleaned(session, scheme.district_id, given.label)
    made = Factor(
        scheme_id=scheme.id,
        slug=slug_for(label, taken),
        label=label,
        ring=given.ring,
        sector=given.sector,
        position=0 if last is None else last + 1,
    )
    session.add(made)
    session.flush()
    replace_factor_themes(session, made.id, given.themes)
    before = {"schemes": {}, "themes": {}, "factors": {str(made.id): None}}
    keep(
        session,
        actor,
        scheme.district_id,
        "factor_added",
        now,
        before=before,
        touched=Touched(factors={made.id}),
        reason=reason,
        theme_id=given.themes[0],
    )
    return made.id


def remove_factor(
    session: Session, actor: Actor, factor_id: uuid.UUID, now: datetime, *, seen_version: int, reason: str = ""
) -> None:
    """Take a factor off the map; concerns that speak of it keep that. Raises `ChangedByOther`."""
    factor, scheme = _locked(session, factor_id, seen_version)
    touched = Touched(factors={factor.id})
    before = snapshot(session, touched)
    factor.gone = True
    keep(session, actor, scheme.district_id, "factor_removed", now, before=before, touched=touched, reason=reason)


def _locked(session: Session, factor_id: uuid.UUID, seen_version: int) -> tuple[Factor, Scheme]:
    factor = session.get_one(Factor, factor_id, with_for_update=True, populate_existing=True)
    if factor.version != seen_version:
        raise ChangedByOther(f"factor {factor.slug!r} was changed by somebody else")
    return factor, session.get_one(Scheme, factor.scheme_id)


def _themes(session: Session, district_id: uuid.UUID) -> set[uuid.UUID]:
    return set(session.scalars(select(Theme.id).where(Theme.district_id == district_id, Theme.ending == "")))
