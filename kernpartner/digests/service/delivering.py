"""Changes where digests are: released when everybody agrees and the day has come, delivered once, read."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.audit.service import WORKER, Actor, record
from kernpartner.db.uuid7 import uuid7
from kernpartner.digests import queries
from kernpartner.digests.models import Delivery, Digest
from kernpartner.digests.rules import Rhythm, Status, may_leave, told_on, wants
from kernpartner.digests.service.subscribing import wish_row
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Person
from kernpartner.organisations.rules import Role
from kernpartner.outbox.service import queue_mail

BATCH = 300
LOCAL = ZoneInfo("Europe/Amsterdam")
TOLD_AT = time(9)


def release_signed(session: Session, district_id: uuid.UUID, on: date, now: datetime) -> int:
    """Release the digests whose day has come and to which every organisation that wrote agrees; give how many.

    Twice is as once: a released digest is not looked at again, and two workers skip each other's rows. At
    most `BATCH` at a time, so that one transaction stays short; the next run takes the next ones.
    """
    released = _to_release(session, district_id, on)
    for found in released:
        found.status, found.released_at = Status.RELEASED.value, now
        session.flush()
        for person in organisation_queries.members(session, found.organisation_id, on, Role.PARTNER):
            _deliver(session, found, person, now)
    for found in released:
        record(session, WORKER, "digest.released", "digest", found.id, now, hash=found.content_hash)
    return len(released)


def mark_read(session: Session, actor: Actor, digest_id: uuid.UUID, form: str, now: datetime) -> None:
    """Note that a partner read a digest, as `page`, `pdf`, `json` or `feed`."""
    session.execute(
        update(Delivery)
        .where(Delivery.digest_id == digest_id, Delivery.person_id == actor.person_id, Delivery.read_at.is_(None))
        .values(read_at=now)
    )
    record(session, actor, "digest.read", "digest", digest_id, now, form=form)


def _to_release(session: Session, district_id: uuid.UUID, on: date) -> Sequence[Digest]:
    """Take up to `BATCH` digests that may leave, looking at so many at a time: most of a long line is not looked at."""
    found: list[Digest] = []
    after = uuid.UUID(int=0)
    while len(found) < BATCH:
        waiting = session.scalars(
            select(Digest)
            .where(
                Digest.district_id == district_id,
                Digest.status == Status.COMPILED.value,
                Digest.leaves_on <= on,
                Digest.id > after,
            )
            .order_by(Digest.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).all()
        if not waiting:
            break
        said = queries.standings_of(session, waiting, on)
        found += [one for one in waiting if _may_leave(one, said[one.id], on)]
        after = waiting[-1].id
    return found[:BATCH]


def _may_leave(found: Digest, said: Sequence[queries.Standing], on: date) -> bool:
    return may_leave(
        status=found.status,
        leaves=found.leaves_on,
        on=on,
        needed=[one.organisation_id for one in said],
        agreed=queries.agreed(said),
    )


def _deliver(session: Session, found: Digest, person: Person, now: datetime) -> None:
    """Lay the digest ready for a person, once, and queue a notice without figures when the person wants one."""
    session.execute(
        insert(Delivery)
        .values(id=uuid7(), digest_id=found.id, person_id=person.id, delivered_at=now)
        .on_conflict_do_nothing(index_elements=["digest_id", "person_id"])
    )
    wish = queries.wish_of(wish_row(session, person.id))
    themes = {uuid.UUID(part["theme_id"]) for part in found.content["themes"]}
    if not wants(wish, themes=themes, area=found.area_id):
        return
    if wish.rhythm is Rhythm.EACH:
        context = {"period": found.period_label, "area": found.content["area"], "digest": str(found.id)}
        _notify(session, found, person, f"digest_ready:{found.id}:{person.id}", context, now)
    else:
        day = told_on(wish.rhythm, now.astimezone(LOCAL).date())
        at = datetime.combine(day, TOLD_AT, LOCAL)
        _notify(session, found, person, f"digest_round:{person.id}:{day.isoformat()}", {}, at)


def _notify(
    session: Session, found: Digest, person: Person, key: str, context: dict[str, str], due_at: datetime
) -> None:
    kind = key.partition(":")[0]
    queue_mail(
        session,
        kind=kind,
        dedupe_key=key,
        to_person=person.id,
        to_address=person.email,
        template=kind,
        context={"organisation": found.content["organisation"], **context},
        due_at=due_at,
        language=person.language,
    )
