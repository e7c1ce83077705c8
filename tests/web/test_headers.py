"""Tests of the headers on every answer, and that no template needs what the policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGES = [path for path in sorted(TEMPLATES.rglob("*.html")) if "mail" not in path.parts]


@pytest.mark.parametrize("address", ["/inloggen", "/static/css/app.css", "/bestaat-niet", "/healthz"])
def test_every_answer_carries_the_strict_policy(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_pages_are_not_kept_and_hashed_files_are_kept_for_good(client: FlaskClient) -> None:
    page = client.get("/inloggen")
    assert page.headers["Cache-Control"] == "no-store"
    address = re.search(r'href="(/static/css/app\.css\?v=[0-9a-f]{12})"', page.text)
    assert address is not None
    with client.get(address[1]) as file:
        assert "immutable" in file.headers["Cache-Control"]


def test_a_file_that_is_not_there_is_not_remembered_as_missing(client: FlaskClient) -> None:
    answer = client.get("/static/css/nog-niet.css?v=0123456789ab")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_has_no_inline_style_script_or_handler(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"<style\b|\sstyle=", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"\son[a-z]+=", source)
    assert not re.search(r"\shx-", source), "htmx attributes are written data-hx-"
    assert not re.search(r"(src|href)=\"https?://", source), "nothing comes from another website"
