"""Each person reads what happened, chooses how to hear of it, and stops mails in one click without signing in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from kernpartner.notices import queries, service
from kernpartner.notices.rules import KINDS, Group, When
from tests.conftest import NOW
from tests.factories import Place

SignIn = Callable[[str], FlaskClient]
ID = "0192f0c8-1111-7222-8333-444455556666"
CONTEXT = {
    "consultation": ID,
    "number": "S-3F09A2",
    "due_on": "2026-03-20",
    "since": "2026-03-02",
    "month": "2026-03-01",
    "theme": "Lanterfantertijd",
    "theme_slug": "lanterfantertijd",
    "owner": "SportUtrecht",
    "organisation": "JGZ Proefwijk",
    "represents": "DOCK",
    "meeting": "",
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_news_has_its_sentence_with_everything_filled_in(
    signed_in: SignIn, place: Place, session: Session, kind: str
) -> None:
    service.tell(session, place.people["ib"], kind, "one", CONTEXT, NOW)
    session.commit()
    page = signed_in("ib").get("/meldingen").text
    assert "%(" not in page and "Er is nieuws voor u" not in page
    assert "Er is nog niets voor u" not in page
    assert ("herinnering</span>" in page) == kind.startswith("remind_")


def test_news_of_another_person_is_not_there(signed_in: SignIn, place: Place, session: Session) -> None:
    service.tell(session, place.people["ib"], "consultation_answered", "one", CONTEXT, NOW)
    session.commit()
    assert "S-3F09A2" in signed_in("ib").get("/meldingen").text
    assert "Er is nog niets voor u" in signed_in("ib2").get("/meldingen").text


def test_a_choice_is_kept_and_what_is_no_choice_is_left_out(signed_in: SignIn, place: Place, session: Session) -> None:
    given = {"answers": "week", "themes": "never", "reminders": "now", "agenda": "ooit"}
    page = signed_in("ib").post("/meldingen", data=given, follow_redirects=True).text
    assert "Uw keuze is bewaard." in page
    wishes = queries.wishes_of(session, place.people["ib"].id)
    assert (wishes[Group.ANSWERS], wishes[Group.THEMES]) == (When.WEEK, When.NEVER)
    assert (wishes[Group.REMINDERS], wishes[Group.AGENDA]) == (When.DAY, When.NOW)


def test_the_link_under_a_mail_asks_first_and_stops_without_signing_in(
    app: Flask, client: FlaskClient, place: Place, session: Session
) -> None:
    service.tell(session, place.people["ib"], "consultation_answered", "one", CONTEXT, NOW)
    session.commit()
    token = queries.token_of(session, place.people["ib"].id)
    path = f"/meldingen/stoppen/{token}/answers"
    asked = client.get(path)
    assert asked.status_code == 200 and "Stop deze mail" in asked.text
    assert queries.wishes_of(session, place.people["ib"].id)[Group.ANSWERS] is When.NOW
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        # A mail program has no form of ours (RFC 8058).
        done = client.post(path, data={"List-Unsubscribe": "One-Click"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert done.status_code == 200 and "geen mail meer" in done.text
    assert queries.wishes_of(session, place.people["ib"].id)[Group.ANSWERS] is When.NEVER


@pytest.mark.parametrize("path", ["geheim/answers", "geheim/alles", "geheim/x"])
def test_an_unknown_secret_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(f"/meldingen/stoppen/{path}").status_code == 404
    assert client.post(f"/meldingen/stoppen/{path}").status_code == 404


@pytest.mark.parametrize("who", ["ib", "jgz", "coordinator", "sport", "admin", "privacy"])
def test_everybody_has_the_page(signed_in: SignIn, who: str) -> None:
    assert signed_in(who).get("/meldingen").status_code == 200
