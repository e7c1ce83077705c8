"""Gives the taxonomy as a file and takes one in: first what would change, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.districts import queries as district_queries
from kernpartner.organisations.rules import Action
from kernpartner.themes import queries, service
from kernpartner.themes.rules import Taxonomy
from kernpartner.themes.rules.skos import read_skos, taxonomy_skos
from kernpartner.themes.rules.taxonomy_checks import FileProblem
from kernpartner.themes.rules.taxonomy_file import read_taxonomy, taxonomy_yaml
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _, ngettext
from kernpartner.web.themes.door import bp
from kernpartner.web.themes.words import field_words, file_problem
from kernpartner.web.transaction import commit, database, now, today, undo

KINDS = {
    "yaml": ("yaml", "application/yaml"),
    "ttl": ("turtle", "text/turtle"),
    "jsonld": ("jsonld", "application/ld+json"),
}


@bp.get("/themas/uitvoer.<ending>")
@needs(Action.SEE_THEMES)
def export(ending: str) -> Response:
    """Give all groups, themes and factors of the district: `yaml`, or SKOS as `ttl` or `jsonld`."""
    if ending not in KINDS:
        abort(404)
    form, kind = KINDS[ending]
    found = queries.taxonomy_of_district(database(), current_user.district_id)
    slug = district_queries.district(database(), current_user.district_id).slug
    text = taxonomy_yaml(found) if form == "yaml" else taxonomy_skos(found, slug, form)
    return Response(
        text,
        mimetype=kind,
        headers={"Content-Disposition": f'attachment; filename="themas-{slug}.{ending}"'},
    )


@bp.get("/themas/beheer/inlezen")
@needs(Action.EDIT_THEMES)
def import_form() -> str:
    """Ask for a file."""
    return _page()


@bp.post("/themas/beheer/inlezen")
@needs(Action.EDIT_THEMES)
def preview() -> str | tuple[str, int]:
    """Show what a file (`file`, or pasted in `text`) would change, or everything that is wrong with it."""
    sent = request.files.get("file")
    raw = sent.read() if sent else b""
    try:
        text = raw.decode("utf-8-sig") if raw else request.form.get("text", "")
    except UnicodeDecodeError:
        return _page(problems={"file": _("Bewaar het bestand als UTF-8 en kies het opnieuw.")}), 422
    if not text.strip():
        return _page(problems={"file": _("Kies een bestand.")}), 422
    form = _form(sent.filename or "" if sent else request.form.get("form", ""), text)
    given, wrong = _read(text, form)
    plan: Sequence[Any] = ()
    if given is not None:
        plan, wrong = _plan(given)
    if wrong:
        return _page(wrong=wrong), 422
    return _page(
        plan=plan, text=text, form=form, seen=queries.fingerprint(database(), current_user.district_id), shown=True
    )


@bp.post("/themas/beheer/inlezen/bewaren")
@needs(Action.EDIT_THEMES)
def store() -> Response | tuple[str, int]:
    """Store what the preview showed (`text`, `form`, `seen`); shows the preview again when things changed since."""
    text, form = request.form.get("text", ""), _form(request.form.get("form", ""), "")
    given, wrong = _read(text, form)
    if given is None:
        return _page(wrong=wrong), 422
    try:
        number = service.import_taxonomy(
            database(),
            actor(),
            current_user.district_id,
            given,
            now(),
            on=today(),
            seen=request.form.get("seen", ""),
            reason=request.form.get("reason", ""),
        )
    except service.CannotImport as problem:
        undo()
        return _page(wrong=problem.problems), 422
    except service.ChangedByOther:
        undo()
        plan, wrong = _plan(given)
        seen = queries.fingerprint(database(), current_user.district_id)
        return _page(wrong=wrong, plan=plan, text=text, form=form, seen=seen, shown=True, conflict=True), 409
    commit()
    flash(ngettext("Eén ding is aangepast.", "%(num)d dingen zijn aangepast.", number))
    return redirect(url_for("themes.history"))


def _read(text: str, form: str) -> tuple[Taxonomy | None, Sequence[FileProblem]]:
    known = {theme.id for theme in queries.taxonomy_of_district(database(), current_user.district_id).themes}
    return read_taxonomy(text, known) if form == "yaml" else read_skos(text, form, known)


def _plan(given: Taxonomy) -> tuple[Sequence[service.Difference], Sequence[FileProblem]]:
    try:
        return service.import_plan(database(), current_user.district_id, given), ()
    except service.CannotImport as problem:
        return (), problem.problems


def _form(name: str, text: str) -> str:
    """Tell the form of a file by the end of its name, else by how it begins."""
    ending = name.rsplit(".", 1)[-1].lower()
    known = {"yaml": "yaml", "yml": "yaml", "ttl": "turtle", "turtle": "turtle", "jsonld": "jsonld", "json": "jsonld"}
    if ending in known:
        return known[ending]
    start = text.lstrip()
    if start.startswith(("{", "[")):
        return "jsonld"
    return "turtle" if start.startswith(("@prefix", "@base", "PREFIX", "<")) else "yaml"


def _page(
    *,
    problems: dict[str, str] | None = None,
    wrong: Sequence[FileProblem] = (),
    plan: Sequence[service.Difference] = (),
    text: str = "",
    form: str = "",
    seen: str = "",
    shown: bool = False,
    conflict: bool = False,
) -> str:
    return render_template(
        "themes/import.html",
        problems=problems or {},
        wrong=[(one.line, file_problem(one)) for one in wrong],
        plan=[(one, field_words().get(one.field, one.field), _value(one.old), _value(one.new)) for one in plan],
        text=text,
        form=form,
        seen=seen,
        shown=shown and not wrong,
        conflict=conflict,
    )


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_value(one)}" for name, one in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
