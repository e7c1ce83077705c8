"""What the tables of concerns refuse by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernpartner.concerns.models import Concern, ConcernDraft, ConcernTheme
from kernpartner.db.uuid7 import uuid7
from tests.conftest import NOW, TODAY
from tests.factories import Place


def a_row(place: Place, **more: Any) -> Concern:
    given: dict[str, Any] = {
        "id": uuid7(),
        "case_id": uuid7(),
        "district_id": place.district.id,
        "area_id": place.area.id,
        "organisation_id": place.school.id,
        "author_role": "care_coordinator",
        "text": "Slaapt slecht.",
        "age_band": "10-11",
        "perspective": "professional",
        "wider": "yes",
        "occurred_on": TODAY,
        "registered_at": NOW,
        "source": "web",
    }
    return Concern(**(given | more))


def refused(session: Session, row: Any, why: str) -> None:
    with pytest.raises(IntegrityError, match=why), session.begin_nested():
        session.add(row)
        session.flush()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"status": "withdrawn"}, "gone_is_gone"),
        ({"status": "expired"}, "gone_is_gone"),
        ({"status": "expired", "text": ""}, "gone_is_gone"),
        ({"status": "closed", "text": None}, "status_known"),
        ({"source": "mail"}, "source_known"),
        ({"source": ""}, "source_known"),
    ],
)
def test_a_state_that_cannot_be_is_refused_by_the_table(
    session: Session, place: Place, more: dict[str, Any], why: str
) -> None:
    refused(session, a_row(place, **more), why)


@pytest.mark.parametrize("status", ["withdrawn", "expired"])
def test_a_text_does_not_come_back_to_what_is_gone(session: Session, place: Place, status: str) -> None:
    row = a_row(place, status=status, text=None)
    session.add(row)
    session.flush()
    with pytest.raises(IntegrityError, match="gone_is_gone"), session.begin_nested():
        row.text = "Slaapt slecht."
        session.flush()


def test_an_id_from_elsewhere_is_used_once_by_an_organisation(session: Session, place: Place) -> None:
    session.add_all(
        [
            a_row(place, external_id="7"),
            a_row(place, external_id="7", organisation_id=place.jgz.id),
            a_row(place),
            a_row(place),
        ]
    )
    session.flush()
    refused(session, a_row(place, external_id="7"), "uq_concern_organisation_id_external_id")


@pytest.mark.parametrize("state", ["confirmed", "refused"])
def test_a_theme_is_decided_by_somebody_at_a_moment(session: Session, place: Place, state: str) -> None:
    row = a_row(place)
    session.add(row)
    session.flush()
    key = {"concern_id": row.id, "theme_id": place.themes["zelfbeeld"]}
    refused(session, ConcernTheme(state=state, **key), "people_decide")
    refused(session, ConcernTheme(state="maybe", decided_at=NOW, **key), "state_known")
    suggested = ConcernTheme(state="suggested", **key)
    session.add(suggested)
    session.flush()
    with pytest.raises(IntegrityError, match="people_decide"), session.begin_nested():
        suggested.state = state
        session.flush()
    suggested.state, suggested.decided_at = state, NOW
    session.flush()
    session.expunge(suggested)
    refused(session, ConcernTheme(state="suggested", **key), "pk_concern_theme")


def test_a_person_has_one_draft(session: Session, place: Place) -> None:
    given: dict[str, Any] = {"person_id": place.people["ib"].id, "fields": {}, "saved_at": NOW}
    session.add(ConcernDraft(**given))
    session.flush()
    refused(session, ConcernDraft(**given), "uq_concern_draft_person_id")
