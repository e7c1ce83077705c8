"""Minutes become final by those who attended, on paper, together with others, and public when everybody agrees."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.meetings import queries, service
from kernpartner.meetings.models import Meeting
from kernpartner.outbox.models import Mail
from tests.meetings.world import STARTS, World, plan
from tests.web.meetings.conftest import Browser, SignIn
from tests.web.meetings.reading import item_id, settled, text_of

AFTER = STARTS + timedelta(hours=2)


@pytest.fixture
def held(session: Session, world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the path of a meeting that was held, with minutes, a decision, and a school and the JGZ at the table."""
    settled(session, world)
    for module in ("approving", "after", "live"):
        monkeypatch.setattr(f"kernpartner.web.meetings.{module}.now", lambda: AFTER)
        monkeypatch.setattr(f"kernpartner.web.meetings.{module}.today", AFTER.date, raising=False)
    actor, key = world.place.actor("coordinator"), item_id(session, world, "Lanterfantertijd")
    service.record_minutes(session, actor, world.meeting.id, key, "Veel herkenning.", 0, AFTER)
    service.decide(session, actor, world.meeting.id, key, "Elke school een pauzeplein.", AFTER)
    service.decide(session, actor, world.meeting.id, key, "Voor 12 leerlingen eerst.", AFTER)
    session.commit()
    return f"/overleggen/{world.meeting.id}"


def attend(session: Session, world: World, *who: str) -> None:
    there = {world.place.people[one].id for one in who}
    rows = queries.invitees(session, world.meeting.id)
    present = [row.invitation.id for row in rows if row.invitation.person_id in there]
    service.record_attendance(session, world.place.actor("coordinator"), world.meeting.id, present, AFTER)
    session.commit()


def approve(browser: Browser, held: str, version: int) -> int:
    data = {"answer": "approved", "version": str(version)}
    return browser.post(f"{held}/verslag/antwoord", data=data).status_code


def test_minutes_wait_for_who_attended_and_are_then_final(
    session: Session, world: World, signed_in: SignIn, held: str
) -> None:
    coordinator = signed_in("coordinator")
    assert "aanwezig" in coordinator.post(f"{held}/verslag/voorleggen").headers["Location"]
    attend(session, world, "ib", "jgz")
    assert coordinator.post(f"{held}/verslag/voorleggen").status_code == 302
    asked = session.scalars(select(Mail.to_address).where(Mail.kind == "minutes_submitted")).all()
    assert sorted(asked) == sorted(world.place.people[who].email for who in ("ib", "jgz"))
    assert approve(signed_in("worker"), held, 1) == 404, "who was not there does not approve"
    assert approve(signed_in("ib"), held, 1) == 302
    assert "Wij wachten nog op: JGZ Proefwijk." in text_of(coordinator.get(f"{held}/na-afloop"))
    assert approve(signed_in("jgz"), held, 1) == 302
    page = text_of(coordinator.get(f"{held}/na-afloop"))
    assert "Staat vast" in page and "Wat is er gezegd?" not in page
    key = item_id(session, world, "Lanterfantertijd")
    assert (
        coordinator.post(f"{held}/scherm/{key}/verslag", data={"text": "Toch anders", "revision": "1"}).status_code
        == 404
    )
    assert coordinator.post(f"{held}/verslag/voorleggen").status_code == 404


def test_an_amendment_is_cleaned_and_asks_for_a_next_version(
    session: Session, world: World, signed_in: SignIn, held: str
) -> None:
    attend(session, world, "ib", "jgz")
    coordinator = signed_in("coordinator")
    coordinator.post(f"{held}/verslag/voorleggen")
    path = f"{held}/verslag/antwoord"
    bare = signed_in("ib").post(path, data={"answer": "amended", "amendment": " ", "version": "1"})
    assert bare.status_code == 422 and "Schrijf hier iets" in text_of(bare)
    assert signed_in("ib").post(path, data={"answer": "", "version": "1"}).status_code == 422
    words = {"answer": "amended", "amendment": "Ik zei: bel 06-12345678.", "version": "1"}
    assert signed_in("ib").post(path, data=words).status_code == 302
    page = text_of(coordinator.get(f"{held}/na-afloop"))
    assert "Er is een wijziging gevraagd" in page and "12345678" not in page
    key = item_id(session, world, "Lanterfantertijd")
    coordinator.post(f"{held}/scherm/{key}/verslag", data={"text": "Wij bellen.", "revision": "1"})
    assert coordinator.post(f"{held}/verslag/voorleggen").status_code == 302
    assert approve(signed_in("jgz"), held, 1) == 409, "the version that was read is not the newest"
    assert [approve(signed_in(who), held, 2) for who in ("ib", "jgz")] == [302, 302]
    standing = queries.minutes_standing(session, session.get_one(Meeting, world.meeting.id))
    assert (standing.standing.value, standing.version) == ("final", 2)
    assert standing.minutes is not None and "Wij bellen." in standing.minutes.content


