"""Decides which next step, direction or package a visitor may open, and reads the numbers of its forms."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, request
from flask_login import current_user

from kernpartner.steps import queries
from kernpartner.web.steps.words import step_word
from kernpartner.web.transaction import database

bp = Blueprint("steps", __name__)
bp.add_app_template_filter(step_word, "stapwoord")


def own_step(step_id: uuid.UUID) -> queries.StepView:
    """Give a step of the visitor's district; aborts with 404."""
    found = queries.next_step(database(), step_id)
    if found is None or found.step.district_id != current_user.district_id:
        abort(404)
    return found


def own_direction(direction_id: uuid.UUID) -> tuple[queries.NextStep, queries.SolutionDirection]:
    """Give a direction of the visitor's district with its step; aborts with 404."""
    found = queries.direction(database(), direction_id)
    if found is None or found[0].district_id != current_user.district_id:
        abort(404)
    return found


def number(name: str) -> int:
    """Give the whole number that a form holds; -1 when it holds none."""
    typed = request.form.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 9 and typed.isascii() else -1
