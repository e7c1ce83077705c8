"""Shows versions, words that return and new themes only to whom they are for, and lets people decide on each page."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.concerns.models import ConcernTheme
from kernpartner.learning import queries
from kernpartner.learning.models import EmergentGroup
from kernpartner.learning.service import learn
from kernpartner.privacy.deidentify import clean
from kernpartner.themes import queries as theme_queries
from kernpartner.themes.rules import Tagger
from tests.conftest import NOW
from tests.factories import Place
from tests.learning.schools import log
from tests.learning.test_versions import decisions

SignedIn = Callable[[str], FlaskClient]
TEXT = "Weer een kind gezien met zijn fatbike op de stoep."
PAGES = ("/suggesties", "/suggesties/groepen")


def _group(session: Session, place: Place, *, of: uuid.UUID | None = None) -> EmergentGroup:
    made = EmergentGroup(
        district_id=place.district.id, organisation_id=of, found_on=date(2026, 1, 1), words=["fatbike", "stoep"]
    )
    session.add(made)
    session.commit()
    return made


def _form(session: Session, place: Place, **more: object) -> dict[str, object]:
    scheme = theme_queries.schemes(session, place.district.id)[1]
    given = {"label": "Fatbikes", "definition": "Gevaar met fatbikes.", "scheme": str(scheme.id), "word": ["fatbike"]}
    return {**given, **more}


@pytest.mark.parametrize("who", ["ib", "jgz", "worker", "sport", "privacy"])
def test_versions_and_words_of_others_are_for_who_keeps_the_themes(signed_in: SignedIn, who: str) -> None:
    assert {signed_in(who).get(path).status_code for path in PAGES} == {403}


@pytest.mark.parametrize("who", ["coordinator", "admin"])
def test_a_new_district_reads_what_will_come(signed_in: SignedIn, who: str) -> None:
    assert "De meegeleverde versie" in signed_in(who).get("/suggesties").text
    assert "Er keren nu geen woorden vaak genoeg terug" in signed_in(who).get("/suggesties/groepen").text


def test_a_coordinator_sees_what_was_measured_and_goes_back(
    session: Session, place: Place, signed_in: SignedIn
) -> None:
    learn(session, place.district.id, decisions(150), lambda: [], NOW)
    session.commit()
    (version,) = queries.versions(session, place.district.id)
    page = signed_in("coordinator").get("/suggesties").text
    assert "In gebruik" in page and "meer dan 100" in page
    # No word that was learnt and no exact number of decisions stands on the page.
    assert "flapdrol" not in page and "150" not in page
    assert signed_in("coordinator").post("/suggesties/gebruik", data={"version": ""}).status_code == 302
    assert not queries.versions(session, place.district.id)[0].in_use
    assert "Gebruik deze" in signed_in("admin").get("/suggesties").text
    signed_in("admin").post("/suggesties/gebruik", data={"version": str(version.id)})
    assert queries.versions(session, place.district.id)[0].in_use


@pytest.mark.parametrize("version", ["geen-id", "01a213c2-9302-7dee-9325-9c38bbfe0c9e"])
def test_a_version_that_is_not_there_is_not_found(signed_in: SignedIn, version: str) -> None:
    assert signed_in("coordinator").post("/suggesties/gebruik", data={"version": version}).status_code == 404


def test_words_across_show_no_text_and_no_number(session: Session, place: Place, signed_in: SignedIn) -> None:
    log(session, place, "ib", TEXT, NOW)
    _group(session, place)
    page = signed_in("coordinator").get("/suggesties/groepen").text
    assert "fatbike, stoep" in page
    assert TEXT not in page and place.school.label not in page


def test_a_group_gets_a_name_and_the_authors_own_concerns_are_offered(
    session: Session, place: Place, signed_in: SignedIn
) -> None:
    concern_id = log(session, place, "ib", TEXT, NOW - timedelta(days=2))
    others = log(session, place, "ib2", TEXT, NOW - timedelta(days=2))
    group = _group(session, place)
    made = signed_in("coordinator").post(f"/suggesties/groepen/{group.id}", data=_form(session, place))
    assert made.status_code == 302 and made.location.endswith("/themas/fatbikes")
    assert "Fatbikes" in signed_in("ib").get("/signalen/terugkerend").text
    page = signed_in("ib").get("/signalen/opnieuw/fatbikes").text
    assert str(concern_id) in page and str(others) not in page
    chosen = {"concern": [str(concern_id), str(others)]}
    done = signed_in("ib").post("/signalen/opnieuw/fatbikes", data=chosen)
    assert done.status_code == 302
    tagged = session.execute(select(ConcernTheme.concern_id, ConcernTheme.state)).all()
    assert tagged == [(concern_id, "confirmed")]
    assert "Draai dit terug" in signed_in("ib").get(done.location).text
    assert signed_in("ib").post(done.location).status_code == 302
    session.expire_all()
    assert session.scalars(select(ConcernTheme).where(ConcernTheme.state == "confirmed")).all() == []
    assert signed_in("ib").post(done.location).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"label": " "}, "Vul een naam in."),
        ({"definition": ""}, "Schrijf in een zin waar het over gaat."),
        ({"label": "Geldzorgen"}, "Er is al een thema met deze naam."),
        ({"word": []}, "Kies of schrijf ten minste één woord."),
        ({"scheme": "x"}, "Kies een schema."),
    ],
)
def test_what_misses_is_said_and_nothing_is_made(
    session: Session, place: Place, signed_in: SignedIn, wrong: dict[str, object], said: str
) -> None:
    group = _group(session, place)
    answer = signed_in("coordinator").post(f"/suggesties/groepen/{group.id}", data=_form(session, place, **wrong))
    assert answer.status_code == 422 and said in answer.text
    assert theme_queries.theme_by_slug(session, place.district.id, "fatbikes") is None
    assert [one.id for one in queries.groups_across(session, place.district.id)] == [group.id]


def test_a_group_that_is_put_aside_is_gone(session: Session, place: Place, signed_in: SignedIn) -> None:
    group = _group(session, place)
    assert signed_in("coordinator").post(f"/suggesties/groepen/{group.id}/weg").status_code == 302
    assert signed_in("coordinator").post(f"/suggesties/groepen/{group.id}/weg").status_code == 404
    assert signed_in("coordinator").get(f"/suggesties/groepen/{group.id}").status_code == 404


def test_an_organisation_sees_its_own_words_and_nobody_elses(
    session: Session, place: Place, signed_in: SignedIn
) -> None:
    log(session, place, "ib", TEXT, NOW)
    group = _group(session, place, of=place.school.id)
    assert "fatbike, stoep" in signed_in("ib").get("/signalen/terugkerend").text
    assert "fatbike" not in signed_in("ib2").get("/signalen/terugkerend").text
    assert "fatbike" not in signed_in("coordinator").get("/suggesties/groepen").text
    assert signed_in("coordinator").get(f"/suggesties/groepen/{group.id}").status_code == 404
    assert signed_in("ib2").post(f"/signalen/terugkerend/{group.id}/weg").status_code == 404
    assert signed_in("ib").post(f"/signalen/terugkerend/{group.id}/weg").status_code == 302
    assert "fatbike" not in signed_in("ib").get("/signalen/terugkerend").text


def test_a_theme_of_the_taxonomy_is_not_offered_again(signed_in: SignedIn) -> None:
    assert signed_in("ib").get("/signalen/opnieuw/zelfbeeld").status_code == 404
    assert signed_in("ib").post("/signalen/opnieuw/niets").status_code == 404


def test_choosing_nothing_changes_nothing(session: Session, place: Place, signed_in: SignedIn) -> None:
    group = _group(session, place)
    signed_in("coordinator").post(f"/suggesties/groepen/{group.id}", data=_form(session, place))
    answer = signed_in("ib").post("/signalen/opnieuw/fatbikes", follow_redirects=True)
    assert "U koos geen signalen" in answer.text


@pytest.mark.parametrize(
    ("verdict", "said", "other"),
    [
        ("not_sure", "Wij zien iets, maar weten het niet zeker.", "Wij zien geen thema dat past."),
        ("nothing_fits", "Wij zien geen thema dat past.", "weten het niet zeker"),
    ],
)
def test_fitting_nothing_and_not_being_sure_are_two_silences_on_the_page(
    signed_in: SignedIn, verdict: str, said: str, other: str
) -> None:
    lines = (Path(__file__).parents[1] / "data" / "themes-own.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    text = next(one for one in texts if clean(one).text == one and Tagger.shipped().suggest(one).verdict == verdict)
    form = {"text": text, "age_band": "10-11", "perspective": "professional", "wider": "unknown", "day": "2026-03-01"}
    page = signed_in("ib").post("/signalen/nieuw/controleren", data=form).text
    assert said in page and other not in page
    assert "Dit stellen wij voor" not in page
