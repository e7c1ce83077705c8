"""The pages of meetings: members read, the coordinator prepares, invited people answer without an account."""

from __future__ import annotations

import uuid

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.actions.queries import open_actions
from kernpartner.meetings import queries, service
from kernpartner.meetings.models import Meeting
from kernpartner.web.meetings import door
from tests.conftest import NOW, TODAY
from tests.meetings.world import World, plan
from tests.web.meetings.conftest import Browser, SignIn
from tests.web.meetings.reading import item_id, settled, text_of, token


def test_members_find_their_meetings_and_partners_have_no_such_page(world: World, signed_in: SignIn) -> None:
    page = signed_in("ib").get("/overleggen")
    assert page.status_code == 200
    assert "Kernpartneroverleg" in text_of(page)
    assert signed_in("sport").get("/overleggen").status_code == 403
    assert signed_in("sport").get(f"/overleggen/{world.meeting.id}").status_code == 403


def test_the_agenda_shows_times_reasons_and_the_own_rows_beside(world: World, signed_in: SignIn) -> None:
    page = signed_in("ib").get(f"/overleggen/{world.meeting.id}")
    said = text_of(page)
    assert page.status_code == 200
    assert "13:00" in said
    assert "Waarom dit op de agenda staat:" in said
    assert "15 tot en met 19 gevallen" in said
    assert "Uw eigen organisatie: 0 keer dit schooljaar." in said
    assert "Gast: SportUtrecht" in said


def test_a_school_meeting_is_not_there_for_another_school(session: Session, world: World, signed_in: SignIn) -> None:
    meeting_id = plan(session, world.place, school_id=world.place.school.id)
    session.commit()
    assert signed_in("ib").get(f"/overleggen/{meeting_id}").status_code == 200
    assert signed_in("jgz").get(f"/overleggen/{meeting_id}").status_code == 200
    assert signed_in("coordinator").get(f"/overleggen/{meeting_id}").status_code == 200
    assert signed_in("ib2").get(f"/overleggen/{meeting_id}").status_code == 404
    assert signed_in("ib").get(f"/overleggen/{uuid.uuid4()}").status_code == 404


def test_only_who_prepares_the_meeting_opens_and_changes_the_preparation(world: World, signed_in: SignIn) -> None:
    base = f"/overleggen/{world.meeting.id}"
    for path in ("bewerken", "vaststellen", "gegevens", "stand"):
        assert signed_in("ib").get(f"{base}/{path}").status_code == 403
    for path in ("vaststellen", "opnieuw", "annuleren", "openen", "volgend-jaar", "afwezig", "onderwerpen"):
        assert signed_in("jgz").post(f"{base}/{path}").status_code == 403


def test_the_preparation_says_of_everything_why_or_why_not(world: World, signed_in: SignIn) -> None:
    said = text_of(signed_in("coordinator").get(f"/overleggen/{world.meeting.id}/bewerken"))
    assert "90 van de 90 minuten zijn verdeeld." in said
    assert "Over dit thema wordt (nog) niets getoond." in said
    assert "Nog niemand van" in said
    assert "JoU" in said


def test_a_meeting_is_planned_and_the_form_says_what_is_wrong(
    session: Session, world: World, signed_in: SignIn
) -> None:
    browser = signed_in("coordinator")
    wrong = browser.post("/overleggen/nieuw", data={"about": "x", "title": "", "day": "32-1", "minutes": "90"})
    assert wrong.status_code == 422
    assert "Schrijf een titel." in text_of(wrong)
    good = {
        "about": f"school:{world.place.school.id}",
        "title": "Overleg kernteam",
        "day": "12-5-2026",
        "time": "9.30",
        "minutes": "60",
        "place": "School",
        "chair": str(world.place.people["coordinator"].id),
    }
    assert browser.get("/overleggen/nieuw").status_code == 200
    answer = browser.post("/overleggen/nieuw", data=good)
    assert answer.status_code == 302
    made = session.scalars(select(Meeting).where(Meeting.title == "Overleg kernteam")).one()
    assert (made.starts_at.isoformat(), made.minutes, made.school_id) == (
        "2026-05-12T07:30:00+00:00",
        60,
        world.place.school.id,
    )


