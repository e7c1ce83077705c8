"""A name typed into any form reaches no table, no statement that writes, no log line and no cookie."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from kernpartner.actions.models import AgreedAction
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.consultations import service as consultation_service
from kernpartner.db.base import Base
from kernpartner.digests import queries as digest_queries
from kernpartner.digests.models import Digest
from kernpartner.guests.models import GuestSession
from kernpartner.meetings import service as meeting_service
from kernpartner.meetings.models import AgendaItem, Invitation, Meeting
from kernpartner.organisations.rules import Role, may
from kernpartner.outbox.models import Mail
from kernpartner.web.guard import needed_action
from kernpartner.web.transaction import now, today
from tests.browser.scene import Scene, a_scene
from tests.factories import Place
from tests.house.typed import CHOSEN, CLEANED, COPIED
from tests.house.typed_themes import fill_learning, fill_themes
from tests.journeys import hunt

SignIn = Callable[[str], FlaskClient]
NAME = "Jovanka Quistrel"
TYPED = ["jovanka", "quistrel", "81927364"]
SAID = f"Besproken met {NAME}, en juf quistrel belde 06 81927364."
# What is kept of SAID: enough to know that the text came where it had to be.
KEPT = "Besproken met de leerling"
# Where it comes by way of these forms; the other columns of `CLEANED` have their own tests.
SEEN = set(
    str.split(
        """
        agenda_item.brought_in_by agenda_item.desired_result agenda_item.question agenda_question.text
        agreed_action.text concern.text concern.tried concern_draft.fields consultation.outcome_reason
        consultation.question decision.text digest_signature.remark invitation.remark item_minutes.text
        guest_summary.text lesson.text meeting.title offer.contact_function offer.form offer.when_text reply.text
        situation_version.body talk_note.text clarification_answer.remark question_set.note question_set.questions
        """
    )
)
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# No free text about anybody: an address with its password, and the list of names that an admin keeps on purpose.
NOT_ABOUT_CHILDREN = {"email", "password", "wie", "vanaf", "words", "word", "old", "new", "again", "code"}
ROLES = {
    "ib": Role.CARE_COORDINATOR,
    "coordinator": Role.COORDINATOR,
    "sport": Role.PARTNER,
    "admin": Role.ADMIN,
    "privacy": Role.PRIVACY_OFFICER,
}


@dataclass
class Watch:
    """What was sent to the database with the name in it."""

    heard: list[str] = field(default_factory=list)


@pytest.fixture
def scene(session: Session) -> Scene:
    """Give a district in which every page has something to show, with a draft of a meeting that is still to come."""
    made = a_scene(session)
    meeting_id = _a_coming_meeting(session, made.place)
    made.ids["meeting_id"] = meeting_id
    made.ids["item_id"] = _item(session, meeting_id)
    session.commit()
    return made


@pytest.fixture
def place(scene: Scene) -> Place:
    """Let `signed_in` know the people of the scene."""
    return scene.place


@pytest.fixture
def watch(session: Session) -> Iterator[Watch]:
    """Listen to every statement; looking somebody up by the address that was typed writes nothing."""
    found, engine = Watch(), session.get_bind()

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        said = repr(parameters).lower()
        if any(word in said for word in TYPED) and not statement.lstrip().upper().startswith("SELECT"):
            found.heard.append(statement.split("VALUES", maxsplit=1)[0][:200])

    event.listen(engine, "before_cursor_execute", listen)
    yield found
    event.remove(engine, "before_cursor_execute", listen)


def test_no_form_lets_a_name_through_whatever_field_it_is_typed_in(
    app: Flask,
    scene: Scene,
    signed_in: SignIn,
    session: Session,
    watch: Watch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Post the name in every field that any form has, to every route that takes a post, as somebody who may."""
    caplog.set_level(logging.DEBUG)
    everything = dict.fromkeys(_all_names(), SAID)
    posted = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()) or rule.endpoint == "organisations.add_word":
            continue
        who = _somebody_who_may(app, rule.endpoint)
        browser = signed_in(who) if who else app.test_client()
        with session.connection().begin_nested() as point:
            answer = browser.post(_path(rule.rule, scene), data=everything)
            assert answer.status_code < 500, rule.endpoint
            _nothing_kept(session, browser, watch, caplog, rule.endpoint)
            point.rollback()
        posted += 1
    assert posted > 40


