"""Reads texts of concerns to learn from and to look for words that return; another organisation's are never shown."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern, ConcernTheme
from kernpartner.learning.rules import Note, holds_word
from kernpartner.organisations.models import Organisation
from kernpartner.themes.models import Theme
from kernpartner.themes.rules.adapting import Decided


def decided(session: Session, district_id: uuid.UUID | None = None) -> Sequence[Decided]:
    """Give texts with what people decided about their themes, of a district or of all: to learn from, never to show.

    Who confirmed one theme and left another open has seen both: only beside mere refusals does an open one still wait.
    """
    query = (
        select(Concern, ConcernTheme.state, Theme.slug)
        .join(ConcernTheme, ConcernTheme.concern_id == Concern.id)
        .join(Theme, Theme.id == ConcernTheme.theme_id)
        .where(Concern.status == "open", Concern.text.is_not(None))
        .order_by(Concern.id)
    )
    if district_id is not None:
        query = query.where(Concern.district_id == district_id)
    concerns: dict[uuid.UUID, Concern] = {}
    found: dict[uuid.UUID, dict[str, set[str]]] = {}
    for concern, state, slug in session.execute(query):
        concerns[concern.id] = concern
        found.setdefault(concern.id, {"confirmed": set(), "refused": set(), "suggested": set()})[state].add(slug)
    return [
        Decided(
            case=str(concern.case_id),
            holder=str(concern.organisation_id),
            district=str(concern.district_id),
            text=concern.text or "",
            confirmed=frozenset(found[key]["confirmed"]),
            refused=frozenset(found[key]["refused"]),
            waiting=frozenset() if found[key]["confirmed"] else frozenset(found[key]["suggested"]),
        )
        for key, concern in concerns.items()
        if found[key]["confirmed"] or found[key]["refused"]
    ]


def unfitting(
    session: Session,
    district_id: uuid.UUID,
    *,
    since: date,
    before: date,
    organisation_id: uuid.UUID | None = None,
) -> tuple[Sequence[Note], Sequence[str]]:
    """Give the concerns that fit no theme, and the texts of those that do: to look for words that return.

    Those registered from `since` on and before `before`, of a district or of one organisation in it. A concern fits
    nothing when no theme was confirmed and none waits for a decision. Never to show to another organisation.
    """
    fits = select(ConcernTheme.concern_id).where(
        ConcernTheme.concern_id == Concern.id, ConcernTheme.state.in_(("confirmed", "suggested"))
    )
    query = (
        select(Concern, Organisation.type_slug, fits.exists())
        .join(Organisation, Organisation.id == Concern.organisation_id)
        .where(
            Concern.district_id == district_id,
            Concern.status == "open",
            Concern.text.is_not(None),
            func.timezone("Europe/Amsterdam", Concern.registered_at) >= since,
            func.timezone("Europe/Amsterdam", Concern.registered_at) < before,
        )
        .order_by(Concern.id)
    )
    if organisation_id is not None:
        query = query.where(Concern.organisation_id == organisation_id)
    notes: list[Note] = []
    others: list[str] = []
    for concern, kind, fitting in session.execute(query):
        if fitting:
            others.append(concern.text or "")
        else:
            school = str(concern.school_id or "")
            notes.append(Note(str(concern.case_id), str(concern.organisation_id), kind, school, concern.text or ""))
    return notes, others


def own_holding(
    session: Session, organisation_id: uuid.UUID, words: Sequence[str], *, without_theme: uuid.UUID | None = None
) -> Sequence[Concern]:
    """Give the open concerns of an organisation that hold one of these words or phrases, newest first.

    `without_theme`: leave out those beside which somebody decided about that theme.
    """
    query = (
        select(Concern)
        .where(Concern.organisation_id == organisation_id, Concern.status == "open", Concern.text.is_not(None))
        .order_by(Concern.registered_at.desc(), Concern.id.desc())
    )
    if without_theme is not None:
        done = select(ConcernTheme.concern_id).where(
            ConcernTheme.concern_id == Concern.id,
            ConcernTheme.theme_id == without_theme,
            ConcernTheme.state != "suggested",
        )
        query = query.where(~done.exists())
    return [concern for concern in session.scalars(query) if holds_word(concern.text or "", words)]
