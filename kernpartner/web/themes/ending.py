"""Lets people merge, split and stop a theme, shows what was ever changed by whom and why, and takes a change back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.concerns import service as concern_service
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.themes import queries, service
from kernpartner.themes.rules.changing import ThemeInput, lines
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.themes.door import bp, current_themes
from kernpartner.web.themes.editing import own_theme
from kernpartner.web.themes.words import field_words, kind_words, problem_words
from kernpartner.web.transaction import commit, database, now, today, undo

NEW_THEMES = 3
SHOWN = 100
_LONGEST = 160


@dataclass(frozen=True)
class FieldChange:
    """One field that a change wrote: of what, its name, and both values in short."""

    of: str
    name: str
    old: str
    new: str


@bp.get("/themas/beheer/thema/<slug>/samenvoegen")
@needs(Action.EDIT_THEMES)
def merge_form(slug: str) -> str:
    """Show into which theme this one can go, and what that does."""
    return _page("merge", slug, {}, {})


@bp.post("/themas/beheer/thema/<slug>/samenvoegen")
@needs(Action.EDIT_THEMES)
def merge(slug: str) -> Response | tuple[str, int]:
    """Let a theme go into another one (`into`: its id)."""
    into = _id(request.form.get("into", "")) or uuid.UUID(int=0)

    def change(theme: Any, version: int, reason: str) -> None:
        concern_service.merge_theme(
            database(), actor(), theme.id, into, now(), on=today(), reason=reason, seen_version=version
        )

    return _done("merge", slug, change, _("De thema’s zijn samengevoegd. Oude links leiden naar het nieuwe thema."))


@bp.get("/themas/beheer/thema/<slug>/splitsen")
@needs(Action.EDIT_THEMES)
def split_form(slug: str) -> str:
    """Show into which themes this one can be split."""
    return _page("split", slug, {}, {})


@bp.post("/themas/beheer/thema/<slug>/splitsen")
@needs(Action.EDIT_THEMES)
def split(slug: str) -> Response | tuple[str, int]:
    """Let a theme go into several: existing ones (`heirs`: ids) and new ones (`new-0-label` and so on)."""
    existing = [key for key in map(_id, request.form.getlist("heirs")) if key is not None]
    new = [given for given in map(_new, range(NEW_THEMES)) if given is not None]

    def change(theme: Any, version: int, reason: str) -> None:
        concern_service.split_theme(
            database(),
            actor(),
            theme.id,
            now(),
            on=today(),
            reason=reason,
            existing=existing,
            new=new,
            seen_version=version,
        )

    return _done("split", slug, change, _("Het thema is opgesplitst. Elke organisatie verdeelt nu de eigen signalen."))


@bp.get("/themas/beheer/thema/<slug>/stoppen")
@needs(Action.EDIT_THEMES)
def retire_form(slug: str) -> str:
    """Show what it means that a theme stops."""
    return _page("retire", slug, {}, {})


@bp.post("/themas/beheer/thema/<slug>/stoppen")
@needs(Action.EDIT_THEMES)
def retire(slug: str) -> Response | tuple[str, int]:
    """Let a theme stop without another one in its place."""

    def change(theme: Any, version: int, reason: str) -> None:
        concern_service.retire_theme(
            database(), actor(), theme.id, now(), on=today(), reason=reason, seen_version=version
        )

    return _done("retire", slug, change, _("Het thema telt vanaf vandaag niet meer mee."))


@bp.get("/themas/beheer/geschiedenis")
@needs(Action.EDIT_THEMES)
def history() -> str:
    """Show what was changed, newest first; `thema` shows one theme."""
    found = queries.own_theme_by_slug(database(), current_user.district_id, request.args.get("thema", ""))
    rows = queries.changes(
        database(), current_user.district_id, theme_id=found.id if found is not None else None, limit=SHOWN
    )
    return render_template(
        "themes/history.html",
        rows=[(row, _who(row.change.person_id), field_changes(row.change)) for row in rows],
        theme=found,
        kinds=kind_words(),
    )


@bp.post("/themas/beheer/geschiedenis/<uuid:change_id>/terug")
@needs(Action.EDIT_THEMES)
def take_back(change_id: uuid.UUID) -> Response:
    """Take a change back, with what it did to concerns."""
    try:
        concern_service.take_back(
            database(), actor(), current_user.district_id, change_id, now(), reason=request.form.get("reason", "")
        )
    except LookupError:
        abort(404)
    except service.CannotUndo:
        undo()
        flash(_("Dit kan niet meer. Er is daarna iets veranderd; draai dat eerst terug."), "error")
        return redirect(url_for("themes.history"))
    commit()
    flash(_("De wijziging is teruggedraaid."))
    return redirect(url_for("themes.history"))


def field_changes(change: Any) -> list[FieldChange]:
    """Give what a change wrote, field by field; ids become the names that people know."""
    labels = _labels()
    words, found = field_words(), []
    for name in ("schemes", "themes", "factors"):
        for key, row in change.after[name].items():
            before = change.before[name].get(key)
            for field, value in (row or {}).items():
                old = None if before is None else before.get(field)
                if old != value and not (before is None and field not in {"label", "definition", "ring", "sector"}):
                    of = str((row or {}).get("label", ""))
                    found.append(FieldChange(of, words.get(field, field), _short(old, labels), _short(value, labels)))
    return found


def _done(kind: str, slug: str, change: Callable[[Any, int, str], None], said: str) -> Response | tuple[str, int]:
    theme, version = own_theme(slug), request.form.get("version", "")
    try:
        change(theme, int(version) if version.isdigit() else 0, request.form.get("reason", ""))
    except service.Incomplete as problem:
        undo()
        return _page(kind, slug, problem_words(problem.problems), request.form.to_dict()), 422
    except service.ChangedByOther:
        undo()
        found = {"reason": _("Iemand anders paste dit thema net aan. Kijk of dit nog klopt en stuur het opnieuw.")}
        return _page(kind, slug, found, request.form.to_dict()), 409
    commit()
    flash(said)
    return redirect(url_for("themes.history", thema=slug))


def _page(kind: str, slug: str, problems: dict[str, str], typed: Mapping[str, str]) -> str:
    theme = own_theme(slug)
    if theme.ending:
        abort(404)
    others = [(str(one.id), one.label) for one in current_themes() if one.id != theme.id]
    return render_template(
        "themes/end.html",
        kind=kind,
        theme=theme,
        others=others,
        chosen=request.form.getlist("heirs"),
        new_themes=range(NEW_THEMES),
        problems=problems,
        typed=typed,
    )


def _new(place: int) -> ThemeInput | None:
    """Give a new theme of the form; none when its fields are empty."""
    label, definition, examples = (
        request.form.get(f"new-{place}-{name}", "") for name in ("label", "definition", "examples")
    )
    if not (label.strip() or definition.strip() or examples.strip()):
        return None
    return ThemeInput(label, definition, examples=lines(examples))


def _who(person_id: uuid.UUID | None) -> str:
    person = organisation_queries.person(database(), person_id) if person_id else None
    return person.name if person is not None else _("de beheerder van dit systeem")


def _labels() -> dict[str, str]:
    session, found = database(), {}
    for scheme in queries.schemes(session, current_user.district_id):
        found[str(scheme.id)] = scheme.label
        found |= {str(theme.id): theme.label for theme in queries.scheme_themes(session, scheme.id)}
    return found


def _short(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        value = [f"{labels.get(str(key), key)}: {_short(one, labels)}" for key, one in value.items()]
    if isinstance(value, list):
        value = ", ".join(labels.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        value = _("ja") if value else _("nee")
    text = "" if value is None else labels.get(str(value), str(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _id(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
