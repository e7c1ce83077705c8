"""Tests of the page on which the coordinator weighs recurring themes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from kernpartner.recurrence import queries
from kernpartner.web.transaction import today
from tests.factories import Place
from tests.meetings.released import release
from tests.meetings.world import verdict

SignIn = Callable[[str], FlaskClient]
ALL = {"clear": "ja", "neutral": "ja", "recognised": "ja", "shared": "ja"}


@pytest.fixture
def recurring(session: Session, place: Place) -> Place:
    """Give a district in which two themes recur, one of which is shown in a released edition."""
    verdict(session, place, "lanterfantertijd", 1.5)
    release(session, place, "lanterfantertijd", 15)
    verdict(session, place, "zelfbeeld", 1.2)
    release(session, place, "zelfbeeld", None)
    session.commit()
    return place


def _form(place: Place, slug: str, **answers: str) -> dict[str, str]:
    return {"area": str(place.area.id), "theme": str(place.themes[slug]), **answers}


def _passed(session: Session, place: Place, slug: str) -> bool | None:
    session.expire_all()
    found = {one.theme_id: one.gate for one in queries.structural_themes(session, place.area.id, today())}
    gate = found[place.themes[slug]]
    return None if gate is None else gate.passed


def test_only_a_theme_that_is_shown_is_spoken_of(signed_in: SignIn, recurring: Place) -> None:
    page = signed_in("coordinator").get("/themas-wegen").text
    assert "Lanterfantertijd" in page
    assert "Zelfbeeld" not in page


def test_a_theme_passes_when_all_four_answers_are_yes(signed_in: SignIn, recurring: Place, session: Session) -> None:
    client = signed_in("coordinator")
    assert "Weeg 1 thema" in client.get("/").text
    client.post("/themas-wegen", data=_form(recurring, "lanterfantertijd", **{**ALL, "shared": ""}))
    assert _passed(session, recurring, "lanterfantertijd") is False
    client.post("/themas-wegen", data=_form(recurring, "lanterfantertijd", **ALL))
    assert _passed(session, recurring, "lanterfantertijd") is True
    assert "Weeg 1 thema" not in client.get("/").text


def test_a_theme_that_is_not_shown_cannot_be_weighed(signed_in: SignIn, recurring: Place, session: Session) -> None:
    client = signed_in("coordinator")
    assert client.post("/themas-wegen", data=_form(recurring, "zelfbeeld", **ALL)).status_code == 404
    assert _passed(session, recurring, "zelfbeeld") is None


@pytest.mark.parametrize("who", ["ib", "worker", "sport", "privacy", "admin"])
def test_nobody_else_weighs(signed_in: SignIn, recurring: Place, who: str) -> None:
    assert signed_in(who).get("/themas-wegen").status_code == 403
