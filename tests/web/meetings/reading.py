"""Finds things in a world of meetings and in the answers of its pages; plain functions."""

from __future__ import annotations

import re
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.meetings import queries, service
from kernpartner.outbox.models import Mail
from tests.conftest import NOW
from tests.meetings.world import World


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))  # type: ignore[attr-defined]


def item_id(session: Session, world: World, title: str) -> uuid.UUID:
    found = [*queries.agenda(session, world.meeting).items, *queries.left_out(session, world.meeting)]
    return next(one.item.id for one in found if one.item.title == title)


def settled(session: Session, world: World) -> None:
    service.settle(session, world.place.actor("coordinator"), world.meeting.id, NOW)
    session.commit()


def token(session: Session, world: World, who: str) -> str:
    address = world.place.people[who].email
    mail = session.scalars(select(Mail).where(Mail.to_address == address, Mail.kind == "invitation")).one()
    return str(mail.context["token"])
