"""Shows who works with whom in the district."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import render_template
from flask_login import current_user

from kernpartner.organisations import queries
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import needs
from kernpartner.web.organisations.door import bp
from kernpartner.web.transaction import database, today


@dataclass(frozen=True)
class Voice:
    """Somebody who represents another organisation in case discussions."""

    person: str
    organisation: str
    represents: str
    confirmed_on: date | None


@bp.get("/organisaties")
@needs(Action.SEE_ORGANISATIONS)
def listing() -> str:
    """Show the schools with their core teams, the other core partners, the partners and the ambassadors."""
    session, on = database(), today()
    found = queries.organisations(session, current_user.district_id, on=on)
    kinds = {kind.slug: kind for kind in queries.types(session)}
    schools = [one for one in found if one.type_slug == "school"]
    return render_template(
        "organisations/listing.html",
        schools=schools,
        teams={
            school.id: [m.label for m in queries.core_team(session, school.id, on) if m.id != school.id]
            for school in schools
        },
        core=[one for one in found if kinds[one.type_slug].is_core_partner and one.type_slug != "school"],
        partners=[one for one in found if not kinds[one.type_slug].is_core_partner],
        kinds=kinds,
        voices=[voice for one in found for voice in _voices(one)],
    )


def _voices(represented: Any) -> list[Voice]:
    session, found = database(), []
    for ambassador in queries.ambassadors(session, represented.id, today()):
        person = queries.person(session, ambassador.person_id)
        if person is not None:
            home = queries.organisation(session, ambassador.organisation_id).label
            found.append(Voice(person.name, home, represented.label, ambassador.last_confirmed_on))
    return found
