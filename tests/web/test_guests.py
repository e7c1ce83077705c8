"""The pages of a guest: invited by the author, let in once, reading while it lasts, and shut out after."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kernpartner.audit import queries as audit
from kernpartner.consultations import service as consultation_service
from kernpartner.guests.models import GuestSession
from kernpartner.meetings import service as meeting_service
from kernpartner.outbox.models import Mail
from kernpartner.web.transaction import LOCAL, now
from tests.consultations.asked import a_concern
from tests.factories import Place

SignIn = Callable[[str], FlaskClient]
SUMMARY = "Een leerling wil wandelen. Wie kan dat?"


@pytest.fixture
def asked(session: Session, place: Place) -> uuid.UUID:
    concern = a_concern(session, place).id
    made = consultation_service.ask_advice(session, place.actor("ib"), concern, "Wie wandelt mee?", now())
    session.commit()
    return made


def form(place: Place, start: datetime, **more: str) -> dict[str, str]:
    local = start.astimezone(LOCAL)
    return {
        "email": "gast@nizu.example.org",
        "organisation_id": str(place.jou.id),
        "day": f"{local:%d-%m-%Y}",
        "time": f"{local:%H:%M}",
        "minutes": "30",
        "summary": SUMMARY,
        **more,
    }


@pytest.fixture
def token(signed_in: SignIn, asked: uuid.UUID, place: Place, session: Session) -> str:
    """Invite a guest to a talk that goes on now; give the secret of the mail."""
    data = form(place, now() - timedelta(minutes=5))
    answer = signed_in("ib").post(f"/casussen/{asked}/gast", data=data, follow_redirects=True)
    assert "De gast krijgt een mail" in answer.text
    return session.scalars(select(Mail.context["token"].astext).where(Mail.kind == "guest_invited")).one()


def moved(session: Session, **change: object) -> None:
    session.execute(update(GuestSession).values(**change))
    session.commit()


def test_a_guest_comes_in_once_reads_the_summary_and_nothing_else(
    app: Flask, client: FlaskClient, token: str, session: Session, asked: uuid.UUID
) -> None:
    door = client.get(f"/gast/{token}")
    assert "Kom binnen" in door.text and SUMMARY not in door.text
    page = client.post(f"/gast/{token}", follow_redirects=True)
    assert page.status_code == 200 and SUMMARY in page.text
    assert "Wie wandelt mee?" not in page.text
    for path in ("/signalen", "/casussen", "/ervaring", "/themas", "/organisaties", "/teksten", "/ambassadeurs"):
        assert client.get(path).status_code == 403, path
    assert client.get(f"/casussen/{asked}/gast").status_code == 403
    other = app.test_client()
    assert "al gebruikt" in other.post(f"/gast/{token}", follow_redirects=True).text
    session_id = session.scalars(select(GuestSession.id)).one()
    verbs = [line.verb for line in audit.entries(session, subject_id=session_id)]
    assert verbs == ["guest.read", "guest.entered", "guest.invited"]


def test_what_a_guest_reads_is_gone_when_the_time_is_over_or_the_invitation_taken_back(
    client: FlaskClient, token: str, session: Session
) -> None:
    client.post(f"/gast/{token}")
    assert SUMMARY in client.get("/gast").text
    moved(session, withdrawn_at=now())
    assert SUMMARY not in client.get("/gast").text
    moved(session, withdrawn_at=None)
    assert SUMMARY in client.get("/gast").text
    moved(session, ends_at=now())
    assert SUMMARY not in client.get("/gast").text


def test_before_the_session_the_door_stays_shut_and_the_link_stays_good(
    client: FlaskClient, token: str, session: Session
) -> None:
    moved(session, starts_at=now() + timedelta(minutes=10))
    assert "Kom dan terug" in client.post(f"/gast/{token}", follow_redirects=True).text
    moved(session, starts_at=now() - timedelta(minutes=1))
    assert SUMMARY in client.post(f"/gast/{token}", follow_redirects=True).text


def test_after_the_session_the_door_says_so(client: FlaskClient, token: str, session: Session) -> None:
    moved(session, ends_at=now() - timedelta(seconds=1))
    assert "voorbij" in client.get(f"/gast/{token}").text
    assert client.get("/gast/geen-sleutel").status_code == 404


def test_a_guest_is_invited_by_the_author_only(signed_in: SignIn, asked: uuid.UUID, place: Place) -> None:
    for who in ("jgz", "worker", "coordinator", "ib2"):
        assert signed_in(who).get(f"/casussen/{asked}/gast").status_code == 404, who
        data = form(place, now())
        assert signed_in(who).post(f"/casussen/{asked}/gast", data=data).status_code == 404, who
    assert signed_in("sport").get(f"/casussen/{asked}/gast").status_code == 403


def test_what_is_wrong_comes_back_with_what_was_typed(
    signed_in: SignIn, asked: uuid.UUID, place: Place, session: Session
) -> None:
    data = form(place, now(), email="geen adres", summary="", organisation_id="")
    answer = signed_in("ib").post(f"/casussen/{asked}/gast", data=data)
    assert answer.status_code == 422
    for words in ("Schrijf een e-mailadres", "Schrijf wat de gast leest", "Kies van welke organisatie"):
        assert words in answer.text
    unread = signed_in("ib").post(f"/casussen/{asked}/gast", data=form(place, now(), day="straks"))
    assert unread.status_code == 422 and "Schrijf de dag als 24-11-2026" in unread.text and SUMMARY in unread.text
    assert session.scalars(select(GuestSession)).all() == []


def test_a_meeting_gets_a_guest_and_authors_add_summaries(
    signed_in: SignIn, asked: uuid.UUID, place: Place, session: Session
) -> None:
    given = meeting_service.MeetingInput(
        district_id=place.district.id, title="Overleg", starts_at=now() + timedelta(days=3), area_id=place.area.id
    )
    meeting = meeting_service.plan_meeting(session, place.actor("coordinator"), given, now())
    session.commit()
    keeper = signed_in("coordinator")
    page = keeper.get(f"/overleggen/{meeting}/gast")
    assert page.status_code == 200 and "Een gast uitnodigen" in page.text
    data = form(place, given.starts_at, minutes="90")
    assert (
        "De gast krijgt een mail" in keeper.post(f"/overleggen/{meeting}/gast", data=data, follow_redirects=True).text
    )
    one = session.scalars(select(GuestSession)).one()
    author = signed_in("ib")
    assert "Gast van JoU bij Overleg" in author.get(f"/casussen/{asked}/gast").text
    path = f"/casussen/{asked}/gast/{one.id}"
    assert author.post(path, data={"summary": " "}).status_code == 422
    assert "ligt klaar" in author.post(path, data={"summary": SUMMARY}, follow_redirects=True).text
    assert signed_in("ib").get(f"/overleggen/{meeting}/gast").status_code == 403
    assert signed_in("ib").post(f"/gasten/{one.id}/intrekken").status_code == 404
    assert "ingetrokken" in keeper.post(f"/gasten/{one.id}/intrekken", follow_redirects=True).text
