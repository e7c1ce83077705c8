"""Shows which version of the tagger suggests, words that return among what fits nothing, and what to do with them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.audit.service import record
from kernpartner.concerns import queries as concern_queries
from kernpartner.concerns import service as concern_service
from kernpartner.learning import queries, service
from kernpartner.learning.rules import places_of
from kernpartner.organisations.rules import Action
from kernpartner.themes import queries as theme_queries
from kernpartner.themes import service as theme_service
from kernpartner.themes.rules.changing import Problem
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today, undo
from kernpartner.web.wording import Mark

bp = Blueprint("learning", __name__)

# How many decisions a version learnt from is said in steps: an exact number would be a live count over others.
_STEPS = (1000, 500, 250, 100)
_MOST_SHOWN = 50


@bp.get("/suggesties")
@needs(Action.EDIT_THEMES)
def versions() -> str:
    """Show the versions that were tried, what was measured, and which one suggests now."""
    found = queries.versions(database(), current_user.district_id)
    return render_template(
        "learning/versions.html",
        versions=[(version, _learnt_from(version.measured), _of_hundred(version.measured)) for version in found],
        in_use=next((version for version in found if version.in_use and version.usable), None),
        waiting=len(queries.groups_across(database(), current_user.district_id)),
    )


@bp.post("/suggesties/gebruik")
@needs(Action.EDIT_THEMES)
def use() -> Response:
    """Let another version suggest (`version`: its id, or empty for what is shipped)."""
    given = request.form.get("version", "")
    try:
        chosen = uuid.UUID(given) if given else None
        service.use_version(database(), actor(), current_user.district_id, chosen, now())
    except (ValueError, service.VersionUnusable):
        abort(404)
    commit()
    flash(_("Vanaf nu doet deze versie de voorstellen."))
    return redirect(url_for("learning.versions"))


@bp.get("/suggesties/groepen")
@needs(Action.EDIT_THEMES)
def groups() -> str:
    """Show the words that return across organisations: no text, no number, no organisation."""
    return render_template("learning/groups.html", groups=queries.groups_across(database(), current_user.district_id))


@bp.get("/suggesties/groepen/<uuid:group_id>")
@needs(Action.EDIT_THEMES)
def naming(group_id: uuid.UUID) -> str:
    """Show the form that makes a theme of a group."""
    return _naming_page(group_id, {}, {})


@bp.post("/suggesties/groepen/<uuid:group_id>")
@needs(Action.EDIT_THEMES)
def name(group_id: uuid.UUID) -> Response | tuple[str, int]:
    """Make a theme of a group (`label`, `definition`, `scheme`, `word`, `more`, `factor`); 422 when one misses."""
    group = _group_or_404(group_id)
    typed = {name: request.form.get(name, "") for name in ("label", "definition", "more", "scheme")}
    chosen = [one for one in request.form.getlist("word") if one in group.words]
    schemes = {str(scheme.id): scheme.id for scheme in theme_queries.schemes(database(), current_user.district_id)}
    if typed["scheme"] not in schemes:
        return _naming_page(group_id, {"scheme": _("Kies een schema.")}, typed, chosen), 422
    given = service.Naming(
        scheme_id=schemes[typed["scheme"]],
        label=typed["label"],
        definition=typed["definition"],
        words=[*chosen, *typed["more"].split(",")],
        factors=[key for key in map(_id, request.form.getlist("factor")) if key is not None],
    )
    try:
        theme_id = service.name_group(database(), actor(), current_user.district_id, group_id, given, now(), today())
    except theme_service.Incomplete as incomplete:
        undo()
        return _naming_page(group_id, _problems(incomplete.problems), typed, chosen), 422
    except service.NoWords:
        undo()
        return _naming_page(group_id, {"word": _("Kies of schrijf ten minste één woord.")}, typed, chosen), 422
    commit()
    made = theme_queries.theme(database(), theme_id)
    flash(_("%(theme)s is nu een thema. Elke organisatie kan haar eigen signalen nog eens bekijken.", theme=made.label))
    return redirect(url_for("themes.theme", slug=made.slug))


@bp.post("/suggesties/groepen/<uuid:group_id>/weg")
@needs(Action.EDIT_THEMES)
def leave(group_id: uuid.UUID) -> Response:
    """Put a group aside for good."""
    try:
        service.leave_group(database(), actor(), current_user.district_id, group_id, now())
    except service.GroupGone:
        abort(404)
    commit()
    flash(_("Deze woorden stellen wij niet opnieuw voor."))
    return redirect(url_for("learning.groups"))


@bp.get("/signalen/terugkerend")
@needs(Action.SEE_OWN_CONCERNS)
def own() -> str:
    """Show what returns in the rows of the own organisation, and new themes that its concerns may belong to."""
    session = database()
    shown = [
        (group, concern_queries.own_holding(session, current_user.chosen, group.words)[:_MOST_SHOWN])
        for group in queries.groups_of(session, current_user.district_id, current_user.chosen)
    ]
    offered = [
        theme for theme in queries.themes_with_words(session, current_user.district_id, today()) if _offered(theme.id)
    ]
    number = sum(len(concerns) for _group, concerns in shown)
    page = render_template("learning/own.html", groups=shown, offered=offered)
    record(session, actor(), "concern.listed", "organisation", current_user.chosen, now(), count=number)
    commit()
    return page


@bp.post("/signalen/terugkerend/<uuid:group_id>/weg")
@needs(Action.SEE_OWN_CONCERNS)
def leave_own(group_id: uuid.UUID) -> Response:
    """Put a group of the own organisation aside for good."""
    try:
        service.leave_group(
            database(), actor(), current_user.district_id, group_id, now(), organisation_id=current_user.chosen
        )
    except service.GroupGone:
        abort(404)
    commit()
    flash(_("Deze woorden stellen wij niet opnieuw voor."))
    return redirect(url_for("learning.own"))


@bp.get("/signalen/opnieuw/<slug>")
@needs(Action.SEE_OWN_CONCERNS)
def again(slug: str) -> str:
    """Show the own concerns that hold words of a new theme, so that people look at them again."""
    theme = _theme_or_404(slug)
    words = queries.words_of_theme(database(), theme.id)
    concerns = _offered(theme.id)
    page = render_template(
        "learning/again.html",
        theme=theme,
        words=words,
        concerns=[(concern, _marks(concern.text or "", words)) for concern in concerns],
    )
    record(database(), actor(), "concern.listed", "organisation", current_user.chosen, now(), count=len(concerns))
    commit()
    return page


@bp.post("/signalen/opnieuw/<slug>")
@needs(Action.SEE_OWN_CONCERNS)
def tag_again(slug: str) -> Response:
    """Put the theme beside the chosen own concerns (`concern`: ids), as one step that can be taken back."""
    theme = _theme_or_404(slug)
    chosen = {key for key in map(_id, request.form.getlist("concern")) if key is not None}
    try:
        batch = concern_service.retag_many(
            database(),
            actor(),
            "add",
            chosen & {concern.id for concern in _offered(theme.id)},
            now(),
            to_id=theme.id,
            reason=_("Nieuw thema"),
        )
    except concern_service.NothingToRetag:
        undo()
        flash(_("U koos geen signalen. Er is niets veranderd."))
        return redirect(url_for("learning.again", slug=slug))
    commit()
    return redirect(url_for("learning.tagged", slug=slug, batch_id=batch))


@bp.get("/signalen/opnieuw/<slug>/<uuid:batch_id>")
@needs(Action.SEE_OWN_CONCERNS)
def tagged(slug: str, batch_id: uuid.UUID) -> str:
    """Say that the concerns have the theme now, and offer to take that back."""
    return render_template("learning/tagged.html", theme=_theme_or_404(slug), batch_id=batch_id)


@bp.post("/signalen/opnieuw/<slug>/<uuid:batch_id>")
@needs(Action.SEE_OWN_CONCERNS)
def untag(slug: str, batch_id: uuid.UUID) -> Response:
    """Take a step back."""
    try:
        concern_service.undo_batch(database(), actor(), batch_id, now())
    except concern_service.NoSuchBatch:
        abort(404)
    commit()
    flash(_("Teruggedraaid. De signalen zijn weer zoals ze waren."))
    return redirect(url_for("learning.again", slug=slug))


def _offered(theme_id: uuid.UUID) -> list[Any]:
    words = queries.words_of_theme(database(), theme_id)
    found = concern_queries.own_holding(database(), current_user.chosen, words, without_theme=theme_id)
    return list(found[:_MOST_SHOWN])


def _naming_page(
    group_id: uuid.UUID, problems: Mapping[str, str], typed: Mapping[str, str], chosen: list[str] | None = None
) -> str:
    group = _group_or_404(group_id)
    session = database()
    return render_template(
        "learning/name.html",
        group=group,
        problems=problems,
        typed=typed,
        words=[(one, one) for one in group.words],
        chosen=group.words if chosen is None else chosen,
        schemes=[(str(one.id), one.label) for one in theme_queries.schemes(session, current_user.district_id)],
        factors=[(str(one.id), one.label) for one in theme_queries.factors(session, current_user.district_id)],
        chosen_factors=request.form.getlist("factor"),
    )


def _group_or_404(group_id: uuid.UUID) -> Any:
    found = queries.group(database(), current_user.district_id, group_id)
    if found is None or found.organisation_id is not None or found.state != "open":
        abort(404)
    return found


def _theme_or_404(slug: str) -> Any:
    found = theme_queries.theme_by_slug(database(), current_user.district_id, slug)
    if found is None or not queries.words_of_theme(database(), found.id):
        abort(404)
    return found


def _marks(text: str, words: Collection[str]) -> list[Mark]:
    return [Mark(start, end, "thema") for start, end in places_of(text, words)]


def _problems(found: Mapping[str, Problem]) -> dict[str, str]:
    said = {
        Problem.LABEL_MISSING: _("Vul een naam in."),
        Problem.LABEL_TOO_LONG: _("De naam is te lang."),
        Problem.LABEL_TAKEN: _("Er is al een thema met deze naam."),
        Problem.DEFINITION_MISSING: _("Schrijf in een zin waar het over gaat."),
        Problem.TEXT_TOO_LONG: _("Deze tekst is te lang."),
    }
    return {field: said.get(what, what.value) for field, what in found.items()}


def _learnt_from(measured: Mapping[str, Any]) -> str:
    step = next((step for step in _STEPS if int(measured["decided"]) >= step), 0)
    where = _("eigen keuzes") if measured["source"] == "own" else _("keuzes van alle wijken")
    return _("%(where)s, meer dan %(number)s", where=where, number=step) if step else where


def _of_hundred(measured: Mapping[str, Any]) -> tuple[int, int]:
    return round(100 * float(measured["before"])), round(100 * float(measured["after"]))


def _id(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
