"""People are asked because of their theme, answer by a link that works once, and calendars follow."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.meetings import queries, service
from kernpartner.meetings.models import Invitation, InvitationLink
from kernpartner.meetings.rules.inviting import (
    Answer,
    AnswerProblem,
    Gap,
    expires_at,
    gap,
    reminder_due,
    token_hash,
)
from kernpartner.meetings.service import AnswerInput, ItemInput
from kernpartner.organisations import service as organisation_service
from kernpartner.outbox.models import Mail
from tests.conftest import NOW, TODAY
from tests.meetings.world import STARTS, World, a_world, later


@pytest.fixture
def world(session: Session) -> World:
    made = a_world(session)
    service.settle(session, made.place.actor("coordinator"), made.meeting.id, NOW)
    return made


def mail_to(session: Session, world: World, who: str, kind: str = "invitation") -> Mail:
    address = world.place.people[who].email
    return session.scalars(
        select(Mail).where(Mail.to_address == address, Mail.kind == kind).order_by(Mail.id.desc())
    ).first()  # type: ignore[return-value]


def token_of(session: Session, world: World, who: str) -> str:
    return str(mail_to(session, world, who).context["token"])


def test_members_and_partners_with_a_theme_are_invited_and_nobody_else(session: Session, world: World) -> None:
    people = {row.person: row.invitation.role for row in queries.invitees(session, world.meeting.id)}
    assert people == {
        "Proef coordinator": "member",
        "Proef ib": "member",
        "Proef ib2": "member",
        "Proef jgz": "member",
        "Proef worker": "member",
        "Proef jou": "guest",
        "Proef sport": "guest",
    }


def test_a_partner_gets_only_its_own_items_their_times_and_the_reason(session: Session, world: World) -> None:
    mail = mail_to(session, world, "sport")
    topics = " ".join(mail.context["topics"])
    assert "Lanterfantertijd" in topics
    assert "Lat omlaag" not in topics
    assert "Online leven" not in topics
    assert mail.context["reason"] == (
        "Omdat het onderwerp “Lanterfantertijd” op de agenda staat. Daar kan SportUtrecht iets in doen."
    )
    row = next(row.invitation for row in queries.invitees(session, world.meeting.id) if row.person == "Proef sport")
    view = queries.agenda(session, world.meeting)
    assert (row.starts_at, row.ends_at) == view.guest_until("SportUtrecht")
    assert mail.context["starts_at"] == row.starts_at.isoformat()


def test_a_partner_without_a_theme_on_the_agenda_is_not_invited(session: Session) -> None:
    world = a_world(session)
    actor = world.place.actor("coordinator")
    theme = next(one.item for one in queries.agenda(session, world.meeting).items if one.item.title == "Online leven")
    service.drop_item(session, actor, world.meeting.id, theme.id, world.meeting.version, NOW)
    service.settle(session, actor, world.meeting.id, NOW)
    assert "Proef jou" not in {row.person for row in queries.invitees(session, world.meeting.id)}


def test_the_invitation_carries_an_appointment_that_calendars_take(session: Session, world: World) -> None:
    mail = mail_to(session, world, "ib")
    assert mail.context["calendar"]["method"] == "REQUEST"
    calendar = Calendar.from_ical(mail.context["calendar"]["text"])
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart") == STARTS
    assert event.decoded("dtend") == STARTS + timedelta(minutes=90)
    assert int(event["sequence"]) == 0
    assert str(event["attendee"]) == f"mailto:{world.place.people['ib'].email}"
    assert str(event["organizer"]) == f"mailto:{world.place.people['coordinator'].email}"


def test_only_the_hash_of_a_link_is_kept(session: Session, world: World) -> None:
    token = token_of(session, world, "sport")
    kept = session.scalars(select(InvitationLink.token_hash)).all()
    assert token not in kept
    assert token_hash(token) in kept
    assert len(token) >= 43
    assert len(set(kept)) == len(kept)


def test_a_link_answers_once(session: Session, world: World) -> None:
    token = token_of(session, world, "sport")
    assert service.answer_invitation(session, token, AnswerInput("accepted"), later(1)) is Answer.ACCEPTED
    with pytest.raises(service.LinkNotValid) as refused:
        service.answer_invitation(session, token, AnswerInput("declined"), later(1))
    assert refused.value.state == "used"
    row = queries.invitation_by_token(session, token, later(2))
    assert row is not None
    assert (row.state, row.invitation.answer) == ("used", "accepted")


def test_a_link_expires_when_the_meeting_starts_and_a_made_up_one_opens_nothing(session: Session, world: World) -> None:
    token = token_of(session, world, "sport")
    with pytest.raises(service.LinkNotValid) as refused:
        service.answer_invitation(session, token, AnswerInput("accepted"), STARTS)
    assert refused.value.state == "expired"
    with pytest.raises(service.LinkNotValid) as refused:
        service.answer_invitation(session, "verzonnen", AnswerInput("accepted"), NOW)
    assert refused.value.state == "unknown"
    assert queries.invitation_by_token(session, "verzonnen", NOW) is None


def test_an_unfinished_answer_does_not_use_the_link_up(session: Session, world: World) -> None:
    token = token_of(session, world, "sport")
    for given, problem in (
        (AnswerInput(""), AnswerProblem.MISSING),
        (AnswerInput("misschien"), AnswerProblem.MISSING),
        (AnswerInput("replaced"), AnswerProblem.NOBODY_CHOSEN),
        (AnswerInput("replaced", uuid.uuid4()), AnswerProblem.NOBODY_CHOSEN),
        (AnswerInput("replaced", world.place.people["ib"].id), AnswerProblem.NOBODY_CHOSEN),
    ):
        with pytest.raises(service.AnswerRefused) as refused:
            service.answer_invitation(session, token, given, NOW)
        assert refused.value.problem is problem
    assert service.answer_invitation(session, token, AnswerInput("declined"), NOW) is Answer.DECLINED


def test_an_ambassador_may_come_instead_and_gets_an_own_invitation(session: Session, world: World) -> None:
    place = world.place
    organisation_service.appoint_ambassador(
        session,
        person_id=place.people["worker"].id,
        organisation_id=place.team.id,
        represents_id=place.sport.id,
        on=TODAY,
    )
    token = token_of(session, world, "sport")
    given = AnswerInput("replaced", place.people["worker"].id, "Bel mij op 06-12345678")
    service.answer_invitation(session, token, given, later(1))
    rows = {
        row.person: row
        for row in queries.invitees(session, world.meeting.id)
        if row.invitation.organisation_id == place.sport.id
    }
    assert rows["Proef sport"].replaced_by == "Proef worker"
    assert "12345678" not in rows["Proef sport"].invitation.remark
    instead = rows["Proef worker"].invitation
    assert instead.items == rows["Proef sport"].invitation.items
    second = token_of(session, world, "worker")
    assert service.answer_invitation(session, second, AnswerInput("accepted"), later(2)) is Answer.ACCEPTED
    assert place.sport.label not in {row.label for row in queries.gaps(session, world.meeting, TODAY)}


def test_the_coordinator_sees_for_whom_nobody_comes_yet(session: Session, world: World) -> None:
    place = world.place
    service.answer_invitation(session, token_of(session, world, "sport"), AnswerInput("accepted"), NOW)
    service.answer_invitation(session, token_of(session, world, "jou"), AnswerInput("declined"), NOW)
    gaps = {row.label: row.gap for row in queries.gaps(session, world.meeting, TODAY)}
    assert place.sport.label not in gaps
    assert gaps[place.jou.label] is Gap.DECLINED
    assert gaps[place.jgz.label] is Gap.NO_ANSWER


def test_a_partner_whom_nobody_is_known_of_is_a_gap_before_settling(session: Session) -> None:
    world = a_world(session)
    organisation_service.end_position(
        session, person_id=world.place.people["jou"].id, organisation_id=world.place.jou.id, on=TODAY
    )
    gaps = {row.label: row.gap for row in queries.gaps(session, world.meeting, TODAY + timedelta(days=1))}
    assert gaps[world.place.jou.label] is Gap.NOBODY_KNOWN
    assert gaps[world.place.sport.label] is Gap.NOT_INVITED


def test_settling_a_correction_raises_the_sequence_and_keeps_answers(session: Session, world: World) -> None:
    actor, meeting = world.place.actor("coordinator"), world.meeting
    service.answer_invitation(session, token_of(session, world, "ib"), AnswerInput("accepted"), NOW)
    uid = Calendar.from_ical(mail_to(session, world, "ib").context["calendar"]["text"]).walk("VEVENT")[0]["uid"]
    service.reopen(session, actor, meeting.id, later(1))
    theme = next(one.item for one in queries.agenda(session, meeting).items if one.item.title == "Online leven")
    service.drop_item(session, actor, meeting.id, theme.id, meeting.version, later(1))
    service.settle(session, actor, meeting.id, later(1))
    event = Calendar.from_ical(mail_to(session, world, "ib").context["calendar"]["text"]).walk("VEVENT")[0]
    assert (event["uid"], int(event["sequence"])) == (uid, 1)
    rows = {row.person: row.invitation for row in queries.invitees(session, meeting.id)}
    assert rows["Proef ib"].answer == "accepted"
    assert "Proef jou" not in rows
    gone = mail_to(session, world, "jou", "invitation_cancelled")
    cancelled = Calendar.from_ical(gone.context["calendar"]["text"])
    assert str(cancelled["method"]) == "CANCEL"
    assert int(cancelled.walk("VEVENT")[0]["sequence"]) == 1


def test_cancelling_takes_the_appointment_out_of_every_calendar_once(session: Session, world: World) -> None:
    actor, meeting = world.place.actor("coordinator"), world.meeting
    assert service.cancel_meeting(session, actor, meeting.id, later(1)) == 7
    assert service.cancel_meeting(session, actor, meeting.id, later(1)) == 0
    mails = session.scalars(select(Mail).where(Mail.kind == "invitation_cancelled")).all()
    assert len(mails) == 7
    for mail in mails:
        event = Calendar.from_ical(mail.context["calendar"]["text"]).walk("VEVENT")[0]
        assert str(event["status"]) == "CANCELLED"
        assert int(event["sequence"]) == 1
    assert meeting.status == "cancelled"
    with pytest.raises(service.LinkNotValid) as refused:
        service.answer_invitation(session, token_of(session, world, "sport"), AnswerInput("accepted"), later(1))
    assert refused.value.state == "withdrawn"


def test_a_reminder_names_the_items_comes_once_and_spares_who_declined(session: Session, world: World) -> None:
    service.answer_invitation(session, token_of(session, world, "jou"), AnswerInput("declined"), NOW)
    assert service.remind(session, world.meeting.id, NOW) == 0
    week = STARTS - timedelta(days=6)
    assert list(queries.meetings_to_remind(session, world.place.district.id, week)) == [world.meeting.id]
    assert service.remind(session, world.meeting.id, week) == 6
    assert service.remind(session, world.meeting.id, week + timedelta(days=1)) == 0
    mail = mail_to(session, world, "sport", "invitation_reminder")
    assert any("Lanterfantertijd" in line for line in mail.context["topics"])
    assert queries.invitation_by_token(session, mail.context["token"], week) is not None
    assert mail_to(session, world, "jou", "invitation_reminder") is None


def test_a_mail_never_holds_a_figure(session: Session, world: World) -> None:
    for mail in session.scalars(select(Mail)):
        written = str({name: value for name, value in mail.context.items() if name != "token"})
        assert "gevallen" not in written
        assert "niet getoond" not in written


def test_the_rules_of_gaps_links_and_reminders() -> None:
    assert gap([]) is Gap.NOBODY_KNOWN
    assert gap(["declined", "accepted"]) is None
    assert gap(["declined", None]) is Gap.NO_ANSWER
    assert gap(["declined", "replaced"]) is Gap.DECLINED
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert expires_at(now + timedelta(days=200), now) == now + timedelta(days=60)
    assert expires_at(now + timedelta(days=3), now) == now + timedelta(days=3)
    assert reminder_due(now + timedelta(days=7), now)
    assert not reminder_due(now + timedelta(days=8), now)
    assert not reminder_due(now, now)


def test_the_invited_words_are_frozen_when_the_agenda_is_opened_again(session: Session, world: World) -> None:
    actor, meeting = world.place.actor("coordinator"), world.meeting
    before = session.scalars(select(Invitation.items).order_by(Invitation.id)).all()
    service.reopen(session, actor, meeting.id, later(1))
    theme = next(one.item for one in queries.agenda(session, meeting).items if one.item.title == "Online leven")
    service.edit_item(session, actor, meeting.id, theme.id, ItemInput("Anders"), theme.version, later(1))
    assert session.scalars(select(Invitation.items).order_by(Invitation.id)).all() == before
