"""Decides what is needed to plan a meeting, to word an item, and to keep what was said."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kernpartner.meetings.rules.parts import DEFAULT_MINUTES, LONGEST, SHORTEST, Aim

# What many people write during one item comes together in one text.
TITLE_LIMIT, LINE_LIMIT, QUESTION_LIMIT, MINUTES_LIMIT = 120, 300, 600, 20_000
# Further away is a slip of the keys, and the last years of the calendar have no next year to reckon with.
FURTHEST = timedelta(days=3 * 366)


class Form(StrEnum):
    """What kind of meeting it is in the school year; districts have their own names for these."""

    KICKOFF = "kickoff"
    YEARLY = "yearly"
    INTERIM = "interim"


FORM_NAMES: dict[Form, str] = {
    Form.KICKOFF: "Startoverleg",
    Form.YEARLY: "Kernpartneroverleg",
    Form.INTERIM: "Tussenoverleg",
}


def form_names(local: Mapping[str, str]) -> dict[str, str]:
    """Give the name of each kind of meeting: the local one where there is one."""
    return {form.value: local.get(form.value) or name for form, name in FORM_NAMES.items()}


class MeetingProblem(StrEnum):
    """What is missing or wrong with a meeting or an item; the page words it."""

    TITLE_MISSING = "title_missing"
    TOO_LONG = "text_too_long_here"
    START_MISSING = "start_missing"
    START_IN_PAST = "start_in_past"
    START_TOO_FAR = "start_too_far"
    MINUTES_OUTSIDE = "minutes_outside"
    SCHOOL_UNKNOWN = "meeting_school_unknown"
    AREA_UNKNOWN = "meeting_area_unknown"
    CHAIR_UNKNOWN = "chair_unknown"
    AIM_UNKNOWN = "aim_unknown"
    ITEM_MINUTES = "item_minutes"
    TEXT_MISSING = "said_missing"
    DUE_UNREADABLE = "due_unreadable"
    CHOICE_MISSING = "choice_missing"
    FORM_UNKNOWN = "form_unknown"
    MOMENT_UNREADABLE = "moment_unreadable"
    MOMENTS_FEW = "moments_few"
    ANSWERS_INCOMPLETE = "answers_incomplete"


@dataclass(frozen=True)
class MeetingInput:
    """A meeting to be planned: of a school's core team when `school_id` is given, of an area otherwise.

    `starts_at` is an aware moment; `minutes` the whole length; `area_id` may be left out where there is one.
    """

    district_id: uuid.UUID
    title: str
    starts_at: datetime | None
    minutes: int = DEFAULT_MINUTES
    place: str = ""
    area_id: uuid.UUID | None = None
    school_id: uuid.UUID | None = None
    chair_id: uuid.UUID | None = None
    form: str = "yearly"


@dataclass(frozen=True)
class ItemInput:
    """The words of an item as somebody typed them; `was` is how they read when the form was opened, by field."""

    title: str
    question: str = ""
    aim: str = Aim.DISCUSS.value
    brought_in_by: str = ""
    desired_result: str = ""
    minutes: int | None = None
    was: Mapping[str, str] | None = None

    def words(self) -> dict[str, str]:
        """Give what was typed by field; without minutes there are none among them."""
        typed = {
            "title": self.title,
            "question": self.question,
            "brought_in_by": self.brought_in_by,
            "desired_result": self.desired_result,
            "aim": self.aim,
        }
        return typed if self.minutes is None else typed | {"minutes": str(self.minutes)}


def meeting_problems(given: MeetingInput, now: datetime) -> dict[str, MeetingProblem]:
    """Give what is missing or wrong, per field; empty when the meeting can be planned."""
    found: dict[str, MeetingProblem] = {}
    if not given.title.strip():
        found["title"] = MeetingProblem.TITLE_MISSING
    elif len(given.title) > TITLE_LIMIT:
        found["title"] = MeetingProblem.TOO_LONG
    if given.starts_at is None:
        found["day"] = MeetingProblem.START_MISSING
    elif given.starts_at <= now:
        found["day"] = MeetingProblem.START_IN_PAST
    elif given.starts_at - now > FURTHEST:
        found["day"] = MeetingProblem.START_TOO_FAR
    if not SHORTEST <= given.minutes <= LONGEST:
        found["minutes"] = MeetingProblem.MINUTES_OUTSIDE
    if given.form not in set(Form):
        found["form"] = MeetingProblem.FORM_UNKNOWN
    if len(given.place) > TITLE_LIMIT:
        found["place"] = MeetingProblem.TOO_LONG
    return found


def item_problems(given: ItemInput, longest: int) -> dict[str, MeetingProblem]:
    """Give what is missing or wrong with an item, per field; `longest` is the length of the meeting in minutes."""
    found: dict[str, MeetingProblem] = {}
    if not given.title.strip():
        found["title"] = MeetingProblem.TITLE_MISSING
    limits = {
        "title": TITLE_LIMIT,
        "question": QUESTION_LIMIT,
        "brought_in_by": LINE_LIMIT,
        "desired_result": LINE_LIMIT,
    }
    found |= {name: MeetingProblem.TOO_LONG for name, most in limits.items() if len(getattr(given, name)) > most}
    if given.aim not in set(Aim):
        found["aim"] = MeetingProblem.AIM_UNKNOWN
    if given.minutes is not None and not good_minutes(given.minutes, longest):
        found["minutes"] = MeetingProblem.ITEM_MINUTES
    return found


def good_minutes(minutes: int, longest: int) -> bool:
    """Say whether an item may last so long: steps of five, at least five, not longer than the meeting."""
    return 5 <= minutes <= longest and minutes % 5 == 0
