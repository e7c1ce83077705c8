"""Starts every test from a district that stands already."""

from tests.standing import elsewhere, place, session, stood

__all__ = ["elsewhere", "place", "session", "stood"]