def test_what_is_kept_of_each_text_is_clean(
    scene: Scene,
    signed_in: SignIn,
    session: Session,
    watch: Watch,
    caplog: pytest.LogCaptureFixture,
    client: FlaskClient,
) -> None:
    """Fill in each form as it should be, with the name in each of its texts; every text of every page is among them."""
    caplog.set_level(logging.DEBUG)
    typed: set[str] = set()

    def fill(who: str | None, path: str, codes: set[int], **fields: str) -> str:
        browser = signed_in(who) if who else client
        answer = browser.post(path, data=fields)
        assert answer.status_code in codes, (path, answer.status_code, answer.text[:3000])
        typed.update(name.split("-")[0] for name, value in fields.items() if NAME in value)
        _nothing_kept(session, browser, watch, caplog, path)
        return str(answer.headers.get("Location", ""))

    _fill_concerns(fill, scene)
    _fill_meetings(fill, scene, session)
    _fill_partners(fill, scene, session)
    _fill_solutions(fill, scene, session)
    _fill_steps(fill, scene)
    fill_learning(fill, scene, session, SAID, NAME)
    fill_themes(fill, scene, SAID, NAME)
    assert free_texts() - typed - NOT_ABOUT_CHILDREN == set()
    # Outside the columns that are said to hold typed texts there is nothing of what was typed, not even clean.
    assert _columns_with_kept(session) - {*CLEANED, *COPIED} == set()
    assert _columns_with_kept(session) >= SEEN


