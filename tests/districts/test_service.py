"""Making a district, and how a word comes on its lists and goes again."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy.orm import Session

from kernpartner.audit import queries as audit
from kernpartner.audit.service import WORKER, Actor
from kernpartner.districts import queries, service
from kernpartner.districts.models import District, DistrictWord
from tests.conftest import NOW

ADMIN = Actor(role="admin")


@pytest.fixture
def district(session: Session) -> District:
    return service.create_district(session, WORKER, slug="een", label="Een", now=NOW)


def the_word(session: Session, district: District) -> DistrictWord:
    session.expire_all()
    (found,) = queries.words(session, district.id)
    return found


def test_a_new_district_has_one_area_that_covers_it_and_is_noted(session: Session, district: District) -> None:
    assert [(area.slug, area.label) for area in queries.areas(session, district.id)] == [("een", "Een")]
    assert [(entry.verb, entry.details) for entry in audit.entries(session, subject_id=district.id)] == [
        ("district.changed", {"what": "created"})
    ]


def test_a_district_is_made_once(session: Session, district: District) -> None:
    with pytest.raises(service.DistrictExists):
        service.create_district(session, WORKER, slug=district.slug, label="Anders", now=NOW)
    assert [found.label for found in queries.all_districts(session)] == ["Een"]


@pytest.mark.parametrize(
    ("added", "new"),
    [([], 0), (["", "  "], 0), (["De Bal"], 1), ([" De Bal ", "De Bal"], 1), (["De Bal", "de bal", "Tennis"], 3)],
)
def test_words_are_added_once_and_trimmed(session: Session, district: District, added: list[str], new: int) -> None:
    assert service.add_words(session, district.id, "club", added) == new
    assert service.add_words(session, district.id, "club", added) == 0
    assert {word.word for word in queries.words(session, district.id)} == {word.strip() for word in added} - {""}


def test_a_proposed_word_counts_how_often_and_waits(session: Session, district: District) -> None:
    service.propose_allowed(session, district.id, ["Linde", " linde", "LINDE ", "", "  "])
    service.propose_allowed(session, district.id, ["linde"])
    word = the_word(session, district)
    assert (word.kind, word.word, word.times_proposed, word.agreed) == ("allowed", "linde", 2, False)
    assert queries.word_lists(session, district.id).allowed == frozenset()


def test_a_word_that_was_proposed_and_is_then_put_on_the_list_counts(session: Session, district: District) -> None:
    service.propose_allowed(session, district.id, ["linde"])
    assert service.add_words(session, district.id, "allowed", ["linde"]) == 1
    word = the_word(session, district)
    assert (word.agreed, word.times_proposed) == (True, 1)
    assert queries.word_lists(session, district.id).allowed == {"linde"}
    assert service.add_words(session, district.id, "allowed", ["linde"]) == 0


def test_a_word_on_the_list_stays_agreed_when_it_is_proposed_again(session: Session, district: District) -> None:
    service.add_words(session, district.id, "allowed", ["linde"])
    service.propose_allowed(session, district.id, ["Linde"])
    word = the_word(session, district)
    assert (word.agreed, word.times_proposed) == (True, 1)


def test_a_word_that_was_added_with_a_capital_is_the_word_that_texts_are_held_against(
    session: Session, district: District
) -> None:
    service.add_words(session, district.id, "allowed", ["Linde"])
    assert queries.word_lists(session, district.id).allowed == {"linde"}


def test_an_admin_agrees_to_a_word_and_the_trail_does_not_hold_the_word(session: Session, district: District) -> None:
    service.propose_allowed(session, district.id, ["linde"])
    service.agree_word(session, ADMIN, district.id, the_word(session, district).id, NOW)
    assert queries.word_lists(session, district.id).allowed == {"linde"}
    newest = audit.entries(session)[0]
    assert (newest.verb, newest.details, newest.role) == ("district.changed", {"what": "word_agreed"}, "admin")


def test_an_admin_takes_a_word_off_the_list(session: Session, district: District) -> None:
    service.add_words(session, district.id, "street", ["Dorpsstraat"])
    service.remove_word(session, ADMIN, district.id, the_word(session, district).id, NOW)
    assert queries.words(session, district.id) == []
    assert audit.entries(session)[0].details == {"what": "word_removed"}


@pytest.mark.parametrize("change", [service.agree_word, service.remove_word])
def test_nobody_touches_a_word_of_another_district_or_one_that_is_not_there(
    session: Session, district: District, change: type[service.agree_word]
) -> None:
    other = service.create_district(session, WORKER, slug="twee", label="Twee", now=NOW)
    service.propose_allowed(session, other.id, ["linde"])
    word = the_word(session, other)
    for wanted in (word.id, uuid.UUID(int=1)):
        with pytest.raises(service.WordUnknown):
            change(session, ADMIN, district.id, wanted, NOW)
    assert the_word(session, other).agreed is False
