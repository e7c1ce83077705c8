"""Tests of what stands around every page."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from kernpartner.web.shell import MOST_AT_TOP


def test_somebody_who_is_not_signed_in_is_asked_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/inloggen")
    assert client.get("/inloggen").status_code == 200


def test_the_start_page_opens_for_everybody_who_is_signed_in(signed_in: Callable[[str], FlaskClient]) -> None:
    for who in ("ib", "jgz", "worker", "coordinator", "privacy", "admin", "sport"):
        page = signed_in(who).get("/")
        assert page.status_code == 200, who
        assert "Uitloggen" in page.text


def test_a_coordinator_weighs_themes_from_the_top_and_no_line_holds_more_than_nine(
    signed_in: Callable[[str], FlaskClient],
) -> None:
    for who in ("ib", "coordinator", "privacy", "admin", "sport"):
        page = signed_in(who).get("/").text
        top = page.split('class="wrap menu__list"')[1].split("</ul>")[0]
        assert 2 <= top.count("<li") - 1 <= MOST_AT_TOP, who
        if who == "coordinator":
            assert "Thema’s wegen" in top
            assert "Systeemkaart" not in top
            assert "Systeemkaart" in page
