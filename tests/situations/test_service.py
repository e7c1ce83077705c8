"""Texts per situation with their owners and versions, on a real database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from kernpartner.audit import queries as audit
from kernpartner.audit.service import Actor
from kernpartner.organisations.rules import Contact, ContactProblem
from kernpartner.situations import queries, service
from kernpartner.situations.rules import TextProblem, shipped
from tests.conftest import NOW
from tests.factories import Place, a_place


@pytest.fixture
def place(session: Session) -> Place:
    return a_place(session)


def given(place: Place, **more: object) -> service.TextInput:
    made = service.TextInput("Fijn dat u belt.", Contact(), "Een ouder belt", "phone", place.team.id)
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_district_takes_over_the_first_texts_once_with_its_own_names(session: Session, place: Place) -> None:
    assert service.adopt_shipped_texts(session, Actor(), place.district.id, NOW) == len(shipped())
    assert service.adopt_shipped_texts(session, Actor(), place.district.id, NOW) == 0
    found = queries.texts(session, place.district.id)
    assert len(found) == len(shipped())
    assert all("{" not in text.body for text in found)
    assert any("Buurtteam Proefwijk" in text.body for text in found)
    assert {text.owner for text in found} == {"Buurtteam Proefwijk", "JGZ Proefwijk"}


def test_the_specialist_partner_of_the_district_stands_in_its_texts_by_its_short_name(
    session: Session, place: Place
) -> None:
    place.sport.label = "KOOS (aanvullende jeugdhulp)"
    session.flush()
    service.adopt_shipped_texts(session, Actor(), place.district.id, NOW, specialist="sportutrecht")
    bodies = " ".join(text.body for text in queries.texts(session, place.district.id))
    assert "KOOS biedt hulp" in bodies and "aanvullende" not in bodies


def test_a_second_take_over_leaves_what_was_changed_here(session: Session, place: Place) -> None:
    service.adopt_shipped_texts(session, Actor(), place.district.id, NOW)
    mine = next(text for text in queries.texts(session, place.district.id) if text.owner_id == place.team.id)
    service.write_version(session, place.actor("worker"), mine.id, given(place, body="Anders."), 1, NOW)
    service.adopt_shipped_texts(session, Actor(), place.district.id, NOW)
    now = queries.text(session, mine.id)
    assert now is not None and (now.body, now.number) == ("Anders.", 2)


def test_every_version_stays_with_its_organisation(session: Session, place: Place) -> None:
    made = service.add_text(session, place.actor("worker"), place.district.id, given(place), NOW)
    assert service.write_version(session, place.actor("coordinator"), made, given(place, body="Twee."), 1, NOW) == 2
    found = queries.versions(session, made)
    assert [(one.number, one.body, one.organisation) for one in found] == [
        (2, "Twee.", "Buurtteam Proefwijk"),
        (1, "Fijn dat u belt.", "Buurtteam Proefwijk"),
    ]
    assert [line.verb for line in audit.entries(session, subject_id=made)] == ["situation.written"] * 2


def test_two_who_write_at_once_lose_nothing(session: Session, place: Place) -> None:
    made = service.add_text(session, place.actor("worker"), place.district.id, given(place), NOW)
    service.write_version(session, place.actor("worker"), made, given(place, body="De eerste."), 1, NOW)
    with pytest.raises(service.ChangedMeanwhile):
        service.write_version(session, place.actor("coordinator"), made, given(place, body="De tweede."), 1, NOW)
    found = queries.text(session, made)
    assert found is not None and found.body == "De eerste."


def test_only_the_owner_or_who_prepares_the_meetings_writes(session: Session, place: Place) -> None:
    made = service.add_text(session, place.actor("worker"), place.district.id, given(place), NOW)
    for who in ("ib", "jgz"):
        with pytest.raises(service.NotYourText):
            service.write_version(session, place.actor(who), made, given(place), 1, NOW)
    with pytest.raises(service.NotYourText):
        service.add_text(session, place.actor("ib"), place.district.id, given(place), NOW)
    service.add_text(session, place.actor("coordinator"), place.district.id, given(place, owner_id=place.jgz.id), NOW)
    other = a_place(session, "anderewijk")
    with pytest.raises(service.NotYourText):
        service.write_version(session, other.actor("coordinator"), made, given(place), 1, NOW)


def test_names_are_taken_out_and_the_organisations_own_number_stays(session: Session, place: Place) -> None:
    reached = Contact("", "030 123 45 67", "info@buurtteam.example.org")
    words = given(place, body="Vraag naar Jovanka Quistrel, 06 81927364.", contact=reached)
    made = service.add_text(session, place.actor("worker"), place.district.id, words, NOW)
    text = queries.text(session, made)
    assert text is not None
    assert "Quistrel" not in text.copied and "81927364" not in text.copied
    assert text.copied.endswith("Buurtteam Proefwijk\n030 123 45 67\ninfo@buurtteam.example.org")


def test_what_is_wrong_is_said_per_field(session: Session, place: Place) -> None:
    wrong = given(place, body="", label="", channel="fax", owner_id=None, contact=Contact(phone="bel"))
    with pytest.raises(service.TextRefused) as refused:
        service.add_text(session, place.actor("worker"), place.district.id, wrong, NOW)
    assert refused.value.problems == {
        "body": TextProblem.BODY_MISSING,
        "label": TextProblem.LABEL_MISSING,
        "channel": TextProblem.CHANNEL_UNKNOWN,
        "owner_id": TextProblem.OWNER_UNKNOWN,
        "contact_phone": ContactProblem.PHONE_UNREADABLE,
    }


def test_a_district_without_the_owners_gets_no_text(session: Session, place: Place) -> None:
    other = a_place(session, "anderewijk")
    for organisation in (other.team, other.jgz):
        organisation.type_slug = "partner"
    session.flush()
    assert service.adopt_shipped_texts(session, Actor(), other.district.id, NOW) == 0
