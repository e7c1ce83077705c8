"""Decides who is invited and why, for which part of the meeting, who is still missing, and when a link expires."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from kernpartner.meetings.rules.parts import Kind, Times
from kernpartner.meetings.rules.reasons import listed

LOCAL = ZoneInfo("Europe/Amsterdam")
LINK_DAYS = 60
REMIND_DAYS = 7


class Answer(StrEnum):
    """What somebody answers to an invitation."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"


class AnswerProblem(StrEnum):
    """Why an answer cannot be taken; the page words it."""

    MISSING = "answer_missing"
    NOBODY_CHOSEN = "nobody_chosen"


class Gap(StrEnum):
    """Why an organisation that is expected has nobody coming yet."""

    NOBODY_KNOWN = "nobody_known"
    NOT_INVITED = "not_invited"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"


@dataclass(frozen=True)
class Slot:
    """An item as far as inviting needs it; `guests` are ids of organisations."""

    key: str
    kind: Kind
    title: str
    times: Times
    guests: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stay:
    """What somebody is invited to: the items and the stretch of time around them."""

    items: tuple[Slot, ...]
    times: Times
    reason: str

    def written(self) -> list[dict[str, Any]]:
        """Give the items as plain values, to be kept with the invitation."""
        return [
            {
                "key": slot.key,
                "title": slot.title,
                "start": slot.times.start.isoformat(),
                "end": slot.times.end.isoformat(),
            }
            for slot in self.items
        ]

    def topics(self) -> list[str]:
        """Give the items as lines for a mail: `13:25 tot 13:45 uur: Lanterfantertijd`."""
        return [f"{clock(s.times.start)} tot {clock(s.times.end)} uur: {s.title}" for s in self.items]


def member_stay(slots: Sequence[Slot], label: str, about: str) -> Stay:
    """Give what a core partner is invited to: everything."""
    return Stay(tuple(slots), Times(slots[0].times.start, slots[-1].times.end), f"{label} is kernpartner van {about}.")


def guest_stay(slots: Sequence[Slot], organisation_id: str, label: str) -> Stay | None:
    """Give what a partner is invited to: only the items that concern it; nothing when none does."""
    own = [slot for slot in slots if organisation_id in slot.guests]
    themes = [f"“{slot.title}”" for slot in own if slot.kind is not Kind.OFFERS]
    if not themes:
        return None
    what = "het onderwerp" if len(themes) == 1 else "de onderwerpen"
    stands = "staat" if len(themes) == 1 else "staan"
    reason = f"Omdat {what} {listed(themes)} op de agenda {stands}. Daar kan {label} iets in doen."
    return Stay(tuple(own), Times(own[0].times.start, own[-1].times.end), reason)


def gap(answers: Sequence[str | None]) -> Gap | None:
    """Give why an organisation has nobody coming, from the answers of its people; nothing when somebody comes."""
    if not answers:
        return Gap.NOBODY_KNOWN
    if Answer.ACCEPTED in answers:
        return None
    return Gap.NO_ANSWER if None in answers else Gap.DECLINED


def token_hash(token: str) -> str:
    """Give what is kept of a link; the link itself stands only in the mail."""
    return hashlib.sha256(token.encode()).hexdigest()


def expires_at(starts_at: datetime, now: datetime) -> datetime:
    """Give until when a link may answer: until the meeting starts, and at most sixty days."""
    return min(starts_at, now + timedelta(days=LINK_DAYS))


def reminder_due(starts_at: datetime, now: datetime) -> bool:
    """Say whether it is time to remind: in the week before the meeting."""
    return timedelta(0) < starts_at - now <= timedelta(days=REMIND_DAYS)


def clock(moment: datetime) -> str:
    """Write a moment as the clock on the wall has it: `13:25`."""
    return moment.astimezone(LOCAL).strftime("%H:%M")
