"""A test of rules that reaches for a database fails; this file's name makes it one."""

from __future__ import annotations

import os

import psycopg
import pytest
from sqlalchemy import create_engine

from tests.conftest import required_browser


def test_connecting_in_a_test_of_rules_fails() -> None:
    with pytest.raises(AssertionError, match="rules decide without a database"):
        psycopg.connect(os.environ["TEST_DATABASE_URL"])


def test_connecting_by_way_of_sqlalchemy_fails_too() -> None:
    engine = create_engine(os.environ["TEST_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://"))
    with pytest.raises(AssertionError, match="rules decide without a database"):
        engine.connect()


def test_a_missing_browser_leaves_a_test_out_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernpartner.servers.chromium.find", lambda: "")
    monkeypatch.setenv("KP_BROWSER", "")
    monkeypatch.setenv("KP_NO_BROWSER", "apt-get said no")
    monkeypatch.delenv("KP_REQUIRE_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get said no"):
        required_browser()


def test_where_a_browser_is_required_a_missing_one_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernpartner.servers.chromium.find", lambda: "")
    monkeypatch.setenv("KP_BROWSER", "")
    monkeypatch.setenv("KP_REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="a browser is required here"):
        required_browser()
