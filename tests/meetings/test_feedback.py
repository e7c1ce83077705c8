"""Whoever logged a concern hears that it led to something: the theme, never the content, and nobody else."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.concerns import service as concern_service
from kernpartner.concerns.rules import ConcernInput
from kernpartner.meetings import service
from kernpartner.outbox.models import Mail
from tests.conftest import NOW, TODAY
from tests.meetings.world import World, a_world, later

TEXT = "Een jongere heeft nooit een vrije middag."


def logged(session: Session, world: World, who: str, slug: str) -> None:
    given = ConcernInput(
        text=TEXT,
        age_band="11-12",
        perspective="professional",
        wider="yes",
        occurred_on=TODAY - timedelta(days=30),
        confirmed=(world.place.themes[slug],),
    )
    concern_service.log_concern(session, world.place.actor(who), given, NOW)


def feedback(session: Session) -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.kind == "concern_feedback").order_by(Mail.to_address)))


def test_the_author_alone_hears_of_the_theme_and_never_of_the_content(session: Session) -> None:
    world = a_world(session)
    logged(session, world, "ib", "lanterfantertijd")
    logged(session, world, "ib", "lanterfantertijd")
    logged(session, world, "ib2", "geldzorgen")
    service.settle(session, world.place.actor("coordinator"), world.meeting.id, NOW)
    (mail,) = feedback(session)
    assert mail.to_person == world.place.people["ib"].id
    assert mail.context == {"month": "2026-02-01", "theme": "Lanterfantertijd", "theme_slug": "lanterfantertijd"}
    assert TEXT not in str(mail.context)


def test_settling_a_correction_tells_nobody_twice(session: Session) -> None:
    world = a_world(session)
    actor = world.place.actor("coordinator")
    logged(session, world, "ib", "lanterfantertijd")
    service.settle(session, actor, world.meeting.id, NOW)
    service.reopen(session, actor, world.meeting.id, later(1))
    service.settle(session, actor, world.meeting.id, later(1))
    assert len(feedback(session)) == 1
