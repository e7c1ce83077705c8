"""Lets people change the themes of many concerns of their own organisation at once, divide a split theme, and undo."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.audit.service import record
from kernpartner.concerns import service
from kernpartner.concerns.queries import theme_reads
from kernpartner.concerns.rules import RETAG_KINDS
from kernpartner.organisations.rules import Action
from kernpartner.themes import queries as theme_queries
from kernpartner.themes.rules.dividing import ThemeWords, matches, words_of
from kernpartner.web.concerns.door import bp, current_themes
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _, ngettext
from kernpartner.web.transaction import commit, database, now, undo
from kernpartner.web.wording import Mark

SHOWN = 200
NONE = "geen"


@bp.get("/signalen/themas")
@needs(Action.SEE_OWN_CONCERNS)
def retag_form() -> str:
    """Ask what to change (`wat`, `van`, `naar`), show which own concerns that is about, and what was changed before."""
    page = _page({}, set())
    commit()
    return page


@bp.post("/signalen/themas")
@needs(Action.SEE_OWN_CONCERNS)
def retag() -> Response | tuple[str, int]:
    """Change the chosen concerns (`concern`: ids) as the preview showed; 422 when nothing would change."""
    chosen = {key for key in map(_id, request.form.getlist("concern")) if key is not None}
    kind, left, right = _wish(request.form)
    if not chosen:
        page = _page({"concern": _("Kruis een of meer signalen aan.")}, set())
        commit()
        return page, 422
    try:
        service.retag_many(
            database(),
            actor(),
            kind,
            chosen,
            now(),
            from_id=left.id if left else None,
            to_id=right.id if right else None,
            reason=request.form.get("reason", ""),
        )
    except service.NothingToRetag:
        undo()
        page = _page({"concern": _("Hierdoor verandert niets. Kies andere thema’s of signalen.")}, chosen)
        commit()
        return page, 422
    commit()
    flash(_("De thema’s zijn aangepast. Hieronder kunt u dit terugdraaien."))
    return redirect(url_for("concerns.retag_form", _anchor="eerder"))


@bp.post("/signalen/themas/<uuid:batch_id>/terug")
@needs(Action.SEE_OWN_CONCERNS)
def undo_retag(batch_id: uuid.UUID) -> Response:
    """Take back one change of many concerns."""
    try:
        number = service.undo_batch(database(), actor(), batch_id, now())
    except service.NoSuchBatch:
        undo()
        abort(404)
    commit()
    flash(ngettext("Eén signaal is teruggezet.", "%(num)d signalen zijn teruggezet.", number))
    return redirect(url_for("concerns.retag_form", _anchor="eerder"))


@bp.get("/signalen/verdelen/<slug>")
@needs(Action.SEE_OWN_CONCERNS)
def divide_form(slug: str) -> str:
    """Show the own concerns of a theme that was split, with a proposal by the words of the new themes."""
    page = _divide_page(_split(slug), {})
    commit()
    return page


@bp.post("/signalen/verdelen/<slug>")
@needs(Action.SEE_OWN_CONCERNS)
def divide(slug: str) -> Response | tuple[str, int]:
    """Let each concern go where somebody chose (`naar-<id>`: slugs of heirs, or `geen`)."""
    theme = _split(slug)
    heirs = {heir.slug: heir.id for heir in theme_queries.heirs(database(), theme.id)}
    choices: dict[uuid.UUID, list[uuid.UUID]] = {}
    for concern in theme_reads.own_with_theme(database(), current_user.chosen, theme.id, SHOWN):
        said = request.form.getlist(f"naar-{concern.id}")
        if NONE in said:
            choices[concern.id] = []
        elif [one for one in said if one in heirs]:
            choices[concern.id] = [heirs[one] for one in said if one in heirs]
    if not choices:
        page = _divide_page(theme, {"naar": _("Kies bij een of meer signalen een thema.")})
        commit()
        return page, 422
    try:
        service.divide(database(), actor(), theme.id, choices, now(), reason=request.form.get("reason", ""))
    except service.NothingToRetag:
        undo()
        page = _divide_page(theme, {"naar": _("Kies bij een of meer signalen een thema.")})
        commit()
        return page, 422
    commit()
    flash(ngettext("Eén signaal is verdeeld.", "%(num)d signalen zijn verdeeld.", len(choices)))
    return redirect(url_for("concerns.retag_form", _anchor="eerder"))


def _wish(given: Mapping[str, str]) -> tuple[str, Any, Any]:
    """Give what is asked: the kind, the theme that concerns leave and the one they get."""
    kind = given.get("wat", "move")
    by_slug = {theme.slug: theme for theme in _left_choices()}
    current = {theme.slug: theme for theme in current_themes()}
    left = by_slug.get(given.get("van", "")) if kind != "add" or given.get("van") else None
    return kind if kind in RETAG_KINDS else "move", left, current.get(given.get("naar", ""))


def _left_choices() -> Sequence[Any]:
    """Give the themes that concerns can leave: the current ones, and retired ones that still stand beside some."""
    session = database()
    ended = [
        theme
        for scheme in theme_queries.schemes(session, current_user.district_id)
        for theme in theme_queries.scheme_themes(session, scheme.id)
        if theme.ending == "retired"
    ]
    return [*current_themes(), *ended]


def _page(problems: dict[str, str], chosen: set[uuid.UUID]) -> str:
    given = request.values
    kind, left, right = _wish(given)
    ready = kind == "remove" or right is not None
    asked = "wat" in given
    rows: Sequence[Any] = []
    if asked and ready and (left is not None or kind == "add"):
        rows = theme_reads.own_with_theme(database(), current_user.chosen, left.id if left else None, SHOWN)
        record(database(), actor(), "concern.listed", "organisation", current_user.chosen, now(), count=len(rows))
    elif asked and not problems:
        problems = {"naar" if left else "van": _("Kies de thema’s waar het om gaat.")}
    return render_template(
        "concerns/retag.html",
        kind=kind,
        left=left,
        right=right,
        rows=rows,
        chosen=chosen or {row.id for row in rows},
        lefts=[(theme.slug, theme.label) for theme in _left_choices()],
        rights=[(theme.slug, theme.label) for theme in current_themes()],
        batches=theme_reads.batches(database(), current_user.chosen),
        waiting=theme_reads.to_divide(database(), current_user.chosen),
        problems=problems,
        reason=given.get("reason", ""),
    )


def _split(slug: str) -> Any:
    found = theme_queries.own_theme_by_slug(database(), current_user.district_id, slug)
    if found is None or found.ending != "split":
        abort(404)
    return found


def _divide_page(theme: Any, problems: dict[str, str]) -> str:
    session = database()
    heirs = theme_queries.heirs(session, theme.id)
    words = words_of([ThemeWords(h.slug, h.label, h.definition, h.in_scope, tuple(h.examples)) for h in heirs])
    rows = []
    concerns = theme_reads.own_with_theme(session, current_user.chosen, theme.id, SHOWN)
    for concern in concerns:
        found = matches(concern.text or "", words)
        best = [one.key for one in found if one.weight == found[0].weight]
        marks = [Mark(start, end, "thema") for one in found if one.key in best for start, end in one.spans]
        typed = request.form.getlist(f"naar-{concern.id}")
        rows.append((concern, typed or best, best, sorted(marks, key=lambda mark: mark.start)))
    record(session, actor(), "concern.listed", "organisation", current_user.chosen, now(), count=len(concerns))
    return render_template(
        "concerns/divide.html",
        theme=theme,
        heirs=heirs,
        rows=rows,
        none=NONE,
        problems=problems,
        reason=request.form.get("reason", ""),
    )


def _id(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
