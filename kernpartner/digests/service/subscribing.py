"""Changes who wants which mail about digests, and lets an address get mail again after it was confirmed."""

from __future__ import annotations

import secrets
import uuid
from datetime import date, datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.digests import queries
from kernpartner.digests.models import MailWish
from kernpartner.digests.rules import Rhythm, Wish
from kernpartner.organisations import queries as organisation_queries
from kernpartner.outbox.queries import open_bounces
from kernpartner.outbox.service import settle_bounces


def subscribe(session: Session, person_id: uuid.UUID, wish: Wish, now: datetime) -> None:
    """Tell this person of digests as the wish says; what was queued before and no longer fits does not go."""
    kept = wish_row(session, person_id)
    kept.rhythm = (Rhythm.EACH if wish.rhythm is Rhythm.NONE else wish.rhythm).value
    kept.stopped_at = (kept.stopped_at or now) if wish.rhythm is Rhythm.NONE else None
    kept.themes, kept.areas = sorted(map(str, wish.themes)), sorted(map(str, wish.areas))
    session.flush()


def stop_mails(session: Session, token: str, now: datetime) -> bool:
    """Send this person no mail about digests any more; False when nobody has this token."""
    wish = queries.mail_wish_by_token(session, token)
    if wish is None:
        return False
    wish.stopped_at = wish.stopped_at or now
    session.flush()
    return True


def confirm_address(session: Session, actor: Actor, person_id: uuid.UUID, on: date, now: datetime) -> bool:
    """Send mail to a person of the actor's district again, after mail came back; False when there is nothing to do."""
    assert actor.organisation_id is not None
    person = organisation_queries.person(session, person_id)
    district_id = organisation_queries.organisation(session, actor.organisation_id).district_id
    if person is None or person.district_id != district_id:
        return False
    if not open_bounces(session, [person.email]):
        return False
    settle_bounces(session, person.email, actor.person_id, now)
    record(session, actor, "address.confirmed", "person", person.id, now)
    return True


def wish_row(session: Session, person_id: uuid.UUID) -> MailWish:
    """Give the row of a person's wish, made with its secrets when there is none."""
    session.execute(
        insert(MailWish)
        .values(person_id=person_id, token=secrets.token_urlsafe(24), feed_token=secrets.token_urlsafe(24))
        .on_conflict_do_nothing(index_elements=["person_id"])
    )
    return session.get_one(MailWish, person_id)
