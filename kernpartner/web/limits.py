"""Decides how often somebody may try to sign in and have a text looked at, so that guessing and flooding are slow.

Only failures count per account, in three windows, so that the wait grows: a minute, ten minutes, an hour. A browser in
which the owner signed in before carries a signed cookie and is counted apart (OWASP: device cookies), so that somebody
who guesses elsewhere cannot shut the owner out. Addresses and accounts are kept as keyed hashes.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Flask, current_app, request, session
from flask_limiter import Limiter
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from kernpartner.config import Settings

PER_ACCOUNT = "5 per minute;10 per 10 minutes;20 per hour"
PER_ADDRESS = "20 per minute"
# Nobody who types rests more often than this; each look costs the processor a few milliseconds.
PER_TYPIST = "120 per minute"
KNOWN_COOKIE = "kp-bekend"
_YEAR = 365 * 86400


def address() -> str:
    """Give the visitor's address as a keyed hash."""
    return _hashed(request.remote_addr or "nowhere")


def account() -> str:
    """Give the account that is tried, apart for a browser in which its owner signed in before."""
    email = request.form.get("email", "").strip().lower()
    known = email != "" and _known_email() == _hashed(email)
    return f"{_hashed(email)}:{'known' if known else 'unknown'}"


def typist() -> str:
    """Give who types, as a keyed hash."""
    return _hashed(str(getattr(current_user, "person_id", "nobody")))


def half_way() -> str:
    """Give the account whose password was right and whose code is asked now; the cookie cannot be made up."""
    half = session.get("half")
    return _hashed(f"second step {half[0]}") if isinstance(half, list) and half else address()


def signed_in_account() -> str:
    """Give the account of who is signed in."""
    return _hashed(f"account {current_user.get_id()}") if current_user.is_authenticated else address()


def remember(answer: Response, email: str) -> None:
    """Let this browser be counted apart from now on: the owner of this address signed in here."""
    value = _signer().dumps(_hashed(email.strip().lower()))
    https = current_app.config["SETTINGS"].https
    answer.set_cookie(KNOWN_COOKIE, value, max_age=_YEAR, httponly=True, secure=https, samesite="Strict")


def install(app: Flask, settings: Settings) -> None:
    """Count in Redis, or in memory when it cannot be reached."""
    app.config.update(
        RATELIMIT_STORAGE_URI=settings.redis_url,
        RATELIMIT_STRATEGY="moving-window",
        RATELIMIT_HEADERS_ENABLED=True,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_KEY_PREFIX="kp-sign-in",
    )
    limiter.init_app(app)


limiter = Limiter(key_func=address)


def _known_email() -> str:
    try:
        return str(_signer().loads(request.cookies.get(KNOWN_COOKIE, "")))
    except BadSignature:
        return ""


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="known browser")


def _hashed(value: str) -> str:
    return hmac.new(str(current_app.secret_key).encode(), value.encode(), hashlib.sha256).hexdigest()[:24]