def test_an_address_that_is_tried_or_looked_for_is_not_kept(
    client: FlaskClient, signed_in: SignIn, session: Session, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = "jovanka.quistrel@example.org"
    assert client.post("/inloggen", data={"email": address, "password": NAME}).status_code == 422
    _nothing_kept(session, client, watch, caplog, "sign in")
    admin = signed_in("admin")
    assert admin.post("/woordenlijst/zoeken", data={"zoek": NAME}).status_code == 200
    _nothing_kept(session, admin, watch, caplog, "words")
    officer = signed_in("privacy")
    for query in (f"wie={address}", "vanaf=Jovanka+Quistrel", "wat=Jovanka"):
        assert officer.get(f"/logboek?{query}").status_code == 200
    _nothing_kept(session, officer, watch, caplog, "audit")


def test_a_draft_keeps_no_name_where_a_day_or_a_choice_belongs(
    signed_in: SignIn, session: Session, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    browser = signed_in("jgz")
    fields = dict.fromkeys(("day", "age_band", "wider", "perspective", "school_id"), "Quistrel")
    assert browser.post("/signalen/nieuw/concept", data={"text": "Slaapt slecht.", **fields}).status_code == 302
    _nothing_kept(session, browser, watch, caplog, "draft")
    assert "Slaapt slecht." in browser.get("/signalen/nieuw").text


def test_the_hunt_hears_a_statement_and_sees_a_table(session: Session, watch: Watch, scene: Scene) -> None:
    meeting = session.get_one(Meeting, scene.ids["meeting_id"])
    meeting.title = f"Overleg over {NAME}"
    session.flush()
    assert watch.heard
    assert hunt.in_tables(session.connection(), TYPED) == ["public.meeting"]


def _columns_with_kept(session: Session) -> set[str]:
    """Give the columns in which the cleaned text of a form stands."""
    asked = 'SELECT EXISTS (SELECT 1 FROM "{0}" WHERE "{1}"::text ILIKE :kept)'
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if session.scalar(text(asked.format(table.name, column.name)), {"kept": f"%{KEPT}%"})
    }


def _nothing_kept(
    session: Session, browser: FlaskClient, watch: Watch, caplog: pytest.LogCaptureFixture, where: str
) -> None:
    assert watch.heard == [], where
    assert hunt.in_tables(session.connection(), TYPED) == [], where
    assert [line for line in caplog.text.lower().splitlines() if any(word in line for word in TYPED)] == [], where
    cookies = [{"name": cookie.key, "value": cookie.value} for cookie in (browser._cookies or {}).values()]
    assert hunt.in_cookies(cookies, TYPED) == [], where


def _fill_concerns(fill: Callable[..., str], scene: Scene) -> None:
    whole = {"age_band": "9-10", "perspective": "professional", "wider": "yes"}
    given: Mapping[str, str] = {**whole, "text": SAID, "tried": SAID, "question": SAID, "missed": NAME}
    fill("ib", "/signalen/nieuw/kijken", {200}, text=SAID)
    fill("ib", "/signalen/nieuw/controleren", {422}, text=SAID)
    fill("ib", "/signalen/nieuw", {200}, **given)
    fill("ib", "/signalen/nieuw/controleren", {200}, **given)
    fill("ib", "/signalen/nieuw/controleren", {422}, **given, day=NAME)
    fill("ib", "/signalen/nieuw/versturen", {200}, **given)
    clean = "Een leerling is vaak moe."
    # What goes from any of the texts is shown first; what is sent then is what was shown.
    fill("ib", "/signalen/nieuw/versturen", {200}, **whole, text=clean, tried=SAID, question=SAID, advice="ja")
    fill("ib", "/signalen/nieuw/versturen", {302}, **whole, text=KEPT, tried=KEPT, question=KEPT, advice="ja")
    fill("jgz", "/signalen/nieuw/versturen", {200}, **whole, text=SAID)
    fill("worker", "/signalen/nieuw/concept?stil=1", {200}, **given)
    here = f"/signalen/{scene.ids['concern_id']}"
    asked = f"/casussen/{scene.ids['consultation_id']}"
    fill("worker", f"{asked}/zeggen", {422}, kind="x", text=SAID)
    fill("worker", f"{asked}/zeggen", {302}, kind="advice", text=SAID)
    theme = str(scene.place.themes["lanterfantertijd"])
    fill("worker", f"{here}/les", {422}, lesson=SAID)
    fill("worker", f"{here}/les", {302}, lesson=SAID, lesson_theme=theme)
    _fill_talk(fill, asked)
    days = {"action_on": NAME, "live_talk_on": NAME}
    fill("worker", f"{asked}/afronden", {422}, outcome="specialist_care", reason=SAID, **days)
    fill("worker", f"{asked}/afronden", {422}, outcome="specialist_care", reason=SAID)
    fill("worker", f"{asked}/afronden", {302}, outcome="not_fitting", reason=SAID)


def _fill_talk(fill: Callable[..., str], asked: str) -> None:
    fill("worker", f"{asked}/samen", {302}, stap="advies", seen="0", note=SAID)
    fill("jgz", f"{asked}/samen", {409}, stap="advies", seen="0", note=f"{SAID} Nog iets.")
    fill("worker", f"{asked}/concept?stil=1", {200}, stap="analyse", kind="analysis", text=SAID)
    fill("worker", f"{asked}/concept", {302}, stap="analyse", seen="1", note=SAID)
    answers = {"gezien-sociale-basis": "0", "antwoord-sociale-basis": NAME, "toelichting-sociale-basis": SAID}
    fill("worker", f"{asked}/verheldering", {302}, **answers)
    fill("worker", f"{asked}/klok", {422}, **{"minuten-question": NAME})
    question = {"text-0": SAID, "help-0": SAID, "choices-0": f"{SAID}\n{NAME}", "kind-0": NAME, "key-0": NAME}
    fill("coordinator", "/vraagverheldering/aanpassen", {409}, **question, remark=SAID, version="9")
    fill("coordinator", "/vraagverheldering/aanpassen", {302}, **question, remark=SAID, version="1")


def _fill_meetings(fill: Callable[..., str], scene: Scene, session: Session) -> None:
    day = (today() + timedelta(days=20)).strftime("%d-%m-%Y")
    words = {"title": SAID[:100], "place": f"bij {NAME}"}
    new = {"about": f"area:{scene.place.area.id}", "minutes": "120", "day": day, "time": "13:00"}
    fill("coordinator", "/overleggen/nieuw", {422}, **new | {"day": NAME, "time": NAME}, **words)
    fill("coordinator", "/overleggen/nieuw", {302}, **new, **words)
    moments = f"{day} 13:00\n{day} 15:00"
    fill("coordinator", "/overleggen/datumprikker/nieuw", {422}, **new, **words, moments=SAID)
    fill("coordinator", "/overleggen/datumprikker/nieuw", {302}, **new, **words, moments=moments)
    kinds = dict.fromkeys(("name_kickoff", "name_yearly", "name_interim"), f"Tafel van {NAME}")
    fill("coordinator", "/overleggen/namen", {302}, **kinds)
    here = f"/overleggen/{scene.ids['meeting_id']}"
    session.expire_all()
    version = str(session.get_one(Meeting, scene.ids["meeting_id"]).version)
    fill("coordinator", f"{here}/gegevens", {302}, **new, **words, version=version)
    fill("coordinator", f"{here}/volgend-jaar", {302}, day=NAME, time=NAME)
    fill("ib", f"{here}/vragen", {302}, question=SAID)
    own = {"title": f"Plein met {NAME}", "question": SAID, "aim": "discuss"}
    fill("coordinator", f"{here}/onderwerpen", {422}, **own, minutes=NAME, version=_version(session, scene))
    fill("coordinator", f"{here}/onderwerpen", {302}, **own, minutes="5", version=_version(session, scene))
    item = session.get_one(AgendaItem, scene.ids["item_id"])
    more = {"brought_in_by": SAID, "desired_result": SAID, "minutes": str(item.minutes), "version": str(item.version)}
    fill("coordinator", f"{here}/onderwerpen/{item.id}", {409}, **own, **more | {"version": "99"})
    fill("coordinator", f"{here}/onderwerpen/{item.id}", {302}, **own, **more)
    fill("coordinator", f"{here}/onderwerpen/{item.id}/minuten", {302}, minutes=NAME, version=NAME)
    fill("coordinator", f"{here}/vaststellen", {302}, version=_version(session, scene))
    assert session.get_one(Meeting, scene.ids["meeting_id"]).status == "settled"
    _fill_afterwards(fill, scene, session, f"{here}/na-afloop/{item.id}", str(item.id))


def _fill_afterwards(fill: Callable[..., str], scene: Scene, session: Session, path: str, key: str) -> None:
    token = session.scalars(
        select(Mail.context["token"].astext).where(Mail.kind == "invitation", Mail.to_address == scene.emails["sport"])
    ).first()
    fill(None, f"/uitnodiging/{token}", {422}, answer=NAME, remark=SAID)
    fill(None, f"/uitnodiging/{token}", {302}, answer="accepted", remark=SAID)
    said = {f"text-{key}": SAID, f"decision-{key}": SAID, f"action_text-{key}": SAID, "revision": "0"}
    fill("coordinator", path, {422}, **said, **{f"action_due_on-{key}": NAME})
    owner = {f"action_owner-{key}": str(scene.place.sport.id)}
    fill("coordinator", path, {302}, **said, **owner)
    _fill_minutes(fill, scene, session, path.split("/na-afloop", maxsplit=1)[0], key)


def _fill_minutes(fill: Callable[..., str], scene: Scene, session: Session, here: str, key: str) -> None:
    meeting = session.get_one(Meeting, scene.ids["meeting_id"])
    meeting.starts_at = now() - timedelta(hours=2)
    session.commit()
    screen = f"{here}/scherm/{key}"
    fill("ib", f"{screen}/verslag", {302, 409}, text=SAID, revision="0")
    fill("coordinator", f"{screen}/besluit", {302}, decision=SAID)
    sport = str(scene.place.sport.id)
    fill("coordinator", f"{screen}/afspraak", {422}, action_text=SAID, action_owner=sport, action_due_on=NAME)
    fill("coordinator", f"{screen}/afspraak", {302}, action_text=SAID, action_owner=sport)
    action = session.scalars(select(AgreedAction.id).where(AgreedAction.meeting_id == meeting.id)).first()
    later = {"due_on": (today() + timedelta(days=9)).strftime("%d-%m-%Y"), "note": SAID}
    fill("coordinator", f"/overleggen/afspraken/{action}/uitstellen", {422}, due_on=NAME, note=SAID)
    fill("coordinator", f"/overleggen/afspraken/{action}/uitstellen", {302}, **later)
    fill("coordinator", f"/overleggen/afspraken/{action}/overdragen", {302}, owner=str(scene.place.jou.id), note=SAID)
    ib = select(Invitation.id).where(Invitation.meeting_id == meeting.id)
    there = session.scalars(ib.where(Invitation.person_id == scene.place.people["ib"].id)).one()
    fill("coordinator", f"{here}/na-afloop/aanwezig", {302}, present=str(there))
    fill("coordinator", f"{here}/verslag/voorleggen", {302})
    fill("ib", f"{here}/verslag/antwoord", {302}, answer="amended", amendment=SAID, version="1")


def _fill_steps(fill: Callable[..., str], scene: Scene) -> None:
    said = {"title": f"Plein met {NAME}", "why": SAID}
    fill("coordinator", "/vervolgstappen/nieuw", {422}, theme=NAME, domains=NAME, **said)
    yes = dict.fromkeys(("from_sessions", "within_a_year", "lasts"), "ja")
    two = {"domains": ["school", "thuis"]}
    fill("coordinator", "/vervolgstappen/nieuw", {302}, theme="pesten-groep", **two, **yes, **said)
    direction = {"title": f"Met {NAME}", "goal": SAID, "starts_on": NAME, "ends_on": NAME, "partners": NAME}
    fill("coordinator", f"/vervolgstappen/richtingen/{scene.ids['direction_id']}", {302}, **direction, version="1")
    fill("coordinator", f"/vervolgstappen/richtingen/{scene.ids['direction_id']}/fase", {404}, phase=NAME, status=NAME)
    own = {"title": f"Pakket van {NAME}", "part_title-1": f"Bij {NAME}", "part_text-1": SAID, "version": "1"}
    fill("coordinator", f"/vervolgstappen/pakketten/{scene.ids['package_id']}", {302}, **own)


def _fill_partners(fill: Callable[..., str], scene: Scene, session: Session) -> None:
    theme = str(scene.place.themes["lanterfantertijd"])
    texts = {"form": SAID, "when_text": SAID[:60]}
    fill("sport", "/partner/bijdrage", {422}, theme_id=NAME, **texts)
    reached = {"contact_function": f"Balie, vraag naar {NAME}", "contact_phone": NAME, "contact_email": NAME}
    fill("sport", "/partner/bijdrage", {422}, theme_id=theme, **texts, **reached)
    fill("sport", "/partner/bijdrage", {302}, theme_id=theme, **texts, contact_function=f"Besproken met {NAME}")
    digest = session.get_one(Digest, scene.ids["digest_id"])
    path = f"/themaberichten/tekenen/{digest.id}"
    fill("jgz", path, {422}, hash=digest.content_hash, choice=NAME, remark=SAID)
    fill("jgz", path, {302}, hash=digest.content_hash, choice="change", remark=SAID)
    fill("jgz", "/themaberichten/woorden", {422}, block=NAME, text=SAID)
    shown = digest_queries.shown_blocks(session, scene.place.area.id, today())[0]
    fill("jgz", "/themaberichten/woorden", {422}, block=str(shown.statement_id), text=SAID)
    fill("sport", "/partner/post", {302}, rhythm=NAME, theme=NAME, area=NAME)


def _fill_solutions(fill: Callable[..., str], scene: Scene, session: Session) -> None:
    day, place = (today() + timedelta(days=1)).strftime("%d-%m-%Y"), scene.place
    fill("ib", "/ervaring", {200}, zoek=SAID)
    fill("coordinator", "/ambassadeurs", {422}, valid_to=NAME, person=NAME, represents=NAME)
    asked = consultation_service.ask_advice(
        session, place.actor("ib"), _a_concern(session, place), "Wie denkt mee?", now()
    )
    session.commit()
    window = {"organisation_id": str(place.jou.id), "day": day, "time": "13:00", "minutes": "30"}
    guest = {**window, "email": "gast@jou.example.org", "summary": SAID}
    fill("ib", f"/casussen/{asked}/gast", {422}, **guest | {"day": NAME, "time": NAME})
    fill("ib", f"/casussen/{asked}/gast", {302}, **guest)
    meeting = f"/overleggen/{scene.ids['meeting_id']}/gast"
    fill("coordinator", meeting, {302}, **guest)
    for one in session.scalars(select(GuestSession.id).where(GuestSession.meeting_id.is_not(None))).all():
        fill("ib", f"/casussen/{asked}/gast/{one}", {302}, summary=SAID)
    words = {"channel": "mail", "owner_id": str(place.team.id), "label": f"Bij {NAME}", "body": SAID}
    wrong = {"contact_phone": NAME, "contact_email": NAME}
    fill("worker", "/teksten/nieuw", {422}, **words, **wrong)
    here = fill("worker", "/teksten/nieuw", {302}, **words)
    fill("worker", f"{here}/wijzigen", {409}, body=SAID, seen="7")
    fill("worker", f"{here}/wijzigen", {302}, body=SAID, seen="1")


def _a_concern(session: Session, place: Place) -> uuid.UUID:
    given = ConcernInput(
        text="Een leerling is vaak moe.",
        age_band="9-10",
        perspective="professional",
        wider="yes",
        occurred_on=today(),
    )
    return log_concern(session, place.actor("ib"), given, now())


def _a_coming_meeting(session: Session, place: Place) -> uuid.UUID:
    given = meeting_service.MeetingInput(
        district_id=place.district.id, title="Overleg", starts_at=now() + timedelta(days=14), area_id=place.area.id
    )
    meeting_id = meeting_service.plan_meeting(session, place.actor("coordinator"), given, now())
    assert meeting_service.draft_agenda(session, meeting_id, date(2026, 3, 10), now())
    return meeting_id


def _item(session: Session, meeting_id: uuid.UUID) -> uuid.UUID:
    wanted = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id, AgendaItem.on_agenda)
    return session.scalars(wanted.where(AgendaItem.theme_id.is_not(None))).first()  # type: ignore[return-value]


