"""Types a name into every text of the pages about themes, the map and the themes of many concerns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from kernpartner.learning.models import EmergentGroup
from kernpartner.themes import queries as theme_queries
from tests.browser.scene import Scene


def fill_learning(fill: Callable[..., str], scene: Scene, session: Session, said: str, name: str) -> None:
    """Name a group of words that return, with the name in its label, its definition and among its words."""
    district_id = scene.place.district.id
    group = EmergentGroup(district_id=district_id, found_on=date(2026, 1, 1), words=["fatbike", "stoep"])
    session.add(group)
    session.commit()
    scheme = theme_queries.schemes(session, district_id)[1]
    texts = {"label": f"Fatbikes bij {name}", "definition": said, "more": f"elektrisch, {name}"}
    fill("coordinator", f"/suggesties/groepen/{group.id}", {302}, **texts, scheme=str(scheme.id), word="fatbike")


def fill_themes(fill: Callable[..., str], scene: Scene, said: str, name: str) -> None:
    """Fill in each form as it should be, and once with the name where a day belongs."""
    texts = dict.fromkeys(("definition", "in_scope", "out_of_scope", "examples", "next_step", "reason"), said)
    texts |= {"label": f"Thema van {name}", "label_en": f"Theme of {name}", "partner_names": f"Club van {name}"}
    edit = "/themas/beheer/thema/geldzorgen"
    fill("coordinator", edit, {422}, **texts, valid_from=name, valid_to=name, version="1")
    fill("coordinator", edit, {302}, **texts, valid_from="1-8-2020", version="1")
    fill("admin", "/themas/beheer/nieuw/wijkbreed", {302}, **texts | {"label": f"Nog een van {name}"})
    fill("admin", "/themas/beheer/groep", {302}, label=f"Groep van {name}", note=said)
    new = {"new-0-label": f"Deel van {name}", "new-0-definition": said, "new-0-examples": said}
    both = {"heirs": str(scene.place.themes["zelfbeeld"]), "reason": said, "version": "1"}
    fill("coordinator", "/themas/beheer/thema/straat-middelen/splitsen", {302}, **new, **both)
    into = str(scene.place.themes["online-leven"])
    fill("coordinator", "/themas/beheer/thema/overgang-po-vo/samenvoegen", {302}, into=into, reason=said, version="1")
    fill("coordinator", "/themas/beheer/thema/taal-nieuwkomer/stoppen", {302}, reason=said, version="1")
    factor = {"ring": "1", "sector": "vergelijken", "first": into, "reason": said}
    fill("coordinator", "/systeemkaart/nieuw", {302}, label=f"Factor van {name}", **factor)
    fill("coordinator", "/themas/beheer/inlezen", {422}, text=said)
    fill("ib", f"/signalen/{scene.ids['concern_id']}/themas", {302}, **{"thema-zelfbeeld": "confirmed", "why": said})
    many = {"wat": "add", "van": "", "naar": "rouw-verlies", "concern": str(scene.ids["closed_concern_id"])}
    fill("ib", "/signalen/themas", {302}, **many, reason=said)
