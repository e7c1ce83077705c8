"""Whoever signs, changes or stops a digest acts on what it is at that moment, not on what a page showed before."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kernpartner.digests import queries, service
from kernpartner.digests.models import Digest, Signature
from kernpartner.digests.rules import Choice, Status, leaves_on, seal, without
from kernpartner.organisations.models import Organisation
from kernpartner.outbox.models import Mail
from tests.conftest import NOW, TODAY
from tests.digests.conftest import SECOND
from tests.factories import Place

SIGNERS = ("ib", "ib2", "jgz", "worker")
DUE = leaves_on(SECOND, TODAY)


@pytest.fixture
def sport(session: Session, place: Place) -> Digest:
    """Compile, and give SportUtrecht's digest, read by this session as a page reads it."""
    service.compile_due(session, place.district.id, TODAY, NOW)
    return session.scalars(select(Digest).where(Digest.organisation_id == place.sport.id)).one()


def meanwhile(session: Session, digest: Digest, **values: object) -> None:
    """Change the row as another transaction does: what this session read before stays what it was."""
    session.execute(
        update(Digest).where(Digest.id == digest.id).values(**values).execution_options(synchronize_session=False)
    )


@pytest.mark.parametrize("act", ["sign", "leave_out", "withhold"])
def test_what_was_released_meanwhile_is_not_signed_changed_or_stopped(
    session: Session, place: Place, sport: Digest, act: str
) -> None:
    before = sport.content_hash
    meanwhile(session, sport, status=Status.RELEASED.value, released_at=NOW)
    coordinator = place.actor("coordinator")
    with pytest.raises(service.DigestClosed):
        if act == "sign":
            service.sign(session, place.actor("ib"), sport.id, Choice.CHANGE, "Dit is te veel", NOW)
        elif act == "leave_out":
            service.leave_out(session, coordinator, sport.id, [str(place.themes["zelfbeeld"])], NOW)
        else:
            service.withhold(session, coordinator, sport.id, NOW)
    session.refresh(sport)
    assert (sport.status, sport.content_hash) == (Status.RELEASED.value, before)
    assert session.scalars(select(Signature)).all() == []


def test_what_another_left_out_meanwhile_does_not_come_back(session: Session, place: Place, sport: Digest) -> None:
    less = without(sport.content, [str(place.themes["zelfbeeld"])])
    meanwhile(session, sport, content=less, content_hash=seal(less), version=2)
    service.leave_out(session, place.actor("coordinator"), sport.id, [str(place.themes["lanterfantertijd"])], NOW)
    session.refresh(sport)
    assert (sport.content["themes"], sport.version) == ([], 3)


def test_nobody_agrees_to_a_content_that_was_not_read(session: Session, place: Place, sport: Digest) -> None:
    read = sport.content_hash
    less = without(sport.content, [str(place.themes["zelfbeeld"])])
    meanwhile(session, sport, content=less, content_hash=seal(less), version=2)
    with pytest.raises(service.DigestMoved):
        service.sign(session, place.actor("ib"), sport.id, Choice.AGREE, "", NOW, read=read)


def test_a_digest_does_not_leave_on_agreement_to_an_earlier_content(
    session: Session, place: Place, sport: Digest
) -> None:
    for who in SIGNERS:
        service.sign(session, place.actor(who), sport.id, Choice.AGREE, "", NOW)
    less = without(sport.content, [str(place.themes["zelfbeeld"])])
    meanwhile(session, sport, content=less, content_hash=seal(less), version=2)
    assert service.release_signed(session, place.district.id, DUE, NOW) == 0


def test_an_organisation_that_joins_before_the_day_has_a_say_too(session: Session, place: Place, sport: Digest) -> None:
    for who in SIGNERS:
        service.sign(session, place.actor(who), sport.id, Choice.AGREE, "", NOW)
    school = session.get_one(Organisation, place.school.id)
    joined = Organisation(
        district_id=place.district.id,
        area_id=place.area.id,
        type_slug=school.type_slug,
        slug="nieuwe-school",
        label="Nieuwe school",
        valid_from=DUE,
    )
    session.add(joined)
    session.flush()
    assert service.release_signed(session, place.district.id, DUE, NOW) == 0
    said = {one.organisation_label: one.choice for one in queries.standings(session, sport, DUE)}
    assert said["Nieuwe school"] is None
    joined.valid_from, joined.valid_to = TODAY, TODAY
    session.flush()
    assert service.release_signed(session, place.district.id, DUE, NOW) == 1


def test_who_agreed_before_hears_once_a_day_that_the_text_is_another(
    session: Session, place: Place, sport: Digest
) -> None:
    asked = select(Mail).where(Mail.kind == "digest_to_sign", Mail.to_person == place.people["jgz"].id)
    before = len(session.scalars(asked).all())
    for slug in ("zelfbeeld", "lanterfantertijd"):
        service.leave_out(session, place.actor("coordinator"), sport.id, [str(place.themes[slug])], NOW)
    assert len(session.scalars(asked).all()) == before + 1
