"""What every page shows of a concern: every role, every relation, every state, every route; none left out.

The routes come from the app itself: a new page with a concern or a consultation in its address is in the matrix
from its first day. What is expected is written down from what the domain says (see `test_access`).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from kernpartner.audit.models import AuditEntry
from kernpartner.concerns.models import Concern
from kernpartner.consultations import queries, service
from kernpartner.consultations.rules import Ending, ReplyKind
from kernpartner.consultations.rules.talk import Step
from kernpartner.consultations.service import GivenAnswer
from kernpartner.organisations.rules import Role
from kernpartner.web.guard import needed_action
from tests.conftest import NOW
from tests.consultations.asked import a_concern, asked
from tests.consultations.test_access import READERS, RELATIONS, STATES, expected, somebody_browsing, standing_in
from tests.factories import Place

# One word per place where people write; none is a word that cleaning or a page touches.
WORDS = ("signaalwoord", "geprobeerdwoord", "vraagwoord", "zegwoord", "samenwoord", "toelichtwoord", "redenwoord")
# Whose own pages these are, nobody else comes there, whatever is open.
OWN_ONLY = {"concerns.missed", "concerns.sent", "guests.of_consultation"}
READING = {"concerns.one", "consultations.one", "consultations.precheck"}
LISTS = ("/", "/signalen", "/casussen", "/vraagverheldering")
TALKED_ABOUT = ("open", "closed", "withdrawn")


def written(session: Session, place: Place, state: str) -> Concern:
    """Give a concern in that state about which something was written everywhere."""
    concern = a_concern(session, place, text="Een signaalwoord.", tried="Een geprobeerdwoord.")
    if state == "none":
        return concern
    number = asked(session, place, concern, question="Een vraagwoord?")
    service.say(session, place.actor("jgz"), number, ReplyKind.CLARIFYING_QUESTION, "Een zegwoord.", NOW)
    service.write_note(session, place.actor("jgz"), number, Step.ANALYSIS, "Een samenwoord.", NOW, seen_version=0)
    given = {"eigen-netwerk": GivenAnswer(("familie",), "Een toelichtwoord.")}
    service.answer_questions(session, place.actor("worker"), number, given, NOW)
    if state == "closed":
        service.close_consultation(session, place.actor("ib"), number, Ending("not_fitting", "Een redenwoord."), NOW)
    elif state == "withdrawn":
        service.withdraw_consultation(session, place.actor("ib"), number, NOW)
    elif state == "concern withdrawn":
        service.take_back(session, place.actor("ib"), concern.id, NOW)
    elif state.startswith("concern"):
        concern.status, concern.text = ("withdrawn" if state == "concern gone" else "expired"), None
    session.flush()
    return concern


def routes(app: Flask, method: str) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()) and rule.arguments & {"concern_id", "consultation_id"}:
            yield rule


def addresses(app: Flask, method: str, concern: Concern, number: uuid.UUID) -> list[tuple[str, str]]:
    """Give (endpoint, address) of every route about this concern; the talk once per step."""
    found = []
    with app.test_request_context():
        for rule in routes(app, method):
            values = {name: uuid.UUID(int=7) for name in rule.arguments} | {
                "concern_id": concern.id,
                "consultation_id": number,
            }
            built = rule.build({name: values[name] for name in rule.arguments})
            assert built is not None
            found.append((rule.endpoint, built[1]))
    if method == "GET":
        talk = f"/casussen/{number}?stap="
        found += [
            ("consultations.one", talk + step) for step in ("vraag", "verheldering", "analyse", "advies", "afronden")
        ]
    return found


def seen(page: str) -> list[str]:
    """Give which of the words stand on a page, also when part of one is marked."""
    plain = re.sub(r"<[^>]+>", "", page)
    return [word for word in WORDS if word in plain]


def everybody(app: Flask, session: Session, place: Place, elsewhere: Place) -> Sequence[tuple[Role, str, FlaskClient]]:
    return [
        (role, relation, somebody_browsing(app, session, standing_in(relation, "ib", place, elsewhere), role))
        for role, relation in product(Role, RELATIONS)
    ]


def test_every_route_about_a_concern_names_its_right(app: Flask) -> None:
    rules = [*routes(app, "GET"), *routes(app, "POST")]
    assert [rule.rule for rule in rules if needed_action(app, rule.endpoint) is None] == []
    assert {rule.endpoint for rule in routes(app, "GET")} >= READING | OWN_ONLY
    assert len(rules) >= 20


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_pages_show_a_concern_to_exactly_those_of_the_domain(
    app: Flask, session: Session, place: Place, elsewhere: Place, state: str
) -> None:
    concern = written(session, place, state)
    found = queries.consultation_of(session, concern.id)
    number = found.id if found is not None else uuid.UUID(int=9)
    session.commit()
    places, wrong, cells = addresses(app, "GET", concern, number), [], 0
    for role, relation, browser in everybody(app, session, place, elsewhere):
        allowed = expected(role.value, relation, state)
        for endpoint, address in places:
            before = _reads(session)
            answer = browser.get(address)
            words, logged = seen(answer.text), _reads(session) - before
            cells += 1
            if words and not (allowed and (relation == "own" or endpoint not in OWN_ONLY)):
                wrong.append((role.value, relation, address, "shows", words))
            if words and logged != 1:
                wrong.append((role.value, relation, address, "not logged", words))
            there = allowed and (found is not None or endpoint == "concerns.one")
            right = 200 if there else 404 if role.value in READERS else 403
            if endpoint in READING and (answer.status_code, bool(words)) != (right, there):
                wrong.append((role.value, relation, address, answer.status_code, words))
        for address in LISTS:
            if seen(browser.get(address).text) and not allowed:
                wrong.append((role.value, relation, address, "lists", []))
    print(f"{state}: {cells} pages looked at")
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("state", TALKED_ABOUT)
def test_no_form_that_is_posted_shows_a_concern_to_others(
    app: Flask, session: Session, place: Place, elsewhere: Place, state: str
) -> None:
    concern = written(session, place, state)
    found = queries.consultation_of(session, concern.id)
    assert found is not None
    session.commit()
    places, wrong = addresses(app, "POST", concern, found.id), []
    for role, relation, browser in everybody(app, session, place, elsewhere):
        allowed = expected(role.value, relation, state)
        for _endpoint, address in places:
            with session.connection().begin_nested() as point:
                answer = browser.post(address, data={}, follow_redirects=False)
                if seen(answer.text) and not allowed:
                    wrong.append((role.value, relation, address, seen(answer.text)))
                if not allowed and answer.status_code not in {403, 404}:
                    wrong.append((role.value, relation, address, answer.status_code))
                point.rollback()
            session.expire_all()
    assert wrong == []


def _reads(session: Session) -> int:
    verbs = ("concern.read", "consultation.read")
    return session.scalar(select(func.count()).where(AuditEntry.verb.in_(verbs))) or 0
