"""Who reads a concern: every role, in every relation to it, in every state; none left out.

What is expected is written down from what the domain says, not from the code: only the author opens a cleaned
text to others, to the core team of that school, while the consultation is open; own concerns are the own
organisation's; partners, guests, privacy officers and admins see no concern's text.
"""

from __future__ import annotations

import uuid
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.concerns.models import Concern
from kernpartner.concerns.service import ConcernGone
from kernpartner.consultations import queries, service
from kernpartner.consultations.rules import Ending, ReplyKind
from kernpartner.organisations import service as organisation_service
from kernpartner.organisations.models import Organisation, Person
from kernpartner.organisations.rules import Action, Role, may
from tests.conftest import NOW, TODAY
from tests.consultations.asked import in_state
from tests.factories import LONG_AGO, Place
from tests.signing import cookie_of

READERS = {"care_coordinator", "youth_health", "family_worker", "coordinator", "attendance_officer", "school_alliance"}
RELATIONS = ("own", "core team", "same district", "other district")
STATES = ("none", "open", "closed", "withdrawn", "concern withdrawn", "concern gone", "concern expired")
WRITERS = ("ib", "jgz")


def expected(role: str, relation: str, state: str) -> bool:
    """Say what the domain says."""
    if role not in READERS or state.startswith("concern"):
        return False
    return relation == "own" or (relation == "core team" and state == "open")


def standing_in(relation: str, writer: str, place: Place, elsewhere: Place) -> Organisation:
    """Give an organisation that stands in this relation to a concern that `writer` wrote about the school."""
    if relation == "other district":
        return elsewhere.school if writer == "ib" else elsewhere.jgz
    if relation == "same district":
        return place.other_school
    own, team = (place.school, place.jgz) if writer == "ib" else (place.jgz, place.school)
    return own if relation == "own" else team


def test_the_matrix_holds_every_role_and_every_state_a_consultation_can_be_in() -> None:
    from kernpartner.consultations.models import Consultation

    (known,) = (str(c.sqltext) for c in Consultation.__table__.constraints if "status_known" in str(c.name))  # type: ignore[attr-defined]
    assert {word.strip(" ')") for word in known.split("(")[1].split(",")} <= set(STATES)
    assert {role.value for role in Role} > READERS
    assert len(list(product(Role, RELATIONS, STATES))) == 280


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("state", STATES)
def test_role_and_relation_decide_who_reads(
    session: Session, place: Place, elsewhere: Place, state: str, writer: str
) -> None:
    concern = in_state(session, place, state, writer)
    wrong = []
    for role, relation in product(Role, RELATIONS):
        organisation = standing_in(relation, writer, place, elsewhere)
        found = queries.relation(session, concern, organisation.id, TODAY)
        reads = may([role], Action.SEE_CONSULTATIONS) and found is not None and concern.status == "open"
        if reads is not expected(role.value, relation, state):
            wrong.append((role.value, relation, state, found))
    assert wrong == []


def somebody_browsing(app: Flask, session: Session, organisation: Organisation, role: Role) -> FlaskClient:
    """Give the browser of somebody new with this role in this organisation, signed in."""
    browser = app.test_client()
    person = session.get_one(Person, somebody(session, organisation, role))
    with browser.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = cookie_of(session, person), True
    return browser


def somebody(session: Session, organisation: Organisation, role: Role) -> uuid.UUID:
    person = organisation_service.add_person(
        session,
        district_id=organisation.district_id,
        name="Proef",
        email=f"{role.value}@{organisation.id}.example.org",
        now=NOW,
    )
    organisation_service.give_position(
        session, person_id=person.id, organisation_id=organisation.id, role=role, valid_from=LONG_AGO
    )
    session.commit()
    return person.id


@pytest.mark.parametrize("state", STATES)
def test_who_may_not_read_may_not_speak_end_or_take_back_either(
    session: Session, place: Place, elsewhere: Place, state: str
) -> None:
    concern = in_state(session, place, state)
    found = queries.consultation_of(session, concern.id)
    number = found.id if found is not None else uuid.UUID(int=1)
    wrong = []
    for relation in RELATIONS:
        actor = acting(standing_in(relation, "ib", place, elsewhere), place, elsewhere)
        may_speak = state == "open" and relation in {"own", "core team"}
        for verb in ("say", "close", "withdraw", "take back", "ask"):
            may_do = {
                "say": may_speak,
                "close": may_speak,
                # Only the author, and that is the one of the own organisation here.
                "withdraw": state == "open" and relation == "own",
                "take back": relation == "own" and not state.startswith("concern"),
                "ask": relation == "own" and state == "none",
            }[verb]
            if done(session, verb, actor, concern, number) is not may_do:
                wrong.append((relation, state, verb))
    assert wrong == []


def acting(organisation: Organisation, place: Place, elsewhere: Place) -> Actor:
    for standing in (place, elsewhere):
        for who in ("ib", "ib2", "jgz"):
            if standing.actor(who).organisation_id == organisation.id:
                return standing.actor(who)
    raise AssertionError("nobody of this organisation is there")


def done(session: Session, verb: str, actor: Actor, concern: Concern, number: uuid.UUID) -> bool:
    """Try one verb, take it back, and say whether it was done."""
    trying = session.begin_nested()
    try:
        if verb == "say":
            service.say(session, actor, number, ReplyKind.ADVICE, "Zoek rust.", NOW)
        elif verb == "close":
            service.close_consultation(session, actor, number, Ending("own_network"), NOW)
        elif verb == "withdraw":
            service.withdraw_consultation(session, actor, number, NOW)
        elif verb == "take back":
            service.take_back(session, actor, concern.id, NOW)
        else:
            service.ask_advice(session, actor, concern.id, "Wat nu?", NOW)
    except (service.ConsultationClosed, service.NotTheAuthor, service.AlreadyAsked, ConcernGone):
        return False
    finally:
        trying.rollback()
        session.expire_all()
    return True