def test_an_item_is_worded_anew_and_the_own_text_survives_a_conflict(
    session: Session, world: World, signed_in: SignIn
) -> None:
    browser = signed_in("coordinator")
    key = item_id(session, world, "Lanterfantertijd")
    path = f"/overleggen/{world.meeting.id}/onderwerpen/{key}"
    form = {"title": "Tijd", "question": "Mijn vraag?", "aim": "discuss", "minutes": "15", "version": "1"}
    assert 'value="1"' in browser.get(path).get_data(as_text=True)
    assert browser.post(path, data=form).status_code == 302
    conflict = browser.post(path, data=form | {"title": "Anders", "question": "Een andere vraag?"})
    assert conflict.status_code == 409
    said = text_of(conflict)
    assert "Er is een andere versie" in said
    assert "Mijn vraag?" in said
    assert "Een andere vraag?" in said
    again = form | {"title": "Anders", "version": "2"}
    assert browser.post(path, data=again).status_code == 302
    assert item_id(session, world, "Anders") == key


def test_buttons_move_drop_keep_and_change_minutes(session: Session, world: World, signed_in: SignIn) -> None:
    browser = signed_in("coordinator")
    base = f"/overleggen/{world.meeting.id}/onderwerpen"
    key = item_id(session, world, "Lat omlaag")
    order = [one.item.id for one in queries.agenda(session, world.meeting).items]

    def press(path: str, **more: str) -> None:
        answer = browser.post(f"{base}/{key}/{path}", data={"version": str(world.meeting.version)} | more)
        assert answer.status_code == 302

    press("omhoog")
    moved = [one.item.id for one in queries.agenda(session, world.meeting).items]
    assert moved.index(key) == order.index(key) - 1
    press("omlaag")
    assert [one.item.id for one in queries.agenda(session, world.meeting).items] == order
    press("eraf")
    assert key not in {one.item.id for one in queries.agenda(session, world.meeting).items}
    press("erop", minutes="10")
    press("minuten", minutes="20")
    view = next(one for one in queries.agenda(session, world.meeting).items if one.item.id == key)
    assert view.item.minutes == 20
    assert "stappen van vijf" in text_of(
        browser.post(
            f"{base}/{key}/minuten",
            data={"version": str(world.meeting.version), "minutes": "7"},
            follow_redirects=True,
        )
    )


def test_a_press_on_an_old_page_changes_nothing_and_says_so(session: Session, world: World, signed_in: SignIn) -> None:
    key = item_id(session, world, "Lat omlaag")
    path = f"/overleggen/{world.meeting.id}/onderwerpen/{key}/eraf"
    page = signed_in("coordinator").post(path, data={"version": "0"}, follow_redirects=True)
    assert "Iemand anders heeft de agenda net veranderd." in text_of(page)
    assert key in {one.item.id for one in queries.agenda(session, world.meeting).items}


def test_items_are_merged_and_added(session: Session, world: World, signed_in: SignIn) -> None:
    browser = signed_in("coordinator")
    base = f"/overleggen/{world.meeting.id}/onderwerpen"
    one, into = item_id(session, world, "Online leven"), item_id(session, world, "Lanterfantertijd")
    browser.post(f"{base}/{one}/samenvoegen", data={"version": str(world.meeting.version), "into": str(into)})
    assert one not in {view.item.id for view in queries.agenda(session, world.meeting).items}
    bad = browser.post(
        base, data={"version": str(world.meeting.version), "title": "", "aim": "discuss", "minutes": "10"}
    )
    assert bad.status_code == 422
    stale = {"version": "0", "title": "Eigen punt", "aim": "discuss", "minutes": "10"}
    conflict = browser.post(base, data=stale)
    assert conflict.status_code == 409
    assert "Eigen punt" in conflict.get_data(as_text=True)
    browser.post(base, data=stale | {"version": str(world.meeting.version)})
    assert "Eigen punt" in {view.item.title for view in queries.agenda(session, world.meeting).items}


