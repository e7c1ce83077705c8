"""Reads what an agenda is drafted from: released figures, verdicts, lessons, offers, open actions, questions."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.actions import queries as action_queries
from kernpartner.actions.queries import ActionRow
from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations.models import Lesson
from kernpartner.meetings.models import AgendaItem, AgendaQuestion, Meeting
from kernpartner.meetings.rules.candidates import (
    ActionFacts,
    Around,
    OfferFacts,
    Party,
    QuestionFacts,
    ThemeFacts,
)
from kernpartner.meetings.rules.reasons import WhyNot
from kernpartner.offers import queries as offer_queries
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation
from kernpartner.organisations.rules import school_year
from kernpartner.publications import queries as publication_queries
from kernpartner.publications.queries import Band
from kernpartner.recurrence import queries as recurrence_queries
from kernpartner.recurrence.queries import StructuralTheme
from kernpartner.recurrence.rules import Reason
from kernpartner.themes import queries as theme_queries
from kernpartner.themes.models import Theme

_NOT_FLAGGED = {
    Reason.ONE_REPORTER: WhyNot.ONE_REPORTER,
    Reason.ONE_MONTH: WhyNot.ONE_MONTH,
    Reason.SEASONAL: WhyNot.SEASONAL,
    Reason.ALWAYS_LARGE: WhyNot.ALWAYS_LARGE,
}


# More lines than these say nothing more in a meeting.
MOST_BANDS = MOST_LESSONS = 3


@dataclass(frozen=True)
class AgendaFacts:
    """Everything that one draft is made of, read at one moment."""

    themes: tuple[ThemeFacts, ...]
    actions: tuple[ActionFacts, ...]
    questions: tuple[QuestionFacts, ...]
    around: Around


def agenda_facts(session: Session, meeting: Meeting, on: date) -> AgendaFacts:
    """Give the facts for the draft of a meeting as they are on that day."""
    previous = _items_of(session, meeting.previous_id)
    discussed = {item.theme_id for item in previous if item.theme_id is not None}
    open_actions = action_queries.open_actions(session, district_id=meeting.district_id, school_id=meeting.school_id)
    return AgendaFacts(
        themes=_themes(session, meeting, on, discussed, open_actions),
        actions=tuple(_action(row) for row in open_actions),
        questions=_questions(session, meeting.id),
        around=Around(
            chair=_chair_label(session, meeting, on),
            absent=frozenset(meeting.absent),
            without_item=_without_item(session, meeting, previous, on),
            today=on,
        ),
    )


def _themes(
    session: Session,
    meeting: Meeting,
    on: date,
    discussed: set[uuid.UUID],
    open_actions: Sequence[ActionRow],
) -> tuple[ThemeFacts, ...]:
    verdicts = {
        verdict.theme_id: verdict for verdict in recurrence_queries.structural_themes(session, meeting.area_id, on)
    }
    bands = _bands(session, meeting, on)
    beside = _beside(session, meeting, on)
    return tuple(
        _theme(
            theme,
            beside,
            verdict=verdicts.get(theme.id),
            bands=bands.get(theme.id, ()),
            discussed=theme.id in discussed,
            open_actions=tuple(_action_line(row) for row in open_actions if row.theme_id == theme.id),
        )
        for theme in theme_queries.current_themes(session, meeting.district_id, on)
    )


@dataclass(frozen=True)
class _Beside:
    """Lessons, offers and partners per theme."""

    lessons: Mapping[uuid.UUID, Sequence[Lesson]]
    offers: Mapping[uuid.UUID, Sequence[OfferFacts]]
    partners: Mapping[uuid.UUID, Sequence[Party]]


def _beside(session: Session, meeting: Meeting, on: date) -> _Beside:
    """Ask each partner for its themes and offers, not each theme: there are few partners and many themes."""
    core = {kind.slug for kind in organisation_queries.types(session) if kind.is_core_partner}
    offers: dict[uuid.UUID, list[OfferFacts]] = {}
    partners: dict[uuid.UUID, list[Party]] = {}
    for organisation in organisation_queries.organisations(session, meeting.district_id, on=on):
        if organisation.type_slug in core:
            continue
        party = Party(str(organisation.id), organisation.label)
        for theme_id in offer_queries.themes_of(session, organisation.id, on):
            partners.setdefault(theme_id, []).append(party)
        for row in offer_queries.offers_of(session, organisation.id, on):
            if row.area_id in {None, meeting.area_id}:
                offers.setdefault(row.theme_id, []).append(OfferFacts(party, row.form))
    lessons = consultation_queries.lessons_by_theme(session, meeting.district_id)
    return _Beside(lessons, offers, partners)


def _theme(
    theme: Theme,
    beside: _Beside,
    *,
    verdict: StructuralTheme | None,
    bands: tuple[dict[str, Any], ...],
    discussed: bool,
    open_actions: tuple[str, ...],
) -> ThemeFacts:
    return ThemeFacts(
        id=str(theme.id),
        label=theme.label,
        next_step=theme.next_step,
        score=verdict.score if verdict else 0.0,
        flag=verdict.flag if verdict else False,
        gate=verdict.gate.passed if verdict and verdict.gate else None,
        not_flagged=_NOT_FLAGGED.get(verdict.reason, WhyNot.AS_EXPECTED) if verdict else WhyNot.NOT_JUDGED,
        bands=bands,
        lessons=tuple(lesson.text for lesson in beside.lessons.get(theme.id, ())[:MOST_LESSONS]),
        offers=tuple(beside.offers.get(theme.id, ())),
        partners=tuple(beside.partners.get(theme.id, ())),
        open_actions=open_actions,
        discussed_before=discussed,
    )


def _bands(session: Session, meeting: Meeting, on: date) -> Mapping[uuid.UUID, tuple[dict[str, Any], ...]]:
    """Give per theme what was released for this meeting, the newest first: of its school, then of its area.

    Figures of this school year and the one before; a gap only where it is the newest that was said.
    """
    found: dict[uuid.UUID, tuple[dict[str, Any], ...]] = {}
    for theme_id, bands in _newest(session, on, audience="digest", area_id=meeting.area_id).items():
        prefix = "Hele gebied, " if meeting.school_id is not None else ""
        found[theme_id] = tuple(_line(band, prefix) for band in bands)
    if meeting.school_id is None:
        return found
    for theme_id, bands in _newest(session, on, audience="agenda", school_id=meeting.school_id).items():
        found[theme_id] = (*(_line(band) for band in bands), *found.get(theme_id, ()))
    return found


def _newest(session: Session, on: date, **place: Any) -> dict[uuid.UUID, list[Band]]:
    kept: dict[uuid.UUID, list[Band]] = {}
    for band in reversed(publication_queries.released_bands(session, on=on, **place)):
        own = kept.setdefault(band.theme_id, [])
        recent = band.school_year >= school_year(on) - 1
        if recent and len(own) < MOST_BANDS and (band.lo is not None or not own):
            own.append(band)
    return {theme_id: bands for theme_id, bands in kept.items() if bands}


def _line(band: Band, prefix: str = "") -> dict[str, Any]:
    label = prefix + band.period_label
    return {
        "statement": str(band.statement_id),
        "period": label[:1].upper() + label[1:],
        "lo": band.lo,
        "hi": band.hi,
    }


def _action(row: ActionRow) -> ActionFacts:
    return ActionFacts(
        id=str(row.id),
        text=row.text,
        owner=Party(str(row.owner_organisation_id), row.owner),
        due_on=row.due_on,
        theme_id=str(row.theme_id) if row.theme_id else None,
    )


def _action_line(row: ActionRow) -> str:
    due = f", voor {row.due_on.day}-{row.due_on.month}-{row.due_on.year}" if row.due_on else ""
    return f"{row.text} ({row.owner}{due})"


def _questions(session: Session, meeting_id: uuid.UUID) -> tuple[QuestionFacts, ...]:
    rows = session.execute(
        select(AgendaQuestion, Organisation.label)
        .join(Organisation, Organisation.id == AgendaQuestion.organisation_id)
        .where(AgendaQuestion.meeting_id == meeting_id)
        .order_by(AgendaQuestion.asked_at, AgendaQuestion.id)
    )
    return tuple(
        QuestionFacts(
            id=str(row.id),
            text=row.text,
            asked_by=Party(str(row.organisation_id), label),
            theme_id=str(row.theme_id) if row.theme_id else None,
        )
        for row, label in rows
    )


def _items_of(session: Session, meeting_id: uuid.UUID | None) -> Sequence[AgendaItem]:
    if meeting_id is None:
        return []
    return session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.on_agenda)).all()


def _without_item(session: Session, meeting: Meeting, previous: Sequence[AgendaItem], on: date) -> frozenset[str]:
    """Give who had no item last time; nobody when there was no last time."""
    if not previous:
        return frozenset()
    asked = {item.key.removeprefix("question:") for item in previous if item.key.startswith("question:")}
    askers = session.scalars(select(AgendaQuestion).where(AgendaQuestion.meeting_id == meeting.previous_id))
    had = {guest["id"] for item in previous for guest in item.guests}
    had |= {str(row.organisation_id) for row in askers if str(row.id) in asked}
    everybody = organisation_queries.organisations(session, meeting.district_id, on=on)
    return frozenset(str(organisation.id) for organisation in everybody) - had


def _chair_label(session: Session, meeting: Meeting, on: date) -> str:
    if meeting.chair_id is None:
        return "de voorzitter"
    seats = organisation_queries.positions(session, meeting.chair_id, on)
    return next((seat.organisation_label for seat in seats), "de voorzitter")
