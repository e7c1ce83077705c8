"""Starts every test from a district that stands already; the pages are there for who may read what."""

from tests.standing import elsewhere, place, session, stood
from tests.web.conftest import app, built_app, web_settings

__all__ = ["app", "built_app", "elsewhere", "place", "session", "stood", "web_settings"]
