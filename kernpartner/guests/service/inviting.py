"""Changes who is invited: makes the guest with a role until the day of the session, sends the link, keeps summaries."""

from __future__ import annotations

import re
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.consultations.service.finding import NotTheAuthor, open_to
from kernpartner.db.uuid7 import uuid7
from kernpartner.districts import queries as district_queries
from kernpartner.guests import queries
from kernpartner.guests.models import GuestSession, GuestSummary
from kernpartner.guests.rules import GuestProblem, summary_problem, window_problem
from kernpartner.guests.service.finding import LOCAL, NoSuchGuest, only_a_guest
from kernpartner.notices.rules import short_number
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.models import Organisation, Person, Position
from kernpartner.organisations.rules import Role
from kernpartner.outbox.service import queue_mail
from kernpartner.privacy.deidentify import clean

_EMAIL = re.compile(r"[^@\s\"<>(),;:]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}")


@dataclass(frozen=True)
class GuestInput:
    """Whom to invite and for when: a mail address, the organisation the guest comes from, and a time window."""

    email: str
    organisation_id: uuid.UUID
    starts_at: datetime
    ends_at: datetime


class GuestRefused(ValueError):
    """A guest cannot be invited like this; `problems` says what is wrong, per field."""

    def __init__(self, found: dict[str, GuestProblem]) -> None:
        super().__init__(", ".join(f"{name}: {what.value}" for name, what in found.items()))
        self.problems = found


def invite_to_consultation(
    session: Session, actor: Actor, consultation_id: uuid.UUID, given: GuestInput, summary: str, now: datetime
) -> uuid.UUID:
    """Let a guest join one talk and read a summary of it while it lasts; give the id.

    Only the author of the question does this. Raises `ConsultationClosed`, `NotTheAuthor`, `GuestRefused`.
    """
    asked, concern = open_to(session, actor, consultation_id, now)
    if asked.asked_by != actor.person_id:
        raise NotTheAuthor("only the author invites a guest")
    found = _problems(session, concern.district_id, given, now)
    wrong = summary_problem(summary)
    if wrong is not None:
        found["summary"] = wrong
    if found:
        raise GuestRefused(found)
    made = _invited(session, actor, concern.district_id, given, short_number(concern.id), now)
    made.consultation_id = asked.id
    session.add(made)
    session.flush()
    _write_summary(session, actor, made, asked.id, summary, now)
    record(session, actor, "guest.invited", "guest_session", made.id, now, kind="consultation")
    return made.id


def invite_to_meeting(
    session: Session,
    actor: Actor,
    meeting_id: uuid.UUID,
    district_id: uuid.UUID,
    title: str,
    given: GuestInput,
    now: datetime,
) -> uuid.UUID:
    """Let a guest join a meeting; what authors write for it is read while it lasts. Raises `GuestRefused`.

    The page has seen to it that the actor prepares this meeting; `title` is the meeting's own.
    """
    found = _problems(session, district_id, given, now)
    if found:
        raise GuestRefused(found)
    made = _invited(session, actor, district_id, given, title, now)
    made.meeting_id = meeting_id
    session.add(made)
    session.flush()
    record(session, actor, "guest.invited", "guest_session", made.id, now, kind="meeting")
    return made.id


def summarise(
    session: Session, actor: Actor, session_id: uuid.UUID, consultation_id: uuid.UUID, text: str, now: datetime
) -> None:
    """Write, cleaned, what a guest reads of an own open question; writing again replaces it.

    Raises `ConsultationClosed`, `NotTheAuthor`, `NoSuchGuest` and `GuestRefused`.
    """
    asked, concern = open_to(session, actor, consultation_id, now)
    if asked.asked_by != actor.person_id:
        raise NotTheAuthor("only the author summarises")
    found = session.get(GuestSession, session_id)
    # A session of one talk is about that talk; only a meeting collects the summaries of several.
    about = found is not None and found.consultation_id in {None, asked.id}
    if found is None or not about or found.district_id != concern.district_id:
        raise NoSuchGuest(f"no session {session_id}")
    if found.withdrawn_at is not None or found.ends_at <= now:
        raise NoSuchGuest("this session is over")
    wrong = summary_problem(text)
    if wrong is not None:
        raise GuestRefused({"summary": wrong})
    _write_summary(session, actor, found, asked.id, text, now)
    record(session, actor, "guest.summary_added", "guest_session", found.id, now)


