"""Shows who solved it before: beside a theme, and on a page where people search lessons and offers."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations import service as consultation_service
from kernpartner.offers import queries as offer_queries
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.solutions import queries
from kernpartner.themes import queries as theme_queries
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today

bp = Blueprint("solutions", __name__)
LONGEST_QUESTION = 200


@bp.get("/ervaring")
@needs(Action.SEARCH_SOLUTIONS)
def page() -> str:
    """Show the search box and, without words, everything there is; `thema` and `organisatie` keep it to some."""
    return _page("", request.args.get("thema", ""), request.args.get("organisatie", ""))


@bp.post("/ervaring")
@needs(Action.SEARCH_SOLUTIONS)
def search() -> str:
    """Search with words (`zoek`); posted, so that no log, no history and no other website ever holds the words."""
    typed = request.form.get("zoek", "")[:LONGEST_QUESTION]
    return _page(typed, request.form.get("thema", ""), request.form.get("organisatie", ""))


@bp.post("/lessen/<uuid:lesson_id>/intrekken")
@needs(Action.SEARCH_SOLUTIONS)
def withdraw_lesson(lesson_id: uuid.UUID) -> Response:
    """Take a lesson back at once: the organisation that wrote or approved it."""
    try:
        consultation_service.withdraw_lesson(database(), actor(), lesson_id, now())
    except consultation_service.NotYourLesson:
        abort(404)
    commit()
    flash(_("De les is ingetrokken. Niemand vindt die meer."))
    return redirect(url_for("solutions.page"))


@bp.app_template_global("solved_before")
def solved_before(theme_ids: Iterable[uuid.UUID]) -> Sequence[queries.Beside]:
    """Give what is known beside these themes for the visitor, for any page that shows a theme."""
    area = current_user.organisation.area_id
    return queries.beside(database(), current_user.district_id, theme_ids, today(), area_id=area)


@bp.app_template_filter("gevonden")
def found_marks(text: str) -> Markup:
    """Give a found text escaped, with the words that were looked for marked."""
    at = 1 if text.startswith(queries.OPEN) else 0
    shown = escape(text[:at] + text[at : at + 1].upper() + text[at + 1 :])
    return shown.replace(queries.OPEN, Markup('<mark class="merk merk--gevonden">')).replace(
        queries.CLOSE, Markup("</mark>")
    )


def _page(typed: str, theme: str, organisation: str) -> str:
    session, on, district = database(), today(), current_user.district_id
    themes = sorted(theme_queries.current_themes(session, district, on), key=lambda one: one.label.casefold())
    theme_id = next((one.id for one in themes if one.slug == theme), None)
    places = organisation_queries.organisations(session, district, on=on)
    organisation_id = next((one.id for one in places if one.slug == organisation), None)
    found = queries.search(session, district, typed, on, theme_id=theme_id, organisation_id=organisation_id)
    return render_template(
        "solutions/search.html",
        typed=typed,
        theme=theme if theme_id else "",
        organisation=organisation if organisation_id else "",
        themes=[("", _("Alle thema’s")), *((one.slug, one.label) for one in themes)],
        organisations=[("", _("Alle organisaties")), *((one.slug, one.label) for one in places)],
        found=found,
        numbers={one.id: one.number for one in themes},
        offers=_offers(found.hits),
        mine={lesson.id for lesson in consultation_queries.lessons_of(session, current_user.chosen)},
        waiting=[
            lesson
            for lesson in consultation_queries.lessons_of(session, current_user.chosen)
            if lesson.approved_at is None
        ],
        labels={one.id: one.label for one in themes},
    )


def _offers(hits: Sequence[queries.Hit]) -> dict[uuid.UUID, Any]:
    """Give the whole offer behind each hit: whom to call stands in it."""
    wanted = {hit.id for hit in hits if hit.kind == "offer"}
    themes = {hit.theme_id for hit in hits if hit.kind == "offer"}
    return {
        row.offer_id: row
        for theme_id in themes
        for row in offer_queries.offers_for(database(), theme_id, today())
        if row.offer_id in wanted
    }
