"""Tests of writing a concern: the two steps, the look while typing, the draft, and what is never kept."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kernpartner.audit.models import AuditEntry
from kernpartner.concerns.models import Concern, ConcernDraft, ConcernTheme
from kernpartner.consultations.models import Consultation
from kernpartner.db.base import Base
from kernpartner.districts.models import DistrictWord
from tests.factories import Place

SignIn = Callable[[str], FlaskClient]
CANARY = "06 12345678"
STORY = f"Leerling slaapt slecht voor de toets en heeft faalangst. Moeder belde vanaf {CANARY}."


def _filled(**more: object) -> dict[str, object]:
    return {"key": str(uuid.uuid4()), "text": STORY, "age_band": "11-12", "wider": "yes", **more}


def _cleaned(page: str) -> str:
    found = re.search(r'<textarea[^>]*name="text"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return found[1].replace("&#39;", "'")


def _shown(page: str) -> dict[str, str]:
    """Give the texts that the check page holds, as a browser sends them."""
    found = re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(value) for name, value in found}


def _send(client: FlaskClient, **more: object) -> Concern:
    filled = _filled(**more)
    checked = client.post("/signalen/nieuw/controleren", data=filled)
    assert checked.status_code == 200
    answer = client.post("/signalen/nieuw/versturen", data={**filled, **_shown(checked.text)})
    assert answer.status_code == 302, answer.text
    return uuid.UUID(answer.headers["Location"].split("/")[2])  # type: ignore[return-value]


def test_the_form_says_what_it_is_not_for(signed_in: SignIn) -> None:
    page = signed_in("ib").get("/signalen/nieuw").text
    assert "Geen dossier, geen namen" in page
    assert "Veilig Thuis" in page and "meldcode" in page and "112" in page


def test_an_incomplete_form_comes_back_with_what_was_typed(signed_in: SignIn) -> None:
    answer = signed_in("ib").post(
        "/signalen/nieuw/controleren", data={"text": "Een <b>verhaal</b>", "tried": "Gesprek"}
    )
    assert answer.status_code == 422
    assert "<title>2 foutmeldingen - " in answer.text
    assert 'href="#age_band"' in answer.text and 'id="age_band"' in answer.text
    assert "Een &lt;b&gt;verhaal&lt;/b&gt;" in answer.text and "Gesprek" in answer.text


def test_the_check_page_shows_what_goes_and_suggests_without_ticking(signed_in: SignIn) -> None:
    page = signed_in("ib").post("/signalen/nieuw/controleren", data=_filled()).text
    assert CANARY not in _cleaned(page)
    assert f"{CANARY}</mark> (telefoonnummer)" in page
    assert "Om deze woorden:" in page
    assert not re.search(r'name="confirmed"[^>]*checked', page)
    assert "JGZ Proefwijk" in page, "who can read along is shown before asking"


def test_a_sent_concern_is_kept_clean_and_confirmed_only_where_a_person_did(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    theme = place.themes["scoren-zonder-toetsen"]
    concern_id = _send(signed_in("ib"), confirmed=str(theme))
    concern = session.get_one(Concern, concern_id)
    assert concern.text is not None and CANARY not in concern.text
    confirmed = session.scalars(
        select(ConcernTheme.theme_id).where(ConcernTheme.concern_id == concern.id, ConcernTheme.state == "confirmed")
    ).all()
    assert confirmed == [theme]
    assert session.scalar(select(Consultation)) is None, "advice is asked only when the author says so"


def test_sending_the_same_form_twice_keeps_one_concern(signed_in: SignIn, session: Session) -> None:
    client, key = signed_in("ib"), str(uuid.uuid4())
    assert _send(client, key=key) == _send(client, key=key)
    assert len(session.scalars(select(Concern)).all()) == 1


def test_a_form_that_is_sent_again_after_its_concern_was_taken_back_brings_nothing_back(
    signed_in: SignIn, session: Session
) -> None:
    client, key = signed_in("ib"), str(uuid.uuid4())
    _send(client, key=key, advice="ja", question="Wat raadt u aan?")
    assert client.post(f"/signalen/{key}/intrekken").status_code == 302
    _send(client, key=key, advice="ja", question="Wat raadt u aan?")
    assert client.get(f"/signalen/{key}/verstuurd").status_code == 200
    session.expire_all()
    (concern,) = session.scalars(select(Concern))
    assert (concern.status, concern.text) == ("withdrawn", None)


def test_a_word_that_is_no_name_stays_and_is_proposed_to_the_district(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    client, filled = signed_in("ib"), _filled(text="Zij noemt Storm vaak en ging met Daan de Vries mee.")
    checked = client.post("/signalen/nieuw/controleren", data=filled).text
    assert "Storm" not in _cleaned(checked) and "Daan" not in _cleaned(checked)
    keep = re.search(r'name="keep" value="(text:person:\d+:[^"]*:Storm)"', checked)
    assert keep is not None
    again = client.post("/signalen/nieuw/versturen", data={**filled, "text": _cleaned(checked), "keep": keep[1]})
    assert again.status_code == 200, "what was put back is shown once more before it is kept"
    text_now = _cleaned(again.text)
    assert "noemt Storm vaak" in text_now and "Daan" not in text_now
    kept = re.findall(r'name="kept" value="([^"]*)"', again.text)
    assert client.post("/signalen/nieuw/versturen", data={**filled, "text": text_now, "kept": kept}).status_code == 302
    concern = session.scalars(select(Concern)).one()
    assert concern.text is not None and "Storm" in concern.text
    proposed = session.scalars(select(DistrictWord).where(DistrictWord.district_id == place.district.id)).all()
    assert [(word.word, word.agreed) for word in proposed] == [("storm", False)]


def test_going_back_to_the_first_page_keeps_what_was_filled_in_on_the_second(signed_in: SignIn, place: Place) -> None:
    client, theme = signed_in("ib"), str(place.themes["scoren-zonder-toetsen"])
    second = {"question": "Wat helpt bij toetsen?", "advice": "ja", "missed": "Pukkeltje", "confirmed": theme}
    page = client.post("/signalen/nieuw", data=_filled(**second, **{"hint-enige": "needed"})).text
    carried = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    assert carried.items() >= (second | {"hint-enige": "needed"}).items()


def test_a_missed_word_that_is_not_in_the_text_stops_the_sending(signed_in: SignIn, session: Session) -> None:
    client = signed_in("ib")
    answer = client.post("/signalen/nieuw/versturen", data=_filled(text="Slaapt slecht.", missed="Pukeltje"))
    assert answer.status_code == 422
    assert "Deze woorden staan zo niet in de tekst." in answer.text
    assert 'value="Pukeltje"' in answer.text
    assert session.scalar(select(Concern)) is None


def test_a_word_that_was_kept_and_then_taken_out_is_not_proposed(signed_in: SignIn, session: Session) -> None:
    _send(signed_in("ib"), text="Slaapt slecht.", kept="Quistrel")
    assert session.scalars(select(DistrictWord)).all() == []


def test_a_word_that_may_stay_stays_in_the_question_too(signed_in: SignIn, session: Session) -> None:
    _send(signed_in("ib"), text="Zij noemt Storm vaak.", kept="Storm", advice="ja", question="Wie kent Storm?")
    assert session.scalars(select(Consultation.question)).one() == "Wie kent Storm?"


def test_a_proposed_word_cannot_be_laid_beside_its_concern(signed_in: SignIn, session: Session) -> None:
    _send(signed_in("ib"), text="Zij noemt Storm vaak.", kept="Storm")
    (word,) = session.scalars(select(DistrictWord))
    assert word.id.version == 4, "an id that tells the time tells the concern"
    concern = session.scalars(select(Concern)).one()
    assert all(str(concern.id) not in str(value) for value in vars(word).values())
    assert {column.name for column in DistrictWord.__table__.columns} == {
        *("id", "district_id", "kind", "word", "times_proposed", "agreed"),
    }, "no moment and no person: a new column here needs a reason that nobody can join it to a concern"
    assert "storm" not in str([entry.details for entry in session.scalars(select(AuditEntry))]).lower()


def test_a_draft_as_long_as_a_book_is_refused_and_given_back(signed_in: SignIn, session: Session) -> None:
    answer = signed_in("ib").post("/signalen/nieuw/concept", data=_filled(text="Slaapt slecht. " * 700))
    assert answer.status_code == 422
    assert "Maak de tekst korter" in answer.text and answer.text.count("Slaapt slecht.") == 700
    assert session.scalar(select(ConcernDraft)) is None


def test_a_hint_has_to_be_dealt_with_and_the_reason_is_kept_without_the_words(
    signed_in: SignIn, session: Session
) -> None:
    client, filled = signed_in("ib"), _filled(text="Zij is de enige van de school met een rolstoel.")
    checked = client.post("/signalen/nieuw/controleren", data=filled).text
    rules = set(re.findall(r'name="hint-([a-z_-]+)"', checked))
    assert rules
    refused = client.post("/signalen/nieuw/versturen", data={**filled, "text": _cleaned(checked)})
    assert refused.status_code == 422
    assert "Pas de tekst aan, of kies waarom het mag blijven." in refused.text
    reasons = {f"hint-{rule}": "needed" for rule in rules}
    assert (
        client.post("/signalen/nieuw/versturen", data={**filled, "text": _cleaned(checked), **reasons}).status_code
        == 302
    )
    noted = session.scalars(select(AuditEntry).where(AuditEntry.verb == "concern.hint_answered")).all()
    assert {entry.details["rule"] for entry in noted} == rules
    assert "rolstoel" not in str([entry.details for entry in noted])


def test_text_that_was_typed_after_the_check_is_checked_again(signed_in: SignIn, session: Session) -> None:
    answer = signed_in("ib").post("/signalen/nieuw/versturen", data=_filled())
    assert answer.status_code == 200
    assert f"{CANARY}</mark> (telefoonnummer)" in answer.text, "also the second time it is shown what goes"
    assert session.scalar(select(Concern)) is None


def test_asking_advice_opens_the_text_and_says_until_when(signed_in: SignIn, session: Session) -> None:
    client = signed_in("ib")
    concern_id = _send(client, advice="ja", question=f"Wat raadt u aan? Bel {CANARY}.")
    asked = session.scalars(select(Consultation)).one()
    assert asked.question is not None and CANARY not in asked.question
    assert "U krijgt antwoord vóór" in client.get(f"/signalen/{concern_id}/verstuurd").text


def test_looking_while_typing_keeps_and_notes_nothing(signed_in: SignIn, session: Session) -> None:
    before = len(session.scalars(select(AuditEntry)).all())
    answer = signed_in("ib").post("/signalen/nieuw/kijken", data={"text": f'"><img src=x> {CANARY}'})
    assert answer.headers["Cache-Control"] == "no-store"
    assert f'data-original="{CANARY}"' in answer.text
    assert "<img" not in answer.text
    assert len(session.scalars(select(AuditEntry)).all()) == before


def test_who_has_a_text_looked_at_without_end_is_asked_to_wait_in_the_same_place(signed_in: SignIn) -> None:
    client = signed_in("ib")
    answers = {client.post("/signalen/nieuw/kijken", data={"text": ""}).status_code for _look in range(120)}
    assert answers == {200}
    answer = client.post("/signalen/nieuw/kijken", data={"text": STORY}, headers={"HX-Request": "true"})
    assert answer.status_code == 429
    assert "Even wachten" in answer.text and "<html" not in answer.text and CANARY not in answer.text
    assert signed_in("jgz").post("/signalen/nieuw/kijken", data={"text": "x"}).status_code == 200


def test_who_is_signed_out_while_typing_hears_it_beside_the_text(client: FlaskClient) -> None:
    answer = client.post("/signalen/nieuw/kijken", data={"text": STORY}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "U bent niet meer ingelogd" in answer.text and "<html" not in answer.text and CANARY not in answer.text
    sent = client.post("/signalen/nieuw/versturen", data=_filled(shown="text:person:1:de leerling:Jovanka Q"))
    assert sent.status_code == 401
    assert STORY in sent.text and "Jovanka" not in sent.text, "the text comes back, not what the form carried along"


def test_a_draft_is_kept_clean_and_comes_back(signed_in: SignIn, session: Session) -> None:
    client = signed_in("ib")
    answer = client.post("/signalen/nieuw/concept", data=_filled(), headers={"HX-Request": "true"})
    assert re.fullmatch(r"\s*Bewaard om \d\d:\d\d\s*", answer.text)
    draft = session.scalars(select(ConcernDraft)).one()
    assert CANARY not in str(draft.fields)
    assert "faalangst" in client.get("/signalen/nieuw").text
    client.post("/signalen/nieuw/weggooien")
    assert session.scalar(select(ConcernDraft)) is None


def test_saving_a_draft_works_without_javascript_too(signed_in: SignIn) -> None:
    answer = signed_in("ib").post("/signalen/nieuw/concept", data=_filled(), follow_redirects=True)
    assert "Uw concept is bewaard, zonder namen." in answer.text


def test_a_typed_number_is_afterwards_in_no_table_and_no_cookie(signed_in: SignIn, session: Session) -> None:
    client = signed_in("ib")
    client.post("/signalen/nieuw/concept", data=_filled(tried=f"Gebeld met {CANARY}"))
    _send(client, advice="ja", question=f"Wie belt {CANARY}?", tried=f"Gebeld met {CANARY}")
    client.post("/signalen/nieuw/versturen", data={"text": CANARY})
    for table in Base.metadata.sorted_tables:
        rows = session.execute(text(f'SELECT t::text FROM "{table.name}" AS t')).scalars()  # our own names
        assert not any(CANARY in row or CANARY.replace(" ", "") in row for row in rows), table.name
    with client.session_transaction() as kept:
        assert CANARY not in str(dict(kept))


def test_a_partner_may_not_even_look(signed_in: SignIn) -> None:
    assert signed_in("sport").post("/signalen/nieuw/kijken", data={"text": "x"}).status_code == 403
