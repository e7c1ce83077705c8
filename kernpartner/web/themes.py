"""Shows the themes of the district, one theme with what is known and offered, and the system map."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from kernpartner.concerns import queries as concern_queries
from kernpartner.consultations import queries as consultation_queries
from kernpartner.districts import queries as district_queries
from kernpartner.documents import pdf
from kernpartner.documents.system_map import MapTheme, MapWords, drawing
from kernpartner.documents.system_map_places import MapFactor
from kernpartner.offers import queries as offer_queries
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action, may, school_year
from kernpartner.publications import queries as publication_queries
from kernpartner.themes import queries
from kernpartner.web.guard import needs
from kernpartner.web.language import _
from kernpartner.web.transaction import database, now, today

bp = Blueprint("themes", __name__)

_SECTORS = ("ontspanning", "verwachtingen", "vergelijken")


@dataclass(frozen=True)
class Figure:
    """What was released last about a theme in an area, and how it compares with the area's own past."""

    area: str
    band: publication_queries.Band
    trend: str


@dataclass(frozen=True)
class Voice:
    """Somebody to call about an organisation that a theme needs."""

    person: str
    organisation: str
    represents: str


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
        figures=_figures(on),
        areas=len(_areas()),
        own=_own_counts(on),
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
        return redirect(url_for("themes.theme", slug=found.slug), 301)
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
        rings=_rings(),
        figures=_figures(on).get(found.id, []),
        areas=len(_areas()),
        own=None if own is None else own.get(found.id, 0),
        lessons=consultation_queries.lessons(session, found.id),
        offers=offer_queries.offers_for(session, found.id, on),
        voices=_voices(found.id, on),
    )


@bp.get("/systeemkaart")
@needs(Action.SEE_THEMES)
def system_map() -> str:
    """Show the system map, and the same in a table."""
    labels = {theme.id: theme for theme in _themes()}
    belongs = queries.factor_themes(database(), current_user.district_id)
    return render_template(
        "themes/system_map.html",
        # The drawing escapes every word it is given.
        drawing=Markup(_drawing(linked=True)),  # noqa: S704
        factors=[
            (factor, [labels[key] for key in belongs.get(factor.id, ()) if key in labels])
            for factor in queries.factors(database(), current_user.district_id)
        ],
        rings=_rings(),
        sectors=_sectors(),
        figures=_figures(today()),
        areas=len(_areas()),
    )


@bp.get("/systeemkaart.pdf")
@needs(Action.SEE_THEMES)
def system_map_pdf() -> Response:
    """Give the system map on one landscape page."""
    made = pdf.system_map_sheet(
        _drawing(linked=False), title=_("Systeemkaart"), description=_map_words().description, made_at=now()
    )
    return Response(
        made,
        mimetype="application/pdf",
        headers={"Content-Disposition": 'inline; filename="systeemkaart.pdf"'},
    )


def _drawing(*, linked: bool) -> str:
    session, figures = database(), _figures(today())
    belongs = queries.factor_themes(session, current_user.district_id)
    themes = _themes()
    slugs = {theme.id: theme.slug for theme in themes}
    factors = []
    for factor in queries.factors(session, current_user.district_id):
        own = tuple(slugs[key] for key in belongs.get(factor.id, ()) if key in slugs)
        href = url_for("themes.theme", slug=own[0], _anchor=f"factor-{factor.slug}") if linked and own else ""
        factors.append(MapFactor(factor.slug, factor.label, factor.ring, factor.sector, own, href))
    drawn = {slug for factor in factors for slug in factor.themes}
    shown = {slugs[key]: found[0].band for key, found in figures.items() if key in slugs and len(_areas()) == 1}
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


def _themes() -> Sequence[Any]:
    return queries.current_themes(database(), current_user.district_id, today())


def _areas() -> Sequence[tuple[uuid.UUID, str]]:
    """Give the area of the own organisation; the areas of the district when it has none."""
    found = [(area.id, area.label) for area in district_queries.areas(database(), current_user.district_id)]
    return [area for area in found if area[0] == current_user.organisation.area_id] or found


def _figures(on: date) -> Mapping[uuid.UUID, list[Figure]]:
    """Give per theme the newest released block of this school year or the one before, area by area."""
    found: dict[uuid.UUID, list[Figure]] = {}
    for area_id, label in _areas():
        bands = publication_queries.released_bands(database(), audience="digest", area_id=area_id, on=on)
        trends = publication_queries.trends(bands)
        newest = {band.theme_id: band for band in bands if band.school_year >= school_year(on) - 1}
        for theme_id, band in newest.items():
            found.setdefault(theme_id, []).append(Figure(label, band, trends[theme_id].value))
    return found


def _own_counts(on: date) -> Mapping[uuid.UUID, int] | None:
    """Give the own organisation's exact cases of this school year per theme; None when this role sees no concerns."""
    if not may(current_user.roles, Action.SEE_OWN_CONCERNS):
        return None
    since = date(school_year(on), 8, 1)
    counts = concern_queries.own_counts(database(), current_user.organisation.organisation_id, since)
    return {row.theme_id: row.count for row in counts}


def _voices(theme_id: uuid.UUID, on: date) -> list[Voice]:
    session, found = database(), []
    for partner in offer_queries.partners_for(session, theme_id, on):
        for ambassador in organisation_queries.ambassadors(session, partner.id, on):
            person = organisation_queries.person(session, ambassador.person_id)
            if person is not None:
                home = organisation_queries.organisation(session, ambassador.organisation_id)
                found.append(Voice(person.name, home.label, partner.label))
    return found


def _with_labels(note: str) -> str:
    """Write the themes that a scope note names by their slug with the label that people know."""
    for theme in _themes():
        note = note.replace(f"({theme.slug})", f"({theme.label})")
    return note


def _in_words(band: publication_queries.Band | None) -> str:
    if band is None or band.lo is None:
        return ""
    if band.hi is None:
        return _("%(lo)s gevallen of meer, %(period)s", lo=band.lo, period=band.period_label)
    return _("%(lo)s tot en met %(hi)s gevallen, %(period)s", lo=band.lo, hi=band.hi, period=band.period_label)


def _rings() -> dict[str, str]:
    return {
        "0": _("Maatschappelijke norm"),
        "1": _("Overtuigingen"),
        "2": _("Gedrag"),
        "3": _("Uitingsvormen"),
        "w": _("Kenmerk van de wijk"),
    }


def _sectors() -> dict[str, str]:
    labels = (_("De waarde van (ont)spanning"), _("Verwachtingen"), _("Vergelijken"))
    return dict(zip(_SECTORS, labels, strict=True))


def _map_words() -> MapWords:
    rings = _rings()
    return MapWords(
        title=_("Systeemkaart"),
        description=_(
            "Factoren rond prestatiedruk in vier ringen: maatschappelijke norm, overtuigingen, gedrag, uitingsvormen. "
            "Drie sectoren: de waarde van (ont)spanning, verwachtingen en vergelijken. De tabel bevat hetzelfde."
        ),
        centre=_("Prestatiedruk"),
        rings=(rings["0"], rings["1"], rings["2"], rings["3"]),
        sectors=_sectors(),
        district=_("Kenmerken van de wijk"),
        legend=_("Thema’s"),
    )
