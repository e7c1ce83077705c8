"""Gives tests of meetings a world with a drafted agenda, browsers that read anew, and the clock of the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.conftest import NOW, TODAY
from tests.factories import Place
from tests.meetings.world import World, a_world
from tests.signing import cookie_of

SignIn = Callable[[str], "Browser"]


class Browser:
    """A browser after whose every request the test reads the database anew."""

    def __init__(self, client: Browser, session: Session) -> None:
        self.client, self.session = client, session

    def get(self, path: str) -> TestResponse:
        return self._fresh(self.client.get(path))

    def post(self, path: str, **given: Any) -> TestResponse:
        return self._fresh(self.client.post(path, **given))

    def _fresh(self, answer: TestResponse) -> TestResponse:
        self.session.expire_all()
        return answer


@pytest.fixture
def signed_in(app: Flask, place: Place, session: Session) -> SignIn:
    def sign_in(who: str) -> Browser:
        client, person = app.test_client(), place.people[who]
        with client.session_transaction() as kept:
            kept["_user_id"] = cookie_of(session, person)
            kept["_fresh"] = True
        return Browser(client, session)

    return sign_in


@pytest.fixture
def client(app: Flask, session: Session) -> Browser:  # type: ignore[misc]
    return Browser(app.test_client(), session)


@pytest.fixture
def place(session: Session, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Give the place of a world with a drafted agenda; the pages read the clock of the tests."""
    made = a_world(session)
    session.commit()
    session.info["world"] = made
    for module in (
        *("reading", "preparing", "changing", "deciding", "after", "invitations", "door", "live", "noting"),
    ):
        for name, value in (("now", lambda: NOW), ("today", lambda: TODAY)):
            monkeypatch.setattr(f"kernpartner.web.meetings.{module}.{name}", value, raising=False)
    return made.place


@pytest.fixture
def world(session: Session, place: Place) -> World:
    made: World = session.info["world"]
    assert made.place is place
    return made
