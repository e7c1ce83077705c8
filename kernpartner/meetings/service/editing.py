"""Changes an agenda the way people want it: words, minutes, order, what is on it; never behind another's back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.meetings.models import AgendaItem, AgendaQuestion, ItemWords, Meeting
from kernpartner.meetings.rules.merging import clashing_fields, merged_fields
from kernpartner.meetings.rules.parts import FIXED, Kind
from kernpartner.meetings.rules.planning import ItemInput, MeetingProblem, good_minutes, item_problems
from kernpartner.meetings.rules.reasons import Why, WhyNot, reason
from kernpartner.meetings.service.failures import AgendaChangedMeanwhile, ItemRefused, NoSuchItem
from kernpartner.meetings.service.rows import TITLE, changed, cleaned, item_of, locked_open, numbered, on_agenda
from kernpartner.organisations import queries as organisation_queries

__all__ = [
    "ItemInput",
    "add_item",
    "drop_item",
    "edit_item",
    "keep_item",
    "merge_items",
    "set_absent",
    "set_minutes",
    "words_of",
]
_WORDS = ("title", "question", "brought_in_by", "desired_result")
_MOST_JOINED = 600


def edit_item(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    given: ItemInput,
    seen_version: int,
    now: datetime,
) -> None:
    """Word an item anew, cleaned; `seen_version` is that of the item when it was read.

    When somebody else changed it meanwhile and `given.was` says how it read, each keeps the fields that it
    changed. Every version of the words is kept. Raises `ItemRefused`, `AgendaAlreadySettled`, `NoSuchItem`,
    and `AgendaChangedMeanwhile` when both changed the same field.
    """
    meeting = locked_open(session, meeting_id)
    item = item_of(session, meeting, item_id)
    found = item_problems(given, meeting.minutes)
    if found:
        raise ItemRefused(found)
    newest = words_of(item)
    mine = newest | given.words()
    if item.version != seen_version:
        if given.was is None or clashing_fields(given.was, mine, newest):
            raise AgendaChangedMeanwhile(f"item {item_id} was seen at {seen_version}, it is {item.version} now")
        mine = merged_fields(given.was, mine, newest)
    _remember(session, item, item.version, item.edited_by, item.edited_at or now)
    for name in _WORDS:
        kept = TITLE if name == "brought_in_by" else frozenset()
        if mine[name] != newest[name]:
            setattr(item, name, cleaned(session, meeting.district_id, mine[name], kept))
    item.aim = mine["aim"]
    if mine["minutes"] != newest["minutes"]:
        item.minutes, item.pinned = int(mine["minutes"]), True
    item.edited_at, item.edited_by = now, actor.person_id
    _remember(session, item, item.version + 1, actor.person_id, now)
    changed(session, actor, meeting, [item], "words", now)


def set_minutes(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    minutes: int,
    seen_version: int,
    now: datetime,
) -> None:
    """Give an item so many minutes, for good; `seen_version` is that of the meeting. Raises `ItemRefused`."""
    meeting = locked_open(session, meeting_id, seen_version)
    item = item_of(session, meeting, item_id)
    if not good_minutes(minutes, meeting.minutes):
        raise ItemRefused({"minutes": MeetingProblem.ITEM_MINUTES})
    item.minutes, item.pinned, item.dropped = minutes, True, False
    changed(session, actor, meeting, [item], "minutes", now)


def drop_item(
    session: Session, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID, seen_version: int, now: datetime
) -> None:
    """Take an item off the agenda; a later draft leaves it off. `seen_version` is that of the meeting."""
    meeting = locked_open(session, meeting_id, seen_version)
    item = item_of(session, meeting, item_id)
    _off(session, meeting, item, [reason(WhyNot.POSTPONED_BY_CHAIR)])
    changed(session, actor, meeting, [item], "dropped", now)


def keep_item(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    minutes: int,
    seen_version: int,
    now: datetime,
) -> None:
    """Put something on the agenda that was left out, or keep what is on it; a later draft leaves it there.

    `seen_version` is that of the meeting. Raises `ItemRefused` when the minutes make no sense.
    """
    meeting = locked_open(session, meeting_id, seen_version)
    item = item_of(session, meeting, item_id)
    if not good_minutes(minutes, meeting.minutes):
        raise ItemRefused({"minutes": MeetingProblem.ITEM_MINUTES})
    item.minutes, item.pinned, item.dropped, item.why_not = minutes, True, False, []
    if item.kind not in FIXED and not any(why["code"] == Why.CHOSEN_BY_CHAIR for why in item.why):
        item.why = [*item.why, reason(Why.CHOSEN_BY_CHAIR)]
    if not item.on_agenda:
        item.on_agenda = True
        _before_the_end(session, meeting, item)
    changed(session, actor, meeting, [item], "kept", now)


def add_item(
    session: Session, actor: Actor, meeting_id: uuid.UUID, given: ItemInput, seen_version: int, now: datetime
) -> uuid.UUID:
    """Put something of one's own on the agenda, cleaned; give its id. `seen_version` is that of the meeting."""
    meeting = locked_open(session, meeting_id, seen_version)
    found = item_problems(given, meeting.minutes)
    if found:
        raise ItemRefused(found)
    assert actor.organisation_id is not None
    title = cleaned(session, meeting.district_id, given.title)
    asked = AgendaQuestion(
        meeting_id=meeting.id,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        text=title,
        asked_at=now,
    )
    session.add(asked)
    session.flush()
    label = organisation_queries.organisation(session, actor.organisation_id).label
    item = AgendaItem(
        meeting_id=meeting.id,
        key=f"question:{asked.id}",
        kind=Kind.QUESTION.value,
        on_agenda=True,
        minutes=given.minutes or 10,
        title=title,
        aim=given.aim,
        question=cleaned(session, meeting.district_id, given.question),
        brought_in_by=cleaned(session, meeting.district_id, given.brought_in_by, TITLE) or label,
        desired_result=cleaned(session, meeting.district_id, given.desired_result),
        why=[reason(Why.CHOSEN_BY_CHAIR)],
        pinned=True,
        edited_at=now,
        edited_by=actor.person_id,
    )
    session.add(item)
    session.flush()
    _before_the_end(session, meeting, item)
    changed(session, actor, meeting, [], "added", now)
    return item.id


