"""The screen in the room: what is on the table, what is written meanwhile, with and without a script."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from kernpartner.actions.models import AgreedAction
from kernpartner.meetings import queries
from kernpartner.steps import queries as step_queries
from kernpartner.steps import service as step_service
from tests.conftest import NOW
from tests.meetings.world import World
from tests.web.meetings.conftest import SignIn
from tests.web.meetings.reading import item_id, settled, text_of

SCRIPT = {"Accept": "application/json"}


def test_there_is_no_screen_before_the_agenda_is_settled(session: Session, world: World, signed_in: SignIn) -> None:
    path = f"/overleggen/{world.meeting.id}/scherm"
    assert signed_in("ib").get(path).status_code == 404
    settled(session, world)
    assert "Onderwerp 1 van" in text_of(signed_in("ib").get(path))
    assert signed_in("sport").get(path).status_code == 403


def test_the_one_who_leads_begins_items_and_every_screen_follows(
    session: Session, world: World, signed_in: SignIn
) -> None:
    settled(session, world)
    path, key = f"/overleggen/{world.meeting.id}/scherm", item_id(session, world, "Lanterfantertijd")
    assert signed_in("ib").post(f"{path}/{key}/begin").status_code == 403
    assert signed_in("coordinator").post(f"{path}/{uuid.uuid4()}/begin").status_code == 404
    assert signed_in("coordinator").post(f"{path}/{key}/begin").status_code == 302
    assert '<h1 class="screen__title" id="nu">Lanterfantertijd</h1>' in signed_in("jgz").get(path).text
    assert "Volgend onderwerp" in signed_in("coordinator").get(path).text
    state = signed_in("jgz").get(f"{path}/{key}/stand").get_json()
    assert (state["turn"], state["revision"]) == (str(key), 0)


def test_without_a_script_minutes_are_saved_by_a_button_and_two_writers_both_stay(
    session: Session, world: World, signed_in: SignIn
) -> None:
    settled(session, world)
    key = item_id(session, world, "Lanterfantertijd")
    path = f"/overleggen/{world.meeting.id}/scherm/{key}/verslag"
    assert signed_in("ib").post(path, data={"text": "Bel 06-12345678.", "revision": "0"}).status_code == 302
    assert signed_in("jgz").post(path, data={"text": "Clubs doen mee.", "revision": "0"}).status_code == 302
    kept = next(one for one in queries.outcome(session, world.meeting) if one.item.id == key)
    assert "12345678" not in kept.text
    assert kept.text.endswith("Clubs doen mee.") and kept.revision == 2
    both = signed_in("ib").post(path, data={"text": "Iets heel anders.", "revision": "1"})
    assert both.status_code == 409
    assert "Iets heel anders." in both.text and "Clubs doen mee." in both.text
    assert 'name="revision" value="2"' in both.text


def test_the_script_gets_the_newest_text_and_the_same_save_twice_is_once(
    session: Session, world: World, signed_in: SignIn
) -> None:
    settled(session, world)
    key, browser = item_id(session, world, "Lanterfantertijd"), signed_in("ib")
    path = f"/overleggen/{world.meeting.id}/scherm/{key}/verslag"
    save = {"text": "Eén.", "revision": "0", "save_key": str(uuid.uuid4())}
    first = browser.post(path, data=save, headers=SCRIPT).get_json()
    assert (first["text"], first["revision"]) == ("Eén.", 1)
    assert first["said"].startswith("Bewaard om")
    signed_in("jgz").post(path, data={"text": "Eén.\nTwee.", "revision": "1"}, headers=SCRIPT)
    again = browser.post(path, data=save, headers=SCRIPT).get_json()
    assert (again["kept"], again["text"]) == (1, "Eén.\nTwee.")
    clash = browser.post(path, data={"text": "Anders.", "revision": "1"}, headers=SCRIPT)
    assert (clash.status_code, clash.get_json()["text"]) == (409, "Eén.\nTwee.")
    long = browser.post(path, data={"text": "x" * 20_001, "revision": "2"}, headers=SCRIPT)
    assert (long.status_code, long.get_json()["problem"]) == (422, "Maak dit korter.")


def test_decisions_and_actions_are_taken_on_the_screen(session: Session, world: World, signed_in: SignIn) -> None:
    settled(session, world)
    key, browser = item_id(session, world, "Lanterfantertijd"), signed_in("coordinator")
    path = f"/overleggen/{world.meeting.id}/scherm/{key}"
    assert signed_in("ib").post(f"{path}/besluit", data={"decision": "Nee."}).status_code == 403
    assert browser.post(f"{path}/besluit", data={"decision": "Een pauzeplein."}).status_code == 302
    assert browser.post(f"{path}/besluit", data={"decision": " "}, headers=SCRIPT).status_code == 422
    jgz = world.place.people["jgz"]
    step_service.adopt_shipped_steps(session, world.place.district.id, NOW)
    session.commit()
    step = step_queries.step_choices(session, world.place.district.id)[0][0]
    action = {"action_text": "Bellen", "action_owner": f"{world.place.jgz.id}:{jgz.id}", "action_due_on": "1-9-2026"}
    action["action_step"] = str(step)
    lists = browser.post(f"{path}/afspraak", data=action, headers=SCRIPT).get_json()["lists"]
    assert "Een pauzeplein." in lists and f"JGZ Proefwijk, {jgz.name}" in lists
    wrong = browser.post(f"{path}/afspraak", data=action | {"action_due_on": "ooit"})
    assert wrong.status_code == 422 and "Schrijf de dag als 24-11-2026." in text_of(wrong)
    (kept,) = next(one.actions for one in queries.outcome(session, world.meeting) if one.item.id == key)
    assert session.get_one(AgreedAction, kept.id).next_step_id == step
    assert (kept.item_id, kept.theme, kept.owner_person) == (key, "Lanterfantertijd", jgz.name)
