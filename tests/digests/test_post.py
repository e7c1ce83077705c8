"""People are told of digests as they wish; the application holds all; a bad address waits until somebody looks."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.digests import queries, service
from kernpartner.digests.models import Digest
from kernpartner.digests.rules import Choice, Rhythm, Wish
from kernpartner.organisations.models import Person
from kernpartner.outbox import queries as outbox_queries
from kernpartner.outbox import service as outbox
from kernpartner.outbox.models import Mail
from kernpartner.outbox.rules import message_id
from tests.conftest import NOW, TODAY
from tests.factories import Place
from tests.outbox.reports import a_report

LOCAL = ZoneInfo("Europe/Amsterdam")


def released(session: Session, place: Place, at: datetime = NOW) -> Digest:
    """Compile SportUtrecht's digest, let everybody agree, and release it on its day."""
    service.compile_due(session, place.district.id, TODAY, NOW)
    found = session.scalars(select(Digest).where(Digest.organisation_id == place.sport.id)).one()
    for who in ("ib", "ib2", "jgz", "worker"):
        service.sign(session, place.actor(who), found.id, Choice.AGREE, "", NOW)
    service.release_signed(session, place.district.id, found.leaves_on, at)
    return found


def notices(session: Session, person: Person) -> list[Mail]:
    kinds = ("digest_ready", "digest_round")
    return list(session.scalars(select(Mail).where(Mail.to_person == person.id, Mail.kind.in_(kinds))))


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(), ["digest_ready"]),
        (Wish(Rhythm.QUARTER), ["digest_round"]),
        (Wish(Rhythm.YEAR), ["digest_round"]),
        (Wish(Rhythm.NONE), []),
        (Wish(areas=frozenset({uuid.UUID(int=5)})), []),
        (Wish(themes=frozenset({uuid.UUID(int=5)})), []),
    ],
)
def test_the_digest_always_lies_ready_and_the_mail_follows_the_wish(
    session: Session, place: Place, wish: Wish, expected: list[str]
) -> None:
    person = place.people["sport"]
    service.subscribe(session, person.id, wish, NOW)
    found = released(session, place)
    assert queries.deliveries(session, found.id) == 1
    assert [mail.kind for mail in notices(session, person)] == expected


def test_one_mail_a_quarter_goes_on_a_fixed_morning_and_says_nothing_of_one_digest(
    session: Session, place: Place
) -> None:
    person = place.people["sport"]
    service.subscribe(session, person.id, Wish(Rhythm.QUARTER), NOW)
    released(session, place)
    [mail] = notices(session, person)
    assert mail.due_at.astimezone(LOCAL) == datetime(2026, 4, 1, 9, tzinfo=LOCAL)
    assert mail.context == {"organisation": "SportUtrecht"}


def test_a_choice_is_kept_until_it_is_changed_and_stopping_keeps_the_rest(session: Session, place: Place) -> None:
    person = place.people["sport"]
    chosen = Wish(Rhythm.QUARTER, frozenset({place.themes["zelfbeeld"]}), frozenset({place.area.id}))
    service.subscribe(session, person.id, chosen, NOW)
    assert queries.wish_of(queries.mail_wish(session, person.id)) == chosen
    kept = queries.mail_wish(session, person.id)
    assert kept is not None
    assert service.stop_mails(session, kept.token, NOW)
    assert queries.wish_of(kept) == Wish(Rhythm.NONE, chosen.themes, chosen.areas)
    service.subscribe(session, person.id, Wish(), NOW)
    assert queries.wish_of(kept) == Wish()


def test_each_person_has_own_secrets_that_cannot_be_guessed(session: Session, place: Place) -> None:
    for who in ("sport", "jou"):
        service.subscribe(session, place.people[who].id, Wish(), NOW)
    kept = [queries.mail_wish(session, place.people[who].id) for who in ("sport", "jou")]
    secrets = [secret for one in kept if one for secret in (one.token, one.feed_token)]
    assert len(set(secrets)) == 4
    assert min(map(len, secrets)) >= 32


def test_a_feed_ends_with_the_work_of_its_reader(session: Session, place: Place) -> None:
    released(session, place)
    person = place.people["sport"]
    wish = queries.mail_wish(session, person.id)
    assert wish is not None
    assert len(queries.feed_of(session, wish, TODAY)) == 1
    person.active = False
    session.flush()
    assert queries.feed_of(session, wish, TODAY) == []


def came_back(session: Session, place: Place) -> None:
    released(session, place)
    [mail] = notices(session, place.people["sport"])
    claimed = outbox.claim(session, mail.id, NOW)
    assert claimed is not None
    outbox.mark_sent(session, claimed, message_id(mail.id, "post.example.org"), NOW)
    outbox.take_report(session, a_report(message_id(mail.id, "post.example.org")), NOW)


def test_the_coordinator_sees_whose_mail_came_back_and_why(session: Session, place: Place) -> None:
    came_back(session, place)
    [one] = queries.came_back(session, place.district.id, TODAY)
    assert (one.person_id, one.organisations, one.times) == (place.people["sport"].id, ("SportUtrecht",), 1)
    assert one.stops_mail
    assert "User unknown" in one.words
    assert queries.came_back(session, uuid.uuid4(), TODAY) == []


def test_after_somebody_looked_mail_goes_again_and_the_trail_knows_who(session: Session, place: Place) -> None:
    came_back(session, place)
    person, actor = place.people["sport"], place.actor("coordinator")
    assert service.confirm_address(session, actor, person.id, TODAY, NOW + timedelta(hours=1))
    assert not service.confirm_address(session, actor, person.id, TODAY, NOW + timedelta(hours=1))
    assert not outbox_queries.is_unreachable(session, person.email)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "address.confirmed")).one()
    assert (entry.subject_id, entry.person_id) == (person.id, actor.person_id)


def test_nobody_confirms_an_address_of_another_district(session: Session, place: Place) -> None:
    from tests.factories import a_place

    came_back(session, place)
    other = a_place(session, slug="elders")
    assert not service.confirm_address(session, other.actor("coordinator"), place.people["sport"].id, TODAY, NOW)
    assert outbox_queries.is_unreachable(session, place.people["sport"].email)
