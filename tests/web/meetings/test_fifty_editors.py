"""Fifty people write minutes of one item at the same time, over connections that fail: no word is lost."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session

from kernpartner.config import Settings
from kernpartner.db.engine import session_factory
from kernpartner.meetings import queries, service
from kernpartner.meetings.models import Meeting
from kernpartner.web import create_app
from tests.conftest import NOW
from tests.meetings.world import World, a_world
from tests.signing import cookie_of
from tests.web.conftest import SECRET
from tests.web.meetings.editors import Editor

EDITORS, WORDS = 50, 6
pytestmark = pytest.mark.slow


def _settled(session: Session) -> World:
    world = a_world(session)
    service.settle(session, world.place.actor("coordinator"), world.meeting.id, NOW)
    return world


def test_fifty_editors_at_once_lose_no_word(fresh_database_url: str) -> None:
    app = create_app(
        Settings(secret_key=SECRET, database_url=fresh_database_url, redis_url="memory://", second_factor=False)
    )
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    sessions = session_factory(fresh_database_url)
    with sessions() as session:
        world = _settled(session)
        items = [one.item for one in queries.outcome(session, world.meeting)]
        meeting_id, item = world.meeting.id, next(item for item in items if item.kind == "theme")
        people = [world.place.people[who] for who in ("ib", "ib2", "jgz", "worker", "coordinator")]
        names = [cookie_of(session, person) for person in people]
    editors = []
    for number in range(EDITORS):
        client = app.test_client()
        with client.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = names[number % len(names)], True
        path = f"/overleggen/{meeting_id}/scherm/{item.id}/verslag"
        editors.append(Editor(client, path, random.Random(number), f"schrijver{number}x"))
    with ThreadPoolExecutor(EDITORS) as threads:
        for done in [threads.submit(editor.write, WORDS) for editor in editors]:
            done.result()
    with sessions() as session:
        meeting = session.get_one(Meeting, meeting_id)
        final = next(one.text for one in queries.outcome(session, meeting) if one.item.id == item.id)
        revisions = [row.revision for row in queries.revisions(session, item.id)]
    for made in (sessions, app.extensions["session_factory"]):
        made.kw["bind"].dispose()
    shown = " ".join(text for editor in editors for text in editor.seen)
    typed = [word for editor in editors for word in editor.own]
    assert len(typed) >= EDITORS * WORDS
    assert sum(editor.lost for editor in editors) > EDITORS, "connections failed while they wrote"
    assert revisions == list(range(len(revisions), 0, -1)), "no revision is missing"
    words, conflicts = set(final.split()), set(shown.split())
    assert [word for word in typed if word not in words | conflicts] == []
    assert [word for word in typed if word not in words] == [], "everybody who saw a conflict kept both texts"
