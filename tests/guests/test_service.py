"""A guest reads the summary of one session while it lasts and nothing else: every moment times every state."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit import queries as audit
from kernpartner.audit.service import Actor
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.consultations import service as consultation_service
from kernpartner.consultations.rules import Ending
from kernpartner.guests import queries, service
from kernpartner.guests.models import GuestSession, GuestSummary
from kernpartner.guests.rules import GuestProblem
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation, Person
from kernpartner.organisations.rules import Role
from kernpartner.outbox.models import Mail
from tests.conftest import NOW, TODAY
from tests.factories import LONG_AGO, Place, a_place

START = NOW + timedelta(hours=3)
END = START + timedelta(minutes=30)
SUMMARY = "Een leerling wil graag met iemand wandelen. Wie kan dat?"


@dataclass
class Visit:
    """A question with a guest invited to its talk."""

    place: Place
    concern: uuid.UUID
    asked: uuid.UUID
    session_id: uuid.UUID
    guest: Person
    token: str


@pytest.fixture
def place(session: Session) -> Place:
    made = a_place(session)
    nizu = Organisation(
        district_id=made.district.id, type_slug="partner", slug="nizu", label="NIZU", valid_from=LONG_AGO
    )
    session.add(nizu)
    session.flush()
    return made


def nizu(session: Session) -> uuid.UUID:
    return session.scalars(select(Organisation.id).where(Organisation.slug == "nizu")).one()


def a_question(session: Session, place: Place) -> tuple[uuid.UUID, uuid.UUID]:
    given = ConcernInput(
        text="Leerling dwaalt na school door de wijk.",
        age_band="11-12",
        perspective="professional",
        wider="yes",
        occurred_on=TODAY,
    )
    concern = log_concern(session, place.actor("ib"), given, NOW)
    return concern, consultation_service.ask_advice(session, place.actor("ib"), concern, "Wie wandelt mee?", NOW)


def whom(session: Session, email: str = "gast@nizu.example.org") -> service.GuestInput:
    return service.GuestInput(email, nizu(session), START, END)


@pytest.fixture
def visit(session: Session, place: Place) -> Visit:
    concern, asked = a_question(session, place)
    made = service.invite_to_consultation(session, place.actor("ib"), asked, whom(session), SUMMARY, NOW)
    guest = organisation_queries.person_by_email(session, "gast@nizu.example.org")
    assert guest is not None
    token = session.scalars(select(Mail.context["token"].astext).where(Mail.kind == "guest_invited")).one()
    return Visit(place, concern, asked, made, guest, token)


def shown(session: Session, person: Person, now: datetime) -> list[str]:
    return [text for one in queries.open_sessions(session, person.id, now) for text in one.summaries]


MOMENTS = {
    "long before": START - timedelta(hours=2),
    "just before": START - timedelta(seconds=1),
    "first moment": START,
    "during": START + timedelta(minutes=10),
    "last moment": END - timedelta(seconds=1),
    "end": END,
    "after": END + timedelta(days=1),
}
STATES = ("open", "guest withdrawn", "question withdrawn", "question closed", "concern withdrawn", "guest not active")


@pytest.mark.parametrize(("moment", "state"), list(itertools.product(MOMENTS, STATES)))
def test_a_guest_reads_the_summary_during_an_open_session_and_at_no_other_moment_or_state(
    session: Session, visit: Visit, moment: str, state: str
) -> None:
    actor = visit.place.actor("ib")
    if state == "guest withdrawn":
        service.withdraw_guest(session, actor, visit.session_id, NOW)
    elif state == "question withdrawn":
        consultation_service.withdraw_consultation(session, actor, visit.asked, NOW)
    elif state == "question closed":
        consultation_service.close_consultation(session, actor, visit.asked, Ending("own_network"), NOW)
    elif state == "concern withdrawn":
        consultation_service.take_back(session, actor, visit.concern, NOW)
    elif state == "guest not active":
        visit.guest.active = False
        session.flush()
    now = MOMENTS[moment]
    wanted = state == "open" and START <= now < END
    if state != "guest not active":
        assert (shown(session, visit.guest, now) == [SUMMARY]) is wanted
    entered = service.enter(session, visit.token, now)
    may_enter = START <= now < END and state not in {"guest withdrawn", "guest not active"}
    assert (entered is not None) is may_enter


def test_the_link_works_once(session: Session, visit: Visit) -> None:
    assert service.enter(session, visit.token, START) == visit.guest
    assert service.enter(session, visit.token, START) is None
    assert service.enter(session, "no such link", START) is None
    assert visit.token not in str(session.scalars(select(GuestSession.token_hash)).all())


def test_a_guest_holds_only_that_role_and_only_until_the_day_of_the_session(session: Session, visit: Visit) -> None:
    held = organisation_queries.positions(session, visit.guest.id, TODAY)
    assert [(row.role, row.organisation_label) for row in held] == [(Role.GUEST, "NIZU")]
    assert organisation_queries.positions(session, visit.guest.id, TODAY + timedelta(days=1)) == []
    assert visit.guest.name == "Gast van NIZU" and visit.guest.password_hash is None


def test_another_guest_and_every_other_person_read_nothing(session: Session, visit: Visit) -> None:
    for who, person in visit.place.people.items():
        assert shown(session, person, START) == [], who


def test_every_reading_and_every_entrance_is_noted(session: Session, visit: Visit) -> None:
    guest = Actor(visit.guest.id, nizu(session), Role.GUEST.value)
    service.enter(session, visit.token, START)
    assert [one.title for one in service.read(session, guest, START)] == [f"S-{visit.concern.hex[-6:].upper()}"]
    assert service.read(session, guest, END) == []
    verbs = [line.verb for line in audit.entries(session, subject_id=visit.session_id)]
    assert verbs == ["guest.read", "guest.entered", "guest.invited"]


def test_only_the_author_of_the_question_invites(session: Session, visit: Visit) -> None:
    for who in ("jgz", "worker", "coordinator"):
        with pytest.raises(consultation_service.NotTheAuthor):
            service.invite_to_consultation(session, visit.place.actor(who), visit.asked, whom(session), SUMMARY, NOW)
    with pytest.raises(consultation_service.ConsultationClosed):
        service.invite_to_consultation(session, visit.place.actor("ib2"), visit.asked, whom(session), SUMMARY, NOW)


def test_who_did_not_invite_does_not_withdraw(session: Session, visit: Visit) -> None:
    with pytest.raises(service.NoSuchGuest):
        service.withdraw_guest(session, visit.place.actor("jgz"), visit.session_id, NOW)
    assert shown(session, visit.guest, START) == [SUMMARY]


def test_a_name_does_not_reach_the_guest(session: Session, visit: Visit) -> None:
    text = "Jovanka Quistrel wil wandelen. Bel 06 81927364."
    service.summarise(session, visit.place.actor("ib"), visit.session_id, visit.asked, text, NOW)
    (said,) = shown(session, visit.guest, START)
    assert "Quistrel" not in said and "81927364" not in said and "wandelen" in said
    assert len(session.scalars(select(GuestSummary)).all()) == 1


def test_a_partner_with_an_account_signs_in_and_cannot_enter_by_the_link(session: Session, visit: Visit) -> None:
    place = visit.place
    given = replace(whom(session, place.people["sport"].email), organisation_id=place.sport.id)
    service.invite_to_consultation(session, place.actor("ib"), visit.asked, given, SUMMARY, NOW)
    mail = session.scalars(select(Mail).where(Mail.to_address == place.people["sport"].email)).one()
    assert mail.context["token"] == ""
    held = {row.role for row in organisation_queries.positions(session, place.people["sport"].id, TODAY)}
    assert held == {Role.PARTNER, Role.GUEST}
    assert shown(session, place.people["sport"], START) == [SUMMARY]


def test_a_meeting_shows_what_its_authors_wrote_and_nobody_elses_question(session: Session, visit: Visit) -> None:
    place = visit.place
    meeting = uuid.uuid4()
    given = whom(session, "ander@nizu.example.org")
    made = service.invite_to_meeting(
        session, place.actor("coordinator"), meeting, place.district.id, "Overleg", given, NOW
    )
    guest = organisation_queries.person_by_email(session, "ander@nizu.example.org")
    assert guest is not None and shown(session, guest, START) == []
    with pytest.raises(consultation_service.NotTheAuthor):
        service.summarise(session, place.actor("jgz"), made, visit.asked, "Samenvatting", NOW)
    service.summarise(session, place.actor("ib"), made, visit.asked, "Wie wandelt er mee?", NOW)
    assert shown(session, guest, START) == ["Wie wandelt er mee?"]
    assert [row.id for row in queries.sessions_to_summarise(session, place.district.id, NOW)] == [made]
    assert queries.sessions_to_summarise(session, place.district.id, END) == []


def test_a_summary_does_not_go_to_the_talk_about_another_question(session: Session, visit: Visit) -> None:
    _concern, other = a_question(session, visit.place)
    with pytest.raises(service.NoSuchGuest):
        service.summarise(session, visit.place.actor("ib"), visit.session_id, other, "Iets anders", NOW)


@pytest.mark.parametrize(
    ("change", "summary", "field", "problem"),
    [
        ({"email": "geen adres"}, SUMMARY, "email", GuestProblem.EMAIL_UNREADABLE),
        ({"organisation_id": uuid.uuid4()}, SUMMARY, "organisation_id", GuestProblem.ORGANISATION_UNKNOWN),
        ({"ends_at": START + timedelta(hours=9)}, SUMMARY, "day", GuestProblem.LENGTH_WRONG),
        ({}, " ", "summary", GuestProblem.SUMMARY_MISSING),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_invited(
    session: Session, place: Place, change: dict[str, object], summary: str, field: str, problem: GuestProblem
) -> None:
    _concern, asked = a_question(session, place)
    with pytest.raises(service.GuestRefused) as refused:
        given = replace(whom(session), **change)  # type: ignore[arg-type]
        service.invite_to_consultation(session, place.actor("ib"), asked, given, summary, NOW)
    assert refused.value.problems == {field: problem}
    assert session.scalars(select(GuestSession)).all() == []


@pytest.mark.parametrize("state", ["open", "over", "guest withdrawn", "question closed", "concern withdrawn"])
def test_a_summary_that_nobody_may_read_again_is_removed(session: Session, visit: Visit, state: str) -> None:
    actor, now = visit.place.actor("ib"), START
    if state == "over":
        now = END
    elif state == "guest withdrawn":
        service.withdraw_guest(session, actor, visit.session_id, NOW)
    elif state == "question closed":
        consultation_service.close_consultation(session, actor, visit.asked, Ending("own_network"), NOW)
    elif state == "concern withdrawn":
        consultation_service.take_back(session, actor, visit.concern, NOW)
    assert service.forget_summaries(session, now) == (state != "open")
    assert len(session.scalars(select(GuestSummary.id)).all()) == (state == "open")