def _version(session: Session, scene: Scene) -> str:
    session.expire_all()
    return str(session.get_one(Meeting, scene.ids["meeting_id"]).version)


def _somebody_who_may(app: Flask, endpoint: str) -> str | None:
    action = needed_action(app, endpoint)
    return None if action is None else next(who for who, role in ROLES.items() if may([role], action))


def _path(rule: str, scene: Scene) -> str:
    known = {name: str(value) for name, value in scene.ids.items()}
    known |= {"way": "omhoog", "token": "geen-sleutel"}
    return re.sub(r"<(?:.*?:)?(\w+)>", lambda found: known.get(found[1], str(uuid.uuid4())), rule)


def _all_names() -> set[str]:
    """Give the name of every field in any template."""
    found = set(free_texts())
    for path in TEMPLATES.rglob("*.html"):
        source = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'\bname="([a-z_]+)"', source))
        found |= set(re.findall(r'\b(?:radios|checks|select)\("([a-z_]+)', source))
    before = {f"was_{name}" for name in free_texts()}
    return (found | set(CHOSEN) | before | {"hint-gezinsvorm"}) - {"csrf_token", "file"}


def free_texts() -> set[str]:
    """Give the name of every field in which people type whatever they like."""
    found: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        if path.name != "_parts.html":
            source = path.read_text(encoding="utf-8")
            found |= set(re.findall(r'\b(?:area|field)\("([a-z_]+)', source))
            found |= set(re.findall(r'<textarea[^>]* name="([a-z_]+)"', source))
            # An input without a type, or of one of these, is a box to type in.
            typed_in = re.findall(r'<input(?![^>]* type="(?!text|search|email|tel|url))[^>]* name="([a-z_]+)"', source)
            found |= set(typed_in)
    return found
