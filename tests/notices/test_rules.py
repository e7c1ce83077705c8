"""How a person may hear of news, and when one mail with all of it goes; without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.notices.rules import DEFAULTS, KINDS, LOCAL, Group, When, bundle_goes, choices, wished

MONDAY = datetime(2026, 3, 9, 8, 0, tzinfo=LOCAL)
TUESDAY = MONDAY + timedelta(days=1)


def test_every_group_has_news_a_default_and_a_choice_to_hear_nothing() -> None:
    assert set(KINDS.values()) == set(Group) == set(DEFAULTS)
    for group in Group:
        assert DEFAULTS[group] in choices(group)
        assert When.NEVER in choices(group)


def test_a_reminder_never_comes_by_itself() -> None:
    assert When.NOW not in choices(Group.REMINDERS)
    assert wished({"reminders": "now"}, Group.REMINDERS) is DEFAULTS[Group.REMINDERS]


@given(st.dictionaries(st.text(max_size=10), st.text(max_size=10), max_size=4), st.sampled_from(list(Group)))
def test_whatever_was_kept_gives_one_of_the_choices(kept: dict[str, str], group: Group) -> None:
    assert wished(kept, group) in choices(group)


@pytest.mark.parametrize("when", list(When))
def test_what_was_chosen_counts(when: When) -> None:
    assert wished({"answers": when.value}, Group.ANSWERS) is when


@pytest.mark.parametrize(
    ("waiting", "now", "goes"),
    [
        ({When.DAY: TUESDAY}, TUESDAY, True),
        ({When.DAY: MONDAY}, TUESDAY.replace(hour=6, minute=59), False),
        ({When.DAY: MONDAY}, TUESDAY.replace(hour=7, minute=0), True),
        ({When.DAY: MONDAY}, MONDAY + timedelta(days=5), False),  # Saturday
        ({When.WEEK: MONDAY - timedelta(days=3)}, MONDAY, True),
        ({When.WEEK: MONDAY}, TUESDAY, False),
        ({When.WEEK: MONDAY}, MONDAY + timedelta(days=8), True),  # nothing ran on Monday
        ({}, MONDAY, False),
    ],
)
def test_a_bundle_goes_on_working_days_after_seven_or_on_monday(
    waiting: dict[When, datetime], now: datetime, goes: bool
) -> None:
    assert bundle_goes(waiting, now) is goes


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC)))
def test_no_bundle_goes_at_night_or_in_a_weekend(now: datetime) -> None:
    local = now.astimezone(LOCAL)
    if bundle_goes({When.DAY: now, When.WEEK: now - timedelta(days=30)}, now):
        assert local.hour >= 7 and local.weekday() < 5
