"""Who wrote a concern in a theme hears what is done about it: agreed and done, once each, never the action's words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.actions import service
from kernpartner.actions.rules import ActionInput, Status
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern, withdraw_concern
from kernpartner.notices.models import Notice
from tests.conftest import NOW, TODAY
from tests.factories import Place, a_place


@pytest.fixture
def place(session: Session) -> Place:
    made = a_place(session)
    for who in ("ib", "ib2"):
        log_concern(session, made.actor(who), a_concern(made, "zelfbeeld"), NOW)
    return made


def a_concern(place: Place, slug: str) -> ConcernInput:
    return ConcernInput(
        text="Leerling vindt zichzelf niet goed genoeg.",
        age_band="11-12",
        perspective="professional",
        wider="yes",
        occurred_on=TODAY,
        confirmed=(place.themes[slug],),
    )


def an_action(place: Place, slug: str | None = "zelfbeeld", **more: object) -> ActionInput:
    return ActionInput(
        place.district.id,
        "Een les op het plein",
        place.sport.id,
        theme_id=place.themes[slug] if slug else None,
        due_on=TODAY + timedelta(days=20),
        **more,  # type: ignore[arg-type]
    )


def told(session: Session, place: Place) -> list[tuple[str, str]]:
    names = {person.id: who for who, person in place.people.items()}
    return sorted((names[notice.person_id], notice.kind) for notice in session.scalars(select(Notice)))


def test_authors_of_the_theme_hear_of_an_action_and_again_when_it_is_done(session: Session, place: Place) -> None:
    made = service.agree_action(session, place.actor("coordinator"), an_action(place), NOW)
    assert told(session, place) == [("ib", "action_agreed"), ("ib2", "action_agreed")]
    for status in (Status.DONE, Status.OPEN, Status.DONE):
        service.change_status(session, place.actor("coordinator"), made, status, NOW)
    assert told(session, place) == [
        *(("ib", "action_agreed"), ("ib", "action_done")),
        *(("ib2", "action_agreed"), ("ib2", "action_done")),
    ]
    contexts = [notice.context for notice in session.scalars(select(Notice))]
    assert all(context["owner"] == "SportUtrecht" and context["theme_slug"] == "zelfbeeld" for context in contexts)
    assert "plein" not in str(contexts) and "goed genoeg" not in str(contexts)


def test_an_action_of_one_school_is_told_to_its_authors_only(session: Session, place: Place) -> None:
    service.agree_action(session, place.actor("coordinator"), an_action(place, school_id=place.school.id), NOW)
    assert told(session, place) == [("ib", "action_agreed")]


def test_an_action_on_another_theme_or_on_none_is_told_to_nobody(session: Session, place: Place) -> None:
    service.agree_action(session, place.actor("coordinator"), an_action(place, "online-leven"), NOW)
    service.agree_action(session, place.actor("coordinator"), an_action(place, None), NOW)
    assert told(session, place) == []


def test_a_dropped_action_is_no_news_and_a_withdrawn_concern_has_no_author_to_tell(
    session: Session, place: Place
) -> None:
    gone = log_concern(session, place.actor("jgz"), a_concern(place, "zelfbeeld"), NOW)
    withdraw_concern(session, place.actor("jgz"), gone, NOW)
    made = service.agree_action(session, place.actor("coordinator"), an_action(place), NOW)
    service.change_status(session, place.actor("coordinator"), made, Status.DROPPED, NOW)
    assert told(session, place) == [("ib", "action_agreed"), ("ib2", "action_agreed")]
