"""Gives tests of pages an app on the test database, in the transaction of the test, and people who are signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from kernpartner.config import Settings
from kernpartner.web import create_app
from kernpartner.web.limits import limiter
from tests.factories import Place, a_place
from tests.signing import cookie_of

SECRET = "a secret that only tests know, long enough"


@pytest.fixture(scope="session")
def web_settings(database_url: str) -> Settings:
    """Give the settings of an app under test; limits are counted in memory."""
    return Settings(secret_key=SECRET, database_url=database_url, redis_url="memory://", second_factor=False)


@pytest.fixture(scope="session")
def built_app(web_settings: Settings) -> Flask:
    """Build the app once per test process."""
    made = create_app(web_settings)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return made


@pytest.fixture
def app(built_app: Flask, session: Session) -> Iterator[Flask]:
    """Give the app; what its pages commit is seen by `session` and gone after the test.

    A request that writes without committing fails the test (`UncommittedChanges`).
    """
    before = built_app.extensions["session_factory"]
    built_app.extensions["session_factory"] = sessionmaker(
        session.connection(), join_transaction_mode="create_savepoint", expire_on_commit=False
    )
    limiter.reset()
    yield built_app
    built_app.extensions["session_factory"] = before


@pytest.fixture
def place(session: Session) -> Place:
    """Give a district with its people: ib, ib2, jgz, worker, coordinator, privacy, admin, sport, jou."""
    made = a_place(session)
    session.commit()
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give the browser of somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask, place: Place, session: Session) -> Callable[[str], FlaskClient]:
    """Give `signed_in("ib")`: the browser of one of the people of `place`, signed in."""

    def sign_in(who: str) -> FlaskClient:
        browser = app.test_client()
        person = place.people[who]
        with browser.session_transaction() as kept:
            kept["_user_id"] = cookie_of(session, person)
            kept["_fresh"] = True
        return browser

    return sign_in
