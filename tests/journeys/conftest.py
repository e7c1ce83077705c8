"""Gives journeys the running stack with a neighbourhood in it, and people with browsers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.neighbourhood import Neighbourhood, a_neighbourhood
from tests.journeys.people import People
from tests.journeys.stack import Stack, a_stack, pictures


@pytest.fixture(scope="package")
def today() -> date:
    """Give the day as the stack has it."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).date()


@pytest.fixture(scope="package")
def stack(browser_path: str) -> Iterator[Stack]:
    """Start the servers; the doors start when the journey says so."""
    with a_stack() as started:
        yield started


@pytest.fixture(scope="package")
def place(stack: Stack, today: date) -> Neighbourhood:
    """Give the neighbourhood, committed."""
    with stack.sessions.begin() as session:
        return a_neighbourhood(session, today)


@pytest.fixture
def people(chromium_browser: Browser, stack: Stack, place: Neighbourhood) -> Iterator[People]:
    """Give people with browsers; afterwards no browser may have had anything to complain about."""
    expect.set_options(timeout=60_000)
    found = People(chromium_browser, stack.url, place, pictures())
    yield found
    for context in found.contexts:
        context.close()
    expect.set_options(timeout=5_000)
    assert found.complaints == []
