"""Shows the system map as a drawing, a table and one landscape page."""

from __future__ import annotations

from flask import render_template, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from kernpartner.documents import pdf
from kernpartner.documents.system_map import MapTheme, MapWords, drawing
from kernpartner.documents.system_map_places import MapFactor
from kernpartner.organisations.rules import Action, may
from kernpartner.publications import queries as publication_queries
from kernpartner.themes import queries
from kernpartner.web.guard import needs
from kernpartner.web.language import _
from kernpartner.web.themes.door import areas, bp, current_themes, figures_on, rings, sectors
from kernpartner.web.transaction import database, now, today


@bp.get("/systeemkaart")
@needs(Action.SEE_THEMES)
def system_map() -> str:
    """Show the system map, and the same in a table."""
    labels = {theme.id: theme for theme in current_themes()}
    belongs = queries.factor_themes(database(), current_user.district_id)
    return render_template(
        "themes/system_map.html",
        # The drawing escapes every word it is given.
        drawing=Markup(map_drawing(linked=True)),  # noqa: S704
        factors=[
            (factor, [labels[key] for key in belongs.get(factor.id, ()) if key in labels])
            for factor in queries.factors(database(), current_user.district_id)
        ],
        rings=rings(),
        sectors=sectors(),
        may_edit=may(current_user.roles, Action.EDIT_THEMES),
        figures=figures_on(today()),
        areas=len(areas()),
    )


@bp.get("/systeemkaart.pdf")
@needs(Action.SEE_THEMES)
def system_map_pdf() -> Response:
    """Give the system map on one landscape page."""
    made = pdf.system_map_sheet(
        map_drawing(linked=False), title=_("Systeemkaart"), description=_map_words().description, made_at=now()
    )
    return Response(
        made,
        mimetype="application/pdf",
        headers={"Content-Disposition": 'inline; filename="systeemkaart.pdf"'},
    )


def map_drawing(*, linked: bool) -> str:
    """Draw the map of this person's district; `linked` makes each factor lead to its theme."""
    session, figures = database(), figures_on(today())
    belongs = queries.factor_themes(session, current_user.district_id)
    themes = current_themes()
    slugs = {theme.id: theme.slug for theme in themes}
    factors = []
    for factor in queries.factors(session, current_user.district_id):
        own = tuple(slugs[key] for key in belongs.get(factor.id, ()) if key in slugs)
        href = url_for("themes.theme", slug=own[0], _anchor=f"factor-{factor.slug}") if linked and own else ""
        factors.append(MapFactor(factor.slug, factor.label, factor.ring, factor.sector, own, href))
    drawn = {slug for factor in factors for slug in factor.themes}
    shown = {slugs[key]: found[0].band for key, found in figures.items() if key in slugs and len(areas()) == 1}
    return drawing(
        factors,
        [
            MapTheme(theme.slug, theme.label, theme.number or 0, _in_words(shown.get(theme.slug)))
            for theme in themes
            if theme.slug in drawn
        ],
        _map_words(),
        bands={slug: None if band.lo is None else (band.lo, band.hi) for slug, band in shown.items()},
    )


def _in_words(band: publication_queries.Band | None) -> str:
    if band is None or band.lo is None:
        return ""
    if band.hi is None:
        return _("%(lo)s gevallen of meer, %(period)s", lo=band.lo, period=band.period_label)
    return _("%(lo)s tot en met %(hi)s gevallen, %(period)s", lo=band.lo, hi=band.hi, period=band.period_label)


def _map_words() -> MapWords:
    named = rings()
    return MapWords(
        title=_("Systeemkaart"),
        description=_(
            "Factoren rond prestatiedruk in vier ringen: maatschappelijke norm, overtuigingen, gedrag, uitingsvormen. "
            "Drie sectoren: de waarde van (ont)spanning, verwachtingen en vergelijken. De tabel bevat hetzelfde."
        ),
        centre=_("Prestatiedruk"),
        rings=(named["0"], named["1"], named["2"], named["3"]),
        sectors=sectors(),
        district=_("Kenmerken van de wijk"),
        legend=_("Thema’s"),
    )
