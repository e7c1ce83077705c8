"""Tests of a consultation as people carry it: asking, speaking, ending, withdrawing, and what is learnt."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.consultations import service as consultation_service
from kernpartner.consultations.models import Consultation, Lesson, Reply
from kernpartner.digests.models import OfferUse
from kernpartner.offers.rules import OfferInput
from kernpartner.offers.service import make_offer, tie_partner, withdraw_offer
from kernpartner.organisations.rules import Contact
from kernpartner.outbox.models import Mail
from kernpartner.web.transaction import now, today
from tests.factories import LONG_AGO, Place

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def concern_id(session: Session, place: Place) -> uuid.UUID:
    """Give a concern of the school with a confirmed theme."""
    given = ConcernInput(
        text="Slaapt slecht voor de toets.",
        age_band="11-12",
        perspective="professional",
        wider="yes",
        occurred_on=today(),
        confirmed=(place.themes["scoren-zonder-toetsen"],),
    )
    made = log_concern(session, place.actor("ib"), given, now())
    session.commit()
    return made


@pytest.fixture
def asked(session: Session, place: Place, concern_id: uuid.UUID) -> uuid.UUID:
    """Give an open question on it."""
    made = consultation_service.ask_advice(session, place.actor("ib"), concern_id, "Wat raadt u aan?", now())
    session.commit()
    return made


def _status(session: Session, asked: uuid.UUID) -> Consultation:
    session.expire_all()
    return session.get_one(Consultation, asked)


def test_the_author_asks_and_the_core_team_finds_the_question(
    signed_in: SignIn, concern_id: uuid.UUID, session: Session
) -> None:
    author = signed_in("ib")
    assert "Zolang uw vraag open is, lezen mee: Buurtteam Proefwijk, JGZ Proefwijk." in (
        author.get(f"/signalen/{concern_id}").text
    )
    assert author.post(f"/signalen/{concern_id}/advies", data={"question": " "}).status_code == 422
    author.post(f"/signalen/{concern_id}/advies", data={"question": "Wie denkt mee?"})
    assert "Wie denkt mee?" in signed_in("jgz").get("/casussen").text
    assert "Wie denkt mee?" not in signed_in("ib2").get("/casussen").text
    again = author.post(f"/signalen/{concern_id}/advies", data={"question": "Nog eens?"}, follow_redirects=True)
    assert "U had over dit signaal al advies gevraagd." in again.text


def test_who_can_answer_hears_of_a_question_without_its_content(
    signed_in: SignIn, concern_id: uuid.UUID, place: Place, session: Session
) -> None:
    signed_in("ib").post(f"/signalen/{concern_id}/advies", data={"question": "Wie denkt mee?"})
    mails = session.scalars(select(Mail)).all()
    assert {mail.to_person for mail in mails} == {place.people[who].id for who in ("jgz", "worker", "coordinator")}
    assert "denkt mee" not in str([mail.context for mail in mails])


def test_somebody_else_of_the_organisation_cannot_open_the_text(signed_in: SignIn, concern_id: uuid.UUID) -> None:
    assert signed_in("jgz").post(f"/signalen/{concern_id}/advies", data={"question": "Mag ik?"}).status_code == 404


def test_what_is_said_is_cleaned_and_shown_with_the_organisation_and_no_person(
    signed_in: SignIn, asked: uuid.UUID, concern_id: uuid.UUID, session: Session
) -> None:
    signed_in("jgz").post(f"/casussen/{asked}/zeggen", data={"kind": "advice", "text": "Bel mij op 06 12345678."})
    reply = session.scalars(select(Reply)).one()
    assert reply.text is not None and "12345678" not in reply.text
    page = signed_in("ib").get(f"/casussen/{asked}?stap=advies").text
    assert "JGZ Proefwijk" in page and "Proef jgz" not in page
    assert "van JGZ Proefwijk" in signed_in("ib").get(f"/signalen/{concern_id}").text


def test_an_empty_reply_comes_back_with_its_kind(signed_in: SignIn, asked: uuid.UUID) -> None:
    answer = signed_in("jgz").post(f"/casussen/{asked}/zeggen", data={"kind": "analysis", "text": ""})
    assert answer.status_code == 422
    assert "Schrijf wat u wilt zeggen." in answer.text
    assert '<input type="hidden" name="kind" value="analysis">' in answer.text
    answer = signed_in("jgz").post(f"/casussen/{asked}/zeggen", data={"kind": "clarifying_question", "text": ""})
    assert 'value="clarifying_question" checked' in answer.text


def test_a_reply_that_comes_too_late_is_given_back(signed_in: SignIn, asked: uuid.UUID, concern_id: uuid.UUID) -> None:
    author, other = signed_in("ib"), signed_in("jgz")
    other.post(f"/casussen/{asked}/afronden", data={"outcome": "own_network"})
    answer = author.post(f"/casussen/{asked}/zeggen", data={"kind": "answer", "text": "Nog een gedachte erbij"})
    assert answer.status_code == 422
    assert "Nog een gedachte erbij" in answer.text


@pytest.mark.parametrize(
    ("ending", "problem"),
    [
        ({}, "Kies hoe het afliep."),
        ({"outcome": "specialist_care"}, "Zonder dat gesprek kan specialistische hulp niet."),
        ({"outcome": "specialist_care", "live_talk_on": "1-1-2099"}, "moet al geweest zijn"),
        ({"outcome": "specialist_care", "live_talk_on": "laatst"}, "Schrijf de dag als 24-11-2026."),
        ({"outcome": "small_action"}, "Vul in wanneer de kleine actie is."),
        ({"outcome": "not_fitting"}, "Schrijf kort waarom het hier niet past."),
    ],
)
def test_an_ending_that_is_not_complete_is_refused_and_says_why(
    signed_in: SignIn, asked: uuid.UUID, session: Session, ending: dict[str, str], problem: str
) -> None:
    answer = signed_in("jgz").post(f"/casussen/{asked}/afronden", data=ending)
    assert answer.status_code == 422
    assert problem in answer.text
    assert all(value in answer.text for value in ending.values()), "what was filled in still stands there"
    assert _status(session, asked).status == "open"


def test_specialist_care_is_recorded_with_the_day_of_the_live_talk(
    signed_in: SignIn, asked: uuid.UUID, session: Session
) -> None:
    data = {"outcome": "specialist_care", "live_talk_on": today().strftime("%d-%m-%Y")}
    first = signed_in("jgz").post(f"/casussen/{asked}/afronden", data=data)
    assert "Voordat u aanmeldt" in first.text, "what was tried and who is around the family comes first"
    assert _status(session, asked).status == "open"
    data["precheck"] = "ja"
    assert signed_in("jgz").post(f"/casussen/{asked}/afronden", data=data).headers["Location"] == "/casussen"
    done = _status(session, asked)
    assert (done.status, done.outcome, done.live_talk_on) == ("closed", "specialist_care", today())


def test_no_trajectory_needed_is_shown_as_a_good_result(
    signed_in: SignIn, asked: uuid.UUID, concern_id: uuid.UUID
) -> None:
    client = signed_in("ib")
    client.post(f"/casussen/{asked}/afronden", data={"outcome": "clarified_without_trajectory"})
    assert "notice--positive" in client.get(f"/signalen/{concern_id}").text


def test_only_the_author_withdraws_and_then_nobody_else_reads(
    signed_in: SignIn, asked: uuid.UUID, concern_id: uuid.UUID, session: Session
) -> None:
    assert signed_in("jgz").post(f"/casussen/{asked}/intrekken").status_code == 403
    assert signed_in("ib").post(f"/casussen/{asked}/intrekken").status_code == 302
    assert _status(session, asked).status == "withdrawn"
    assert signed_in("jgz").get(f"/signalen/{concern_id}").status_code == 404
    assert signed_in("jgz").post(f"/casussen/{asked}/zeggen", data={"kind": "advice", "text": "x"}).status_code == 404


def test_a_lesson_is_seen_after_another_organisation_approved_it(
    signed_in: SignIn, asked: uuid.UUID, concern_id: uuid.UUID, place: Place, session: Session
) -> None:
    team, author = signed_in("jgz"), signed_in("ib")
    theme = str(place.themes["scoren-zonder-toetsen"])
    assert team.post(f"/signalen/{concern_id}/les", data={"lesson": "Iets"}).status_code == 422
    team.post(f"/signalen/{concern_id}/les", data={"lesson": "Een ouderavond zonder cijfers.", "lesson_theme": theme})
    lesson = session.scalars(select(Lesson)).one()
    assert "zonder cijfers" not in author.get(f"/signalen/{concern_id}").text
    assert "zonder cijfers" not in team.get("/casussen").text, "the writer does not approve"
    assert team.post(f"/lessen/{lesson.id}/goedkeuren").status_code == 404
    assert "zonder cijfers" in author.get("/casussen").text
    assert author.post(f"/lessen/{lesson.id}/goedkeuren").status_code == 302
    assert "zonder cijfers" in author.get(f"/signalen/{concern_id}").text


def test_who_writes_a_lesson_names_the_offer_that_helped(
    signed_in: SignIn, asked: uuid.UUID, concern_id: uuid.UUID, place: Place, session: Session
) -> None:
    mine, other = place.themes["scoren-zonder-toetsen"], place.themes["lanterfantertijd"]
    for theme in (mine, other):
        tie_partner(session, theme_id=theme, organisation_id=place.sport.id, on=LONG_AGO)
    made, elsewhere = (
        make_offer(session, place.actor("sport"), OfferInput(theme_id=theme, form="Een uur bewegen"), now())
        for theme in (mine, other)
    )
    session.commit()
    client = signed_in("jgz")
    page = client.get(f"/signalen/{concern_id}").text
    assert f'<option value="{made}">SportUtrecht: Een uur bewegen</option>' in page
    assert str(elsewhere) not in page
    form = {"lesson": "Bewegen gaf rust.", "lesson_theme": str(mine), "lesson_offer": str(elsewhere)}
    refused = client.post(f"/signalen/{concern_id}/les", data=form)
    assert (refused.status_code, session.scalars(select(Lesson)).all()) == (422, [])
    assert "hoort niet bij het thema van de les" in refused.text
    assert client.post(f"/signalen/{concern_id}/les", data={**form, "lesson_offer": str(made)}).status_code == 302
    [use] = session.scalars(select(OfferUse))
    assert (use.offer_id, use.lesson_id) == (made, session.scalars(select(Lesson.id)).one())


def test_beside_a_consultation_stand_the_offers_with_day_and_contact_until_they_are_withdrawn(
    signed_in: SignIn, asked: uuid.UUID, concern_id: uuid.UUID, place: Place, session: Session
) -> None:
    theme = place.themes["scoren-zonder-toetsen"]
    tie_partner(session, theme_id=theme, organisation_id=place.sport.id, on=LONG_AGO)
    given = OfferInput(theme_id=theme, form="Een uur bewegen", contact=Contact(phone="030 123 45 67"))
    made = make_offer(session, place.actor("sport"), given, now())
    session.commit()
    for who, path in (("jgz", f"/casussen/{asked}"), ("ib", f"/signalen/{concern_id}")):
        page = signed_in(who).get(path, follow_redirects=True).text
        assert "Wat partners aanbieden" in page
        assert "Een uur bewegen" in page
        assert "030 123 45 67" in page
        assert "laatst bevestigd op" in page
    withdraw_offer(session, place.actor("sport"), made, now())
    session.commit()
    assert "Een uur bewegen" not in signed_in("jgz").get(f"/casussen/{asked}", follow_redirects=True).text


def test_the_start_page_names_what_waits_for_whom(signed_in: SignIn, asked: uuid.UUID) -> None:
    assert "Wacht op het kernteam" in signed_in("ib").get("/").text
    worker = signed_in("worker")
    assert "Geef antwoord bij" in worker.get("/").text
    worker.post(f"/casussen/{asked}/zeggen", data={"kind": "advice", "text": "Doe een ouderavond."})
    assert "Geef antwoord bij" not in worker.get("/").text
    assert "1 antwoord" in signed_in("ib").get("/").text
    assert "Er wacht niets op u." in signed_in("privacy").get("/").text
