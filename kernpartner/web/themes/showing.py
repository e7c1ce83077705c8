"""Shows the themes of the district, and one theme with what is known and offered or what became of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import abort, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.concerns import queries as concern_queries
from kernpartner.consultations import queries as consultation_queries
from kernpartner.organisations.rules import Action, may, school_year
from kernpartner.themes import queries
from kernpartner.themes.rules.classifications import CLASSIFICATION_LABELS, CLASSIFICATIONS
from kernpartner.web.guard import needs
from kernpartner.web.themes.door import areas, bp, current_themes, figures_on, rings
from kernpartner.web.transaction import database, today

# No concern is left out: the page stands beside none.
_NONE = uuid.UUID(int=0)


@bp.get("/themas")
@needs(Action.SEE_THEMES)
def listing() -> str:
    """Show the current themes scheme by scheme, released figures in words, the own organisation's counts beside."""
    session, on = database(), today()
    themes = queries.current_themes(session, current_user.district_id, on)
    return render_template(
        "themes/listing.html",
        schemes=[
            (scheme, [theme for theme in themes if theme.scheme_id == scheme.id])
            for scheme in queries.schemes(session, current_user.district_id)
        ],
        figures=figures_on(on),
        areas=len(areas()),
        own=_own_counts(on),
        matches=_matches(themes),
        may_edit=may(current_user.roles, Action.EDIT_THEMES),
        Action=Action,
    )


@bp.get("/themas/<slug>")
@needs(Action.SEE_THEMES)
def theme(slug: str) -> str | Response:
    """Show one theme: what it is, its factors, figures, lessons, offers and whom to call; old names lead on."""
    session, on = database(), today()
    found = queries.theme_by_slug(session, current_user.district_id, slug)
    if found is None:
        abort(404)
    if found.slug != slug:
        # Not for ever: a merge can be taken back, and a browser would remember a permanent one.
        return redirect(url_for("themes.theme", slug=found.slug), 302)
    own = _own_counts(on)
    belongs = queries.factor_themes(session, current_user.district_id)
    return render_template(
        "themes/theme.html",
        theme=found,
        out_of_scope=_with_labels(found.out_of_scope),
        factors=[
            factor
            for factor in queries.factors(session, current_user.district_id)
            if found.id in belongs.get(factor.id, ())
        ],
        rings=rings(),
        heirs=queries.heirs(session, found.id),
        forebears=queries.forebears(session, found.id),
        why_ended=queries.ending_reason(session, found.id) if found.ending else "",
        matches=queries.matches(session, found.id),
        places=_places(found.codes),
        today=on,
        may_edit=may(current_user.roles, Action.EDIT_THEMES),
        may_divide=bool(own) and found.ending == "split",
        figures=figures_on(on).get(found.id, []),
        areas=len(areas()),
        own=None if own is None else own.get(found.id, 0),
        earlier=consultation_queries.earlier_on(session, current_user.chosen, [found.id], but=_NONE)
        if own is not None
        else [],
    )


def _own_counts(on: date) -> Mapping[uuid.UUID, int] | None:
    """Give the own organisation's exact cases of this school year per theme; None when this role sees no concerns."""
    if not may(current_user.roles, Action.SEE_OWN_CONCERNS):
        return None
    since = date(school_year(on), 8, 1)
    counts = concern_queries.own_counts(database(), current_user.organisation.organisation_id, since)
    return {row.theme_id: row.count for row in counts}


def _matches(themes: Sequence[Any]) -> list[tuple[Any, Any, str]]:
    """Give the current themes of different schemes that compare: theme, other theme, how."""
    held = {theme.id: theme for theme in themes}
    order = {theme.id: place for place, theme in enumerate(themes)}
    rows = []
    for one, other, kind in queries.all_matches(database(), current_user.district_id):
        if one in held and other in held:
            first, second = sorted((one, other), key=order.__getitem__)
            rows.append((held[first], held[second], kind))
    return sorted(rows, key=lambda row: (order[row[0].id], order[row[1].id]))


def _places(codes: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Give the places of a theme in classifications of others, in words."""
    return [
        (
            CLASSIFICATION_LABELS[name],
            ", ".join(f"{code}. {words[code]}" if name == "capj" else words[code] for code in codes[name]),
        )
        for name, words in CLASSIFICATIONS.items()
        if codes.get(name)
    ]


def _with_labels(note: str) -> str:
    """Write the themes that a scope note names by their slug with the label that people know."""
    for theme in current_themes():
        note = note.replace(f"({theme.slug})", f"({theme.label})")
    return note
