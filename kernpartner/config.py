"""Decides from the environment how this installation runs; refuses what is unusable with one clear sentence."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


class BadSetting(ValueError):
    """A setting is missing or unusable; the message says which one and what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between a demo, a test and a municipality's servers."""

    secret_key: str
    database_url: str
    redis_url: str
    base_url: str = "http://127.0.0.1:8000"
    https: bool = False
    session_seconds: int = 8 * 3600
    web_threads: int = 2
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = False
    mail_from: str = "Kernpartner <kernpartner@example.org>"
    mail_domain: str = "kernpartner.example.org"
    contact_email: str = "beheer@example.org"
    theme_css: str = ""
    theme_class: str = ""
    # Folder in which the demo's mail server keeps what it took; empty where mail really leaves.
    demo_mail_folder: str = ""
    demo: bool = False
    # Whether everybody who sees concerns signs in with a second factor; a demo leaves it out.
    second_factor: bool = True
    # Secrets that were in use before, newest first: what they sealed can still be opened.
    earlier_keys: tuple[str, ...] = ()
    audit_seconds: float = 60.0

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read `DATABASE_URL`, `REDIS_URL` and the `KP_…` settings; raises `BadSetting`."""
        given = os.environ if environ is None else environ
        https = _flag(given, "KP_HTTPS")
        key = given.get("KP_SECRET_KEY", "")
        if len(key) < 32:
            raise BadSetting(
                "KP_SECRET_KEY is missing or shorter than 32 characters. Make one with: "
                "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        return cls(
            secret_key=key,
            database_url=sqlalchemy_url(_needed(given, "DATABASE_URL")),
            redis_url=_needed(given, "REDIS_URL"),
            base_url=given.get("KP_BASE_URL", cls.base_url).rstrip("/"),
            https=https,
            session_seconds=_number(given, "KP_SESSION_SECONDS", cls.session_seconds),
            web_threads=_number(given, "KP_WEB_THREADS", cls.web_threads),
            smtp_host=given.get("KP_SMTP_HOST", cls.smtp_host),
            smtp_port=_number(given, "KP_SMTP_PORT", cls.smtp_port),
            smtp_user=given.get("KP_SMTP_USER", ""),
            smtp_password=given.get("KP_SMTP_PASSWORD", ""),
            smtp_starttls=_flag(given, "KP_SMTP_STARTTLS"),
            mail_from=given.get("KP_MAIL_FROM", cls.mail_from),
            mail_domain=given.get("KP_MAIL_DOMAIN", cls.mail_domain),
            contact_email=given.get("KP_CONTACT_EMAIL", cls.contact_email),
            theme_css=given.get("KP_THEMA_CSS", ""),
            theme_class=given.get("KP_THEMA_KLASSE", ""),
            demo_mail_folder=given.get("KP_DEMO_MAIL_FOLDER", ""),
            demo=_flag(given, "KP_DEMO"),
            second_factor=_flag(given, "KP_SECOND_FACTOR", default=not _flag(given, "KP_DEMO")),
            earlier_keys=tuple(given.get("KP_EARLIER_SECRET_KEYS", "").split()),
            audit_seconds=float(_number(given, "KP_AUDIT_SECONDS", 60)),
        )


def sqlalchemy_url(url: str) -> str:
    """Give a PostgreSQL address in the form that names the driver; raises `BadSetting` for another database."""
    for scheme in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    raise BadSetting("DATABASE_URL must be a PostgreSQL address: postgresql://user:password@host/database")


def _needed(given: Mapping[str, str], name: str) -> str:
    value = given.get(name, "")
    if not value:
        raise BadSetting(f"{name} is not set. Set it to the address of the server to use.")
    return value


def _flag(given: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    value = given.get(name, "").lower()
    return value in {"1", "true", "yes", "ja"} if value else default


def _number(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name, "")
    if not value:
        return default
    if not value.isdecimal():
        raise BadSetting(f"{name} must be a whole number, not {value!r}.")
    return int(value)
