"""Words that were missed: marked on an own concern, gone at once everywhere, learned only as a word that waits."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.concerns import service
from kernpartner.concerns.models import Concern, ConcernTheme
from kernpartner.concerns.rules import ConcernInput
from kernpartner.consultations import service as consultation_service
from kernpartner.consultations.models import Consultation, TalkNote
from kernpartner.consultations.service import missing
from kernpartner.db.base import Base
from kernpartner.districts import queries as district_queries
from kernpartner.districts.models import DistrictWord
from kernpartner.guests.models import GuestSession, GuestSummary
from kernpartner.privacy.deidentify import clean
from tests.conftest import NOW, TODAY
from tests.factories import Place
from tests.house.typed import CLEANED
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
    assert trail.details == {"places": 3}, "twice in the text, once in the question"
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


def test_a_word_that_stands_only_in_what_was_said_goes_too_and_is_noted(
    session: Session, signed_in: SignIn, place: Place, concern_id: uuid.UUID
) -> None:
    asked = session.scalars(select(Consultation)).one()
    note = TalkNote(
        consultation_id=asked.id,
        step="analysis",
        version=1,
        text="De groene vlieger speelt mee.",
        organisation_id=place.team.id,
        person_id=place.people["worker"].id,
        written_at=NOW,
    )
    summary = _a_summary(session, place, asked.id, "De groene vlieger is het onderwerp.")
    session.add(note)
    session.commit()
    browser = signed_in("ib")
    page = browser.get(f"/signalen/{concern_id}/gemist").text
    assert 'value="note-analysis:1"' in page and "vlieger" in page
    boxes = ["note-analysis:1", "note-analysis:2"]
    answer = browser.post(f"/signalen/{concern_id}/gemist", data={"word": boxes, "kind": "club"})
    assert answer.status_code == 302
    session.expire_all()
    assert note.text == "De (weggelaten) speelt mee."
    assert summary.text == "De (weggelaten) is het onderwerp."
    trail = session.scalars(select(AuditEntry).where(AuditEntry.verb == "concern.missed_removed")).one()
    assert trail.details == {"places": 2}
    assert hunt.in_tables(session.connection(), ["vlieger"]) == ["public.district_word"]
    word = session.scalars(select(DistrictWord)).one()
    assert (word.word, word.agreed, word.id.version) == ("groene vlieger", False, 4)


def _a_summary(session: Session, place: Place, consultation_id: uuid.UUID, text: str) -> GuestSummary:
    """Give what a guest of the talk reads."""
    author = place.people["ib"].id
    visit = GuestSession(
        district_id=place.district.id,
        consultation_id=consultation_id,
        title="Overleg",
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=1),
        person_id=place.people["sport"].id,
        organisation_id=place.sport.id,
        invited_by=author,
        invited_by_organisation_id=place.school.id,
        invited_at=NOW,
        token_hash="a hash",
    )
    session.add(visit)
    session.flush()
    made = GuestSummary(
        session_id=visit.id, consultation_id=consultation_id, text=text, written_by=author, written_at=NOW
    )
    session.add(made)
    return made


def test_every_text_of_a_consultation_is_looked_through_for_a_missed_word() -> None:
    """A new table that hangs on a consultation and holds a cleaned text must be in the list of the service."""
    texts = {
        column
        for table in Base.metadata.sorted_tables
        for column in CLEANED
        if column.split(".")[0] == table.name
        and any(key.column.table.name == "consultation" for key in table.foreign_keys)
    }
    # `guests` lies higher and looks through its own summaries.
    assert texts == {f"{table.__tablename__}.{name}" for table, name in missing.TEXTS} | {"guest_summary.text"}


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
