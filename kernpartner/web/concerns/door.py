"""Keeps what the pages about concerns share: their blueprint, and the names of themes and teams."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint
from flask_login import current_user

from kernpartner.offers import queries as offer_queries
from kernpartner.offers.queries import OfferRow
from kernpartner.organisations import queries as organisation_queries
from kernpartner.themes import queries as theme_queries
from kernpartner.web.transaction import database, today

bp = Blueprint("concerns", __name__)


def current_themes() -> Sequence[Any]:
    """Give the themes of this person's district as they are today."""
    return theme_queries.current_themes(database(), current_user.district_id, today())


def offers_that_may_have_helped(theme_ids: Iterable[uuid.UUID]) -> Sequence[OfferRow]:
    """Give what partners offer now to these themes, each offer once."""
    found = [offer for theme_id in theme_ids for offer in offer_queries.offers_for(database(), theme_id, today())]
    return list({offer.offer_id: offer for offer in found}.values())


def own_school() -> uuid.UUID | None:
    """Give the school for which this person acts, or nothing when it is another kind of organisation."""
    return current_user.chosen if current_user.organisation.type_slug == "school" else None


def team_labels(school_id: uuid.UUID | None) -> list[str]:
    """Give the organisations that can read along when advice is asked: the core team without one's own."""
    if school_id is None:
        return []
    team = organisation_queries.core_team(database(), school_id, today())
    return [member.label for member in team if member.id != current_user.chosen]


def organisation_label(organisation_id: uuid.UUID | None) -> str:
    """Give what an organisation is called, or nothing."""
    if organisation_id is None:
        return ""
    return organisation_queries.organisation(database(), organisation_id).label