def merge_items(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    into_id: uuid.UUID,
    seen_version: int,
    now: datetime,
) -> None:
    """Discuss one item within another: its question, figures, guests and lessons move along.

    The minutes of the other one stay. `seen_version` is that of the meeting. Raises `NoSuchItem`.
    """
    meeting = locked_open(session, meeting_id, seen_version)
    item, into = item_of(session, meeting, item_id), item_of(session, meeting, into_id)
    if item.id == into.id or item.kind in FIXED or into.kind in FIXED or not into.on_agenda:
        raise NoSuchItem("an item is merged with another one on the agenda")
    into.question = f"{into.question} {item.title}: {item.question}"[:_MOST_JOINED].strip()
    into.bands = [
        *into.bands,
        *({**band, "period": f"{item.title}, {band['period'][:1].lower()}{band['period'][1:]}"} for band in item.bands),
    ]
    for name in ("lessons", "offers", "open_actions"):
        setattr(into, name, list(dict.fromkeys([*getattr(into, name), *getattr(item, name)])))
    guests = {guest["id"]: guest for guest in [*into.guests, *item.guests]}
    into.guests = sorted(guests.values(), key=lambda guest: (guest["label"], guest["id"]))
    into.pinned, into.edited_at, into.edited_by = True, now, actor.person_id
    _off(session, meeting, item, [reason(WhyNot.MERGED_INTO, into=into.key)])
    changed(session, actor, meeting, [item, into], "merged", now)


def set_absent(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    organisations: Iterable[uuid.UUID],
    seen_version: int,
    now: datetime,
) -> None:
    """Note which organisations cannot come; the next draft takes account of it. Raises as the others."""
    meeting = locked_open(session, meeting_id, seen_version)
    meeting.absent = sorted(str(key) for key in organisations)
    changed(session, actor, meeting, [], "absent", now)


def words_of(item: AgendaItem) -> dict[str, str]:
    """Give what people word of an item, by field, as a form has it."""
    return {name: str(getattr(item, name)) for name in (*_WORDS, "aim", "minutes")}


def _remember(session: Session, item: AgendaItem, version: int, person_id: uuid.UUID | None, at: datetime) -> None:
    """Keep the words of an item under this version, unless they are kept already."""
    known = select(ItemWords.id).where(ItemWords.item_id == item.id, ItemWords.version == version)
    if session.scalar(known) is None:
        session.add(ItemWords(item_id=item.id, version=version, words=words_of(item), saved_at=at, saved_by=person_id))


def _off(session: Session, meeting: Meeting, item: AgendaItem, why_not: list[dict[str, object]]) -> None:
    item.on_agenda, item.pinned, item.dropped = False, False, True
    item.minutes = 0
    item.why_not = why_not
    session.flush()
    numbered(on_agenda(session, meeting))


def _before_the_end(session: Session, meeting: Meeting, item: AgendaItem) -> None:
    """Give an item a place behind the others, but before the decisions."""
    session.flush()
    items = [other for other in on_agenda(session, meeting) if other.id != item.id]
    place = len(items) - 1 if items and items[-1].kind == Kind.DECISIONS and item.kind != Kind.DECISIONS else len(items)
    items.insert(place, item)
    numbered(items)