def test_asking_for_a_new_draft_leaves_it_to_the_worker_and_shows_that_it_waits(
    session: Session, world: World, signed_in: SignIn
) -> None:
    browser = signed_in("coordinator")
    base = f"/overleggen/{world.meeting.id}"
    page = browser.post(f"{base}/opnieuw", follow_redirects=True)
    assert "De agenda wordt opnieuw gepland" in text_of(page)
    assert "data-hx-get" in browser.get(f"{base}/stand").get_data(as_text=True)
    assert service.draft_agenda(session, world.meeting.id, TODAY, NOW)
    session.commit()
    done = browser.get(f"{base}/stand")
    assert done.headers["HX-Refresh"] == "true"
    browser.post(f"{base}/afwezig", data={"version": str(world.meeting.version), "absent": str(world.place.sport.id)})
    assert world.meeting.absent == [str(world.place.sport.id)]
    assert world.meeting.redraft_requested_at is not None


def test_settling_shows_first_who_is_invited_and_why(session: Session, world: World, signed_in: SignIn) -> None:
    browser = signed_in("coordinator")
    base = f"/overleggen/{world.meeting.id}"
    said = text_of(browser.get(f"{base}/vaststellen"))
    assert "Omdat het onderwerp “Lanterfantertijd” op de agenda staat." in said
    assert "Proef sport" in said
    old = browser.post(f"{base}/vaststellen", data={"version": "0"}, follow_redirects=True)
    assert "Lees haar nog eens door." in text_of(old)
    page = browser.post(f"{base}/vaststellen", data={"version": str(world.meeting.version)}, follow_redirects=True)
    said = text_of(page)
    assert "Wij mailen 7 genodigden." in said
    (kept,) = queries.settled_agendas(session, world.meeting.id)
    assert kept.content_hash in said
    assert "Vastgesteld" in said
    again = browser.post(f"{base}/vaststellen", data={"version": str(world.meeting.version)}, follow_redirects=True)
    assert "De agenda staat al vast." in text_of(again)
    assert len(queries.settled_agendas(session, world.meeting.id)) == 1


def test_a_too_long_agenda_goes_back_to_the_preparation(session: Session, world: World, signed_in: SignIn) -> None:
    browser = signed_in("coordinator")
    base = f"/overleggen/{world.meeting.id}"
    key = item_id(session, world, "Lat omlaag")
    browser.post(f"{base}/onderwerpen/{key}/minuten", data={"version": str(world.meeting.version), "minutes": "60"})
    page = browser.post(f"{base}/vaststellen", data={"version": str(world.meeting.version)}, follow_redirects=True)
    assert "minuten te lang" in text_of(page)
    assert world.meeting.status == "drafted"


def test_reopening_cloning_and_cancelling_go_by_buttons(session: Session, world: World, signed_in: SignIn) -> None:
    settled(session, world)
    browser = signed_in("coordinator")
    base = f"/overleggen/{world.meeting.id}"
    assert "weer aanpassen" in text_of(browser.post(f"{base}/openen", follow_redirects=True))
    assert browser.post(f"{base}/volgend-jaar", data={"day": "gisteren"}).status_code == 302
    assert len(queries.meetings_of_district(session, world.place.district.id)) == 1
    browser.post(f"{base}/volgend-jaar", data={"day": "13-4-2027"})
    newest = queries.meetings_of_district(session, world.place.district.id)[0]
    assert (newest.previous_id, newest.starts_at.isoformat()) == (world.meeting.id, "2027-04-13T11:00:00+00:00")
    assert "Kruis aan" in text_of(browser.post(f"{base}/annuleren", follow_redirects=True))
    page = browser.post(f"{base}/annuleren", data={"zeker": "ja"}, follow_redirects=True)
    assert "Dit overleg gaat niet door." in text_of(page)


