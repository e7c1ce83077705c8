"""Tests of the guided talk as people go through it: its steps, conflicts, drafts, clock, questions and endings."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.concerns.rules import ConcernInput
from kernpartner.concerns.service import log_concern
from kernpartner.consultations import queries
from kernpartner.consultations import service as consultation_service
from kernpartner.consultations.models import ClarificationAnswer, Consultation, LiveTalk, QuestionSet, TalkDraft
from kernpartner.consultations.rules import Ending
from kernpartner.web.transaction import now, today
from tests.factories import Place

SignIn = Callable[[str], FlaskClient]
STORY = "Slaapt slecht voor de toets."
QUESTION = "Wat raadt u aan?"


@pytest.fixture
def asked(session: Session, place: Place) -> uuid.UUID:
    """Give an open question on a concern of the school."""
    given = ConcernInput(
        text=STORY,
        age_band="11-12",
        perspective="professional",
        wider="yes",
        occurred_on=today(),
        tried="Een gesprek met de leerling.",
        confirmed=(place.themes["scoren-zonder-toetsen"],),
    )
    concern = log_concern(session, place.actor("ib"), given, now())
    made = consultation_service.ask_advice(session, place.actor("ib"), concern, QUESTION, now())
    session.commit()
    return made


def _read(browser: FlaskClient, asked: uuid.UUID, step: str = "") -> str:
    answer = browser.get(f"/casussen/{asked}" + (f"?stap={step}" if step else ""))
    assert answer.status_code == 200
    return answer.text


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_talk_has_five_steps_and_each_reading_is_logged(
    signed_in: SignIn, asked: uuid.UUID, session: Session
) -> None:
    browser = signed_in("jgz")
    for step in ("vraag", "verheldering", "analyse", "advies", "afronden"):
        page = _read(browser, asked, step)
        assert STORY in _words(page) and QUESTION in page
        assert page.count('aria-current="step"') == 1
    lines = session.scalars(select(AuditEntry).where(AuditEntry.verb == "consultation.read")).all()
    assert [line.details["relation"] for line in lines] == ["core_team"] * 5


def test_the_talk_opens_where_it_is(signed_in: SignIn, asked: uuid.UUID) -> None:
    browser = signed_in("jgz")
    assert "Stap 1 van 5" in _read(browser, asked)
    browser.post(f"/casussen/{asked}/zeggen", data={"kind": "advice", "text": "Begin klein."})
    assert "Stap 4 van 5" in _read(browser, asked)


def test_two_who_write_one_text_see_each_others_words_and_keep_their_own(
    signed_in: SignIn, asked: uuid.UUID, session: Session
) -> None:
    first, second = signed_in("jgz"), signed_in("worker")
    here = f"/casussen/{asked}/samen"
    assert first.post(here, data={"stap": "analyse", "seen": "0", "note": "Er is druk."}).status_code == 302
    refused = second.post(here, data={"stap": "analyse", "seen": "0", "note": "Thuis is rust nodig."})
    assert refused.status_code == 409
    assert "JGZ Proefwijk schreef intussen dit" in refused.text and "Er is druk." in refused.text
    assert "Thuis is rust nodig.</textarea>" in refused.text
    assert 'name="seen" value="1"' in refused.text
    both = "Er is druk. Thuis is rust nodig."
    assert second.post(here, data={"stap": "analyse", "seen": "1", "note": both}).status_code == 302
    page = _read(first, asked, "analyse")
    assert f"{both}</textarea>" in page and "1 eerdere versie" in page


def test_a_shared_text_that_is_empty_or_too_long_is_given_back(signed_in: SignIn, asked: uuid.UUID) -> None:
    browser = signed_in("jgz")
    empty = browser.post(f"/casussen/{asked}/samen", data={"stap": "advies", "seen": "0", "note": " "})
    assert (empty.status_code, "Schrijf iets op, of ga verder" in empty.text) == (422, True)
    long = browser.post(f"/casussen/{asked}/samen", data={"stap": "advies", "seen": "x", "note": "a" * 4001})
    assert (long.status_code, "a" * 4001 in long.text) == (422, True)


def test_a_draft_is_kept_clean_for_oneself_and_comes_back(
    signed_in: SignIn, asked: uuid.UUID, session: Session
) -> None:
    browser = signed_in("jgz")
    here = f"/casussen/{asked}/concept"
    kept = browser.post(f"{here}?stil=1", data={"stap": "advies", "kind": "advice", "text": "Bel 06 12345678 even."})
    assert kept.text.strip().startswith("Bewaard om")
    draft = session.scalars(select(TalkDraft)).one()
    assert "12345678" not in draft.text and "even" in draft.text
    assert draft.text in _read(browser, asked, "advies")
    assert draft.text not in _read(signed_in("worker"), asked, "advies")
    without_script = browser.post(here, data={"stap": "analyse", "note": "Nog niet klaar", "seen": "0"})
    assert without_script.headers["Location"].endswith("stap=analyse")
    assert "Nog niet klaar</textarea>" in _read(browser, asked, "analyse")
    browser.post(f"{here}/weg", data={"stap": "analyse"})
    assert "Nog niet klaar" not in _read(browser, asked, "analyse")
    assert browser.post(here, data={"stap": "afronden", "text": "Dit hoort nergens"}).status_code == 404


def test_a_draft_over_which_another_wrote_shows_the_other_words_beside_it(signed_in: SignIn, asked: uuid.UUID) -> None:
    mine, other = signed_in("jgz"), signed_in("worker")
    mine.post(f"/casussen/{asked}/concept", data={"stap": "advies", "note": "Begin klein", "seen": "0"})
    other.post(f"/casussen/{asked}/samen", data={"stap": "advies", "note": "Bel de ouders.", "seen": "0"})
    page = _read(mine, asked, "advies")
    assert "Buurtteam Proefwijk schreef intussen dit" in page
    assert "Begin klein</textarea>" in page and 'name="seen" value="1"' in page


def test_the_clock_says_when_it_began_and_what_is_left_without_a_script(
    signed_in: SignIn, asked: uuid.UUID, session: Session
) -> None:
    browser = signed_in("worker")
    minutes = {"question": "2", "clarifying": "4", "analysis": "4", "advice": "3", "close": "2"}
    fields = {f"minuten-{step}": count for step, count in minutes.items()}
    wrong = browser.post(f"/casussen/{asked}/klok", data=fields | {"minuten-close": "99"})
    assert (wrong.status_code, "samen hooguit 60" in wrong.text, 'value="99"' in wrong.text) == (422, True, True)
    assert browser.post(f"/casussen/{asked}/klok", data=fields).status_code == 302
    live = session.get_one(LiveTalk, asked)
    live.started_at = live.step_started_at = now() - timedelta(minutes=6)
    session.commit()
    page = _words(_read(browser, asked))
    assert re.search(r"Begonnen om \d\d:\d\d, nog 9 minuten\.", page)
    assert "Nu bij: Vraag, 4 minuten over de tijd." in page
    browser.post(f"/casussen/{asked}/klok", data={"naar": "analyse"})
    page = _words(_read(signed_in("ib"), asked))
    assert "Nu bij: Analyse, nog 4 minuten." in page and "Stap 3 van 5" in page
    browser.post(f"/casussen/{asked}/klok", data={"stop": "ja"})
    assert "Begonnen om" not in _read(browser, asked)


def test_the_standing_of_a_talk_counts_what_is_new_and_reads_nothing(
    signed_in: SignIn, asked: uuid.UUID, session: Session
) -> None:
    since = (now() - timedelta(minutes=1)).isoformat()
    signed_in("jgz").post(f"/casussen/{asked}/zeggen", data={"kind": "advice", "text": "Begin klein."})
    before = session.scalar(select(func.count()).select_from(AuditEntry))
    answer = signed_in("worker").get(f"/casussen/{asked}/stand", query_string={"sinds": since, "stap": "advies"})
    assert "Er is 1 nieuwe bijdrage." in answer.text and "Begin klein" not in answer.text
    wrong = signed_in("jgz").get(f"/casussen/{asked}/stand", query_string={"sinds": "gisteren"})
    assert (wrong.status_code, "nieuwe bijdrage" in wrong.text) == (200, False)
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_answers_are_kept_counted_and_bound_to_the_version_they_were_asked_in(
    signed_in: SignIn, asked: uuid.UUID, place: Place, session: Session
) -> None:
    worker = signed_in("worker")
    page = _read(worker, asked, "verheldering")
    assert "Kan een belangrijke ander bij het gesprek zijn?" in page and "SportUtrecht" in page
    given = {
        "gezien-eigen-netwerk": "0",
        "antwoord-eigen-netwerk": ["familie", "geen-code"],
        "toelichting-eigen-netwerk": "Oma belde vanaf 06 12345678.",
        "gezien-uitgenodigd": "0",
        "antwoord-uitgenodigd": [str(place.sport.id), str(uuid.uuid4())],
        "gezien-belangrijke-ander": "0",
    }
    assert worker.post(f"/casussen/{asked}/verheldering", data=given).status_code == 302
    answers = queries.answers(session, asked)
    assert answers["eigen-netwerk"].choices == ("familie",)
    assert answers["eigen-netwerk"].remark is not None and "12345678" not in answers["eigen-netwerk"].remark
    assert answers["uitgenodigd"].choices == (str(place.sport.id),)
    assert set(answers) == {"eigen-netwerk", "uitgenodigd"}
    own, others = signed_in("ib").get("/vraagverheldering"), signed_in("worker").get("/vraagverheldering")
    assert "1 keer beantwoord" in own.text and "SportUtrecht" in own.text
    assert "keer beantwoord" not in others.text, "whose concern it is not, counts nothing"
    _change(signed_in("coordinator"), 1, {"text-0": "Wie helpt het gezin al?"})
    assert "Wie helpt het gezin al?" not in _read(worker, asked, "verheldering")
    rows = session.scalars(select(ClarificationAnswer)).all()
    first = session.scalars(select(QuestionSet).where(QuestionSet.version == 1)).one()
    assert {row.set_id for row in rows} == {first.id}


def _change(browser: FlaskClient, version: int, changes: dict[str, str]) -> int:
    """Post the form of the questions as it stands, with these fields changed; give the status."""
    page = browser.get("/vraagverheldering/aanpassen").text
    fields = dict(re.findall(r'<input[^>]*name="((?:text|help|key)-\d+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'<textarea[^>]*name="(choices-\d+)"[^>]*>\n([^<]*)</textarea>', page))
    for name, options in re.findall(r'<select[^>]*name="(kind-\d+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="(\w+)" selected', options)
        fields[name] = chosen.group(1) if chosen else ""
    status: int = browser.post(
        "/vraagverheldering/aanpassen", data=fields | {"version": str(version)} | changes
    ).status_code
    return status


def test_coordinators_change_the_questions_and_every_version_stays(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    coordinator = signed_in("coordinator")
    assert signed_in("ib").get("/vraagverheldering/aanpassen").status_code == 403
    assert _change(coordinator, 0, {"text-0": "Wie helpt het gezin al?", "remark": "Korter."}) == 302
    assert _change(coordinator, 0, {"text-0": "Anders"}) == 409
    assert _change(coordinator, 1, {"choices-1": "Eén"}) == 422
    new = {"text-5": "Wie belt?", "kind-5": "one", "choices-5": "School\nBuurtteam"}
    assert _change(coordinator, 1, new) == 302
    assert _change(coordinator, 2, {"text-5": ""}) == 302
    sets = session.scalars(select(QuestionSet).order_by(QuestionSet.version)).all()
    assert [len(one.questions) for one in sets] == [5, 6, 5]
    assert sets[0].questions[0]["key"] == "meeste-last", "other words are still the same question"
    page = _words(signed_in("jgz").get("/vraagverheldering").text)
    assert "Wie helpt het gezin al?" in page and "Versie 1" in page and "Buurtteam Proefwijk" in page
    assert _change(coordinator, 3, {f"text-{n}": "" for n in range(7)}) == 422


def test_where_two_answered_one_question_both_answers_are_shown(signed_in: SignIn, asked: uuid.UUID) -> None:
    first, second = signed_in("jgz"), signed_in("worker")
    here = f"/casussen/{asked}/verheldering"
    first.post(here, data={"gezien-belangrijke-ander": "0", "antwoord-belangrijke-ander": "ja-die-komt"})
    answer = second.post(
        here,
        data={
            "gezien-belangrijke-ander": "0",
            "antwoord-belangrijke-ander": "er-is-niemand",
            "toelichting-belangrijke-ander": "Wij vroegen het twee keer.",
            "gezien-sociale-basis": "0",
            "antwoord-sociale-basis": "sport",
        },
    )
    assert answer.status_code == 409
    assert "JGZ Proefwijk vulde intussen dit in" in answer.text and "Ja, die komt" in answer.text
    assert 'value="er-is-niemand" checked' in answer.text and "Wij vroegen het twee keer." in answer.text
    assert "2 van 5 vragen beantwoord" in _words(answer.text), "what nobody else touched was kept"
    again = {"gezien-belangrijke-ander": "1", "antwoord-belangrijke-ander": "er-is-niemand"}
    assert second.post(here, data=again).status_code == 302


def test_before_a_registration_stands_what_was_tried_and_who_is_there(
    signed_in: SignIn, asked: uuid.UUID, session: Session
) -> None:
    worker = signed_in("worker")
    worker.post(
        f"/casussen/{asked}/verheldering",
        data={"gezien-eigen-netwerk": "0", "antwoord-eigen-netwerk": "familie"},
    )
    answer = worker.post(f"/casussen/{asked}/afronden", data={"outcome": "trajectory"})
    page = _words(answer.text)
    assert answer.status_code == 200 and 'value="trajectory" checked' in answer.text
    assert "Een gesprek met de leerling." in page and "Familie" in page
    assert page.count("Nog niet besproken") == 3
    assert session.get_one(Consultation, asked).status == "open"
    assert worker.get(f"/casussen/{asked}/aanmelding").status_code == 200
    done = worker.post(f"/casussen/{asked}/afronden", data={"outcome": "trajectory", "precheck": "ja"})
    assert done.status_code == 302
    session.expire_all()
    assert session.get_one(Consultation, asked).outcome == "trajectory"


@pytest.mark.parametrize(
    "outcome", ["clarified_without_trajectory", "small_action", "advice_to_school", "borne_together"]
)
def test_a_good_ending_is_called_good_in_words_and_colour(
    signed_in: SignIn, asked: uuid.UUID, outcome: str, place: Place, session: Session
) -> None:
    consultation_service.close_consultation(
        session, place.actor("ib"), asked, Ending(outcome, action_on=today()), now()
    )
    session.commit()
    page = _read(signed_in("ib"), asked)
    assert "notice--positive" in page and "Een goed resultaat" in page


def test_a_registration_is_not_called_a_good_result(
    signed_in: SignIn, asked: uuid.UUID, place: Place, session: Session
) -> None:
    consultation_service.close_consultation(session, place.actor("ib"), asked, Ending("trajectory"), now())
    session.commit()
    assert "Een goed resultaat" not in _read(signed_in("ib"), asked)


def test_what_was_typed_after_the_end_is_given_back_and_not_kept(signed_in: SignIn, asked: uuid.UUID) -> None:
    author = signed_in("ib")
    signed_in("jgz").post(f"/casussen/{asked}/afronden", data={"outcome": "own_network"})
    words = "Nog een gedachte voor ons samen"
    for path, fields in (
        ("zeggen", {"kind": "answer", "text": words}),
        ("samen", {"stap": "analyse", "seen": "0", "note": words}),
        ("concept", {"stap": "advies", "text": words}),
    ):
        answer = author.post(f"/casussen/{asked}/{path}", data=fields)
        assert (answer.status_code, words in answer.text) == (422, True), path
    for path in ("klok", "verheldering"):
        assert author.post(f"/casussen/{asked}/{path}", data={}).status_code in {302, 422}


def test_withdrawing_erases_the_talk_at_once(signed_in: SignIn, asked: uuid.UUID, session: Session) -> None:
    worker = signed_in("worker")
    worker.post(f"/casussen/{asked}/zeggen", data={"kind": "advice", "text": "Begin klein."})
    worker.post(f"/casussen/{asked}/samen", data={"stap": "advies", "seen": "0", "note": "Samen klein."})
    worker.post(f"/casussen/{asked}/concept", data={"stap": "analyse", "text": "Nog niet af"})
    signed_in("ib").post(f"/casussen/{asked}/intrekken")
    assert worker.get(f"/casussen/{asked}").status_code == 404
    page = _read(signed_in("ib"), asked)
    assert not any(words in page for words in ("Begin klein", "Samen klein", "Nog niet af", QUESTION))
    assert session.scalar(select(func.count()).select_from(TalkDraft)) == 0
