"""Lends the house's tests the app and the people of the page tests."""

from tests.web.conftest import app, built_app, client, place, signed_in, web_settings

__all__ = ["app", "built_app", "client", "place", "signed_in", "web_settings"]
