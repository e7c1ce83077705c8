"""Answers what goes wrong with a page that says what to do, in the reader's language."""

from __future__ import annotations

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

PAGES = {400, 403, 404, 405, 413, 422, 429, 500, 503}


def install(app: Flask) -> None:
    """Give each kind of error its own page."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(HTTPException, _known)
    app.register_error_handler(500, _unknown)


def _known(error: HTTPException) -> tuple[str, int] | HTTPException:
    code = error.code or 500
    if code not in PAGES:
        return error
    return render_template(f"errors/{code}.html"), code


def _stale_form(_error: CSRFError) -> tuple[str, int]:
    return render_template("errors/400.html"), 400


def _no_database(_error: OperationalError) -> tuple[str, int, dict[str, str]]:
    return render_template("errors/503.html"), 503, {"Retry-After": "30"}


def _unknown(_error: Exception) -> tuple[str, int]:
    return render_template("errors/500.html"), 500
