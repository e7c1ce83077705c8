"""Two editors of one agenda: dragging, and words that come together without loss."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernpartner.meetings import queries
from kernpartner.meetings.models import AgendaItem
from tests.meetings.world import World
from tests.web.meetings.conftest import SignIn
from tests.web.meetings.reading import item_id, text_of


def opened(item: AgendaItem) -> dict[str, str]:
    """Give the form of an item as a browser has it when it was just opened."""
    words = {name: str(getattr(item, name)) for name in ("title", "question", "brought_in_by", "desired_result", "aim")}
    words["minutes"] = str(item.minutes)
    return words | {f"was_{name}": text for name, text in words.items()} | {"version": str(item.version)}


def test_an_item_is_put_where_it_was_dropped(session: Session, world: World, signed_in: SignIn) -> None:
    key = item_id(session, world, "Lanterfantertijd")
    before = [view.item.id for view in queries.agenda(session, world.meeting).items]
    path = f"/overleggen/{world.meeting.id}/onderwerpen/{key}/plaats"
    given = {"version": str(world.meeting.version), "place": "1"}
    assert signed_in("coordinator").post(path, data=given).status_code == 302
    after = [view.item.id for view in queries.agenda(session, world.meeting).items]
    assert after == [key, *(other for other in before if other != key)]
    assert world.meeting.ordered_by_hand
    stale = signed_in("coordinator").post(path, data=given | {"place": "99"})
    assert stale.status_code == 302
    assert [view.item.id for view in queries.agenda(session, world.meeting).items] == after


def test_two_editors_who_changed_other_fields_both_get_their_way(
    session: Session, world: World, signed_in: SignIn
) -> None:
    key, browser = item_id(session, world, "Lanterfantertijd"), signed_in("coordinator")
    path = f"/overleggen/{world.meeting.id}/onderwerpen/{key}"
    form = opened(session.get_one(AgendaItem, key))
    assert browser.post(path, data=form | {"question": "Wat kan op het plein?"}).status_code == 302
    assert browser.post(path, data=form | {"desired_result": "Een plan voor het plein."}).status_code == 302
    item = session.get_one(AgendaItem, key)
    assert (item.question, item.desired_result) == ("Wat kan op het plein?", "Een plan voor het plein.")


def test_the_same_field_changed_twice_shows_both_and_keeps_every_version(
    session: Session, world: World, signed_in: SignIn
) -> None:
    key, browser = item_id(session, world, "Lanterfantertijd"), signed_in("coordinator")
    path = f"/overleggen/{world.meeting.id}/onderwerpen/{key}"
    form = opened(session.get_one(AgendaItem, key))
    first = form["question"]
    browser.post(path, data=form | {"question": "Van de ene.", "brought_in_by": "De school"})
    shown = browser.post(path, data=form | {"question": "Van de ander."})
    assert shown.status_code == 409
    assert "Van de ene." in shown.text and "Van de ander." in shown.text
    assert 'name="brought_in_by" value="De school"' in shown.text, "what was not touched follows the other"
    newest = session.get_one(AgendaItem, key)
    again = opened(newest) | {"question": "Van de ander."}
    assert browser.post(path, data=again).status_code == 302
    earlier = [one.words["question"] for one in queries.earlier_words(session, key)]
    assert earlier == ["Van de ene.", first]
    assert "2 eerdere versies van de tekst" in text_of(browser.get(path))
