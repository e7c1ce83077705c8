"""What the tables of districts refuse by themselves."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernpartner.audit.service import WORKER
from kernpartner.districts import service
from kernpartner.districts.models import Area, District, DistrictWord
from tests.conftest import NOW


@pytest.fixture
def district(session: Session) -> District:
    return service.create_district(session, WORKER, slug="een", label="Een", now=NOW)


def test_a_slug_names_one_district(session: Session, district: District) -> None:
    with pytest.raises(IntegrityError, match="uq_district_slug"), session.begin_nested():
        session.add(District(slug=district.slug, label="Nog een", created_at=NOW, settings={}))
        session.flush()


def test_a_slug_names_one_area_in_a_district_and_may_name_one_in_another(session: Session, district: District) -> None:
    other = service.create_district(session, WORKER, slug="twee", label="Twee", now=NOW)
    session.add(Area(district_id=other.id, slug="een", label="Een"))
    session.flush()
    with pytest.raises(IntegrityError, match="uq_area_district_id_slug"), session.begin_nested():
        session.add(Area(district_id=district.id, slug="een", label="Een"))
        session.flush()


def test_a_word_stands_once_on_a_list(session: Session, district: District) -> None:
    service.add_words(session, district.id, "club", ["De Bal"])
    with pytest.raises(IntegrityError, match="uq_district_word"), session.begin_nested():
        session.add(DistrictWord(district_id=district.id, kind="club", word="De Bal"))
        session.flush()
    session.add(DistrictWord(district_id=district.id, kind="school", word="De Bal"))
    session.flush()


@pytest.mark.parametrize("kind", ["", "child", "SCHOOL", "person"])
def test_there_is_no_other_list(session: Session, district: District, kind: str) -> None:
    with pytest.raises(IntegrityError, match="kind_known"), session.begin_nested():
        service.add_words(session, district.id, kind, ["Woord"])
