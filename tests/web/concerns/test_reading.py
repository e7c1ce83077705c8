"""Tests of finding concerns again, deciding about themes, and taking a concern back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.concerns.models import Concern
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.consultations import service as consultation_service
from kernpartner.consultations.rules import Ending
from tests.conftest import NOW, TODAY
from tests.factories import Place

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def concern(session: Session, place: Place) -> Concern:
    """Give a concern of the school, without a theme that was confirmed."""
    given = ConcernInput(
        text="Slaapt slecht voor de toets en heeft faalangst.",
        age_band="11-12",
        perspective="professional",
        wider="yes",
        occurred_on=TODAY,
    )
    made = log_concern(session, place.actor("ib"), given, NOW)
    session.commit()
    return session.get_one(Concern, made)


def _asked(session: Session, place: Place, concern: Concern) -> None:
    consultation_service.ask_advice(session, place.actor("ib"), concern.id, "Wat raadt u aan?", NOW)
    session.commit()


def test_only_the_own_organisation_lists_a_concern_and_that_is_noted(
    signed_in: SignIn, concern: Concern, session: Session
) -> None:
    assert "faalangst" in signed_in("ib").get("/signalen").text
    assert "faalangst" not in signed_in("ib2").get("/signalen").text
    assert "faalangst" not in signed_in("jgz").get("/signalen").text
    noted = session.scalars(select(AuditEntry).where(AuditEntry.verb == "concern.listed")).all()
    assert [entry.details["count"] for entry in noted] == [1, 0, 0]


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("ib", "not asked", 200),
        ("ib2", "not asked", 404),
        ("jgz", "not asked", 404),
        ("worker", "not asked", 404),
        ("ib", "open", 200),
        ("ib2", "open", 404),
        ("jgz", "open", 200),
        ("worker", "open", 200),
        ("coordinator", "open", 200),
        ("sport", "open", 403),
        ("privacy", "open", 403),
        ("admin", "open", 403),
        ("ib", "closed", 200),
        ("jgz", "closed", 404),
        ("ib", "withdrawn", 200),
        ("worker", "withdrawn", 404),
    ],
)
def test_a_concern_is_read_by_whom_it_is_open_to_and_no_longer(
    signed_in: SignIn, place: Place, concern: Concern, session: Session, who: str, state: str, status: int
) -> None:
    if state != "not asked":
        asked = consultation_service.ask_advice(session, place.actor("ib"), concern.id, "Wat raadt u aan?", NOW)
        if state == "closed":
            consultation_service.close_consultation(session, place.actor("jgz"), asked, Ending("own_network"), NOW)
        if state == "withdrawn":
            consultation_service.withdraw_consultation(session, place.actor("ib"), asked, NOW)
        session.commit()
    answer = signed_in(who).get(f"/signalen/{concern.id}")
    assert answer.status_code == status
    assert ("faalangst" in answer.text) == (status == 200)
    read = session.scalars(select(AuditEntry).where(AuditEntry.verb == "concern.read")).all()
    assert len(read) == (1 if status == 200 else 0), "every read is noted, and nothing else is"


def test_a_person_confirms_one_theme_and_refuses_another(
    signed_in: SignIn, place: Place, concern: Concern, session: Session
) -> None:
    client = signed_in("ib")
    client.post(f"/signalen/{concern.id}/themas", data={"thema-zelfbeeld": "confirmed", "thema-lat-omlaag": "refused"})
    page = client.get("/signalen", query_string={"thema": "zelfbeeld"}).text
    assert "faalangst" in page
    assert "faalangst" not in client.get("/signalen", query_string={"thema": "lat-omlaag"}).text


def test_nobody_decides_about_or_withdraws_a_concern_of_another_school(signed_in: SignIn, concern: Concern) -> None:
    stranger = signed_in("ib2")
    assert stranger.post(f"/signalen/{concern.id}/themas").status_code == 404
    assert stranger.post(f"/signalen/{concern.id}/intrekken").status_code == 404


def test_a_withdrawn_concern_is_gone_at_once_for_everybody(
    signed_in: SignIn, place: Place, concern: Concern, session: Session
) -> None:
    _asked(session, place, concern)
    client = signed_in("ib")
    assert client.post(f"/signalen/{concern.id}/intrekken").status_code == 302
    session.expire_all()
    assert session.get_one(Concern, concern.id).text is None
    for who in ("ib", "jgz"):
        assert signed_in(who).get(f"/signalen/{concern.id}").status_code == 404


def test_a_long_list_is_read_page_by_page(signed_in: SignIn, place: Place, session: Session) -> None:
    for number in range(52):
        given = ConcernInput(
            text=f"Verhaal nummer {number}.", age_band="9-10", perspective="parent", wider="no", occurred_on=TODAY
        )
        log_concern(session, place.actor("ib"), given, NOW + timedelta(minutes=number))
    session.commit()
    client = signed_in("ib")
    first = client.get("/signalen").text
    assert "nummer 51." in first and "nummer 1." not in first
    older = first.split('href="/signalen?voor=')[1].split('"')[0]
    second = client.get(f"/signalen?voor={older}").text
    assert "nummer 1." in second and "nummer 2." not in second
