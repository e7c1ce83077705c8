"""In the demo people read what was sent; everywhere else the mailbox is not there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kernpartner.documents.letter import Appointment, compose
from kernpartner.documents.mail import RenderedMail

NAME = "01764000000000000000-0a1b2c3d"
SHARP = "<!doctype html><html lang='nl'><script>alert(1)</script><p>Dag <b>JoU</b></p></html>"


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """Let the app be a demo whose mail server keeps its mails here."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(before, demo=True, demo_mail_folder=str(tmp_path))
    yield tmp_path
    app.config["SETTINGS"] = before


@pytest.fixture
def letter(folder: Path) -> str:
    """Put one mail with an appointment into the folder; give its name."""
    message = compose(
        RenderedMail("Er is een <nieuw> bericht", "Dag JoU & co\n", SHARP),
        sender="Kernpartner <post@example.org>",
        to="jou@example.org",
        message_id="<1@example.org>",
        at=datetime(2026, 3, 10, 9, 30, tzinfo=UTC),
        language="nl",
        appointment=Appointment("REQUEST", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
    )
    head = b"X-Envelope-From: post@example.org\r\nX-Envelope-To: jou@example.org\r\n"
    (folder / f"{NAME}.eml").write_bytes(head + message.as_bytes())
    return NAME


def test_outside_the_demo_there_is_no_mailbox(client: FlaskClient) -> None:
    for path in ("/demo/post", f"/demo/post/{NAME}", f"/demo/post/{NAME}/html", f"/demo/post/{NAME}/bijlage/0"):
        assert client.get(path).status_code == 404


def test_a_demo_without_mail_says_so(client: FlaskClient, folder: Path) -> None:
    assert "nog geen post" in client.get("/demo/post").text


def test_the_list_names_subject_and_receiver(client: FlaskClient, letter: str) -> None:
    page = client.get("/demo/post").text
    assert "Er is een &lt;nieuw&gt; bericht" in page
    assert "jou@example.org" in page
    assert f"/demo/post/{letter}" in page


def test_a_mail_is_shown_in_a_shut_frame_with_its_text_and_files(client: FlaskClient, letter: str) -> None:
    answer = client.get(f"/demo/post/{letter}")
    assert f'src="/demo/post/{letter}/html"' in answer.text
    assert 'sandbox="allow-popups' in answer.text
    assert "Dag JoU &amp; co" in answer.text
    assert "overleg.ics" in answer.text
    assert "alert(1)" not in answer.text
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_mail_itself_may_run_nothing(client: FlaskClient, letter: str) -> None:
    answer = client.get(f"/demo/post/{letter}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "<b>JoU</b>" in answer.text
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_appointment_can_be_kept_as_a_file(client: FlaskClient, letter: str) -> None:
    answer = client.get(f"/demo/post/{letter}/bijlage/0")
    assert answer.data == b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    assert "overleg.ics" in answer.headers["Content-Disposition"]
    assert client.get(f"/demo/post/{letter}/bijlage/1").status_code == 404


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "x", NAME.replace("0", "1"), f".{NAME}"])
def test_only_files_of_the_mail_server_open(client: FlaskClient, letter: str, name: str) -> None:
    assert client.get(f"/demo/post/{name}").status_code == 404
