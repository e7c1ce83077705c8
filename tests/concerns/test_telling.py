"""The author hears of a theme that a colleague confirmed: once, without content, and never of an own decision."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import decide_themes, log_concern
from kernpartner.notices.models import Notice
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.rules import Role
from tests.conftest import NOW, TODAY
from tests.factories import LONG_AGO, Place, a_place

TEXT = "Leerling zit vaak alleen op het plein."


@pytest.fixture
def place(session: Session) -> Place:
    """Give a place in which somebody of another school works at the first one too: a colleague of the author."""
    made = a_place(session)
    organisation_service.give_position(
        session,
        person_id=made.people["ib2"].id,
        organisation_id=made.school.id,
        role=Role.CARE_COORDINATOR,
        valid_from=LONG_AGO,
    )
    return made


def told(session: Session) -> list[tuple[str, str]]:
    return [(notice.kind, notice.context["theme_slug"]) for notice in session.scalars(select(Notice))]


def test_the_author_hears_which_theme_a_colleague_confirmed_once(session: Session, place: Place) -> None:
    given = ConcernInput(text=TEXT, age_band="11-12", perspective="professional", wider="yes", occurred_on=TODAY)
    concern = log_concern(session, place.actor("ib"), given, NOW)
    colleague = Actor(place.people["ib2"].id, place.school.id, Role.CARE_COORDINATOR.value)
    theme, other = place.themes["zelfbeeld"], place.themes["online-leven"]
    for _again in range(2):
        decide_themes(session, colleague, concern, confirmed=[theme], refused=[other], now=NOW)
    assert told(session) == [("theme_confirmed", "zelfbeeld")]
    (notice,) = session.scalars(select(Notice))
    assert notice.person_id == place.people["ib"].id
    assert set(notice.context) == {"month", "theme", "theme_slug"} and "plein" not in str(notice.context)


def test_who_decides_needs_no_news_of_it(session: Session, place: Place) -> None:
    given = ConcernInput(text=TEXT, age_band="11-12", perspective="professional", wider="yes", occurred_on=TODAY)
    concern = log_concern(session, place.actor("ib"), given, NOW)
    decide_themes(session, place.actor("ib"), concern, confirmed=[place.themes["zelfbeeld"]], refused=[], now=NOW)
    assert told(session) == []
