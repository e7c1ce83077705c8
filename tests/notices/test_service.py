"""What people are told, once and as they want it, on a real database."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.notices import queries, service
from kernpartner.notices.models import Notice
from kernpartner.notices.rules import BUNDLE, LOCAL, Group, When
from kernpartner.outbox.models import Mail
from tests.conftest import NOW
from tests.factories import Place, a_place

ANSWERED = {"consultation": "0192f0c8-1111-7222-8333-444455556666", "number": "S-3F09A2"}
THEME = {"month": "2026-03-01", "theme": "Lanterfantertijd", "theme_slug": "lanterfantertijd"}
MORNING = datetime(2026, 3, 11, 8, 0, tzinfo=LOCAL)


@pytest.fixture
def place(session: Session) -> Place:
    return a_place(session)


def mails(session: Session) -> list[Mail]:
    return list(session.scalars(select(Mail).order_by(Mail.created_at, Mail.id)))


def wish(session: Session, place: Place, who: str, **wishes: str) -> None:
    chosen = {Group(group): When(when) for group, when in wishes.items()}
    service.set_wishes(session, place.actor(who), chosen, NOW)


def test_what_is_wanted_at_once_is_mailed_with_the_fact_and_only_once(session: Session, place: Place) -> None:
    ib = place.people["ib"]
    assert service.tell(session, ib, "consultation_answered", "answered:1", ANSWERED, NOW)
    assert not service.tell(session, ib, "consultation_answered", "answered:1", ANSWERED, NOW)
    (mail,) = mails(session)
    assert (mail.kind, mail.to_address, mail.due_at) == ("consultation_answered", ib.email, NOW)
    assert [notice.kind for notice in queries.notices_of(session, ib.id)] == ["consultation_answered"]


def test_a_fact_that_is_taken_back_was_never_told(session: Session, place: Place) -> None:
    with session.begin_nested() as point:
        service.tell(session, place.people["ib"], "consultation_answered", "answered:1", ANSWERED, NOW)
        point.rollback()
    assert mails(session) == [] and queries.notices_of(session, place.people["ib"].id) == []


def test_what_waits_goes_in_one_mail_a_day(session: Session, place: Place) -> None:
    ib = place.people["ib"]
    for number in range(3):
        service.tell(session, ib, "theme_confirmed", f"theme:{number}", THEME, NOW)
    assert mails(session) == []
    assert queries.people_to_mail(session, MORNING) == [ib.id]
    assert service.mail_bundle(session, ib.id, MORNING) == 3
    assert service.mail_bundle(session, ib.id, MORNING) == 0
    assert queries.people_to_mail(session, MORNING) == []
    service.tell(session, ib, "theme_confirmed", "theme:later", THEME, MORNING)
    assert service.mail_bundle(session, ib.id, MORNING + timedelta(hours=2)) == 0, "at most one mail a day"
    assert service.mail_bundle(session, ib.id, MORNING + timedelta(days=1)) == 1
    assert [(mail.kind, len(mail.context["lines"])) for mail in mails(session)] == [(BUNDLE, 3), (BUNDLE, 1)]


def test_a_weekly_wish_waits_for_monday(session: Session, place: Place) -> None:
    ib = place.people["ib"]
    wish(session, place, "ib", answers="week")
    service.tell(session, ib, "consultation_answered", "answered:1", ANSWERED, NOW)
    assert mails(session) == []
    assert queries.people_to_mail(session, MORNING) == []
    monday = datetime(2026, 3, 16, 8, 0, tzinfo=LOCAL)
    assert queries.people_to_mail(session, monday) == [ib.id]


def test_who_wants_no_mail_still_finds_it_on_the_page(session: Session, place: Place) -> None:
    ib = place.people["ib"]
    wish(session, place, "ib", answers="never")
    service.tell(session, ib, "consultation_answered", "answered:1", ANSWERED, NOW)
    assert mails(session) == [] and queries.people_to_mail(session, MORNING) == []
    assert len(queries.notices_of(session, ib.id)) == 1


def test_a_wish_holds_for_one_person_only(session: Session, place: Place) -> None:
    wish(session, place, "ib", answers="never")
    assert queries.wishes_of(session, place.people["ib2"].id)[Group.ANSWERS] is When.NOW


def test_what_waits_follows_a_new_wish_and_never_bursts_out(session: Session, place: Place) -> None:
    ib = place.people["ib"]
    service.tell(session, ib, "theme_confirmed", "theme:1", THEME, NOW)
    wish(session, place, "ib", themes="now")
    assert mails(session) == []
    assert queries.people_to_mail(session, MORNING) == [ib.id]
    wish(session, place, "ib", themes="never")
    assert queries.people_to_mail(session, MORNING) == []


def test_the_link_stops_one_group_or_all_that_comes_in_one_mail(session: Session, place: Place) -> None:
    ib = place.people["ib"]
    service.tell(session, ib, "consultation_answered", "answered:1", ANSWERED, NOW)
    token = queries.token_of(session, ib.id)
    assert service.stop(session, token, Group.ANSWERS, NOW)
    wishes = queries.wishes_of(session, ib.id)
    assert wishes[Group.ANSWERS] is When.NEVER and wishes[Group.ASKED] is When.NOW
    assert service.stop(session, token, None, NOW)
    wishes = queries.wishes_of(session, ib.id)
    assert {group for group, when in wishes.items() if when is When.NEVER} == {
        Group.ANSWERS,
        Group.THEMES,
        Group.ACTIONS,
        Group.REMINDERS,
    }
    assert not service.stop(session, "no such secret", None, NOW)


def test_a_long_list_is_cut_and_says_how_much_more_there_is(session: Session, place: Place) -> None:
    ib = place.people["ib"]
    for number in range(25):
        service.tell(session, ib, "theme_confirmed", f"theme:{number}", THEME, NOW)
    assert service.mail_bundle(session, ib.id, MORNING) == 25
    assert (len(mails(session)[0].context["lines"]), mails(session)[0].context["more"]) == (20, 5)


def test_who_left_is_told_nothing_and_old_news_is_forgotten(session: Session, place: Place) -> None:
    place.people["ib2"].active = False
    session.flush()
    assert not service.tell(session, place.people["ib2"], "theme_confirmed", "theme:1", THEME, NOW)
    service.tell(session, place.people["ib"], "theme_confirmed", "theme:1", THEME, NOW)
    assert service.forget_old(session, NOW) == 0
    assert service.forget_old(session, NOW + timedelta(days=1)) == 1
    assert session.scalars(select(Notice)).all() == []
