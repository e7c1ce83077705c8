"""Reads digests: for those who sign them, and for the partner that got them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.digests.models import Delivery, Digest, Signature
from kernpartner.digests.rules import Choice, Status
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation


@dataclass(frozen=True)
class Standing:
    """What one home organisation said of the content as it is now; no `choice` means that it is waited for."""

    organisation_id: uuid.UUID
    organisation_label: str
    choice: Choice | None = None
    remark: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Received:
    """A digest that lies in the application for a person."""

    digest: Digest
    read_at: datetime | None


def digest(session: Session, digest_id: uuid.UUID) -> Digest | None:
    """Give the digest with this id, if there is one."""
    return session.get(Digest, digest_id)


def digest_for_partner(session: Session, digest_id: uuid.UUID, organisation_id: uuid.UUID) -> Digest | None:
    """Give the digest if it was released to this partner; nothing otherwise, whether it exists or not."""
    return session.scalar(
        select(Digest).where(
            Digest.id == digest_id,
            Digest.organisation_id == organisation_id,
            Digest.status == Status.RELEASED.value,
        )
    )


def released_to(session: Session, organisation_id: uuid.UUID) -> Sequence[Digest]:
    """Give the digests that were released to this partner, newest first."""
    return session.scalars(
        select(Digest)
        .where(Digest.organisation_id == organisation_id, Digest.status == Status.RELEASED.value)
        .order_by(Digest.released_at.desc(), Digest.id.desc())
    ).all()


def received(session: Session, person_id: uuid.UUID, organisation_id: uuid.UUID) -> Sequence[Received]:
    """Give what was delivered to a person at this partner, newest first."""
    rows = session.execute(
        select(Digest, Delivery.read_at)
        .join(Delivery, Delivery.digest_id == Digest.id)
        .where(Delivery.person_id == person_id, Digest.organisation_id == organisation_id)
        .order_by(Digest.released_at.desc(), Digest.id.desc())
    )
    return [Received(found, read_at) for found, read_at in rows]


def unread(session: Session, person_id: uuid.UUID, organisation_id: uuid.UUID) -> int:
    """Give how many digests a person at this partner has not opened yet."""
    return sum(one.read_at is None for one in received(session, person_id, organisation_id))


def signers(session: Session, district_id: uuid.UUID, area_id: uuid.UUID, on: date) -> Sequence[Organisation]:
    """Give the home organisations whose agreement a digest about this area needs, by label.

    Those of the area and those of no area in particular; who works only elsewhere wrote none of it.
    """
    home = organisation_queries.home_organisations(session, district_id, on)
    return [organisation for organisation in home if organisation.area_id in (None, area_id)]


def standings_of(session: Session, found: Sequence[Digest], on: date) -> Mapping[uuid.UUID, Sequence[Standing]]:
    """Give per digest and per organisation that has to agree what it last said of the content as it is now."""
    needed = {key: signers(session, *key, on) for key in {(one.district_id, one.area_id) for one in found}}
    last = {
        (signature.digest_id, signature.organisation_id): signature
        for signature in session.scalars(
            select(Signature)
            .join(Digest, Digest.id == Signature.digest_id)
            .where(Signature.digest_id.in_([one.id for one in found]), Signature.content_hash == Digest.content_hash)
            .order_by(Signature.at, Signature.id)
        )
    }
    return {
        one.id: [
            _standing(organisation, last.get((one.id, organisation.id)))
            for organisation in needed[one.district_id, one.area_id]
        ]
        for one in found
    }


def standings(session: Session, found: Digest, on: date) -> Sequence[Standing]:
    """Give per organisation that has to agree what it last said of the content as it is now."""
    return standings_of(session, [found], on)[found.id]


def agreed(said: Sequence[Standing]) -> frozenset[uuid.UUID]:
    """Give the organisations that agree."""
    return frozenset(one.organisation_id for one in said if one.choice is Choice.AGREE)


def in_circulation(session: Session, district_id: uuid.UUID) -> Sequence[Digest]:
    """Give the digests that are read over and did not leave yet: the first to leave first."""
    return session.scalars(
        select(Digest)
        .join(Organisation, Organisation.id == Digest.organisation_id)
        .where(Digest.district_id == district_id, Digest.status == Status.COMPILED.value)
        .order_by(Digest.leaves_on, Organisation.label, Digest.area_id)
    ).all()


def to_sign(session: Session, organisation_id: uuid.UUID, on: date) -> Sequence[Digest]:
    """Give the digests that wait for this organisation's word on their present content."""
    organisation = organisation_queries.organisation(session, organisation_id)
    found = in_circulation(session, organisation.district_id)
    said = standings_of(session, found, on)
    return [
        digest
        for digest in found
        if any(one.organisation_id == organisation_id and one.choice is None for one in said[digest.id])
    ]


def deliveries(session: Session, digest_id: uuid.UUID) -> int:
    """Give for how many people a digest lies in the application."""
    return session.scalar(select(func.count()).where(Delivery.digest_id == digest_id)) or 0


def last_told(session: Session, organisation_id: uuid.UUID, area_id: uuid.UUID) -> Digest | None:
    """Give the last digest about an area that was released to a partner."""
    return session.scalar(
        select(Digest)
        .where(
            Digest.organisation_id == organisation_id,
            Digest.area_id == area_id,
            Digest.status == Status.RELEASED.value,
        )
        .order_by(Digest.released_at.desc(), Digest.id.desc())
        .limit(1)
    )


def asked_now(session: Session, organisation_id: uuid.UUID) -> Sequence[tuple[Digest, str, str]]:
    """Give what is asked of a partner now: digest, theme and question, from the last digest about each area."""
    newest: dict[uuid.UUID, Digest] = {}
    for found in released_to(session, organisation_id):
        newest.setdefault(found.area_id, found)
    return [
        (found, part["label"], line)
        for found in newest.values()
        for part in found.content["themes"]
        for line in part["asked"]
    ]


def _standing(organisation: Organisation, signature: Signature | None) -> Standing:
    if signature is None:
        return Standing(organisation.id, organisation.label)
    return Standing(organisation.id, organisation.label, Choice(signature.choice), signature.remark, signature.at)
