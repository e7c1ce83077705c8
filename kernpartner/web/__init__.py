"""The door for people: builds the Flask app out of thin pages over the subjects below."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from kernpartner.config import Settings
from kernpartner.web import (
    account,
    ambassadors,
    audit,
    concerns,
    consultations,
    digests,
    errors,
    gate,
    guard,
    guests,
    headers,
    language,
    learning,
    limits,
    login,
    mailbox,
    meetings,
    notices,
    organisations,
    pages,
    partners,
    second_step,
    shell,
    situations,
    solutions,
    start,
    steps,
    themes,
    transaction,
    wording,
)

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    login,
    second_step,
    account,
    start,
    concerns,
    consultations,
    themes,
    learning,
    gate,
    steps,
    meetings,
    digests,
    partners,
    organisations,
    audit,
    pages,
    mailbox,
    solutions,
    ambassadors,
    guests,
    notices,
    situations,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the app from settings, by default those of the environment; raises on unusable settings."""
    settings = settings or Settings.from_environment()
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "kernpartner" / "web" / "static"),
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SETTINGS=settings,
        SESSION_COOKIE_NAME="__Host-kernpartner" if settings.https else "kernpartner",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=settings.session_seconds,
        MAX_CONTENT_LENGTH=1_000_000,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.https,
    )
    if settings.https:
        # Encryption ends at one proxy before us; it says for whom it asks.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    transaction.install(app, settings)
    language.install(app)
    wording.install(app)
    shell.install(app)
    login.install(app)
    limits.install(app, settings)
    guard.install(app)
    headers.install(app)
    errors.install(app)
    for page in PAGES:
        app.register_blueprint(page.bp)
    return app
