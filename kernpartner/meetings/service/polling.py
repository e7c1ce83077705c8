"""Changes date polls: asks members when they can, takes their answers, and plans the meeting on the moment chosen."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.meetings.models import DatePoll, Meeting, PollAnswer, PollOption, PollVoter
from kernpartner.meetings.queries.calendar import member_organisations
from kernpartner.meetings.queries.invitations import people_of_member
from kernpartner.meetings.queries.polling import poll_by_token
from kernpartner.meetings.rules.inviting import expires_at, token_hash
from kernpartner.meetings.rules.planning import MeetingInput, MeetingProblem
from kernpartner.meetings.rules.polling import Can, PollInput, poll_problems
from kernpartner.meetings.service.failures import LinkNotValid, MeetingRefused, NotYourMeeting
from kernpartner.meetings.service.planning import area_of, plan_meeting
from kernpartner.meetings.service.rows import PLACE, TITLE, cleaned
from kernpartner.organisations.models import Person
from kernpartner.outbox.service import queue_mail

LOCAL = ZoneInfo("Europe/Amsterdam")


class NoSuchPoll(LookupError):
    """There is no such date poll, or a moment was chosen already."""


def ask_dates(session: Session, actor: Actor, given: PollInput, now: datetime) -> uuid.UUID:
    """Ask every member when they can, by a mail without content; give the poll's id. Raises `MeetingRefused`."""
    found = poll_problems(given, now)
    area_id = area_of(session, given.meeting, now, found)
    if found or area_id is None:
        raise MeetingRefused(found)
    poll = DatePoll(
        district_id=given.meeting.district_id,
        area_id=area_id,
        school_id=given.meeting.school_id,
        form=given.meeting.form,
        title=cleaned(session, given.meeting.district_id, given.meeting.title, TITLE),
        place=cleaned(session, given.meeting.district_id, given.meeting.place, PLACE),
        minutes=given.meeting.minutes,
        asked_at=now,
        asked_by=actor.person_id,
    )
    session.add(poll)
    session.flush()
    moments = sorted({moment for moment in given.moments if moment is not None})
    session.add_all(PollOption(poll_id=poll.id, starts_at=moment) for moment in moments)
    asked = _ask_members(session, poll, moments[-1], now)
    record(session, actor, "poll.asked", "poll", poll.id, now, number=asked)
    return poll.id


def answer_dates_by_link(session: Session, token: str, answers: Mapping[uuid.UUID, str], now: datetime) -> None:
    """Take the answers that come through a link, once; raises `LinkNotValid`, and `MeetingRefused` when incomplete."""
    found = poll_by_token(session, token, now)
    if found is None or found.state != "open":
        raise LinkNotValid(found.state if found is not None else "unknown")
    voter = session.scalar(select(PollVoter).where(PollVoter.id == found.voter.id).with_for_update())
    if voter is None or voter.used_at is not None:
        raise LinkNotValid("used")
    _keep(session, voter, answers, now)
    voter.used_at = now
    session.flush()
    actor = Actor(voter.person_id, voter.organisation_id, "invited")
    record(session, actor, "poll.answered", "poll", voter.poll_id, now, number=len(answers))


def answer_dates(
    session: Session, actor: Actor, poll_id: uuid.UUID, answers: Mapping[uuid.UUID, str], now: datetime
) -> None:
    """Take or change the answers of somebody who is signed in, while no moment is chosen.

    Raises `NoSuchPoll`, `NotYourMeeting` for who is not asked, and `MeetingRefused` when incomplete.
    """
    _open(session, poll_id)
    voter = session.scalar(
        select(PollVoter)
        .where(PollVoter.poll_id == poll_id, PollVoter.person_id == actor.person_id)
        .order_by(PollVoter.id)
        .limit(1)
        .with_for_update()
    )
    if voter is None:
        raise NotYourMeeting("only who is asked answers")
    _keep(session, voter, answers, now)
    record(session, actor, "poll.answered", "poll", poll_id, now, number=len(answers))


def choose_date(session: Session, actor: Actor, poll_id: uuid.UUID, option_id: uuid.UUID, now: datetime) -> uuid.UUID:
    """Plan the meeting on one of the moments and close the poll; give the meeting's id.

    Raises `NoSuchPoll` and `MeetingRefused`.
    """
    poll = _open(session, poll_id)
    option = session.scalar(select(PollOption).where(PollOption.id == option_id, PollOption.poll_id == poll.id))
    if option is None:
        raise NoSuchPoll("there is no such moment")
    given = MeetingInput(
        district_id=poll.district_id,
        title=poll.title,
        starts_at=option.starts_at,
        minutes=poll.minutes,
        place=poll.place,
        area_id=poll.area_id,
        school_id=poll.school_id,
        form=poll.form,
    )
    meeting_id = plan_meeting(session, actor, given, now)
    poll.closed_at, poll.meeting_id = now, meeting_id
    session.flush()
    record(session, actor, "poll.closed", "poll", poll.id, now)
    return meeting_id


def _open(session: Session, poll_id: uuid.UUID) -> DatePoll:
    poll = session.scalar(select(DatePoll).where(DatePoll.id == poll_id).with_for_update())
    if poll is None or poll.closed_at is not None:
        raise NoSuchPoll("there is no open poll like this")
    return poll


def _keep(session: Session, voter: PollVoter, answers: Mapping[uuid.UUID, str], now: datetime) -> None:
    wanted = set(session.scalars(select(PollOption.id).where(PollOption.poll_id == voter.poll_id)))
    if set(answers) != wanted or not set(answers.values()) <= set(Can):
        raise MeetingRefused({"answers": MeetingProblem.ANSWERS_INCOMPLETE})
    session.execute(delete(PollAnswer).where(PollAnswer.voter_id == voter.id))
    session.add_all(PollAnswer(voter_id=voter.id, option_id=key, answer=value) for key, value in answers.items())
    voter.answered_at = now
    session.flush()


def _ask_members(session: Session, poll: DatePoll, last: datetime, now: datetime) -> int:
    on = now.astimezone(LOCAL).date()
    # Never stored: the members of a meeting follow from its place alone.
    would_be = Meeting(district_id=poll.district_id, area_id=poll.area_id, school_id=poll.school_id)
    asked: set[uuid.UUID] = set()
    for home in member_organisations(session, would_be, on):
        for person in people_of_member(session, home.id, on):
            if person.id not in asked:
                asked.add(person.id)
                _ask(session, poll, home.id, person, expires_at(last, now), now)
    return len(asked)


def _ask(
    session: Session, poll: DatePoll, organisation_id: uuid.UUID, person: Person, expires: datetime, now: datetime
) -> None:
    token = secrets.token_urlsafe(32)
    voter = PollVoter(
        poll_id=poll.id,
        person_id=person.id,
        organisation_id=organisation_id,
        token_hash=token_hash(token),
        expires_at=expires,
    )
    session.add(voter)
    session.flush()
    queue_mail(
        session,
        kind="date_poll",
        dedupe_key=f"date_poll:{voter.id}",
        to_person=person.id,
        to_address=person.email,
        template="date_poll",
        context={"token": token},
        due_at=now,
        language=person.language,
    )
