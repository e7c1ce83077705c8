"""Changes what home organisations said of a digest: agreement, a wish to change, something left out."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.digests import queries
from kernpartner.digests.models import Digest, Signature
from kernpartner.digests.rules import REMIND_AFTER_DAYS, Choice, SignProblem, Status, seal, sign_problem, without
from kernpartner.districts import queries as district_queries
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation, Person
from kernpartner.organisations.rules import RIGHTS, Action
from kernpartner.outbox.service import queue_mail
from kernpartner.privacy.deidentify import clean

LOCAL = ZoneInfo("Europe/Amsterdam")


class DigestClosed(ValueError):
    """The digest is gone, was released, or never leaves; nothing about it changes any more."""


class DigestMoved(ValueError):
    """The content is another one than the person read: nobody agrees to, or objects to, what was not read."""


class NotASigner(PermissionError):
    """Only organisations that write concerns in the area say whether a digest leaves."""


class SignRefused(ValueError):
    """The signature cannot be taken; `problem` says why."""

    def __init__(self, problem: SignProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def sign(
    session: Session, actor: Actor, digest_id: uuid.UUID, choice: str, remark: str, now: datetime, *, read: str = ""
) -> None:
    """Say for the actor's organisation that a digest may leave, or what must change first (`remark`, cleaned).

    The word holds for the content as it is now; `read` is the hash of what the person read, when that is known.
    Raises `DigestClosed`, `DigestMoved`, `NotASigner`, `SignRefused`.
    """
    assert actor.organisation_id is not None and actor.person_id is not None
    found = _open(session, digest_id)
    if read and read != found.content_hash:
        raise DigestMoved("the digest changed since it was read")
    if actor.organisation_id not in {one.id for one in _signers(session, found, now)}:
        raise NotASigner("this organisation does not sign digests of this area")
    problem = sign_problem(choice, remark)
    if problem is not None:
        raise SignRefused(problem)
    lists = district_queries.word_lists(session, found.district_id)
    signature = Signature(
        digest_id=found.id,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        choice=choice,
        remark=clean(remark.strip(), lists).text,
        content_hash=found.content_hash,
        at=now,
    )
    session.add(signature)
    session.flush()
    if choice == Choice.CHANGE:
        _tell_coordinators(session, found, signature, now)
    record(session, actor, "digest.signed", "digest", found.id, now, decision=choice)


def sign_all(session: Session, actor: Actor, now: datetime, *, read: Collection[str] | None = None) -> int:
    """Agree to every digest that waits for the actor's organisation; give how many.

    With `read` only to contents with these hashes: what came or changed since the list was shown waits on.
    """
    assert actor.organisation_id is not None
    signed = 0
    for found in queries.to_sign(session, actor.organisation_id, _day(now)):
        if read is not None and found.content_hash not in read:
            continue
        try:
            sign(session, actor, found.id, Choice.AGREE, "", now, read=found.content_hash)
        except (DigestClosed, DigestMoved):
            continue
        signed += 1
    return signed


def leave_out(
    session: Session, actor: Actor, digest_id: uuid.UUID, parts: Collection[str], now: datetime, *, read: str = ""
) -> bool:
    """Leave parts out of a digest (`rules.without`); False when that changes nothing.

    Parts are named by their place in the content with the hash `read`. Raises `DigestClosed`, `DigestMoved`.

    The content gets a new hash, so every organisation says again whether it agrees, and is asked to: once a day
    per edition and area, however much is left out.
    """
    found = _open(session, digest_id)
    if read and read != found.content_hash:
        raise DigestMoved("the digest changed since it was read")
    content = without(found.content, parts)
    if seal(content) == found.content_hash:
        return False
    found.content, found.content_hash, found.version = content, seal(content), found.version + 1
    session.flush()
    for organisation in _signers(session, found, now):
        ask_to_sign(session, found, organisation.id, organisation.label, now, changed_on=_day(now))
    record(session, actor, "digest.changed", "digest", found.id, now, hash=found.content_hash)
    return True


def withhold(session: Session, actor: Actor, digest_id: uuid.UUID, now: datetime) -> None:
    """Let a digest never leave; raises `DigestClosed`."""
    found = _open(session, digest_id)
    found.status = Status.WITHHELD.value
    session.flush()
    record(session, actor, "digest.withheld", "digest", found.id, now)


def remind(session: Session, district_id: uuid.UUID, on: date, now: datetime) -> int:
    """Ask organisations that did not answer a week before the digests leave once more; give how many digests."""
    reminded = 0
    circulating = queries.in_circulation(session, district_id)
    said = queries.standings_of(session, circulating, on)
    for found in circulating:
        if found.reminded_at is not None or on < found.leaves_on - timedelta(days=REMIND_AFTER_DAYS):
            continue
        for standing in said[found.id]:
            if standing.choice is None:
                ask_to_sign(session, found, standing.organisation_id, standing.organisation_label, now, again=True)
        found.reminded_at = now
        reminded += 1
    session.flush()
    return reminded


def ask_to_sign(
    session: Session,
    found: Digest,
    organisation_id: uuid.UUID,
    label: str,
    now: datetime,
    *,
    again: bool = False,
    changed_on: date | None = None,
) -> None:
    """Mail the members of an organisation that digests wait for it: one mail per edition and area, not per partner.

    With `again` as a reminder; with `changed_on` because what they agreed to is another text since that day.
    """
    area = area_label(session, found)
    kind = "digest_reminder" if again else "digest_to_sign"
    asked = f"{found.edition_id}:{found.area_id}" + (f":{changed_on.isoformat()}" if changed_on else "")
    for person in _people_who_sign(session, organisation_id, _day(now)):
        queue_mail(
            session,
            kind=kind,
            dedupe_key=f"{kind}:{asked}:{person.id}",
            to_person=person.id,
            to_address=person.email,
            template="digest_to_sign",
            context={
                "digest": str(found.id),
                "organisation": label,
                "period": found.period_label,
                "area": area,
            },
            due_at=now,
            language=person.language,
        )


def area_label(session: Session, found: Digest) -> str:
    """Give the name of the area that a digest is about, as it was when the digest was made."""
    label: str = found.content["area"]
    return label


def _people_who_sign(session: Session, organisation_id: uuid.UUID, on: date) -> Sequence[Person]:
    roles = [role for role, actions in RIGHTS.items() if Action.SIGN_DIGEST in actions]
    found = {
        person.id: person
        for role in roles
        for person in organisation_queries.members(session, organisation_id, on, role)
    }
    return list(found.values())


def _tell_coordinators(session: Session, found: Digest, signature: Signature, now: datetime) -> None:
    organisation = organisation_queries.organisation(session, signature.organisation_id)
    for person in organisation_queries.coordinators(session, found.district_id, _day(now)):
        queue_mail(
            session,
            kind="digest_changed",
            dedupe_key=f"digest_changed:{signature.id}:{person.id}",
            to_person=person.id,
            to_address=person.email,
            template="digest_changed",
            context={
                "digest": str(found.id),
                "organisation": organisation.label,
                "period": found.period_label,
                "area": area_label(session, found),
            },
            due_at=now,
            language=person.language,
        )


def _open(session: Session, digest_id: uuid.UUID) -> Digest:
    # Read again under the lock: what a page read before may have been changed or released by somebody else since.
    found = session.get(Digest, digest_id, with_for_update=True, populate_existing=True)
    if found is None or found.status != Status.COMPILED.value:
        raise DigestClosed("the digest is not open to changes")
    return found


def _signers(session: Session, found: Digest, now: datetime) -> Sequence[Organisation]:
    return queries.signers(session, found.district_id, found.area_id, _day(now))


def _day(now: datetime) -> date:
    return now.astimezone(LOCAL).date()
