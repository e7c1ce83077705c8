"""Words that were missed: marked on an own concern, gone at once everywhere, learned only as a word that waits."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.concerns import service
from kernpartner.concerns.models import Concern, ConcernTheme
from kernpartner.concerns.rules import ConcernInput
from kernpartner.consultations import service as consultation_service
from kernpartner.consultations.models import Consultation
from kernpartner.districts import queries as district_queries
from kernpartner.districts.models import DistrictWord
from kernpartner.privacy.deidentify import clean
from tests.conftest import NOW, TODAY
from tests.factories import Place
from tests.journeys import hunt

SignIn = Callable[[str], FlaskClient]
TEXT = "De klas praat over de blauwe brommer. Hij slaapt slecht voor de toets. De blauwe brommer is weg."


@pytest.fixture
def concern_id(session: Session, place: Place) -> uuid.UUID:
    given = ConcernInput(
        text=TEXT, age_band="9-10", perspective="professional", wider="yes", occurred_on=TODAY, tried="Praten"
    )
    logged = service.log_concern(session, place.actor("ib"), given, NOW)
    consultation_service.ask_advice(session, place.actor("ib"), logged, "Wat helpt tegen de blauwe brommer?", NOW)
    session.commit()
    return logged


def _boxes(text: str, *words: str) -> list[str]:
    found = text.split()
    return [f"text:{number}" for number, one in enumerate(found) if one.strip(".,") in words]


def test_marked_words_are_gone_from_every_text_of_the_concern_and_from_the_database(
    session: Session, signed_in: SignIn, concern_id: uuid.UUID
) -> None:
    browser = signed_in("ib")
    assert browser.get(f"/signalen/{concern_id}/gemist").text.count('name="word"') > 20
    boxes = _boxes(TEXT, "blauwe", "brommer")[:2]
    answer = browser.post(f"/signalen/{concern_id}/gemist", data={"word": boxes, "kind": ""})
    assert answer.status_code == 302
    session.expire_all()
    concern = session.get_one(Concern, concern_id)
    assert concern.text is not None
    assert concern.text.startswith("De klas praat over de (weggelaten).")
    assert concern.text.endswith("De (weggelaten) is weg.")
    asked = session.scalars(select(Consultation)).one()
    assert asked.question == "Wat helpt tegen de (weggelaten)?"
    assert hunt.in_tables(session.connection(), ["brommer"]) == []
    trail = session.scalars(select(AuditEntry).where(AuditEntry.verb == "concern.missed_removed")).one()
    assert trail.details == {"places": 2}
    assert clean(concern.text).text == concern.text
    for tag in session.scalars(select(ConcernTheme).where(ConcernTheme.concern_id == concern_id)):
        assert all(end <= len(concern.text) for _start, end in tag.spans)


def test_the_district_learns_only_the_word_and_only_once_an_admin_agrees(
    session: Session, signed_in: SignIn, place: Place, concern_id: uuid.UUID
) -> None:
    boxes = _boxes(TEXT, "blauwe", "brommer")[:2]
    signed_in("ib").post(f"/signalen/{concern_id}/gemist", data={"word": boxes, "kind": "club"})
    word = session.scalars(select(DistrictWord).where(DistrictWord.word == "blauwe brommer")).one()
    assert (word.kind, word.agreed, word.times_proposed) == ("club", False, 1)
    assert district_queries.word_lists(session, place.district.id).clubs == ()
    admin = signed_in("admin")
    assert "blauwe brommer" in admin.get("/woordenlijst").text
    admin.post(f"/woordenlijst/{word.id}", data={"besluit": "akkoord"})
    session.expire_all()
    lists = district_queries.word_lists(session, place.district.id)
    assert lists.clubs == ("blauwe brommer",)
    assert "brommer" not in clean("Zij traint bij de blauwe brommer.", lists).text
    assert hunt.in_tables(session.connection(), ["brommer"]) == ["public.district_word"]


def test_nothing_marked_is_asked_again_and_a_kind_that_is_none_teaches_nothing(
    session: Session, signed_in: SignIn, concern_id: uuid.UUID
) -> None:
    browser = signed_in("ib")
    answer = browser.post(f"/signalen/{concern_id}/gemist", data={"kind": "club", "word": "text:9999"})
    assert answer.status_code == 422
    assert "Kruis een of meer woorden aan." in answer.text
    browser.post(f"/signalen/{concern_id}/gemist", data={"kind": "allowed", "word": _boxes(TEXT, "brommer")[:1]})
    assert session.scalars(select(DistrictWord)).all() == []


def test_the_concern_of_another_organisation_is_not_there(signed_in: SignIn, concern_id: uuid.UUID) -> None:
    other = signed_in("jgz")
    assert other.get(f"/signalen/{concern_id}/gemist").status_code == 404
    assert other.post(f"/signalen/{concern_id}/gemist", data={"word": "text:0"}).status_code == 404
