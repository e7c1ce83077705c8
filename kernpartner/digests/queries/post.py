"""Reads who wants which mail about digests, and whose mail comes back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.digests.models import Delivery, Digest, MailWish
from kernpartner.digests.rules import Rhythm, Wish
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Person
from kernpartner.organisations.rules import Role
from kernpartner.outbox import queries as outbox_queries
from kernpartner.outbox.rules import unreachable


@dataclass(frozen=True)
class CameBack:
    """A person whose mail came back: since when, what the other server said, and whether it stops all mail."""

    person_id: uuid.UUID
    name: str
    email: str
    organisations: tuple[str, ...]
    since: datetime
    status: str
    words: str
    times: int
    stops_mail: bool


def mail_wish(session: Session, person_id: uuid.UUID) -> MailWish | None:
    """Give which mail about digests a person wants, once there was a digest for that person."""
    return session.get(MailWish, person_id)


def mail_wish_by_token(session: Session, token: str) -> MailWish | None:
    """Give whose mails this token stops."""
    return session.scalar(select(MailWish).where(MailWish.token == token))


def mail_wish_by_feed(session: Session, feed_token: str) -> MailWish | None:
    """Give whose feed this token opens."""
    return session.scalar(select(MailWish).where(MailWish.feed_token == feed_token))


def wish_of(kept: MailWish | None) -> Wish:
    """Give a kept wish as the rules know it; who said nothing is told of each digest."""
    if kept is None:
        return Wish()
    return Wish(
        Rhythm.NONE if kept.stopped_at is not None else Rhythm(kept.rhythm),
        frozenset(uuid.UUID(key) for key in kept.themes),
        frozenset(uuid.UUID(key) for key in kept.areas),
    )


def feed_of(session: Session, wish: MailWish, on: date, limit: int = 20) -> Sequence[Digest]:
    """Give what was delivered to a person at the partners where that person still works, newest first.

    Nothing for who left: the address of a feed outlives a position.
    """
    person = organisation_queries.person(session, wish.person_id)
    if person is None or not person.active:
        return []
    now_at = {
        row.organisation_id
        for row in organisation_queries.positions(session, person.id, on)
        if row.role == Role.PARTNER
    }
    return session.scalars(
        select(Digest)
        .join(Delivery, Delivery.digest_id == Digest.id)
        .where(Delivery.person_id == person.id, Digest.organisation_id.in_(now_at))
        .order_by(Digest.released_at.desc(), Digest.id.desc())
        .limit(limit)
    ).all()


def came_back(session: Session, district_id: uuid.UUID, on: date) -> Sequence[CameBack]:
    """Give the people of a district whose mail came back and to which nobody looked yet, newest first."""
    bounces = outbox_queries.open_bounces(session)
    people = session.scalars(
        select(Person).where(Person.district_id == district_id, Person.active, Person.email.in_(list(bounces)))
    )
    found = []
    for person in people:
        mine = bounces[person.email.lower()]
        places = organisation_queries.positions(session, person.id, on)
        found.append(
            CameBack(
                person_id=person.id,
                name=person.name,
                email=person.email,
                organisations=tuple(dict.fromkeys(place.organisation_label for place in places)),
                since=mine[-1].at,
                status=mine[0].status,
                words=mine[0].words,
                times=len(mine),
                stops_mail=unreachable([bounce.severity for bounce in mine]),
            )
        )
    return sorted(found, key=lambda one: (one.since, one.person_id), reverse=True)
