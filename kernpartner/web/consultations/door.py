"""Keeps what the pages about consultations share: their blueprint, and the way in for whoever one is open to."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, request
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.concerns import queries as concern_queries
from kernpartner.consultations import queries
from kernpartner.consultations.rules.talk import Step
from kernpartner.web.concerns.reading import concern_page
from kernpartner.web.transaction import commit, database, today

bp = Blueprint("consultations", __name__)
Answer = Response | tuple[str, int]
# How an address names a step.
STEP_WORDS: dict[str, Step] = {
    "vraag": Step.QUESTION,
    "verheldering": Step.CLARIFYING,
    "analyse": Step.ANALYSIS,
    "advies": Step.ADVICE,
    "afronden": Step.CLOSE,
}
WORD_OF = {step: name for name, step in STEP_WORDS.items()}


def open_to_me(consultation_id: uuid.UUID) -> Any:
    """Give the consultation that this organisation may read now; aborts with 404."""
    asked = queries.consultation(database(), consultation_id)
    concern = concern_queries.concern(database(), asked.concern_id) if asked is not None else None
    if asked is None or concern is None or concern.status != "open":
        abort(404)
    if queries.relation(database(), concern, current_user.chosen, today()) is None:
        abort(404)
    return asked


def again(concern_id: uuid.UUID, problems: dict[str, str]) -> tuple[str, int]:
    """Give the page of the concern again with 422: what is wrong (code per field) and what was typed."""
    page = concern_page(concern_id, problems, request.form.to_dict())
    commit()
    return page, 422


def typed_number(name: str, otherwise: int = 0) -> int:
    """Give a whole number from the form; `otherwise` when there is none that can be read."""
    text = request.form.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else otherwise