def test_the_details_of_a_meeting_change_until_it_is_settled(session: Session, world: World, signed_in: SignIn) -> None:
    browser = signed_in("coordinator")
    path = f"/overleggen/{world.meeting.id}/gegevens"
    assert "14-04-2026" in browser.get(path).get_data(as_text=True)
    form = {"title": "Overleg", "day": "15-4-2026", "time": "14:00", "minutes": "75", "place": "Elders", "version": "0"}
    assert browser.post(path, data=form).status_code == 409
    assert browser.post(path, data=form | {"day": "1-1-2020"}).status_code in {409, 422}
    assert browser.post(path, data=form | {"version": str(world.meeting.version)}).status_code == 302
    assert (world.meeting.minutes, world.meeting.place) == (75, "Elders")


def test_a_member_asks_a_question_without_names(session: Session, world: World, signed_in: SignIn) -> None:
    path = f"/overleggen/{world.meeting.id}/vragen"
    page = signed_in("jgz").post(path, data={"question": "Wie belt 06-12345678?"}, follow_redirects=True)
    assert "12345678" not in page.get_data(as_text=True)
    assert "Wie belt" in text_of(page)
    assert signed_in("jgz").post(path, data={"question": ""}).status_code == 422


def test_an_invited_partner_answers_once_without_an_account(session: Session, world: World, client: Browser) -> None:
    settled(session, world)
    path = f"/uitnodiging/{token(session, world, 'sport')}"
    page = client.get(path)
    said = text_of(page)
    assert page.status_code == 200
    assert "Lanterfantertijd" in said
    assert "Lat omlaag" not in said
    assert "gevallen" not in said
    assert client.post(path, data={"answer": ""}).status_code == 422
    done = client.post(path, data={"answer": "accepted", "remark": "Tot dan"}, follow_redirects=True)
    assert "Uw antwoord: komt." in text_of(done)
    twice = client.post(path, data={"answer": "declined"})
    assert twice.status_code == 410
    rows = {row.person: row.invitation.answer for row in queries.invitees(session, world.meeting.id)}
    assert rows["Proef sport"] == "accepted"


def test_reading_an_invitation_never_answers_it(session: Session, world: World, client: Browser) -> None:
    settled(session, world)
    path = f"/uitnodiging/{token(session, world, 'jou')}"
    for _ in range(3):
        assert client.get(path).status_code == 200
    assert all(row.invitation.answer is None for row in queries.invitees(session, world.meeting.id))


def test_a_made_up_link_opens_nothing(world: World, client: Browser) -> None:
    assert client.get("/uitnodiging/verzonnen").status_code == 404
    assert client.post("/uitnodiging/verzonnen", data={"answer": "accepted"}).status_code == 404
    assert client.get("/uitnodiging/verzonnen/afspraak.ics").status_code == 404


def test_the_appointment_can_be_downloaded_by_link_and_by_members(
    session: Session, world: World, client: Browser, signed_in: SignIn
) -> None:
    settled(session, world)
    by_link = client.get(f"/uitnodiging/{token(session, world, 'sport')}/afspraak.ics")
    assert by_link.mimetype == "text/calendar"
    assert b"METHOD:REQUEST" in by_link.data
    own = signed_in("ib").get(f"/overleggen/{world.meeting.id}/afspraak.ics")
    assert own.status_code == 200
    assert world.place.people["ib"].email.encode() in own.data.replace(b"\r\n ", b"")


