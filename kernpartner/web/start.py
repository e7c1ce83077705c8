"""Shows each person the start page: what is still to do, and where to go."""

from __future__ import annotations

from flask import Blueprint, render_template

from kernpartner.organisations.rules import Action
from kernpartner.web.guard import needs

bp = Blueprint("start", __name__)


@bp.get("/")
@needs(Action.SEE_OWN_ACCOUNT)
def home() -> str:
    """Show what is still to do for this person."""
    return render_template("start/home.html")
