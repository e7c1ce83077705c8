"""Gives browser tests a running app with a scene in its own database, and a Chromium that hears every complaint."""

from __future__ import annotations

import logging
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from kernpartner.config import Settings
from kernpartner.web import create_app
from tests.browser.scene import Scene, a_scene
from tests.factories import PASSWORD
from tests.tables import make_tables

# A refused form is an answer, not a fault: the browser says so about each 4xx; a test may cut the connection.
EXPECTED = (
    "Failed to load resource: the server responded with a status of 4",
    "Failed to load resource: net::ERR_FAILED",
)


@dataclass
class Stage:
    """A running app and what is in it."""

    url: str
    app: Flask
    scene: Scene
    database_url: str


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """Run the app on a database of its own with a scene in it."""
    server = make_url(os.environ["TEST_DATABASE_URL"]).set(drivername="postgresql+psycopg")
    name = f"kp_browser_{uuid.uuid4().hex[:12]}"
    admin = create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    url = server.set(database=name).render_as_string(hide_password=False)
    make_tables(url)
    engine = create_engine(url, connect_args={"options": "-c timezone=UTC"})
    with Session(engine, expire_on_commit=False) as session:
        scene = a_scene(session)
        session.commit()
    engine.dispose()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    secret = "a secret that only tests know, long enough"
    # A code from a phone is proved where signing in is tested; here people come in by their password.
    settings = Settings(secret_key=secret, database_url=url, redis_url="memory://", web_threads=4, second_factor=False)
    app = create_app(settings)
    app.config["TESTING"] = True
    app.config["RATELIMIT_ENABLED"] = False
    listening = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield Stage(f"http://127.0.0.1:{listening.server_port}", app, scene, url)
    listening.shutdown()
    thread.join()
    listening.server_close()
    app.extensions["session_factory"].kw["bind"].dispose()
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture
def enter(stage: Stage, chromium_browser: Browser) -> Iterator[Callable[..., Page]]:
    """Give `enter("ib", width=390)`: a page of somebody who signed in through the form; `None` is a stranger.

    After the test the browser must have had nothing to complain about: no error, no blocked style or script.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(EXPECTED):
            complaints.append(f"{message.type}: {message.text}")

    def come_in(who: str | None, *, width: int = 1280, height: int = 900, **more: object) -> Page:
        context = chromium_browser.new_context(
            base_url=stage.url,
            viewport={"width": width, "height": height},
            locale="nl-NL",
            **more,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
        if who is not None:
            page.goto("/inloggen")
            page.get_by_label("E-mailadres").fill(stage.scene.emails[who])
            page.get_by_label("Wachtwoord").fill(PASSWORD)
            page.get_by_role("button", name="Inloggen").click()
            page.wait_for_url(stage.url + "/")
        return page

    yield come_in
    for context in contexts:
        context.close()
    assert complaints == []
