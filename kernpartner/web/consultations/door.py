"""Keeps what the pages about consultations share: their blueprint, and the way in for whoever one is open to."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, request
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.concerns import queries as concern_queries
from kernpartner.consultations import queries
from kernpartner.web.concerns.reading import concern_page
from kernpartner.web.transaction import commit, database, today

bp = Blueprint("consultations", __name__)
Answer = Response | tuple[str, int]


def open_to_me(consultation_id: uuid.UUID) -> Any:
    """Give the consultation that this organisation may read now; aborts with 404."""
    asked = queries.consultation(database(), consultation_id)
    concern = concern_queries.concern(database(), asked.concern_id) if asked is not None else None
    if asked is None or concern is None:
        abort(404)
    if queries.relation(database(), concern, current_user.chosen, today()) is None:
        abort(404)
    return asked


def again(concern_id: uuid.UUID, problems: dict[str, str]) -> tuple[str, int]:
    """Give the page of the concern again with 422: what is wrong (code per field) and what was typed."""
    page = concern_page(concern_id, problems, request.form.to_dict())
    commit()
    return page, 422
