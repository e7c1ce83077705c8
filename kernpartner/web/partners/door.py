"""Gives the pages of partners their blueprint, and what several of them ask: own themes, and ids that were offered."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.districts import queries as district_queries
from kernpartner.offers import queries as offer_queries
from kernpartner.themes import queries as theme_queries
from kernpartner.web.transaction import database, today

bp = Blueprint("partners", __name__)
Answer = Response | tuple[str, int]


def own_themes() -> list[Any]:
    """Give the themes that the partner belongs to, by label."""
    mine = set(offer_queries.themes_of(database(), current_user.chosen, today()))
    found = theme_queries.current_themes(database(), current_user.district_id, today())
    return sorted((theme for theme in found if theme.id in mine), key=lambda theme: theme.label.casefold())


def own_areas() -> list[Any]:
    """Give the areas that the partner reads about: its own one, or every one when it works everywhere."""
    own = current_user.organisation.area_id
    return [area for area in district_queries.areas(database(), current_user.district_id) if own in (None, area.id)]


def known(given: str | None, allowed: set[uuid.UUID]) -> uuid.UUID | None:
    """Give the id that was chosen, if it is one of those that were offered."""
    try:
        found = uuid.UUID(given or "")
    except ValueError:
        return None
    return found if found in allowed else None