def test_what_came_of_it_is_written_on_one_page_and_read_by_members(
    session: Session, world: World, signed_in: SignIn
) -> None:
    settled(session, world)
    browser = signed_in("coordinator")
    key = item_id(session, world, "Lanterfantertijd")
    base = f"/overleggen/{world.meeting.id}/na-afloop"
    form = {
        "revision": "0",
        f"text-{key}": "Veel herkenning. Bel 06-12345678.",
        f"decision-{key}": "Elke school een pauzeplein.",
        f"action_text-{key}": "Clubs vragen",
        f"action_owner-{key}": str(world.place.team.id),
        f"action_due_on-{key}": "1-9-2026",
    }
    assert browser.post(f"{base}/{key}", data=form).status_code == 302
    said = text_of(signed_in("ib").get(base))
    assert "Veel herkenning." in said
    assert "12345678" not in said
    assert "Elke school een pauzeplein." in said
    (action,) = open_actions(session, district_id=world.place.district.id)
    assert (action.text, action.meeting_id, action.owner) == ("Clubs vragen", world.meeting.id, world.place.team.label)
    browser.post(f"{base}/{key}", data={"revision": "1", f"text-{key}": "Weinig herkenning."})
    conflict = browser.post(f"{base}/{key}", data={"revision": "1", f"text-{key}": "Mijn eigen verslag"})
    assert conflict.status_code == 409
    assert "Mijn eigen verslag" in conflict.get_data(as_text=True)
    assert "Weinig herkenning." in text_of(conflict)
    bad = browser.post(f"{base}/{key}", data={"revision": "2", f"action_text-{key}": "Iets", f"action_owner-{key}": ""})
    assert bad.status_code == 422
    assert "Kies wie dit doet." in text_of(bad)
    assert signed_in("ib").post(f"{base}/{key}", data=form).status_code == 403


def test_attendance_is_ticked_off(session: Session, world: World, signed_in: SignIn) -> None:
    settled(session, world)
    rows = queries.invitees(session, world.meeting.id)
    path = f"/overleggen/{world.meeting.id}/na-afloop/aanwezig"
    signed_in("coordinator").post(path, data={"present": [str(rows[0].invitation.id), "onzin"]})
    assert [row.invitation.attended for row in queries.invitees(session, world.meeting.id)].count(True) == 1


def test_before_settling_there_is_nothing_to_write_down(world: World, signed_in: SignIn) -> None:
    assert signed_in("coordinator").get(f"/overleggen/{world.meeting.id}/na-afloop").status_code == 404


def test_the_owner_finishes_an_action_from_the_list(session: Session, world: World, signed_in: SignIn) -> None:
    from kernpartner.actions.rules import ActionInput
    from kernpartner.actions.service import agree_action

    given = ActionInput(world.place.district.id, "Clubs vragen", world.place.jgz.id)
    action_id = agree_action(session, world.place.actor("coordinator"), given, NOW)
    session.commit()
    assert "Clubs vragen" in text_of(signed_in("jgz").get("/overleggen"))
    path = f"/overleggen/afspraken/{action_id}"
    assert signed_in("ib").post(path, data={"status": "done"}).status_code == 404
    assert signed_in("jgz").post(path, data={"status": "weg"}).status_code == 400
    assert signed_in("jgz").post(path, data={"status": "done"}).status_code == 302
    assert open_actions(session, district_id=world.place.district.id) == []


def test_a_typed_moment_is_that_of_the_clock_here(app: Flask) -> None:
    assert door.typed_moment("19-1-2027", "13:00").isoformat() == "2027-01-19T13:00:00+01:00"  # type: ignore[union-attr]
    assert door.typed_moment("6-7-2027", "9.30").isoformat() == "2027-07-06T09:30:00+02:00"  # type: ignore[union-attr]
    for day, time in (("32-1-2027", "13:00"), ("19-1-2027", "25:00"), ("19-1-2027", "13"), ("19-1-2027", "13:60")):
        assert door.typed_moment(day, time) is None


def test_the_agenda_on_paper_is_a_pdf(session: Session, world: World, signed_in: SignIn) -> None:
    settled(session, world)
    page = signed_in("ib").get(f"/overleggen/{world.meeting.id}/agenda.pdf")
    assert page.mimetype == "application/pdf"
    assert page.data.startswith(b"%PDF")
