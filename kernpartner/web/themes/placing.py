"""Lets people who may change themes place the factors on the system map: ring, sector, themes and words, by form."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from kernpartner.organisations.rules import Action
from kernpartner.themes import queries, service
from kernpartner.themes.rules.changing import FactorInput
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.themes.door import bp, current_themes, rings, sectors
from kernpartner.web.themes.map import map_drawing
from kernpartner.web.themes.words import problem_words
from kernpartner.web.transaction import commit, database, now, undo


@bp.get("/systeemkaart/bewerken")
@needs(Action.EDIT_THEMES)
def place_factors() -> str:
    """Show every factor with a choice of ring and sector beside it, and the map as it is."""
    return _listing({})


@bp.post("/systeemkaart/bewerken")
@needs(Action.EDIT_THEMES)
def place_factor() -> Response | tuple[str, int]:
    """Move one factor (`factor`: its id, `ring`, `sector`, `version`); 409 when somebody else changed it."""
    factor = _own(request.form.get("factor", ""))
    belongs = queries.factor_themes(database(), current_user.district_id).get(factor.id, [])
    given = FactorInput(factor.label, request.form.get("ring", ""), request.form.get("sector", ""), tuple(belongs))
    problem = _stored(factor, given)
    if problem:
        return _listing({f"ring-{factor.slug}": " ".join(problem.values())}), 422
    flash(_("“%(factor)s” staat nu op de nieuwe plek.", factor=factor.label))
    return redirect(url_for("themes.place_factors", _anchor=f"factor-{factor.slug}"))


@bp.get("/systeemkaart/factor/<uuid:factor_id>")
@needs(Action.EDIT_THEMES)
def edit_factor(factor_id: uuid.UUID) -> str:
    """Show the form of one factor."""
    factor = _own(str(factor_id))
    belongs = queries.factor_themes(database(), current_user.district_id).get(factor.id, [])
    return _form(factor, FactorInput(factor.label, factor.ring, factor.sector, tuple(belongs)), {})


@bp.post("/systeemkaart/factor/<uuid:factor_id>")
@needs(Action.EDIT_THEMES)
def save_factor(factor_id: uuid.UUID) -> Response | tuple[str, int]:
    """Store a factor, or take it off the map (`wat`: weg)."""
    factor, given = _own(str(factor_id)), _given()
    if request.form.get("wat") == "weg":
        return _removed(factor, given)
    problem = _stored(factor, given)
    if problem:
        return _form(_own(str(factor_id)), given, problem), 422
    flash(_("De factor is bijgewerkt."))
    return redirect(url_for("themes.place_factors", _anchor=f"factor-{factor.slug}"))


@bp.get("/systeemkaart/nieuw")
@needs(Action.EDIT_THEMES)
def new_factor() -> str:
    """Show the empty form of a factor."""
    return _form(None, FactorInput("", "", ""), {})


@bp.post("/systeemkaart/nieuw")
@needs(Action.EDIT_THEMES)
def add_factor() -> Response | tuple[str, int]:
    """Put a new factor on the map, in the group (scheme) of its first theme."""
    given = _given()
    first = next((theme for theme in current_themes() if given.themes and theme.id == given.themes[0]), None)
    schemes = queries.schemes(database(), current_user.district_id)
    try:
        home = first.scheme_id if first is not None else schemes[0].id
        service.add_factor(database(), actor(), home, given, now(), reason=request.form.get("reason", ""))
    except service.Incomplete as problem:
        undo()
        return _form(None, given, problem_words(problem.problems)), 422
    commit()
    flash(_("De factor staat op de kaart."))
    return redirect(url_for("themes.place_factors"))


def _stored(factor: Any, given: FactorInput) -> dict[str, str]:
    """Store and commit; give what is wrong when that could not be."""
    try:
        service.edit_factor(
            database(),
            actor(),
            factor.id,
            given,
            now(),
            seen_version=_version(),
            reason=request.form.get("reason", ""),
        )
    except service.Incomplete as problem:
        undo()
        return problem_words(problem.problems)
    except service.ChangedByOther:
        undo()
        return {"label": _("Iemand anders paste deze factor net aan. Kijk of dit nog klopt en stuur het opnieuw.")}
    commit()
    return {}


def _removed(factor: Any, given: FactorInput) -> Response | tuple[str, int]:
    try:
        service.remove_factor(
            database(), actor(), factor.id, now(), seen_version=_version(), reason=request.form.get("reason", "")
        )
    except service.ChangedByOther:
        undo()
        return _form(_own(str(factor.id)), given, {"label": _("Iemand anders paste deze factor net aan.")}), 409
    commit()
    flash(_("De factor staat niet meer op de kaart. U kunt dit terugdraaien bij Geschiedenis."))
    return redirect(url_for("themes.place_factors"))


def _given() -> FactorInput:
    known = {str(theme.id): theme.id for theme in current_themes()}
    first = request.form.get("first", "")
    chosen = [one for one in (first, *request.form.getlist("themes")) if one in known]
    return FactorInput(
        request.form.get("label", ""),
        request.form.get("ring", ""),
        request.form.get("sector", ""),
        tuple(known[one] for one in dict.fromkeys(chosen)),
    )


def _version() -> int:
    version = request.form.get("version", "")
    return int(version) if version.isdigit() and len(version) < 10 else 0


def _own(factor_id: str) -> Any:
    """Give a factor on the map of this person's district; 404 when there is none."""
    found = [one for one in queries.factors(database(), current_user.district_id) if str(one.id) == factor_id]
    if not found:
        abort(404)
    return found[0]


def _listing(problems: dict[str, str]) -> str:
    return render_template(
        "themes/place.html",
        factors=queries.factors(database(), current_user.district_id),
        rings=list(rings().items()),
        sectors=list(sectors().items()),
        problems=problems,
        # The drawing escapes every word it is given.
        drawing=Markup(map_drawing(linked=False)),  # noqa: S704
    )


def _form(factor: Any, given: FactorInput, problems: dict[str, str]) -> str:
    return render_template(
        "themes/factor.html",
        factor=factor,
        given=given,
        themes=[(str(theme.id), theme.label) for theme in current_themes()],
        rings=list(rings().items()),
        sectors=list(sectors().items()),
        problems=problems,
    )
