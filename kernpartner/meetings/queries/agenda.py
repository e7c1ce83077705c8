"""Reads an agenda with its times and sentences, what was left out and why, and what was settled."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.districts import queries as district_queries
from kernpartner.documents.agenda_sheet import AgendaSheet, SheetItem
from kernpartner.meetings.models import AgendaItem, AgendaQuestion, ItemWords, Meeting, SettledAgenda
from kernpartner.meetings.rules.parts import AIM_WORDS, Aim, Kind, timetable
from kernpartner.meetings.rules.reasons import band_line, sentences
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation
from kernpartner.themes.models import Theme

LOCAL = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True)
class ItemView:
    """An item as people read it: with its number and times, and its reasons in words."""

    item: AgendaItem
    number: int
    start: datetime
    end: datetime
    aim_words: str
    bands: tuple[str, ...]
    why: tuple[str, ...]
    why_not: tuple[str, ...]
    theme_number: int

    @property
    def guests(self) -> tuple[str, ...]:
        """Give the labels of the partners who join for this item."""
        return tuple(guest["label"] for guest in self.item.guests)

    @property
    def why_beside_bands(self) -> tuple[str, ...]:
        """Give the reasons without the figures, for where these stand beside them already."""
        return tuple(line for line in self.why if line.removesuffix(".") not in self.bands)

    @property
    def is_fixed(self) -> bool:
        """Say whether every meeting has this part."""
        return self.item.kind in {Kind.OPENING, Kind.NUMBERS, Kind.OFFERS, Kind.DECISIONS}


@dataclass(frozen=True)
class AgendaView:
    """A meeting with its items in order; `left` is how many minutes are not given away (below zero: too many)."""

    meeting: Meeting
    items: tuple[ItemView, ...]
    ends_at: datetime
    used: int
    left: int
    chair: str
    about: str
    settled: SettledAgenda | None

    @property
    def guests(self) -> tuple[str, ...]:
        """Give the labels of all partners who join for some item, by name."""
        return tuple(sorted({label for view in self.items for label in view.guests}))

    def guest_until(self, label: str) -> tuple[datetime, datetime]:
        """Give from when to when a partner sits at the table."""
        own = [view for view in self.items if label in view.guests]
        return own[0].start, own[-1].end


def agenda(session: Session, meeting: Meeting) -> AgendaView:
    """Give the agenda of a meeting as it is now."""
    rows = _items(session, meeting.id)
    shown = [row for row in rows if row.on_agenda]
    times = timetable(meeting.starts_at, [row.minutes for row in shown])
    titles = {row.key: row.title for row in rows}
    numbers = _theme_numbers(session, shown)
    views = tuple(
        _view(row, number, time.start, time.end, titles, numbers)
        for number, (row, time) in enumerate(zip(shown, times, strict=True), start=1)
    )
    used = sum(row.minutes for row in shown)
    return AgendaView(
        meeting=meeting,
        items=views,
        ends_at=meeting.starts_at + timedelta(minutes=meeting.minutes),
        used=used,
        left=meeting.minutes - used,
        chair=_chair(session, meeting),
        about=about(session, meeting),
        settled=next(iter(settled_agendas(session, meeting.id)), None),
    )


def left_out(session: Session, meeting: Meeting) -> Sequence[ItemView]:
    """Give what is not on the agenda, with the reasons in words; what could be on it comes first."""
    rows = _items(session, meeting.id)
    titles = {row.key: row.title for row in rows}
    out = [row for row in rows if not row.on_agenda]
    numbers = _theme_numbers(session, out)
    out.sort(key=lambda row: (not row.weighing, row.title.casefold(), row.key))
    return [_view(row, 0, meeting.starts_at, meeting.starts_at, titles, numbers) for row in out]


def agenda_item(session: Session, meeting: Meeting, item_id: uuid.UUID) -> AgendaItem | None:
    """Give an item of this meeting, on its agenda or not, if there is one with this id."""
    return session.scalar(
        select(AgendaItem)
        .where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting.id)
        .execution_options(populate_existing=True)
    )


def earlier_words(session: Session, item_id: uuid.UUID) -> Sequence[ItemWords]:
    """Give the words that an item had before, the newest first: nothing that an editor wrote is lost."""
    return session.scalars(
        select(ItemWords).where(ItemWords.item_id == item_id).order_by(ItemWords.version.desc()).offset(1)
    ).all()


def questions(session: Session, meeting_id: uuid.UUID) -> Sequence[tuple[AgendaQuestion, str]]:
    """Give the questions that members entered, with the organisation that asked, oldest first."""
    rows = session.execute(
        select(AgendaQuestion, Organisation.label)
        .join(Organisation, Organisation.id == AgendaQuestion.organisation_id)
        .where(AgendaQuestion.meeting_id == meeting_id)
        .order_by(AgendaQuestion.asked_at, AgendaQuestion.id)
    )
    return [(row, label) for row, label in rows]


def settled_agendas(session: Session, meeting_id: uuid.UUID) -> Sequence[SettledAgenda]:
    """Give every frozen version of an agenda, the newest first."""
    return session.scalars(
        select(SettledAgenda).where(SettledAgenda.meeting_id == meeting_id).order_by(SettledAgenda.version.desc())
    ).all()


def agenda_sheet(session: Session, meeting: Meeting, now: datetime, *, language: str = "nl") -> AgendaSheet:
    """Give the agenda ready to be drawn on paper: the newest frozen version, or the draft when there is none."""
    view = agenda(session, meeting)
    on = meeting.starts_at.astimezone(LOCAL).date()
    frozen = json.loads(view.settled.content) if view.settled and meeting.status in {"settled", "held"} else None
    return AgendaSheet(
        title=meeting.title,
        district=district_queries.district(session, meeting.district_id).label,
        subject=view.about,
        date=on,
        starts_at=meeting.starts_at,
        ends_at=view.ends_at,
        place=meeting.place,
        chair=view.chair,
        items=_frozen_items(frozen) if frozen else tuple(_sheet_item(item) for item in view.items),
        members=tuple(frozen["members"]) if frozen else member_labels(session, meeting),
        guests=_frozen_guests(frozen) if frozen else view.guests,
        version=frozen["version"] if frozen else 0,
        content_hash=view.settled.content_hash if frozen and view.settled else "",
        made_at=now,
        share_note="Bij “niet getoond” zijn er te weinig gevallen om een aantal te laten zien.",
        language=language,
    )


def member_labels(session: Session, meeting: Meeting) -> tuple[str, ...]:
    """Give the labels of the core partners on the day of the meeting."""
    from kernpartner.meetings.queries.calendar import member_organisations

    on = meeting.starts_at.astimezone(LOCAL).date()
    return tuple(member.label for member in member_organisations(session, meeting, on))


def about(session: Session, meeting: Meeting) -> str:
    """Say what a meeting is about: the school, or the area."""
    if meeting.school_id is not None:
        return organisation_queries.organisation(session, meeting.school_id).label
    areas = district_queries.areas(session, meeting.district_id)
    return next(area.label for area in areas if area.id == meeting.area_id)


def _items(session: Session, meeting_id: uuid.UUID) -> Sequence[AgendaItem]:
    return session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id)
        .order_by(AgendaItem.position, AgendaItem.key)
        .execution_options(populate_existing=True)
    ).all()


def _view(
    row: AgendaItem,
    number: int,
    start: datetime,
    end: datetime,
    titles: Mapping[str, str],
    numbers: Mapping[uuid.UUID, int],
) -> ItemView:
    return ItemView(
        item=row,
        number=number,
        start=start,
        end=end,
        aim_words=AIM_WORDS[Aim(row.aim)],
        bands=tuple(band_line(band) for band in row.bands),
        why=tuple(sentences(row.why, titles)),
        why_not=tuple(sentences(row.why_not, titles)),
        theme_number=numbers.get(row.theme_id, 0) if row.theme_id else 0,
    )


def _theme_numbers(session: Session, rows: Sequence[AgendaItem]) -> dict[uuid.UUID, int]:
    ids = {row.theme_id for row in rows if row.theme_id is not None}
    found = session.execute(select(Theme.id, Theme.number, Theme.position).where(Theme.id.in_(ids)))
    return {id_: number or position + 1 for id_, number, position in found}


def _chair(session: Session, meeting: Meeting) -> str:
    person = organisation_queries.person(session, meeting.chair_id) if meeting.chair_id else None
    return person.name if person is not None else ""


def _sheet_item(view: ItemView) -> SheetItem:
    item = view.item
    return SheetItem(
        number=view.number,
        title=item.title,
        start=view.start,
        end=view.end,
        minutes=item.minutes,
        aim=view.aim_words,
        question=item.question,
        brought_in_by=item.brought_in_by,
        desired_result=item.desired_result,
        bands=view.bands,
        lessons=tuple(item.lessons),
        offers=tuple(item.offers),
        guests=view.guests,
        why=view.why,
        open_actions=tuple(item.open_actions),
    )


def _frozen_items(frozen: Mapping[str, Any]) -> tuple[SheetItem, ...]:
    titles = {item["key"]: item["title"] for item in frozen["items"]}
    return tuple(
        SheetItem(
            number=number,
            title=item["title"],
            start=datetime.fromisoformat(item["start"]),
            end=datetime.fromisoformat(item["end"]),
            minutes=item["minutes"],
            aim=AIM_WORDS[Aim(item["aim"])],
            question=item["question"],
            brought_in_by=item["brought_in_by"],
            desired_result=item["desired_result"],
            bands=tuple(band_line(band) for band in item["bands"]),
            lessons=tuple(item["lessons"]),
            offers=tuple(item["offers"]),
            guests=tuple(guest["label"] for guest in item["guests"]),
            why=tuple(sentences(item["why"], titles)),
            open_actions=tuple(item["open_actions"]),
        )
        for number, item in enumerate(frozen["items"], start=1)
    )


def _frozen_guests(frozen: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted({guest["label"] for item in frozen["items"] for guest in item["guests"]}))
