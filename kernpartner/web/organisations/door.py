"""Keeps the blueprint that the pages about organisations and the district's words share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("organisations", __name__)
