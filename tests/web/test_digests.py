"""Home organisations read digests over, say what they think, and see who is waited for; partners never get here."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.digests import queries, service
from kernpartner.digests.models import Digest, Signature
from kernpartner.digests.rules import Choice, seal
from tests.conftest import NOW, TODAY
from tests.digests.conftest import place as digest_place
from tests.factories import Place

place = digest_place
SignedIn = Callable[[str], FlaskClient]
PATH = "/themaberichten/tekenen"


@pytest.fixture
def sport(session: Session, place: Place) -> Digest:
    """Compile, and give SportUtrecht's digest."""
    service.compile_due(session, place.district.id, TODAY, NOW)
    session.commit()
    return session.scalars(select(Digest).where(Digest.organisation_id == place.sport.id)).one()


def test_without_digests_the_page_says_so(signed_in: SignedIn) -> None:
    assert "geen themaberichten om na te lezen" in signed_in("ib").get(PATH).text


def test_the_list_names_who_is_waited_for(signed_in: SignedIn, sport: Digest, place: Place, session: Session) -> None:
    service.sign(session, place.actor("jgz"), sport.id, Choice.AGREE, "", NOW)
    session.commit()
    page = signed_in("ib").get(PATH).text
    assert "SportUtrecht" in page
    assert "Wacht op u" in page
    assert "Basisschool De Test" in page
    assert "akkoord" in signed_in("jgz").get(PATH).text


def test_a_digest_is_shown_as_the_partner_reads_it(signed_in: SignedIn, sport: Digest) -> None:
    page = signed_in("worker").get(f"{PATH}/{sport.id}").text
    assert "Lanterfantertijd" in page
    assert "25 tot en met 29" in page
    assert "niet getoond" in page
    assert "Vaker dan in de periode ervoor." in page


def test_agreement_is_kept_with_the_content_that_was_read(signed_in: SignedIn, sport: Digest, session: Session) -> None:
    form = {"choice": "agree", "hash": sport.content_hash}
    answer = signed_in("ib").post(f"{PATH}/{sport.id}", data=form, follow_redirects=True)
    assert "Uw antwoord is bewaard." in answer.text
    [signature] = session.scalars(select(Signature))
    assert (signature.choice, signature.content_hash) == ("agree", sport.content_hash)


def test_agreement_with_a_text_that_changed_meanwhile_is_not_taken(
    signed_in: SignedIn, sport: Digest, session: Session
) -> None:
    form = {"choice": "agree", "hash": "an older one"}
    answer = signed_in("ib").post(f"{PATH}/{sport.id}", data=form, follow_redirects=True)
    assert "intussen gewijzigd" in answer.text
    assert session.scalars(select(Signature)).all() == []


@pytest.mark.parametrize(
    ("form", "told"), [({}, "Kies of dit bericht"), ({"choice": "change", "remark": ""}, "Schrijf wat er anders moet")]
)
def test_an_incomplete_answer_comes_back_with_what_is_missing(
    signed_in: SignedIn, sport: Digest, form: dict[str, str], told: str
) -> None:
    answer = signed_in("ib").post(f"{PATH}/{sport.id}", data={**form, "hash": sport.content_hash})
    assert answer.status_code == 422
    assert told in answer.text
    assert "1 foutmelding" in answer.text


def test_agreeing_to_all_takes_one_click(signed_in: SignedIn, sport: Digest, session: Session, place: Place) -> None:
    browser = signed_in("ib")
    read = _read(browser.get(PATH).text)
    answer = browser.post(f"{PATH}/alles", data={"read": read}, follow_redirects=True)
    assert "U gaf akkoord op 2 berichten." in answer.text
    assert queries.to_sign(session, place.school.id, TODAY) == []


def test_the_coordinator_leaves_a_theme_out_and_figures_cannot_be_typed(
    signed_in: SignedIn, sport: Digest, session: Session, place: Place
) -> None:
    part = str(place.themes["zelfbeeld"])
    browser = signed_in("coordinator")
    page = browser.get(f"{PATH}/{sport.id}").text
    assert f'value="{part}"' in page
    browser.post(f"{PATH}/{sport.id}/weglaten", data={"part": [part], "lo": "3", "hash": sport.content_hash})
    session.refresh(sport)
    assert [one["slug"] for one in sport.content["themes"]] == ["lanterfantertijd"]
    assert sport.version == 2


def test_only_the_coordinator_leaves_out_or_withholds(signed_in: SignedIn, sport: Digest) -> None:
    for path in ("weglaten", "inhouden"):
        assert signed_in("ib").post(f"{PATH}/{sport.id}/{path}").status_code == 403


def test_a_withheld_digest_is_gone_from_the_list(signed_in: SignedIn, sport: Digest) -> None:
    browser = signed_in("coordinator")
    assert "gaat niet naar de partner" in browser.post(f"{PATH}/{sport.id}/inhouden", follow_redirects=True).text
    assert browser.get(f"{PATH}/{sport.id}").status_code == 404


@pytest.mark.parametrize("who", ["sport", "jou", "admin", "privacy"])
def test_others_cannot_come_here(signed_in: SignedIn, sport: Digest, who: str) -> None:
    browser = signed_in(who)
    assert browser.get(PATH).status_code == 403
    assert browser.get(f"{PATH}/{sport.id}").status_code == 403
    assert browser.post(f"{PATH}/{sport.id}", data={"choice": "agree"}).status_code == 403


def test_a_digest_that_does_not_exist_is_not_there(signed_in: SignedIn, sport: Digest) -> None:
    assert signed_in("ib").get(f"{PATH}/{uuid.uuid4()}").status_code == 404


def _read(page: str) -> str:
    found = re.search(r'name="read" value="([0-9a-f ]+)"', page)
    assert found
    return found.group(1)


def test_agreeing_to_all_says_nothing_of_what_came_or_changed_since_the_list_was_shown(
    signed_in: SignedIn, sport: Digest, session: Session, place: Place
) -> None:
    browser = signed_in("ib")
    read = _read(browser.get(PATH).text)
    service.leave_out(session, place.actor("coordinator"), sport.id, [str(place.themes["zelfbeeld"])], NOW)
    answer = browser.post(f"{PATH}/alles", data={"read": read}, follow_redirects=True)
    assert "U gaf akkoord op 1 bericht." in answer.text
    assert [one.id for one in queries.to_sign(session, place.school.id, TODAY)] == [sport.id]
    assert "op 0 berichten" in browser.post(f"{PATH}/alles", follow_redirects=True).text


def test_leaving_a_line_out_twice_by_a_double_click_leaves_one_line_out(
    signed_in: SignedIn, sport: Digest, session: Session
) -> None:
    sport.content = {**sport.content, "themes": [{**sport.content["themes"][0], "lessons": ["een", "twee"]}]}
    sport.content_hash = seal(sport.content)
    session.flush()
    form = {"part": [f"{sport.content['themes'][0]['theme_id']}:lessons:0"], "hash": sport.content_hash}
    browser = signed_in("coordinator")
    browser.post(f"{PATH}/{sport.id}/weglaten", data=form)
    answer = browser.post(f"{PATH}/{sport.id}/weglaten", data=form, follow_redirects=True)
    assert "intussen gewijzigd" in answer.text
    session.refresh(sport)
    assert sport.content["themes"][0]["lessons"] == ["twee"]
