"""Changes the themes of many concerns of the own organisation at once, and takes such a change back at once."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.concerns.models import Concern, RetagBatch, ThemeStep
from kernpartner.concerns.rules import COUNTED, RETAG_KINDS
from kernpartner.concerns.service.finding import lists_for
from kernpartner.concerns.service.recounting import lock_cases, recount
from kernpartner.concerns.service.steps import Cause, Key, State, beside, put, revert, share_taxonomy
from kernpartner.db.uuid7 import uuid7
from kernpartner.organisations import queries as organisation_queries
from kernpartner.privacy.deidentify import clean
from kernpartner.themes import queries as theme_queries


class NothingToRetag(ValueError):
    """No own concern would change: none was chosen, or the themes are not what the choice needs."""


class NoSuchBatch(LookupError):
    """The own organisation has no such batch, or it was taken back already."""


def retag_many(
    session: Session,
    actor: Actor,
    kind: str,
    concern_ids: Collection[uuid.UUID],
    now: datetime,
    *,
    from_id: uuid.UUID | None = None,
    to_id: uuid.UUID | None = None,
    reason: str = "",
) -> uuid.UUID:
    """Let own concerns change theme: `move` (from, to), `add` (to) or `remove` (from); give the id of the batch.

    Concerns of others, withdrawn ones and ones without the theme they leave are passed over. A theme that a concern
    leaves is refused, because a person says that it does not fit. Raises `NothingToRetag`.
    """
    share_taxonomy(session)
    district_id = _district(session, actor)
    current = set(theme_queries.theme_ids(session, district_id, now.date()).values())
    if kind not in RETAG_KINDS or (kind != "remove" and to_id not in current) or (kind != "add" and from_id is None):
        raise NothingToRetag(f"{kind!r} needs other themes")
    concerns = _own(session, actor, concern_ids)
    lock_cases(session, concerns)
    batch = _batch(session, actor, district_id, kind, now, from_id, to_id, reason)
    cause = Cause("bulk", actor.person_id, now, batch.reason, batch.id)
    stood = beside(session, concerns)
    wanted: dict[Key, State | None] = {}
    for concern in sorted(concerns):
        if kind != "add" and from_id is not None:
            if stood.get((concern, from_id), {}).get("state") != "confirmed":
                continue
            wanted[concern, from_id] = cause.state("refused")
        if kind != "remove" and to_id is not None:
            wanted[concern, to_id] = cause.state("confirmed")
    return _entered(session, actor, batch, put(session, wanted, cause), "retag", now)


def divide(
    session: Session,
    actor: Actor,
    theme_id: uuid.UUID,
    choices: Mapping[uuid.UUID, Collection[uuid.UUID]],
    now: datetime,
    *,
    reason: str = "",
) -> uuid.UUID:
    """Let own concerns of a theme that was split go to the heirs that a person chose; give the id of the batch.

    `choices` has per concern the heirs it belongs to; none means that it fits none of them. Concerns that are not
    there stay where they are. Raises `NothingToRetag`.
    """
    share_taxonomy(session)
    district_id = _district(session, actor)
    allowed = {heir.id for heir in theme_queries.heirs(session, theme_id)}
    current = theme_queries.ended_in(session, allowed)
    concerns = _own(session, actor, choices)
    lock_cases(session, concerns)
    batch = _batch(session, actor, district_id, "divide", now, theme_id, None, reason)
    cause = Cause("divided", actor.person_id, now, batch.reason, batch.id)
    stood = beside(session, concerns)
    wanted: dict[Key, State | None] = {}
    for concern in sorted(concerns):
        if not allowed or stood.get((concern, theme_id), {}).get("state") != "confirmed":
            continue
        wanted[concern, theme_id] = None
        for heir in choices[concern]:
            if heir in current:
                wanted[concern, current[heir]] = cause.state("confirmed")
    return _entered(session, actor, batch, put(session, wanted, cause), "split", now)


def undo_batch(session: Session, actor: Actor, batch_id: uuid.UUID, now: datetime) -> int:
    """Take back a batch of the own organisation; give how many concerns changed. Later decisions hold.

    Raises `NoSuchBatch`; a theme that ended since stays out of it, because nothing may be confirmed of it any more.
    """
    share_taxonomy(session)
    batch = session.scalar(select(RetagBatch).where(RetagBatch.id == batch_id).with_for_update())
    if batch is None or batch.organisation_id != actor.organisation_id or batch.undone_at is not None:
        raise NoSuchBatch(f"no batch {batch_id} to take back")
    concerns = set(session.scalars(select(ThemeStep.concern_id).where(ThemeStep.change_id == batch.id)))
    lock_cases(session, concerns)
    moved = revert(session, [batch.id], Cause("undone", actor.person_id, now, change_id=uuid7()))
    batch.undone_at = now
    session.flush()
    kind = "split" if batch.kind == "divide" else "retag"
    recount(session, moved, f"batch:{batch.id}:undo", kind, now)
    record(
        session, actor, "concern.retagged", "organisation", actor.organisation_id, now, kind="undone", number=len(moved)
    )
    return len(moved)


def _entered(
    session: Session, actor: Actor, batch: RetagBatch, changed: Collection[uuid.UUID], kind: str, now: datetime
) -> uuid.UUID:
    if not changed:
        raise NothingToRetag("no concern would change")
    batch.concerns = len(changed)
    session.flush()
    recount(session, changed, f"batch:{batch.id}", kind, now)
    record(
        session,
        actor,
        "concern.retagged",
        "organisation",
        actor.organisation_id,
        now,
        kind=batch.kind,
        number=len(changed),
    )
    return batch.id


def _batch(
    session: Session,
    actor: Actor,
    district_id: uuid.UUID,
    kind: str,
    now: datetime,
    from_id: uuid.UUID | None,
    to_id: uuid.UUID | None,
    reason: str,
) -> RetagBatch:
    assert actor.organisation_id is not None
    made = RetagBatch(
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        at=now,
        kind=kind,
        from_id=from_id,
        to_id=to_id,
        reason=clean(reason.strip(), lists_for(session, district_id)).text if reason.strip() else "",
        concerns=0,
    )
    session.add(made)
    session.flush()
    return made


def _own(session: Session, actor: Actor, concern_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    return set(
        session.scalars(
            select(Concern.id).where(
                Concern.id.in_(concern_ids),
                Concern.organisation_id == actor.organisation_id,
                Concern.status.in_(COUNTED),
            )
        )
    )


def _district(session: Session, actor: Actor) -> uuid.UUID:
    assert actor.organisation_id is not None
    return organisation_queries.organisation(session, actor.organisation_id).district_id
