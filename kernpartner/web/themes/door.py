"""Keeps what the pages about themes share: their blueprint, released figures, and the words of rings and sectors."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint
from flask_login import current_user

from kernpartner.districts import queries as district_queries
from kernpartner.organisations.rules import school_year
from kernpartner.publications import queries as publication_queries
from kernpartner.themes import queries
from kernpartner.web.language import _
from kernpartner.web.transaction import database, today

bp = Blueprint("themes", __name__)

_SECTORS = ("ontspanning", "verwachtingen", "vergelijken")


@dataclass(frozen=True)
class Figure:
    """What was released last about a theme in an area, and how it compares with the area's own past."""

    area: str
    band: publication_queries.Band
    trend: str


def current_themes() -> Sequence[Any]:
    """Give the themes of the district of this person as they are today."""
    return queries.current_themes(database(), current_user.district_id, today())


def areas() -> Sequence[tuple[uuid.UUID, str]]:
    """Give the area of the own organisation; the areas of the district when it has none."""
    found = [(area.id, area.label) for area in district_queries.areas(database(), current_user.district_id)]
    return [area for area in found if area[0] == current_user.organisation.area_id] or found


def figures_on(on: date) -> Mapping[uuid.UUID, list[Figure]]:
    """Give per theme the newest released block of this school year or the one before, area by area."""
    found: dict[uuid.UUID, list[Figure]] = {}
    for area_id, label in areas():
        bands = publication_queries.released_bands(database(), audience="digest", area_id=area_id, on=on)
        trends = publication_queries.trends(bands)
        newest = {band.theme_id: band for band in bands if band.school_year >= school_year(on) - 1}
        for theme_id, band in newest.items():
            found.setdefault(theme_id, []).append(Figure(label, band, trends[theme_id].value))
    return found


def rings() -> dict[str, str]:
    """Give what the rings of the map are called, by the letter they are kept under."""
    return {
        "0": _("Maatschappelijke norm"),
        "1": _("Overtuigingen"),
        "2": _("Gedrag"),
        "3": _("Uitingsvormen"),
        "w": _("Kenmerk van de wijk"),
    }


def sectors() -> dict[str, str]:
    """Give what the sectors of the map are called."""
    labels = (_("De waarde van (ont)spanning"), _("Verwachtingen"), _("Vergelijken"))
    return dict(zip(_SECTORS, labels, strict=True))
