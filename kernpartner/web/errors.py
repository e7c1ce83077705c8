"""Answers what goes wrong with a page that says what to do, in the reader's language, and gives typed texts back."""

from __future__ import annotations

from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

PAGES = {400, 401, 403, 404, 405, 413, 422, 429, 500, 503}
# Worth giving back when it cannot be handled; a choice is made again sooner than it is copied.
_WORTH = 12
_NOT_TYPED = {"csrf_token", "password", "keep", "kept", "shown"}


def install(app: Flask) -> None:
    """Give each kind of error its own page."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(500, _unknown)


def _known(error: HTTPException) -> tuple[str, int, list[tuple[str, str]]] | HTTPException:
    code = error.code or 500
    if code not in PAGES:
        return error
    kept = [(name, value) for name, value in error.get_headers() if name == "Retry-After"]
    return _page(code), code, kept


def _stale_form(_error: CSRFError) -> tuple[str, int]:
    return _page(400), 400


def _no_database(_error: OperationalError) -> tuple[str, int, dict[str, str]]:
    g.plain = True
    return _page(503), 503, {"Retry-After": "30"}


def _unknown(_error: Exception) -> tuple[str, int]:
    # The page around it must not fail for the reason for which the page inside it did.
    g.plain = True
    return _page(500), 500


def _page(code: int) -> str:
    # A script that asked for a part of a page gets a part; what was typed is still on the screen.
    part = "HX-Request" in request.headers
    return render_template(f"errors/{code}.html", typed=[] if part else _typed(), part=part)


def _typed() -> list[str]:
    """Give the texts that were posted with this request, so that nobody has to type them twice."""
    try:
        values = [value for name, value in request.form.items(multi=True) if name not in _NOT_TYPED]
    except (RequestEntityTooLarge, OSError):
        return []
    return [value for value in values if len(value) > _WORTH and " " in value.strip()]
