"""Lets people who may change themes edit them, add some, put them in order, and say what a group of them is."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.organisations.rules import Action
from kernpartner.themes import queries, service
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.themes.door import bp
from kernpartner.web.themes.forms import ThemeForm, form_choices
from kernpartner.web.themes.words import problem_words
from kernpartner.web.transaction import commit, database, now, today, undo


@bp.get("/themas/beheer")
@needs(Action.EDIT_THEMES)
def manage() -> str:
    """Show every group with its themes, also the ones that ended, and what can be done with them."""
    return _manage_page({}, {})


@bp.get("/themas/beheer/thema/<slug>")
@needs(Action.EDIT_THEMES)
def edit(slug: str) -> str:
    """Show the form of a theme."""
    found = own_theme(slug)
    matches = {row.theme.id: row.kind for row in queries.matches(database(), found.id)}
    return theme_page(found, ThemeForm.of(found, matches), {})


@bp.post("/themas/beheer/thema/<slug>")
@needs(Action.EDIT_THEMES)
def save(slug: str) -> Response | tuple[str, int]:
    """Store a theme; 422 with what was typed when something is wrong, 409 when somebody else changed it."""
    found = own_theme(slug)
    form = ThemeForm.from_request(request.form)
    problems = form.problems()
    if problems:
        return theme_page(found, form, problems), 422
    try:
        changed = service.edit_theme(
            database(),
            actor(),
            found.id,
            form.given(),
            now(),
            seen_version=form.version,
            reason=form.reason,
            matches=form.matches(),
        )
    except service.Incomplete as problem:
        undo()
        return theme_page(own_theme(slug), form, problem_words(problem.problems)), 422
    except service.ChangedByOther:
        undo()
        return _changed(own_theme(slug), form), 409
    commit()
    flash(_("Het thema is bijgewerkt.") if changed else _("Er is niets veranderd."))
    return redirect(url_for("themes.manage"))


@bp.get("/themas/beheer/nieuw/<scheme>")
@needs(Action.EDIT_THEMES)
def new(scheme: str) -> str:
    """Show the empty form of a theme of a group."""
    return _new_page(_scheme(scheme), ThemeForm.empty(today()), {})


@bp.post("/themas/beheer/nieuw/<scheme>")
@needs(Action.EDIT_THEMES)
def add(scheme: str) -> Response | tuple[str, int]:
    """Store a new theme; 422 with what was typed when something is wrong."""
    held, form = _scheme(scheme), ThemeForm.from_request(request.form)
    problems = form.problems()
    if not problems:
        try:
            service.add_theme(database(), actor(), held.id, form.given(), now(), on=today(), reason=form.reason)
        except service.Incomplete as problem:
            undo()
            problems = problem_words(problem.problems)
    if problems:
        return _new_page(_scheme(scheme), form, problems), 422
    commit()
    flash(_("Het thema is toegevoegd."))
    return redirect(url_for("themes.manage"))


@bp.post("/themas/beheer/thema/<slug>/plaats")
@needs(Action.EDIT_THEMES)
def order(slug: str) -> Response:
    """Let a theme stand one place higher or lower (`richting`: omhoog or omlaag)."""
    way = request.form.get("richting", "")
    if way not in {"omhoog", "omlaag"}:
        abort(400)
    found = own_theme(slug)
    service.move_theme(database(), actor(), found.id, up=way == "omhoog", now=now())
    commit()
    return redirect(url_for("themes.manage", _anchor=f"thema-{slug}"))


@bp.post("/themas/beheer/groep/<scheme>")
@needs(Action.EDIT_THEMES)
def save_scheme(scheme: str) -> Response | tuple[str, int]:
    """Store what a group is called and about; 409 when somebody else changed it."""
    held = _scheme(scheme)
    typed = {name: request.form.get(name, "") for name in ("label", "note", "reason")}
    version = request.form.get("version", "")
    try:
        service.edit_scheme(
            database(),
            actor(),
            held.id,
            label=typed["label"],
            note=typed["note"],
            now=now(),
            seen_version=int(version) if version.isdigit() else 0,
            reason=typed["reason"],
        )
    except service.Incomplete as problem:
        undo()
        found = {f"{scheme}-{name}": text for name, text in problem_words(problem.problems).items()}
        return _manage_page(found, {scheme: typed}), 422
    except service.ChangedByOther:
        undo()
        found = {f"{scheme}-label": _("Iemand anders paste deze groep net aan. Kijk of uw tekst nog klopt.")}
        return _manage_page(found, {scheme: typed}), 409
    commit()
    flash(_("De groep is bijgewerkt."))
    return redirect(url_for("themes.manage"))


@bp.post("/themas/beheer/groep")
@needs(Action.EDIT_THEMES)
def add_scheme() -> Response | tuple[str, int]:
    """Put an empty group beside the others."""
    typed = {name: request.form.get(name, "") for name in ("label", "note")}
    try:
        service.add_scheme(
            database(), actor(), current_user.district_id, label=typed["label"], note=typed["note"], now=now()
        )
    except service.Incomplete as problem:
        undo()
        found = {f"nieuw-{name}": text for name, text in problem_words(problem.problems).items()}
        return _manage_page(found, {"nieuw": typed}), 422
    commit()
    flash(_("De groep is toegevoegd. Zet er nu thema’s in."))
    return redirect(url_for("themes.manage"))


def own_theme(slug: str) -> Any:
    """Give the theme of this person's district with this very slug; 404 when there is none."""
    found = queries.own_theme_by_slug(database(), current_user.district_id, slug)
    if found is None:
        abort(404)
    return found


def theme_page(found: Any, form: ThemeForm, problems: dict[str, str], conflict: bool = False) -> str:
    """Render the form of a theme with what stands or was typed in it."""
    return render_template(
        "themes/edit.html",
        theme=found,
        scheme=next(s for s in queries.schemes(database(), current_user.district_id) if s.id == found.scheme_id),
        form=form,
        problems=problems,
        conflict=conflict,
        **form_choices(found.scheme_id),
    )


def _changed(found: Any, form: ThemeForm) -> str:
    """Show what was typed beside what somebody else stored; sending it again takes that into account."""
    form.version = found.version
    return theme_page(found, form, {}, conflict=True)


def _new_page(held: Any, form: ThemeForm, problems: dict[str, str]) -> str:
    return render_template(
        "themes/edit.html",
        theme=None,
        scheme=held,
        form=form,
        problems=problems,
        conflict=False,
        **form_choices(held.id),
    )


def _scheme(slug: str) -> Any:
    found = queries.scheme_by_slug(database(), current_user.district_id, slug)
    if found is None:
        abort(404)
    return found


def _manage_page(problems: dict[str, str], typed: dict[str, dict[str, str]]) -> str:
    session = database()
    rows: list[tuple[Any, list[Any], list[Any]]] = []
    heirs: dict[uuid.UUID, list[Any]] = {}
    for scheme in queries.schemes(session, current_user.district_id):
        themes = queries.scheme_themes(session, scheme.id)
        ended = [theme for theme in themes if theme.ending]
        heirs |= {theme.id: list(queries.heirs(session, theme.id)) for theme in ended}
        rows.append((scheme, [theme for theme in themes if not theme.ending], ended))
    return render_template(
        "themes/manage.html", schemes=rows, heirs=heirs, problems=problems, typed=typed, today=today()
    )
