"""A digest says what a meeting of the whole area asks of a partner and decided; a school's own meeting stays there."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.digests import service as digests
from kernpartner.digests.models import Digest
from kernpartner.meetings import queries, service
from tests.conftest import NOW, TODAY
from tests.digests.editions import an_edition
from tests.meetings.world import STARTS, World, a_world

AFTER = STARTS + timedelta(hours=2)
NEXT = date(2026, 7, 1)


@pytest.fixture
def world(session: Session) -> World:
    """Give a settled agenda of the area with SportUtrecht invited for lanterfantertijd."""
    made = a_world(session)
    service.settle(session, made.place.actor("coordinator"), made.meeting.id, NOW)
    return made


def _sport(session: Session, world: World, edition: date, now: Any) -> dict[str, Any]:
    bands = {"lanterfantertijd": (20, 24), "online-leven": (15, 19)}
    an_edition(session, world.place, edition, [date(2026, 1, 1)], bands)
    digests.compile_due(session, world.place.district.id, max(edition, now.date()), now)
    found = session.scalars(select(Digest).where(Digest.organisation_id == world.place.sport.id)).one()
    [part] = found.content["themes"]
    return dict(part)


def test_a_partner_reads_the_question_of_the_item_it_is_invited_for(session: Session, world: World) -> None:
    item = next(
        one.item for one in queries.agenda(session, world.meeting).items if one.item.title == "Lanterfantertijd"
    )
    assert item.question
    assert _sport(session, world, TODAY, NOW)["asked"] == [item.question]


def test_once_the_meeting_was_it_asks_no_more_and_says_what_was_decided(session: Session, world: World) -> None:
    item = next(
        one.item for one in queries.agenda(session, world.meeting).items if one.item.title == "Lanterfantertijd"
    )
    actor = world.place.actor("coordinator")
    service.decide(session, actor, world.meeting.id, item.id, "Elke club krijgt een stappenplan.", AFTER)
    part = _sport(session, world, NEXT, AFTER + timedelta(days=90))
    assert part["asked"] == []
    assert part["decided"] == ["Elke club krijgt een stappenplan."]