def test_minutes_are_on_paper_tagged_and_say_whether_they_are_final(
    session: Session, world: World, signed_in: SignIn, held: str
) -> None:
    attend(session, world, "ib")
    draft = _paper(signed_in("jgz"), held)
    assert "Concept van het verslag" in draft
    signed_in("coordinator").post(f"{held}/verslag/voorleggen")
    approve(signed_in("ib"), held, 1)
    final = _paper(signed_in("jgz"), held)
    for words in ("Vastgesteld verslag, versie 1", "Veel herkenning.", "Elke school een pauzeplein.", "Proef ib"):
        assert words in final


def test_everybody_reads_the_outcome_only_while_every_home_organisation_agrees(
    session: Session, world: World, signed_in: SignIn, held: str, client: Browser
) -> None:
    public = f"/uitkomst/{world.meeting.id}"
    attend(session, world, "ib")
    assert signed_in("ib").post(f"{held}/verslag/openbaar", data={"agreed": "ja"}).status_code == 404
    signed_in("coordinator").post(f"{held}/verslag/voorleggen")
    approve(signed_in("ib"), held, 1)
    for who in ("ib", "ib2", "jgz"):
        assert signed_in(who).post(f"{held}/verslag/openbaar", data={"agreed": "ja"}).status_code == 302
        assert client.get(public).status_code == 404
    signed_in("worker").post(f"{held}/verslag/openbaar", data={"agreed": "ja"})
    page = text_of(client.get(public))
    assert "Elke school een pauzeplein." in page
    for hidden in ("12 leerlingen", "Veel herkenning", "Proef ib", "gevallen"):
        assert hidden not in page
    signed_in("jgz").post(f"{held}/verslag/openbaar", data={"agreed": "nee"})
    assert client.get(public).status_code == 404


def test_minutes_of_several_meetings_are_read_together_by_theme(
    session: Session, world: World, signed_in: SignIn, held: str
) -> None:
    page = text_of(signed_in("ib").get("/overleggen/verslagen"))
    assert "Veel herkenning." in page
    assert "Veel herkenning." in text_of(signed_in("ib").get("/overleggen/verslagen?thema=lanterfantertijd"))
    assert "Veel herkenning." not in text_of(signed_in("ib").get("/overleggen/verslagen?thema=lat-omlaag"))
    other = plan(session, world.place, school_id=world.place.other_school.id, title="Andere school")
    session.commit()
    assert str(other) not in signed_in("ib").get(f"/overleggen/verslagen?over={world.place.other_school.id}").text


def test_what_was_submitted_is_frozen(session: Session, world: World, signed_in: SignIn, held: str) -> None:
    attend(session, world, "ib")
    actor = world.place.actor("coordinator")
    assert service.submit_minutes(session, actor, world.meeting.id, AFTER) == 1
    assert service.submit_minutes(session, actor, world.meeting.id, AFTER) == 1, "the same again is no other version"
    minutes = queries.minutes_standing(session, world.meeting).minutes
    assert minutes is not None
    assert json.loads(minutes.content)["present"] == [{"organisation": "Basisschool De Proef", "person": "Proef ib"}]


def _paper(browser: Browser, held: str) -> str:
    answer = browser.get(f"{held}/verslag.pdf")
    assert answer.status_code == 200
    reader = PdfReader(io.BytesIO(answer.data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    width, height = reader.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())
