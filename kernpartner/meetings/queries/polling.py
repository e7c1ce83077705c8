"""Reads date polls: what is asked, who answered what, and what a link opens."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.meetings.models import DatePoll, PollAnswer, PollOption, PollVoter
from kernpartner.meetings.rules.inviting import token_hash
from kernpartner.meetings.rules.polling import Tally, best, tally
from kernpartner.organisations.models import Organisation, Person


@dataclass(frozen=True)
class VoterRow:
    """Somebody who is asked, with the answers per moment; empty while there is none."""

    voter: PollVoter
    person: str
    organisation: str
    answers: Mapping[uuid.UUID, str]


@dataclass(frozen=True)
class PollView:
    """A date poll with its moments in order, everybody's answers, and the moment that suits most people."""

    poll: DatePoll
    options: tuple[PollOption, ...]
    voters: tuple[VoterRow, ...]
    tallies: Mapping[uuid.UUID, Tally]
    best_id: uuid.UUID | None

    def of(self, person_id: uuid.UUID) -> VoterRow | None:
        """Give the row of a person who is asked."""
        return next((row for row in self.voters if row.voter.person_id == person_id), None)


@dataclass(frozen=True)
class LinkedPoll:
    """A poll as a link opens it; `state` is `open`, `used`, `expired` or `closed`."""

    view: PollView
    voter: PollVoter
    state: str


def date_poll(session: Session, poll_id: uuid.UUID) -> DatePoll | None:
    """Give the poll with this id, if there is one."""
    return session.get(DatePoll, poll_id)


def open_polls(session: Session, district_id: uuid.UUID) -> Sequence[DatePoll]:
    """Give the polls of a district for which no moment was chosen yet, the newest first."""
    wanted = select(DatePoll).where(DatePoll.district_id == district_id, DatePoll.closed_at.is_(None))
    return session.scalars(wanted.order_by(DatePoll.asked_at.desc(), DatePoll.id)).all()


def polls_for(session: Session, person_id: uuid.UUID) -> Sequence[DatePoll]:
    """Give the open polls in which a person is asked."""
    wanted = select(DatePoll).join(PollVoter, PollVoter.poll_id == DatePoll.id)
    rows = wanted.where(PollVoter.person_id == person_id, DatePoll.closed_at.is_(None))
    return session.scalars(rows.order_by(DatePoll.asked_at.desc(), DatePoll.id).distinct()).all()


def poll_view(session: Session, poll: DatePoll) -> PollView:
    """Give a poll with everybody's answers."""
    options = session.scalars(
        select(PollOption).where(PollOption.poll_id == poll.id).order_by(PollOption.starts_at)
    ).all()
    given: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    for answer in session.scalars(select(PollAnswer).where(PollAnswer.option_id.in_([one.id for one in options]))):
        given.setdefault(answer.voter_id, {})[answer.option_id] = answer.answer
    rows = session.execute(
        select(PollVoter, Person.name, Organisation.label)
        .join(Person, Person.id == PollVoter.person_id)
        .join(Organisation, Organisation.id == PollVoter.organisation_id)
        .where(PollVoter.poll_id == poll.id)
        .order_by(Organisation.label, Person.name, PollVoter.id)
    )
    voters = tuple(VoterRow(voter, name, label, given.get(voter.id, {})) for voter, name, label in rows)
    tallies = {one.id: tally(row.answers.get(one.id, "") for row in voters) for one in options}
    found = best([(str(one.id), one.starts_at) for one in options], {str(key): value for key, value in tallies.items()})
    return PollView(poll, tuple(options), voters, tallies, uuid.UUID(found) if found else None)


def poll_by_token(session: Session, token: str, now: datetime) -> LinkedPoll | None:
    """Give the poll that a link opens, whether or not it may still be answered; nothing for a made-up link."""
    voter = session.scalar(select(PollVoter).where(PollVoter.token_hash == token_hash(token)))
    if voter is None:
        return None
    poll = session.get_one(DatePoll, voter.poll_id)
    return LinkedPoll(poll_view(session, poll), voter, _state(poll, voter, now))


def _state(poll: DatePoll, voter: PollVoter, now: datetime) -> str:
    if poll.closed_at is not None:
        return "closed"
    if voter.used_at is not None:
        return "used"
    return "expired" if now >= voter.expires_at else "open"
