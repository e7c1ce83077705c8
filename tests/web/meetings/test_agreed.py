"""An action lives on: its owner postpones it or hands it over, and everything that happened can be read."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from sqlalchemy.orm import Session

from kernpartner.actions import queries
from kernpartner.actions.rules import ActionInput
from kernpartner.actions.service import agree_action
from tests.conftest import NOW, TODAY
from tests.meetings.world import World
from tests.web.meetings.conftest import SignIn
from tests.web.meetings.reading import text_of


@pytest.fixture
def action_id(session: Session, world: World, monkeypatch: pytest.MonkeyPatch) -> uuid.UUID:
    monkeypatch.setattr("kernpartner.web.meetings.agreed.now", lambda: NOW)
    monkeypatch.setattr("kernpartner.web.meetings.agreed.today", lambda: TODAY)
    given = ActionInput(
        world.place.district.id,
        "Clubs bellen",
        world.place.jgz.id,
        due_on=date(2026, 5, 1),
        meeting_id=world.meeting.id,
    )
    made = agree_action(session, world.place.actor("coordinator"), given, NOW)
    session.commit()
    return made


def test_the_owner_postpones_and_hands_over_with_a_reason_that_is_cleaned(
    session: Session, world: World, signed_in: SignIn, action_id: uuid.UUID
) -> None:
    path, jgz = f"/overleggen/afspraken/{action_id}", signed_in("jgz")
    assert "Clubs bellen" in jgz.get("/overleggen").text
    late = jgz.post(f"{path}/uitstellen", data={"due_on": "ooit"})
    assert late.status_code == 422 and "Schrijf de dag als 24-11-2026." in text_of(late)
    assert jgz.post(f"{path}/uitstellen", data={"due_on": "1-1-2020"}).status_code == 422
    given = {"due_on": "1-9-2026", "note": "Bel eerst 06-12345678."}
    assert jgz.post(f"{path}/uitstellen", data=given).status_code == 302
    assert jgz.post(f"{path}/overdragen", data={"owner": ""}).status_code == 422
    assert jgz.post(f"{path}/overdragen", data={"owner": str(world.place.sport.id)}).status_code == 302
    page = text_of(signed_in("coordinator").get(path))
    assert "SportUtrecht" in page and "1 september 2026" in page and "12345678" not in page
    assert len(queries.history(session, action_id)) == 3
    assert jgz.post(f"{path}/uitstellen", data=given).status_code == 404, "it is another's now"


def test_who_does_not_sit_at_the_meeting_does_not_see_its_action(
    session: Session, world: World, signed_in: SignIn, action_id: uuid.UUID
) -> None:
    assert signed_in("ib").get(f"/overleggen/afspraken/{action_id}").status_code == 200
    assert signed_in("sport").get(f"/overleggen/afspraken/{action_id}").status_code == 403
    assert signed_in("ib").get(f"/overleggen/afspraken/{uuid.uuid4()}").status_code == 404
    refused = signed_in("ib").post(f"/overleggen/afspraken/{action_id}/overdragen", data={"owner": str(uuid.uuid4())})
    assert refused.status_code in {404, 422}
