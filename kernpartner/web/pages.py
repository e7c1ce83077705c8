"""Shows what everybody may read: accessibility, privacy, help, and whether the service is well."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, session
from flask_login import current_user
from sqlalchemy import text
from werkzeug.wrappers import Response

from kernpartner.organisations import service
from kernpartner.web.language import LANGUAGES
from kernpartner.web.transaction import commit, database

bp = Blueprint("pages", __name__)


@bp.get("/toegankelijkheid")
def accessibility() -> str:
    """Show the accessibility statement."""
    return render_template("static-pages/toegankelijkheid.html")


@bp.get("/privacy")
def privacy() -> str:
    """Explain to parents and professionals what is kept and what never is."""
    return render_template("static-pages/privacy.html")


@bp.get("/hulp")
def help_page() -> str:
    """Explain how the service works and whom to ask."""
    return render_template("static-pages/hulp.html")


@bp.post("/taal")
def language() -> Response:
    """Read on in another language (`taal`: nl or en), also next time."""
    wanted = request.form.get("taal", "nl")
    if wanted in LANGUAGES:
        session["language"] = wanted
        if current_user.is_authenticated:
            service.set_language(database(), current_user.person_id, wanted)
            commit()
    target = request.form.get("terug", "/")
    safe = target.startswith("/") and not target.startswith(("//", "/\\"))
    return redirect(target if safe else "/")


@bp.get("/healthz")
def health() -> Response:
    """Say in plain text that the service and its database answer."""
    database().execute(text("SELECT 1"))
    answer = make_response("ok\n")
    answer.mimetype = "text/plain"
    return answer


@bp.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Say where to report a weakness (RFC 9116)."""
    answer = make_response(render_template("static-pages/security.txt"))
    answer.mimetype = "text/plain"
    return answer


@bp.post("/csp-melding")
def csp_report() -> tuple[str, int]:
    """Take a browser's report that it blocked something; only that it came is noted."""
    return "", 204
