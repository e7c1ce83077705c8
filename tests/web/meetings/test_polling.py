"""A date is found with the members, signed in and by links, and a school year is planned once more in one step."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.districts.models import District
from kernpartner.meetings import queries
from kernpartner.meetings.models import DatePoll, Meeting
from kernpartner.outbox.models import Mail
from tests.conftest import NOW, TODAY
from tests.meetings.world import World
from tests.web.meetings.conftest import Browser, SignIn
from tests.web.meetings.reading import settled, text_of

MOMENTS = "12-5-2026 13:00\n14-5-2026 9:30"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("polling", "series"):
        monkeypatch.setattr(f"kernpartner.web.meetings.{module}.now", lambda: NOW)
        monkeypatch.setattr(f"kernpartner.web.meetings.{module}.today", lambda: TODAY, raising=False)


def ask(world: World, signed_in: SignIn, session: Session, **more: str) -> DatePoll:
    given = {"about": f"school:{world.place.school.id}", "title": "Kernteam", "moments": MOMENTS, "minutes": "60"}
    given |= {"form": "kickoff", "place": "School"} | more
    assert signed_in("coordinator").post("/overleggen/datumprikker/nieuw", data=given).status_code == 302
    return session.scalars(select(DatePoll)).one()


def answers(session: Session, poll: DatePoll, *can: str) -> dict[str, str]:
    options = queries.poll_view(session, poll).options
    return {f"can-{option.id}": one for option, one in zip(options, can, strict=True)}


def test_members_are_asked_by_a_mail_without_content(session: Session, world: World, signed_in: SignIn) -> None:
    poll = ask(world, signed_in, session)
    mails = session.scalars(select(Mail).where(Mail.kind == "date_poll")).all()
    expected = {world.place.people[who].email for who in ("ib", "jgz", "worker", "coordinator")}
    assert {mail.to_address for mail in mails} == expected
    assert {tuple(mail.context) for mail in mails} == {("token",)}
    assert signed_in("ib2").get(f"/overleggen/datumprikker/{poll.id}").status_code == 404
    assert signed_in("ib").get("/overleggen/datumprikker/nieuw").status_code == 403


def test_a_link_answers_once_without_an_account(
    session: Session, world: World, signed_in: SignIn, client: Browser
) -> None:
    poll = ask(world, signed_in, session)
    wanted = select(Mail.context["token"].astext).where(
        Mail.kind == "date_poll", Mail.to_address == world.place.people["jgz"].email
    )
    path = f"/datumprikker/{session.scalars(wanted).one()}"
    assert "Wanneer kunt u?" in text_of(client.get(path))
    part = answers(session, poll, "yes", "no")
    assert client.post(path, data=dict(list(part.items())[:1])).status_code == 422
    assert client.post(path, data=part).status_code == 302
    assert "Uw antwoord is bewaard." in text_of(client.get(path))
    assert client.post(path, data=part).status_code == 410
    assert client.get("/datumprikker/verzonnen").status_code == 404
    tallies = list(queries.poll_view(session, poll).tallies.values())
    assert [(one.yes, one.no) for one in tallies] == [(1, 0), (0, 1)]


def test_who_is_signed_in_changes_the_answer_and_the_organiser_picks(
    session: Session, world: World, signed_in: SignIn
) -> None:
    poll = ask(world, signed_in, session)
    path = f"/overleggen/datumprikker/{poll.id}"
    ib = signed_in("ib")
    ib.post(f"{path}/antwoord", data=answers(session, poll, "yes", "yes"))
    assert ib.post(f"{path}/antwoord", data=answers(session, poll, "no", "yes")).status_code == 302
    assert ib.post(f"{path}/antwoord", data={}).status_code == 422
    second = queries.poll_view(session, poll).options[1]
    assert queries.poll_view(session, poll).best_id == second.id
    assert ib.post(f"{path}/kiezen", data={"option": str(second.id)}).status_code == 403
    coordinator = signed_in("coordinator")
    assert coordinator.post(f"{path}/kiezen", data={"option": "x"}).status_code == 404
    assert coordinator.post(f"{path}/kiezen", data={"option": str(second.id)}).status_code == 302
    made = session.scalars(select(Meeting).where(Meeting.title == "Kernteam")).one()
    assert (made.starts_at, made.form, made.school_id) == (second.starts_at, "kickoff", world.place.school.id)
    assert coordinator.post(f"{path}/kiezen", data={"option": str(second.id)}).status_code == 404
    assert ib.post(f"{path}/antwoord", data=answers(session, poll, "yes", "yes")).status_code == 404


def test_a_poll_says_what_is_wrong_and_keeps_what_was_typed(world: World, signed_in: SignIn) -> None:
    given = {"about": f"area:{world.place.area.id}", "title": "Overleg", "moments": "morgen", "minutes": "60"}
    page = signed_in("coordinator").post("/overleggen/datumprikker/nieuw", data=given)
    assert page.status_code == 422
    assert "Schrijf elk moment op een eigen regel." in text_of(page) and "morgen" in page.text


def test_a_school_year_is_planned_once_more_in_one_step(session: Session, world: World, signed_in: SignIn) -> None:
    settled(session, world)
    browser = signed_in("coordinator")
    assert "2025-2026" in text_of(browser.get("/overleggen"))
    assert browser.post("/overleggen/schooljaar/2025/nog-eens").status_code == 302
    made = session.scalars(select(Meeting).where(Meeting.previous_id == world.meeting.id)).one()
    assert made.starts_at.isoformat().startswith("2027-04-13T11:00")
    browser.post("/overleggen/schooljaar/2025/nog-eens")
    assert len(session.scalars(select(Meeting)).all()) == 2, "twice is as once"
    assert signed_in("ib").post("/overleggen/schooljaar/2025/nog-eens").status_code == 403


def test_the_time_of_the_clock_stays_the_same_when_summer_time_moves(session: Session, world: World) -> None:
    from datetime import datetime

    from kernpartner.meetings.service.series import a_year_later

    # In 2026 summer time begins on 29 March, in 2027 on 28 March: the same Sunday fifty-two weeks on.
    for day in ("2026-03-28", "2026-03-30", "2026-10-24", "2026-10-26"):
        moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        local = moment.astimezone(a_year_later(moment).tzinfo)
        assert (a_year_later(moment).hour, a_year_later(moment).weekday()) == (local.hour, local.weekday())


def test_kinds_of_meeting_are_called_as_people_here_call_them(
    session: Session, world: World, signed_in: SignIn
) -> None:
    browser = signed_in("coordinator")
    assert "Kernpartneroverleg" in browser.get("/overleggen/namen").text
    given = {"name_yearly": "Wijktafel met Jovanka Quistrel", "name_kickoff": "", "name_interim": "Tussenstand"}
    assert browser.post("/overleggen/namen", data=given).status_code == 302
    page = browser.get("/overleggen/nieuw").text
    assert re.search(r'name="title" value="Wijktafel', page)
    assert "Quistrel" not in page and "Startoverleg" in page and "Tussenstand" in page
    assert "Quistrel" not in str(session.get_one(District, world.place.district.id).settings)
    assert browser.post("/overleggen/namen", data={"name_yearly": "x" * 121}).status_code == 422
