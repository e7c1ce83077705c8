"""Changes what people were told: notes a fact, mails it at once or with others, and keeps how they want it."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.db.uuid7 import uuid7
from kernpartner.notices import queries
from kernpartner.notices.models import Notice, NoticeWish
from kernpartner.notices.rules import BUNDLE, KINDS, LOCAL, MOST_LINES, Group, When, choices
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Person
from kernpartner.outbox.service import queue_mail


def tell(
    session: Session, person: Person, kind: str, dedupe_key: str, context: Mapping[str, Any], now: datetime
) -> bool:
    """Note a fact for a person in the transaction of the fact, and mail it as that person wants; False on a repeat.

    `kind` is one of `rules.KINDS` and the name of the mail; `context` holds ids, ISO dates and words that everybody
    may read, never a text about a child.
    """
    if not person.active:
        return False
    _wish(session, person.id)
    goes = queries.wishes_of(session, person.id)[KINDS[kind]]
    written = session.execute(
        insert(Notice)
        .values(
            id=uuid7(),
            person_id=person.id,
            kind=kind,
            dedupe_key=dedupe_key,
            context=dict(context),
            at=now,
            goes=goes.value,
            left_at=now if goes is When.NOW else None,
        )
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(Notice.id)
    ).first()
    if written is None:
        return False
    if goes is When.NOW:
        _mail(session, person, kind, dedupe_key, context, now)
    return True


def mail_bundle(session: Session, person_id: uuid.UUID, now: datetime) -> int:
    """Queue one mail with all that waits for a person, at most one a day; give how many facts stand in it."""
    person = organisation_queries.person(session, person_id)
    waiting = session.scalars(
        select(Notice)
        .where(
            Notice.person_id == person_id,
            Notice.left_at.is_(None),
            Notice.goes.in_((When.DAY.value, When.WEEK.value)),
        )
        .order_by(Notice.at, Notice.id)
        .with_for_update(skip_locked=True)
    ).all()
    if person is None or not waiting:
        return 0
    day: date = now.astimezone(LOCAL).date()
    lines = [{"kind": notice.kind, **notice.context} for notice in waiting[:MOST_LINES]]
    more = len(waiting) - len(lines)
    context = {"lines": lines, "more": more}
    if not _mail(session, person, BUNDLE, f"{BUNDLE}:{person_id}:{day.isoformat()}", context, now):
        return 0
    for notice in waiting:
        notice.left_at = now
    session.flush()
    return len(waiting)


def set_wishes(session: Session, actor: Actor, wishes: Mapping[Group, When], now: datetime) -> None:
    """Keep how the acting person wants to hear of things; what waits follows, a choice a group has not is left out."""
    assert actor.person_id is not None
    _keep(session, actor.person_id, wishes)
    record(session, actor, "notices.wished", "person", actor.person_id, now)


def stop(session: Session, token: str, group: Group | None, now: datetime) -> bool:
    """Stop the mails of one group, or without a group all that wait for a bundle; False for an unknown secret."""
    person_id = queries.person_of_token(session, token)
    if person_id is None:
        return False
    known = queries.wishes_of(session, person_id)
    bundled = [one for one, when in known.items() if when in {When.DAY, When.WEEK}]
    _keep(session, person_id, dict.fromkeys(bundled if group is None else [group], When.NEVER))
    record(session, Actor(person_id=person_id), "notices.wished", "person", person_id, now)
    return True


def forget_old(session: Session, before: datetime) -> int:
    """Remove what people were told before this moment; give how many."""
    gone = session.scalars(
        delete(Notice).where(Notice.at < before).returning(Notice.id).execution_options(synchronize_session=False)
    )
    return len(gone.all())


def _keep(session: Session, person_id: uuid.UUID, wishes: Mapping[Group, When]) -> None:
    wish = _wish(session, person_id)
    chosen = {group.value: when.value for group, when in wishes.items() if when in choices(group)}
    wish.wishes = {**wish.wishes, **chosen}
    session.flush()
    now_wished = queries.wishes_of(session, person_id)
    for notice in session.scalars(
        select(Notice).where(Notice.person_id == person_id, Notice.left_at.is_(None), Notice.goes != When.NEVER.value)
    ):
        # What waits does not burst out at once when somebody wants to hear sooner: it goes with the next bundle.
        wanted = now_wished[KINDS[notice.kind]]
        notice.goes = (When.DAY if wanted is When.NOW else wanted).value
    session.flush()


def _wish(session: Session, person_id: uuid.UUID) -> NoticeWish:
    session.execute(
        insert(NoticeWish)
        .values(person_id=person_id, token=secrets.token_urlsafe(24), wishes={})
        .on_conflict_do_nothing(index_elements=["person_id"])
    )
    return session.get_one(NoticeWish, person_id)


def _mail(
    session: Session, person: Person, kind: str, dedupe_key: str, context: Mapping[str, Any], now: datetime
) -> bool:
    return queue_mail(
        session,
        kind=kind,
        dedupe_key=dedupe_key,
        to_person=person.id,
        to_address=person.email,
        template=kind,
        context=dict(context),
        due_at=now,
        language=person.language,
    )
