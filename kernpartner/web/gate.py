"""Shows the coordinator which themes recur and were shown, and takes the answers of the second gate."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.districts import queries as district_queries
from kernpartner.organisations.rules import Action
from kernpartner.publications import queries as publication_queries
from kernpartner.recurrence import queries, service
from kernpartner.recurrence.rules import GateAnswers
from kernpartner.themes import queries as theme_queries
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today

bp = Blueprint("gate", __name__)
QUESTIONS = ("clear", "neutral", "recognised", "shared")


@dataclass(frozen=True)
class Weighing:
    """A theme of an area that recurs and may be spoken of, with what was answered before."""

    area_id: uuid.UUID
    theme_id: uuid.UUID
    label: str
    number: int
    area: str
    explanation: str
    gate: queries.Gate | None


def weighings() -> list[Weighing]:
    """Give the recurring themes of the district that have a shown block: about others nothing is said."""
    session, on = database(), today()
    themes = {theme.id: theme for theme in theme_queries.current_themes(session, current_user.district_id, on)}
    found = []
    for area in district_queries.areas(session, current_user.district_id):
        bands = publication_queries.released_bands(session, audience="digest", area_id=area.id, on=on)
        shown = {band.theme_id for band in bands if band.lo is not None}
        found += [
            Weighing(
                area.id,
                one.theme_id,
                themes[one.theme_id].label,
                themes[one.theme_id].number or 0,
                area.label,
                one.explanation,
                one.gate,
            )
            for one in queries.structural_themes(session, area.id, on)
            if one.flag and one.theme_id in shown and one.theme_id in themes
        ]
    return found


@bp.get("/themas-wegen")
@needs(Action.DECIDE_SECOND_GATE)
def listing() -> str:
    """Show the themes that recur, with four questions each."""
    return render_template("gate/listing.html", weighings=weighings(), questions=_questions())


@bp.post("/themas-wegen")
@needs(Action.DECIDE_SECOND_GATE)
def decide() -> Response:
    """Record the answers (`clear`, `neutral`, `recognised`, `shared`) about one `theme` in one `area`."""
    wanted = next(
        (
            one
            for one in weighings()
            if (str(one.area_id), str(one.theme_id)) == (request.form.get("area"), request.form.get("theme"))
        ),
        None,
    )
    if wanted is None:
        abort(404)
    answers = GateAnswers(**{name: request.form.get(name) == "ja" for name in QUESTIONS})
    passed = service.decide_second_gate(
        database(), actor(), area_id=wanted.area_id, theme_id=wanted.theme_id, answers=answers, now=now()
    )
    commit()
    flash(
        _("%(theme)s kan op de agenda.", theme=wanted.label)
        if passed
        else _("%(theme)s komt nog niet op de agenda.", theme=wanted.label)
    )
    return redirect(url_for("gate.listing"))


def _questions() -> list[tuple[str, str, str]]:
    return [
        ("clear", _("Duidelijk"), _("Iedereen leest er hetzelfde in.")),
        ("neutral", _("Neutraal"), _("Het wijst niemand aan als schuldige.")),
        ("recognised", _("Herkend"), _("Mensen uit de praktijk kennen het.")),
        ("shared", _("Gedeeld"), _("Minstens twee organisaties zeggen het.")),
    ]
