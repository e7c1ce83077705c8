"""Gives the pages about digests their blueprint."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("digests", __name__)
Answer = Response | tuple[str, int]
