"""Reads who is or will be invited and why, what they answered, and for whom nobody comes yet."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from kernpartner.meetings.models import Invitation, InvitationLink, Meeting
from kernpartner.meetings.queries.agenda import AgendaView, agenda
from kernpartner.meetings.queries.calendar import member_organisations
from kernpartner.meetings.rules.inviting import Gap, Slot, Stay, gap, guest_stay, member_stay, token_hash
from kernpartner.meetings.rules.parts import Kind, Times
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation, Person
from kernpartner.organisations.rules import RIGHTS, Action, Role


@dataclass(frozen=True)
class Expected:
    """An organisation that should come: its people, why, and to what."""

    organisation: Organisation
    role: str
    people: tuple[Person, ...]
    stay: Stay


@dataclass(frozen=True)
class InviteeRow:
    """Somebody who was invited, with the answer."""

    invitation: Invitation
    organisation: str
    person: str
    replaced_by: str


@dataclass(frozen=True)
class OwnInvitation:
    """An invitation as its receiver sees it in the application: to what, when, for which items, what was answered."""

    title: str
    starts_at: datetime
    place: str
    topics: tuple[str, ...]
    answer: str | None


@dataclass(frozen=True)
class GapRow:
    """An organisation for which nobody comes yet, and who could be asked."""

    organisation_id: uuid.UUID
    label: str
    role: str
    gap: Gap
    ambassadors: tuple[str, ...]


@dataclass(frozen=True)
class InvitationView:
    """An invitation as the page behind its link shows it; `state` is `open`, `used`, `expired` or `withdrawn`."""

    invitation: Invitation
    link: InvitationLink
    meeting: Meeting
    organisation: str
    person: Person
    state: str
    topics: tuple[Mapping[str, Any], ...]


def expected(session: Session, meeting: Meeting, on: date) -> Sequence[Expected]:
    """Give every organisation that is invited to this agenda as it is now: members first, then guests."""
    view = agenda(session, meeting)
    slots = _slots(view)
    if not slots:
        return []
    found = [
        Expected(
            home, "member", _people(session, home.id, on, _MEMBER_ROLES), member_stay(slots, home.label, view.about)
        )
        for home in member_organisations(session, meeting, on)
    ]
    seated = {one.organisation.id for one in found}
    for guest in sorted({key for slot in slots for key in slot.guests}):
        organisation = organisation_queries.organisation(session, uuid.UUID(guest))
        stay = guest_stay(slots, guest, organisation.label)
        if stay is not None and organisation.id not in seated:
            people = _people(session, organisation.id, on, (Role.PARTNER,))
            found.append(Expected(organisation, "guest", people, stay))
    return sorted(found, key=lambda one: (one.role != "member", one.organisation.label))


def people_of_member(session: Session, organisation_id: uuid.UUID, on: date) -> tuple[Person, ...]:
    """Give the people of a core partner who come to its meetings."""
    return _people(session, organisation_id, on, _MEMBER_ROLES)


def invitees(session: Session, meeting_id: uuid.UUID) -> Sequence[InviteeRow]:
    """Give everybody whose invitation stands, members first, by organisation and name."""
    stand_in = aliased(Person)
    rows = session.execute(
        select(Invitation, Organisation.label, Person.name, stand_in.name)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .join(Person, Person.id == Invitation.person_id)
        .outerjoin(stand_in, stand_in.id == Invitation.replaced_by_id)
        .where(Invitation.meeting_id == meeting_id, Invitation.withdrawn_at.is_(None))
        .order_by(Invitation.role.desc(), Organisation.label, Person.name, Invitation.id)
    )
    return [InviteeRow(row, organisation, person, by or "") for row, organisation, person, by in rows]


def gaps(session: Session, meeting: Meeting, on: date) -> Sequence[GapRow]:
    """Give the organisations for which nobody comes yet: nobody known or invited, no answer, or all declined."""
    answers: dict[uuid.UUID, list[str | None]] = {}
    for row in invitees(session, meeting.id):
        answers.setdefault(row.invitation.organisation_id, []).append(row.invitation.answer)
    missing = [(one, gap(answers.get(one.organisation.id, []))) for one in expected(session, meeting, on)]
    return [
        GapRow(
            one.organisation.id,
            one.organisation.label,
            one.role,
            Gap.NOT_INVITED if why is Gap.NOBODY_KNOWN and one.people else why,
            _ambassadors(session, one.organisation.id, on),
        )
        for one, why in missing
        if why is not None
    ]


def invitations_of(session: Session, person_id: uuid.UUID, now: datetime) -> Sequence[OwnInvitation]:
    """Give the standing invitations of a person to meetings that are still to come, the first one first."""
    rows = session.execute(
        select(Invitation, Meeting)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(
            Invitation.person_id == person_id,
            Invitation.withdrawn_at.is_(None),
            Meeting.status != "cancelled",
            Meeting.starts_at > now,
        )
        .order_by(Meeting.starts_at, Invitation.id)
    )
    return [
        OwnInvitation(
            meeting.title, row.starts_at, meeting.place, tuple(item["title"] for item in row.items), row.answer
        )
        for row, meeting in rows
    ]


def invitation_by_token(session: Session, token: str, now: datetime) -> InvitationView | None:
    """Give the invitation that a link opens, whether or not it may still be answered; nothing for a made-up link."""
    link = session.scalar(select(InvitationLink).where(InvitationLink.token_hash == token_hash(token)))
    if link is None:
        return None
    invitation = session.get_one(Invitation, link.invitation_id)
    meeting = session.get_one(Meeting, invitation.meeting_id)
    return InvitationView(
        invitation=invitation,
        link=link,
        meeting=meeting,
        organisation=organisation_queries.organisation(session, invitation.organisation_id).label,
        person=session.get_one(Person, invitation.person_id),
        state=_state(link, invitation, meeting, now),
        topics=tuple(
            {
                "title": item["title"],
                "start": datetime.fromisoformat(item["start"]),
                "end": datetime.fromisoformat(item["end"]),
            }
            for item in invitation.items
        ),
    )


def stand_ins(session: Session, invitation: Invitation, on: date) -> Sequence[Person]:
    """Give who may come instead: others of the organisation, and its ambassadors."""
    role = _MEMBER_ROLES if invitation.role == "member" else (Role.PARTNER,)
    people = {person.id: person for person in _people(session, invitation.organisation_id, on, role)}
    for ambassador in organisation_queries.ambassadors(session, invitation.organisation_id, on):
        person = session.get_one(Person, ambassador.person_id)
        if person.active:
            people[person.id] = person
    people.pop(invitation.person_id, None)
    return sorted(people.values(), key=lambda person: (person.name, person.id))


_MEMBER_ROLES = tuple(role for role, actions in RIGHTS.items() if Action.SEE_AGENDA in actions)


def _slots(view: AgendaView) -> list[Slot]:
    return [
        Slot(
            key=one.item.key,
            kind=Kind(one.item.kind),
            title=one.item.title,
            times=Times(one.start, one.end),
            guests=frozenset(guest["id"] for guest in one.item.guests),
        )
        for one in view.items
    ]


def _people(session: Session, organisation_id: uuid.UUID, on: date, roles: Sequence[Role]) -> tuple[Person, ...]:
    found = {
        person.id: person
        for role in roles
        for person in organisation_queries.members(session, organisation_id, on, role)
    }
    return tuple(sorted(found.values(), key=lambda person: (person.name, person.id)))


def _ambassadors(session: Session, organisation_id: uuid.UUID, on: date) -> tuple[str, ...]:
    return tuple(
        session.get_one(Person, ambassador.person_id).name
        for ambassador in organisation_queries.ambassadors(session, organisation_id, on)
    )


def _state(link: InvitationLink, invitation: Invitation, meeting: Meeting, now: datetime) -> str:
    if invitation.withdrawn_at is not None or meeting.status == "cancelled":
        return "withdrawn"
    if link.used_at is not None:
        return "used"
    return "expired" if now >= link.expires_at else "open"
