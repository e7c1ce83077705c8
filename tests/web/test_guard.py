"""Tests of the door: who may open what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.web.guard import PUBLIC, needed_action


def test_every_route_names_its_right_or_stands_on_the_public_list(app: Flask) -> None:
    closed = [name for name in app.view_functions if name not in PUBLIC and needed_action(app, name) is None]
    assert closed == []


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("sport", "/signalen"),
        ("sport", "/signalen/nieuw"),
        ("sport", "/casussen"),
        ("sport", "/organisaties"),
        ("sport", "/logboek"),
        ("privacy", "/signalen"),
        ("admin", "/signalen"),
        ("admin", "/logboek"),
        ("ib", "/logboek"),
        ("ib", "/woordenlijst"),
    ],
)
def test_a_page_that_is_not_yours_is_refused_and_that_is_noted(
    signed_in: Callable[[str], FlaskClient], session: Session, who: str, address: str
) -> None:
    assert signed_in(who).get(address).status_code == 403
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.position.desc())).first()
    assert entry is not None
    assert (entry.verb, entry.outcome) == ("right.refused", "refused")


def test_somebody_who_is_not_signed_in_comes_back_to_the_page_after_signing_in(client: FlaskClient) -> None:
    answer = client.get("/signalen?thema=zelfbeeld")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/inloggen?volgende=/signalen?thema%3Dzelfbeeld"


@pytest.mark.parametrize("address", ["/themaberichten/feed/%00", "/themaberichten/stoppen/%00x", "/hulp?taal=%00"])
def test_a_null_character_in_an_address_is_refused_before_it_reaches_the_database(
    client: FlaskClient, address: str
) -> None:
    assert client.get(address).status_code == 400


def test_a_null_character_in_a_form_is_refused_and_the_text_is_given_back(
    signed_in: Callable[[str], FlaskClient],
) -> None:
    answer = signed_in("ib").post("/signalen/nieuw/concept", data={"text": "Een lange tekst met\0iets erin."})
    assert answer.status_code == 400
    assert "Een lange tekst" in answer.text
