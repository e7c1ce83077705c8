"""A partner hears what came of its offer: on an agenda, discussed, agreed, helped; in a mail without content, once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.actions import service as actions
from kernpartner.actions.rules import ActionInput
from kernpartner.consultations.service import approve_lesson, write_lesson
from kernpartner.digests import queries, service
from kernpartner.digests.queries import Came
from kernpartner.digests.rules import LESSON_DELAY
from kernpartner.meetings import service as meetings
from kernpartner.offers import queries as offer_queries
from kernpartner.outbox.models import Mail
from tests.conftest import NOW, TODAY
from tests.meetings.world import STARTS, World, a_world

LESSON = "De inloop zonder wedstrijd gaf rust."


@pytest.fixture
def world(session: Session) -> World:
    """Give a settled agenda of the area with SportUtrecht invited for what it offers to lanterfantertijd."""
    made = a_world(session)
    meetings.settle(session, made.place.actor("coordinator"), made.meeting.id, NOW)
    return made


def came(session: Session, world: World, days: int = 0) -> list[Came]:
    at = NOW + timedelta(days=days)
    return [one.came for one in queries.what_came_of(session, world.place.sport.id, at.date(), at)]


def mails(session: Session) -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.kind == "offer_result")))


def a_lesson(session: Session, world: World) -> uuid.UUID:
    place = world.place
    theme = place.themes["lanterfantertijd"]
    lesson = write_lesson(
        session, place.actor("ib"), district_id=place.district.id, theme_id=theme, text=LESSON, now=NOW
    )
    approve_lesson(session, place.actor("jgz"), lesson, NOW)
    return lesson


def the_offer(session: Session, world: World) -> uuid.UUID:
    return offer_queries.offers_of(session, world.place.sport.id, TODAY)[0].offer_id


def test_an_offer_on_a_settled_agenda_is_told_and_after_the_meeting_that_it_was_discussed(
    session: Session, world: World
) -> None:
    assert came(session, world) == [Came.AGENDA]
    after = (STARTS.date() - NOW.date()).days + 1
    assert came(session, world, after) == [Came.DISCUSSED]


def test_a_mail_without_content_follows_the_meeting_once(session: Session, world: World) -> None:
    assert service.tell_results(session, world.place.district.id, TODAY, NOW) == 0
    after = STARTS + timedelta(days=1)
    told = [service.tell_results(session, world.place.district.id, after.date(), after) for _twice in range(2)]
    partners = {mail.to_person for mail in mails(session)}
    assert told == [2, 0]
    assert partners == {world.place.people[who].id for who in ("sport", "jou")}
    assert all(set(mail.context) == {"organisation"} for mail in mails(session))


def test_what_came_of_it_long_ago_is_on_the_page_only(session: Session, world: World) -> None:
    later = STARTS + timedelta(days=100)
    assert service.tell_results(session, world.place.district.id, later.date(), later) == 0


def test_what_the_partner_agreed_to_stands_by_its_offer(session: Session, world: World) -> None:
    place = world.place
    given = ActionInput(
        district_id=place.district.id,
        text="Sport zonder wedstrijd op woensdag.",
        owner_organisation_id=place.sport.id,
        theme_id=place.themes["lanterfantertijd"],
    )
    actions.agree_action(session, place.actor("coordinator"), given, NOW)
    found = [one for one in queries.what_came_of(session, place.sport.id, TODAY, NOW) if one.came is Came.AGREED]
    assert [one.words for one in found] == ["Sport zonder wedstrijd op woensdag."]


def test_an_offer_that_helped_is_told_a_quarter_late_without_the_lesson(session: Session, world: World) -> None:
    lesson = a_lesson(session, world)
    assert service.name_offer_used(session, world.place.actor("ib"), lesson, the_offer(session, world), NOW)
    assert Came.HELPED not in came(session, world, LESSON_DELAY.days - 1)
    at = NOW + LESSON_DELAY
    found = queries.what_came_of(session, world.place.sport.id, at.date(), at)
    [helped] = [one for one in found if one.came is Came.HELPED]
    assert helped.words == ""


def test_only_who_wrote_the_lesson_names_the_offer_and_only_one_to_its_theme(session: Session, world: World) -> None:
    lesson, offer, place = a_lesson(session, world), the_offer(session, world), world.place
    strange = offer_queries.offers_of(session, place.jou.id, TODAY)[0].offer_id
    assert not service.name_offer_used(session, place.actor("jgz"), lesson, offer, NOW)
    assert not service.name_offer_used(session, place.actor("ib"), lesson, strange, NOW)
    assert not service.name_offer_used(session, place.actor("ib"), uuid.uuid4(), offer, NOW)
    assert service.name_offer_used(session, place.actor("ib"), lesson, offer, NOW)
    assert not service.name_offer_used(session, place.actor("ib"), lesson, offer, NOW)


def test_lessons_to_name_are_the_own_ones_nobody_named_yet(session: Session, world: World) -> None:
    lesson, place = a_lesson(session, world), world.place
    themes = list(place.themes.values())
    [waiting] = queries.lessons_to_name(session, place.school.id, themes, TODAY)
    assert waiting.lesson.id == lesson
    assert {offer.partner_label for offer in waiting.offers} == {"SportUtrecht"}
    assert queries.lessons_to_name(session, place.jgz.id, themes, TODAY) == []
    service.name_offer_used(session, place.actor("ib"), lesson, the_offer(session, world), NOW)
    assert queries.lessons_to_name(session, place.school.id, themes, TODAY) == []


def test_another_partner_hears_nothing_of_it(session: Session, world: World) -> None:
    lesson = a_lesson(session, world)
    service.name_offer_used(session, world.place.actor("ib"), lesson, the_offer(session, world), NOW)
    at = NOW + LESSON_DELAY
    found = queries.what_came_of(session, world.place.jou.id, at.date(), at)
    assert Came.HELPED not in {one.came for one in found}
