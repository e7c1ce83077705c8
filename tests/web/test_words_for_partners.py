"""Words for partners are written and approved on a page; who mail does not reach is listed for the coordinator only."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.digests import queries
from kernpartner.digests.models import Paraphrase
from kernpartner.outbox import queries as outbox_queries
from kernpartner.outbox.models import Bounce
from tests.conftest import NOW, TODAY
from tests.digests.conftest import place as digest_place
from tests.factories import Place

place = digest_place
SignedIn = Callable[[str], FlaskClient]
PATH = "/themaberichten/woorden"
TEXT = "Leerlingen zeggen clubs af omdat zij na school willen slapen."


@pytest.fixture
def block(session: Session, place: Place, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give a shown block, with the pages at the day of the figures."""
    for module in ("words", "post", "signing"):
        monkeypatch.setattr(f"kernpartner.web.digests.{module}.today", lambda: TODAY)
        monkeypatch.setattr(f"kernpartner.web.digests.{module}.now", lambda: NOW)
    session.commit()
    return str(queries.shown_blocks(session, place.area.id, TODAY)[0].statement_id)


def test_a_text_is_written_by_one_and_approved_by_two_others(signed_in: SignedIn, session: Session, block: str) -> None:
    answer = signed_in("jgz").post(PATH, data={"block": block, "text": TEXT}, follow_redirects=True)
    assert "Twee mensen van twee organisaties kijken mee" in answer.text
    made = session.scalars(select(Paraphrase)).one()
    for who, given in (("ib", "1 van de 2 mensen"), ("worker", "Kan mee vanaf 9 juni 2026.")):
        browser = signed_in(who)
        assert "Ik herken dit en keur het goed" in browser.get(PATH).text
        page = browser.post(f"{PATH}/{made.id}/goedkeuren", follow_redirects=True).text
        assert "U keurde de tekst goed." in page
        assert given in page
    assert "Ik herken dit" not in signed_in("ib2").get(PATH).text


def test_the_writer_is_not_asked_and_cannot_approve(signed_in: SignedIn, session: Session, block: str) -> None:
    browser = signed_in("jgz")
    browser.post(PATH, data={"block": block, "text": TEXT})
    made = session.scalars(select(Paraphrase)).one()
    assert "Ik herken dit" not in browser.get(PATH).text
    assert browser.post(f"{PATH}/{made.id}/goedkeuren").status_code == 404
    assert signed_in("ib").post(f"{PATH}/{made.id}/intrekken").status_code == 404
    assert "ingetrokken" in browser.post(f"{PATH}/{made.id}/intrekken", follow_redirects=True).text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Schrijf wat u ziet"),
        ("Vijf leerlingen slapen slecht.", "Laat aantallen weg."),
        ("Jongens durven niet te verliezen.", "zonder jongen of meisje"),
    ],
)
def test_what_cannot_be_told_comes_back_with_why(
    signed_in: SignedIn, session: Session, block: str, text: str, told: str
) -> None:
    answer = signed_in("ib").post(PATH, data={"block": block, "text": text})
    assert answer.status_code == 422
    assert told in answer.text
    assert session.scalars(select(Paraphrase)).all() == []


def test_a_text_without_a_shown_figure_is_not_taken(signed_in: SignedIn, block: str) -> None:
    assert block
    for strange in ("", str(uuid.uuid4()), "x"):
        answer = signed_in("ib").post(PATH, data={"block": strange, "text": TEXT})
        assert answer.status_code == 422
        assert "Kies bij welk getoond getal" in answer.text


@pytest.mark.parametrize("who", ["sport", "jou", "admin", "privacy"])
def test_others_cannot_come_here(signed_in: SignedIn, block: str, who: str) -> None:
    assert block
    assert signed_in(who).get(PATH).status_code == 403
    assert signed_in(who).post(PATH, data={"block": block, "text": TEXT}).status_code == 403


@pytest.fixture
def bounced(session: Session, place: Place) -> str:
    """Let mail to SportUtrecht have come back."""
    address = place.people["sport"].email
    session.add(Bounce(address=address, report="1", severity="hard", status="5.1.1", words="User unknown", at=NOW))
    session.commit()
    return address


def test_the_coordinator_sees_who_gets_no_mail_and_lets_it_go_again(
    signed_in: SignedIn, session: Session, place: Place, bounced: str
) -> None:
    browser = signed_in("coordinator")
    assert "Bij 1 persoon kwam mail terug." in browser.get("/themaberichten/tekenen").text
    page = browser.get("/mail-kwam-terug").text
    assert bounced in page and "User unknown" in page and "krijgt geen mail meer" in page
    person = place.people["sport"].id
    answer = browser.post(f"/mail-kwam-terug/{person}/klopt", follow_redirects=True)
    assert "Er gaat weer mail naar dit adres." in answer.text
    assert not outbox_queries.is_unreachable(session, bounced)
    assert browser.post(f"/mail-kwam-terug/{person}/klopt").status_code == 404


@pytest.mark.parametrize("who", ["ib", "jgz", "sport", "admin", "privacy"])
def test_addresses_are_for_the_coordinator_only(signed_in: SignedIn, place: Place, bounced: str, who: str) -> None:
    browser = signed_in(who)
    assert browser.get("/mail-kwam-terug").status_code == 403
    assert browser.post(f"/mail-kwam-terug/{place.people['sport'].id}/klopt").status_code == 403
    assert bounced not in browser.get("/").text
