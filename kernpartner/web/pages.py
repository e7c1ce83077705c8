"""Shows what everybody may read: accessibility, privacy, help, and whether the service is well."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, session
from flask_login import current_user
from sqlalchemy import text
from werkzeug.wrappers import Response

from kernpartner.organisations import service
from kernpartner.web.language import LANGUAGES
from kernpartner.web.shell import COLOURS, COLOURS_COOKIE
from kernpartner.web.transaction import commit, database, now

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
    return redirect(safe_path(request.form.get("terug")))


@bp.post("/kleuren")
def colours() -> Response:
    """Show the pages in the colours of choice (`kleuren`: licht, donker, or empty for those of the device)."""
    wanted = request.form.get("kleuren", "")
    answer = redirect(safe_path(request.form.get("terug")))
    if wanted in COLOURS:
        https = current_app.config["SETTINGS"].https
        answer.set_cookie(COLOURS_COOKIE, wanted, max_age=365 * 86400, httponly=True, secure=https, samesite="Lax")
    else:
        answer.delete_cookie(COLOURS_COOKIE)
    return answer


@bp.get("/thema.css")
def theme() -> Response:
    """Give the municipality's own theme, when this installation has one."""
    path = current_app.config["SETTINGS"].theme_css
    if not path:
        abort(404)
    answer = make_response(Path(path).read_text(encoding="utf-8"))
    answer.mimetype = "text/css"
    return answer


def safe_path(target: str | None) -> str:
    """Give a path on this site to go to: the one asked for, or the start when it leads elsewhere."""
    # A browser leaves out tabs and line ends, so that "/<tab>/elsewhere" would lead to another website.
    plain = target is not None and target.isprintable() and "\\" not in target
    return target if target and plain and target.startswith("/") and not target.startswith("//") else "/"


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
    expires = (now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    answer = make_response(render_template("static-pages/security.txt", expires=expires))
    answer.mimetype = "text/plain"
    return answer


@bp.post("/csp-melding")
def csp_report() -> tuple[str, int]:
    """Take a browser's report that it blocked something; only that it came is noted."""
    return "", 204
