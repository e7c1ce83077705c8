"""An offer that was taken back before the draft stands on no agenda."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernpartner.meetings import queries, service
from kernpartner.offers import queries as offer_queries
from kernpartner.offers.service import withdraw_offer
from tests.conftest import NOW, TODAY
from tests.meetings.world import World, a_world


def offered(session: Session, world: World) -> list[str]:
    found = [*queries.agenda(session, world.meeting).items, *queries.left_out(session, world.meeting)]
    return [line for view in found for line in view.item.offers]


def test_what_was_withdrawn_before_the_draft_is_on_no_agenda(session: Session) -> None:
    world = a_world(session, drafted=False)
    [made] = offer_queries.offers_of(session, world.place.sport.id, TODAY)
    withdraw_offer(session, world.place.actor("sport"), made.offer_id, NOW)
    service.draft_agenda(session, world.meeting.id, TODAY, NOW)
    assert offered(session, world)
    assert not any(made.form in line for line in offered(session, world))


def test_what_stands_is_on_it(session: Session) -> None:
    world = a_world(session)
    [made] = offer_queries.offers_of(session, world.place.sport.id, TODAY)
    assert any(made.form in line for line in offered(session, world))
