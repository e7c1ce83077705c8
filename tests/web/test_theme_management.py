"""Holds the pages on which themes are changed: who may, what is stored, what is shown, what is taken back."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from kernpartner.themes import queries
from tests.concerns.logged import counts, logged
from tests.factories import Place

SignIn = Callable[[str], FlaskClient]
CHANGING = (
    "/themas/beheer",
    "/themas/beheer/thema/zelfbeeld",
    "/themas/beheer/thema/zelfbeeld/samenvoegen",
    "/themas/beheer/thema/zelfbeeld/splitsen",
    "/themas/beheer/thema/zelfbeeld/stoppen",
    "/themas/beheer/nieuw/wijkbreed",
    "/themas/beheer/geschiedenis",
    "/themas/beheer/inlezen",
    "/systeemkaart/bewerken",
    "/systeemkaart/nieuw",
)


def _page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status)
    return answer.get_data(as_text=True)


def _fields(page: str) -> dict[str, str]:
    """Give what stands in the form of a theme, so that a test sends what a person would."""
    found = dict(re.findall(r'<input class="utrecht-textbox[^"]*"[^>]* name="([^"]+)" value="([^"]*)"', page))
    found |= {
        name: text.strip()
        for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.S)
    }
    found["version"] = re.findall(r'name="version" value="(\d+)"', page)[0]
    return {name: value.replace("&#39;", "'").replace("&amp;", "&") for name, value in found.items()}


def _version(session: Session, place: Place, slug: str) -> int:
    session.expire_all()
    found = queries.own_theme_by_slug(session, place.district.id, slug)
    assert found is not None
    return found.version


@pytest.mark.parametrize("path", CHANGING)
@pytest.mark.parametrize(
    ("who", "allowed"), [("coordinator", 200), ("admin", 200), ("ib", 403), ("privacy", 403), ("sport", 403)]
)
def test_only_coordinator_and_admin_may_change_themes(signed_in: SignIn, path: str, who: str, allowed: int) -> None:
    assert signed_in(who).get(path).status_code == allowed


def test_a_theme_is_edited_with_history_and_the_reason(signed_in: SignIn, place: Place, session: Session) -> None:
    client = signed_in("coordinator")
    form = _fields(_page(client, "/themas/beheer/thema/rouw-verlies"))
    form |= {
        "label": "Verlies",
        "label_en": "Loss",
        "examples": "Opa is overleden.\nDe hond is dood.",
        "reason": "Korter",
    }
    answer = client.post(
        "/themas/beheer/thema/rouw-verlies",
        data=form | {"code-capj": ["D"], "related": [str(place.themes["zelfbeeld"])]},
    )
    assert answer.status_code == 302
    page = _page(client, "/themas/rouw-verlies")
    assert "<h1>Verlies</h1>" in page and "De hond is dood." in page and "D. Gezin en opvoeding" in page
    assert "Zelfbeeld en eigen behoeftes" in page
    history = _page(client, "/themas/beheer/geschiedenis")
    assert "Proef coordinator" in history and "Korter" in history and "<del>Rouw en verlies</del>" in history


def test_who_comes_second_sees_what_the_first_stored_and_keeps_the_own_text(signed_in: SignIn) -> None:
    one, other = signed_in("coordinator"), signed_in("admin")
    form = _fields(_page(one, "/themas/beheer/thema/geldzorgen"))
    assert one.post("/themas/beheer/thema/geldzorgen", data=form | {"label": "Armoede"}).status_code == 302
    answer = other.post("/themas/beheer/thema/geldzorgen", data=form | {"label": "Geld"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and "Armoede" in page and 'value="Geld"' in page
    assert other.post("/themas/beheer/thema/geldzorgen", data=_fields(page)).status_code == 302
    assert "<h1>Geld</h1>" in _page(other, "/themas/geldzorgen")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"label": " "}, "Vul een naam in."),
        ({"label": "zelfbeeld EN eigen behoeftes"}, "Deze naam is al in gebruik."),
        ({"definition": ""}, "Schrijf in één zin"),
        ({"valid_from": "gisteren"}, "Schrijf de dag als"),
        ({"valid_from": "2-9-2026", "valid_to": "1-9-2026"}, "De laatste dag ligt"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(signed_in: SignIn, changed: dict[str, str], said: str) -> None:
    client = signed_in("coordinator")
    form = _fields(_page(client, "/themas/beheer/thema/geldzorgen")) | changed
    answer = client.post("/themas/beheer/thema/geldzorgen", data=form | {"next_step": "Mijn eigen woorden"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and said in page and "Mijn eigen woorden" in page


def test_a_merge_moves_the_tags_of_all_and_shows_nobodys_number(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    logged(session, place, "ib", "geldzorgen")
    logged(session, place, "jgz", "geldzorgen")
    session.commit()
    client = signed_in("coordinator")
    into = str(place.themes["rouw-verlies"])
    form = {"into": into, "reason": "Bijna hetzelfde.", "version": "1"}
    answer = client.post("/themas/beheer/thema/geldzorgen/samenvoegen", data=form)
    assert answer.status_code == 302
    assert counts(session, place) == {"rouw-verlies": 2}
    old = client.get("/themas/geldzorgen")
    assert old.status_code == 302 and old.location == "/themas/rouw-verlies"
    change = queries.changes(session, place.district.id)[0].change
    assert client.post(f"/themas/beheer/geschiedenis/{change.id}/terug").status_code == 302
    assert counts(session, place) == {"geldzorgen": 2}
    assert client.get("/themas/geldzorgen").status_code == 200
    # Twice is refused in words, not with a fault.
    client.post(f"/themas/beheer/geschiedenis/{change.id}/terug")
    assert "Dit kan niet meer." in _page(client, "/themas/beheer/geschiedenis")
    assert counts(session, place) == {"geldzorgen": 2}


def test_each_organisation_divides_its_own_concerns_of_a_split_theme(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    mine = logged(session, place, "ib", "online-leven", text="De leerling zit de hele nacht te gamen.")
    logged(session, place, "jgz", "online-leven", text="Ruzie in de groepsapp van de klas.")
    session.commit()
    form = {
        "version": "1",
        "reason": "Te breed.",
        "new-0-label": "Gamen",
        "new-0-definition": "Te veel gamen.",
        "new-0-examples": "De hele nacht gamen.",
        "new-1-label": "Ruzie online",
        "new-1-definition": "Ruzie in apps.",
    }
    coordinator = signed_in("coordinator")
    assert coordinator.post("/themas/beheer/thema/online-leven/splitsen", data=form).status_code == 302
    place.themes |= queries.theme_ids(
        session, place.district.id, queries.theme(session, place.themes["zelfbeeld"]).valid_from.replace(year=2099)
    )
    assert counts(session, place) == {"online-leven": 2}
    author = signed_in("ib")
    assert "opgesplitst" in _page(author, "/signalen/themas") and "opgesplitst" in _page(author, f"/signalen/{mine}")
    page = _page(author, "/signalen/verdelen/online-leven")
    assert "De leerling zit de" in page and "groepsapp" not in page
    assert re.search(rf'name="naar-{mine}" value="gamen" checked', page)
    assert not re.search(rf'name="naar-{mine}" value="ruzie-online" checked', page)
    answer = author.post(
        "/signalen/verdelen/online-leven", data={f"naar-{mine}": ["gamen"], "reason": "Gaat over gamen"}
    )
    assert answer.status_code == 302
    assert counts(session, place) == {"online-leven": 1, "gamen": 1}
    assert "groepsapp" in _page(signed_in("jgz"), "/signalen/verdelen/online-leven")
    assert "Gaat over gamen" in _page(author, f"/signalen/{mine}")
    page = _page(author, "/themas/online-leven")
    assert "Te breed." in page and "/themas/gamen" in page


def test_a_stopped_theme_says_what_came_of_it_and_needs_a_reason(signed_in: SignIn, place: Place) -> None:
    client = signed_in("admin")
    path = "/themas/beheer/thema/straat-middelen/stoppen"
    assert client.post(path, data={"version": "1", "reason": ""}).status_code == 422
    assert client.post(path, data={"version": "1", "reason": "Hoort bij de gemeente."}).status_code == 302
    page = _page(client, "/themas/straat-middelen")
    assert "Hoort bij de gemeente." in page and "Niet meer in gebruik" in page
    assert "Straat en middelen" not in _page(client, "/themas")


def test_many_own_concerns_change_theme_after_a_preview_and_back(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    mine = [logged(session, place, "ib", "slaap-leefstijl", text=f"Slaapt slecht, week {week}.") for week in range(3)]
    theirs = logged(session, place, "jgz", "slaap-leefstijl", text="Van een ander.")
    session.commit()
    client = signed_in("ib")
    query = "/signalen/themas?wat=move&van=slaap-leefstijl&naar=online-leven"
    page = _page(client, query)
    assert page.count('name="concern"') == 3 and "Van een ander" not in page
    form = {"wat": "move", "van": "slaap-leefstijl", "naar": "online-leven", "reason": "Het was gamen"}
    answer = client.post("/signalen/themas", data=form | {"concern": [str(mine[0]), str(mine[1]), str(theirs)]})
    assert answer.status_code == 302
    assert counts(session, place) == {"slaap-leefstijl": 2, "online-leven": 2}
    page = _page(client, "/signalen/themas")
    assert "Het was gamen" in page
    batch = re.findall(r"/signalen/themas/([0-9a-f-]{36})/terug", page)[0]
    assert signed_in("jgz").post(f"/signalen/themas/{batch}/terug").status_code == 404
    assert client.post(f"/signalen/themas/{batch}/terug").status_code == 302
    assert counts(session, place) == {"slaap-leefstijl": 4}
    assert client.post(f"/signalen/themas/{batch}/terug").status_code == 404


def test_a_choice_that_changes_nothing_is_said(signed_in: SignIn, place: Place, session: Session) -> None:
    mine = logged(session, place, "ib", "zelfbeeld")
    session.commit()
    client = signed_in("ib")
    form = {"wat": "add", "van": "zelfbeeld", "naar": "zelfbeeld"}
    assert client.post("/signalen/themas", data=form).status_code == 422
    answer = client.post("/signalen/themas", data=form | {"concern": str(mine)})
    assert answer.status_code == 422 and "Hierdoor verandert niets." in answer.get_data(as_text=True)
    assert "Kies de thema" in _page(client, "/signalen/themas?wat=move&van=zelfbeeld&naar=")


def test_the_history_of_a_theme_beside_a_concern_says_who_when_and_why(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    mine = logged(session, place, "ib", "zelfbeeld", text="Vindt zichzelf niet goed genoeg en huilt na een fout.")
    session.commit()
    client = signed_in("ib")
    form = {"thema-zelfbeeld": "refused", "thema-lat-omlaag": "confirmed", "why": "Het ging over thuis."}
    assert client.post(f"/signalen/{mine}/themas", data=form).status_code == 302
    page = _page(client, f"/signalen/{mine}")
    assert page.count("Reden: Het ging over thuis.") == 2 and "Proef ib" in page and "versie" in page


def test_themes_go_out_in_three_forms_and_come_in_after_a_preview(
    signed_in: SignIn, place: Place, session: Session
) -> None:
    client = signed_in("coordinator")
    for ending, start in (("yaml", "schemes:"), ("ttl", "@prefix"), ("jsonld", "{")):
        answer = client.get(f"/themas/uitvoer.{ending}")
        assert answer.status_code == 200 and answer.get_data(as_text=True).startswith(start)
        text = answer.get_data(as_text=True).replace("Rouw en verlies", "Afscheid nemen")
        sent = {"file": (io.BytesIO(text.encode()), f"themas.{ending}")}
        page = client.post("/themas/beheer/inlezen", data=sent, content_type="multipart/form-data").get_data(
            as_text=True
        )
        assert "Eén ding verandert" in page and "Afscheid nemen" in page
    assert client.get("/themas/uitvoer.doc").status_code == 404
    assert "Rouw en verlies" in _page(client, "/themas")
    seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
    form = {"text": text, "form": "jsonld", "seen": seen, "reason": "Nieuwe naam"}
    assert client.post("/themas/beheer/inlezen/bewaren", data=form).status_code == 302
    assert "Afscheid nemen" in _page(client, "/themas")
    assert client.post("/themas/beheer/inlezen/bewaren", data=form).status_code == 409


def test_a_wrong_file_is_explained_line_by_line(signed_in: SignIn) -> None:
    sent = {"file": (io.BytesIO(b"schemes:\n- id: een\n  label: Een\n  themes:\n  - {id: x, label: X}\n"), "t.yaml")}
    answer = signed_in("admin").post("/themas/beheer/inlezen", data=sent, content_type="multipart/form-data")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Regel 5. x: Waar het over gaat: Dit ontbreekt." in page
    assert signed_in("admin").post("/themas/beheer/inlezen").status_code == 422


def test_a_factor_moves_on_map_table_and_pdf_at_once(signed_in: SignIn, place: Place, session: Session) -> None:
    client = signed_in("coordinator")
    factor = queries.factors(session, place.district.id)[0]
    before = client.get("/systeemkaart").get_data(as_text=True)
    form = {"factor": str(factor.id), "version": str(factor.version), "ring": "3", "sector": "ontspanning"}
    assert client.post("/systeemkaart/bewerken", data=form).status_code == 302
    after = client.get("/systeemkaart").get_data(as_text=True)
    row = re.search(rf"{factor.label}</th>(.*?)</tr>", after, re.S)
    assert row and "Uitingsvormen" in row.group(1) and "(ont)spanning" in row.group(1)
    assert (
        re.search(r"<figure.*?</figure>", before, re.S).group()
        != re.search(r"<figure.*?</figure>", after, re.S).group()
    )  # type: ignore[union-attr]
    assert client.get("/systeemkaart.pdf").data.startswith(b"%PDF")
    # The page of before does not win from what was stored since.
    assert client.post("/systeemkaart/bewerken", data=form | {"ring": "1"}).status_code == 422
    assert client.post("/systeemkaart/bewerken", data=form | {"factor": str(uuid.uuid4())}).status_code == 404


def test_a_factor_is_made_edited_and_taken_off_the_map(signed_in: SignIn, place: Place, session: Session) -> None:
    client = signed_in("coordinator")
    theme = str(place.themes["online-leven"])
    form = {"label": "Altijd bereikbaar", "ring": "2", "sector": "vergelijken", "first": theme}
    assert client.post("/systeemkaart/nieuw", data=form | {"ring": "9"}).status_code == 422
    assert client.post("/systeemkaart/nieuw", data=form).status_code == 302
    assert "Altijd bereikbaar" in _page(client, "/systeemkaart")
    made = next(one for one in queries.factors(session, place.district.id) if one.label == "Altijd bereikbaar")
    path = f"/systeemkaart/factor/{made.id}"
    assert client.post(path, data=form | {"label": "Nooit offline", "version": "1"}).status_code == 422
    session.expire_all()
    version = {"version": str(made.version)}
    assert client.post(path, data=form | version | {"label": "Nooit offline"}).status_code == 302
    session.expire_all()
    assert client.post(path, data=form | {"version": str(made.version), "wat": "weg"}).status_code == 302
    assert "Nooit offline" not in _page(client, "/systeemkaart")


def test_a_new_group_and_theme_stand_beside_the_others(signed_in: SignIn, place: Place, session: Session) -> None:
    client = signed_in("admin")
    assert client.post("/themas/beheer/groep", data={"label": "Vleuten Versterkt"}).status_code == 422
    assert client.post("/themas/beheer/groep", data={"label": "Onze wijk", "note": "Van ons."}).status_code == 302
    form = _fields(_page(client, "/themas/beheer/nieuw/onze-wijk"))
    form |= {"label": "Buiten spelen", "definition": "Kinderen spelen weinig buiten."}
    assert client.post("/themas/beheer/nieuw/onze-wijk", data=form).status_code == 302
    assert client.post("/themas/beheer/nieuw/onze-wijk", data=form).status_code == 422
    page = _page(client, "/themas")
    assert "Onze wijk" in page and "Buiten spelen" in page
    assert client.post("/themas/beheer/groep/onze-wijk", data={"label": "De wijk", "version": "9"}).status_code == 409
    assert client.post("/themas/beheer/groep/onze-wijk", data={"label": "De wijk", "version": "2"}).status_code == 302
    assert "De wijk" in _page(client, "/themas")


def test_the_order_changes_by_one_place(signed_in: SignIn, place: Place, session: Session) -> None:
    client = signed_in("coordinator")
    assert client.post("/themas/beheer/thema/zelfbeeld/plaats", data={"richting": "omhoog"}).status_code == 302
    page = _page(client, "/themas")
    assert page.index("/themas/zelfbeeld") < page.index("/themas/lanterfantertijd")
    assert client.post("/themas/beheer/thema/zelfbeeld/plaats", data={"richting": "weg"}).status_code == 400


def test_another_district_is_not_there(signed_in: SignIn, place: Place, session: Session) -> None:
    from tests.factories import a_place

    other = a_place(session, "elders")
    session.commit()
    client = signed_in("coordinator")
    factor = queries.factors(session, other.district.id)[0]
    assert client.get(f"/systeemkaart/factor/{factor.id}").status_code == 404
    form = {"into": str(other.themes["zelfbeeld"]), "version": "1", "reason": "x"}
    assert client.post("/themas/beheer/thema/geldzorgen/samenvoegen", data=form).status_code == 422
