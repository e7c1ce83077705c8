"""Decides which news belongs together, how a person may hear of it, and when one mail with several facts goes out."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Amsterdam")
# Before the first lesson: who gets one mail a day reads it with the coffee.
EARLIEST_HOUR = 7
LONGEST_WEEK = timedelta(days=7)
# More lines than this nobody reads; the page has them all.
MOST_LINES = 20


class When(StrEnum):
    """How soon a person hears of something by mail; the page of notices shows it at once in any case."""

    NOW = "now"
    DAY = "day"
    WEEK = "week"
    NEVER = "never"


class Group(StrEnum):
    """News about which a person decides in one go."""

    ASKED = "asked"
    ANSWERS = "answers"
    THEMES = "themes"
    AGENDA = "agenda"
    ACTIONS = "actions"
    REMINDERS = "reminders"


# Every kind of news and the group it belongs to; a kind is also the name of the mail's template.
KINDS: Mapping[str, Group] = {
    "consultation_asked": Group.ASKED,
    "consultation_answered": Group.ANSWERS,
    "consultation_closed": Group.ANSWERS,
    "theme_confirmed": Group.THEMES,
    "concern_feedback": Group.AGENDA,
    "action_agreed": Group.ACTIONS,
    "action_done": Group.ACTIONS,
    "remind_unanswered": Group.REMINDERS,
    "remind_deadline": Group.REMINDERS,
    "remind_overdue": Group.REMINDERS,
    "remind_outcome": Group.REMINDERS,
    "remind_action": Group.REMINDERS,
    "remind_ambassador": Group.REMINDERS,
    "remind_offer": Group.REMINDERS,
}
BUNDLE = "notices_bundle"
DEFAULTS: Mapping[Group, When] = {
    Group.ASKED: When.NOW,
    Group.ANSWERS: When.NOW,
    Group.THEMES: When.DAY,
    Group.AGENDA: When.NOW,
    Group.ACTIONS: When.DAY,
    Group.REMINDERS: When.DAY,
}


def choices(group: Group) -> tuple[When, ...]:
    """Give how a person may hear of a group: a reminder never comes by itself, so at most one mail a day."""
    return tuple(when for when in When if when is not When.NOW or group is not Group.REMINDERS)


def wished(wishes: Mapping[str, str], group: Group) -> When:
    """Give what a person chose for a group; the default where nothing (or nothing known) was chosen."""
    chosen = wishes.get(group.value, "")
    return When(chosen) if chosen in choices(group) else DEFAULTS[group]


def bundle_goes(oldest: Mapping[When, datetime], now: datetime) -> bool:
    """Say whether a person's one mail goes now; `oldest` is since when news waits, per way of waiting.

    A daily mail goes on working days from seven o'clock, a weekly one on Monday, or when something has waited a week
    because nothing ran on Monday. That it goes once a day is kept by its key.
    """
    local = now.astimezone(LOCAL)
    if local.hour < EARLIEST_HOUR or local.weekday() >= 5:
        return False
    if When.DAY in oldest:
        return True
    return When.WEEK in oldest and (local.weekday() == 0 or now - oldest[When.WEEK] >= LONGEST_WEEK)


def short_number(concern_id: uuid.UUID) -> str:
    """Give the short number by which people speak of a concern, as the pages write it: `S-3F09A2`."""
    return f"S-{concern_id.hex[-6:].upper()}"