def _problems(session: Session, district_id: uuid.UUID, given: GuestInput, now: datetime) -> dict[str, GuestProblem]:
    found: dict[str, GuestProblem] = {}
    if not _EMAIL.fullmatch(given.email.strip().lower()):
        found["email"] = GuestProblem.EMAIL_UNREADABLE
    today = now.astimezone(LOCAL).date()
    known = {one.id for one in organisation_queries.organisations(session, district_id, on=today)}
    if given.organisation_id not in known:
        found["organisation_id"] = GuestProblem.ORGANISATION_UNKNOWN
    there = organisation_queries.person_by_email(session, given.email)
    if there is not None and (there.district_id != district_id or not there.active):
        found["email"] = GuestProblem.PERSON_ELSEWHERE
    wrong = window_problem(given.starts_at, given.ends_at, now)
    if wrong is not None:
        found["day"] = wrong
    return found


def _invited(
    session: Session, actor: Actor, district_id: uuid.UUID, given: GuestInput, title: str, now: datetime
) -> GuestSession:
    """Make the person and the position when needed, send the link, and give the session to be stored."""
    assert actor.person_id is not None and actor.organisation_id is not None
    person = _guest(session, district_id, given, now)
    token = secrets.token_urlsafe(24)
    made = GuestSession(
        id=uuid7(),
        district_id=district_id,
        title=title,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        person_id=person.id,
        organisation_id=given.organisation_id,
        invited_by=actor.person_id,
        invited_by_organisation_id=actor.organisation_id,
        invited_at=now,
        token_hash=queries.hashed(token),
    )
    queue_mail(
        session,
        kind="guest_invited",
        dedupe_key=f"guest_invited:{made.id}",
        to_person=person.id,
        to_address=person.email,
        template="guest_invited",
        context={
            # Who has an account of another kind comes in with a password; the link would be of no use.
            "token": token if only_a_guest(session, person.id, now) else "",
            "title": title,
            "starts_at": given.starts_at.isoformat(),
            "ends_at": given.ends_at.isoformat(),
        },
        due_at=now,
        language=person.language,
    )
    return made


def _guest(session: Session, district_id: uuid.UUID, given: GuestInput, now: datetime) -> Person:
    """Give the person with this address, made when needed, with the role of guest until the day of the session."""
    person = organisation_queries.person_by_email(session, given.email)
    if person is None:
        label = session.get_one(Organisation, given.organisation_id).label
        person = organisation_service.add_person(
            session, district_id=district_id, name=f"Gast van {label}", email=given.email, now=now
        )
    today, last = now.astimezone(LOCAL).date(), given.ends_at.astimezone(LOCAL).date()
    held = session.scalars(
        select(Position)
        .where(
            Position.person_id == person.id,
            Position.organisation_id == given.organisation_id,
            Position.role == Role.GUEST.value,
            organisation_queries.holds(Position, today),
        )
        .with_for_update()
    ).first()
    if held is not None:
        held.valid_to = None if held.valid_to is None else max(held.valid_to, last)
        session.flush()
        return person
    session.add(
        Position(
            person_id=person.id,
            organisation_id=given.organisation_id,
            role=Role.GUEST.value,
            valid_from=today,
            valid_to=last,
        )
    )
    session.flush()
    return person


def _write_summary(
    session: Session, actor: Actor, found: GuestSession, consultation_id: uuid.UUID, text: str, now: datetime
) -> None:
    lists = district_queries.word_lists(session, found.district_id)
    values = {"text": clean(text.strip(), lists).text, "written_by": actor.person_id, "written_at": now}
    session.execute(
        insert(GuestSummary)
        .values(id=uuid7(), session_id=found.id, consultation_id=consultation_id, **values)
        .on_conflict_do_update(index_elements=["session_id", "consultation_id"], set_=values)
    )
