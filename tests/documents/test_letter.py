"""A mail on the wire has the parts and headers that mail programs act on, the same on every attempt."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kernpartner.documents.letter import Appointment, BadLetter, compose
from kernpartner.documents.mail import RenderedMail, render

AT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MAIL = RenderedMail("Thema’s voor u", "Goedendag – één bericht\n", "<!doctype html><p>Goedendag – één bericht</p>")


def _letter(**more: object) -> bytes:
    given = {"sender": "Kernpartner <post@example.org>", "to": "a@example.org", "message_id": "<1@example.org>"}
    return compose(MAIL, at=AT, language="nl", **{**given, **more}).as_bytes()  # type: ignore[arg-type]


def test_text_comes_first_and_html_beside_it() -> None:
    message = compose(
        MAIL, sender="K <k@example.org>", to="a@example.org", message_id="<1@e.org>", at=AT, language="nl"
    )
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content().strip() for part in message.iter_parts()] == [MAIL.text.strip(), MAIL.html]


def test_headers_say_that_a_machine_wrote_it_in_dutch_with_a_stable_id() -> None:
    message = compose(
        MAIL, sender="K <k@example.org>", to="a@example.org", message_id="<1@e.org>", at=AT, language="nl"
    )
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == "<1@e.org>"
    assert message["Content-Language"] == "nl"
    assert message["Subject"] == "Thema’s voor u"
    assert message["List-Unsubscribe"] is None


def test_a_digest_says_where_to_stop_it() -> None:
    letter = _letter(stop_url="https://k.example.org/stop")
    assert b"List-Unsubscribe: <https://k.example.org/stop>" in letter
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in letter


def test_an_appointment_is_a_calendar_part_and_a_file() -> None:
    text = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n"
    message = compose(
        MAIL,
        sender="K <k@example.org>",
        to="a@example.org",
        message_id="<1@e.org>",
        at=AT,
        language="nl",
        appointment=Appointment("CANCEL", text),
    )
    parts = {part.get_content_type(): part for part in message.walk()}
    assert message.get_content_type() == "multipart/mixed"
    assert parts["text/calendar"].get_param("method") == "CANCEL"
    assert parts["application/ics"].get_filename() == "overleg.ics"
    assert parts["application/ics"].get_payload(decode=True) == text.encode()


def test_an_unknown_calendar_method_is_refused() -> None:
    with pytest.raises(BadLetter):
        _letter(appointment=Appointment("PUBLISH", ""))


@pytest.mark.parametrize("address", ["", "niemand", "a@example.org\r\nBcc: b@example.org", "@example.org"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BadLetter):
        _letter(to=address)


def test_a_subject_that_carries_headers_stays_one_line() -> None:
    for typed in ("Overleg\r\nBcc: ander@example.org", "Overleg\nX: y", "Overleg\x0bBcc: ander@example.org"):
        with_title = {"title": typed, "organisation": typed, "period": typed, "area": typed, "digest": typed}
        made = render("digest_ready", with_title, language="nl", base_url="https://kernpartner.example.org")
        raw = compose(
            made, sender="K <k@example.org>", to="a@example.org", message_id="<1@e.org>", at=AT, language="nl"
        )
        assert raw["Bcc"] is None
        assert len(str(raw["Subject"]).splitlines()) == 1
    with pytest.raises(ValueError):
        compose(
            RenderedMail("Overleg\r\nBcc: ander@example.org", "tekst", "<p>tekst</p>"),
            sender="K <k@example.org>",
            to="a@example.org",
            message_id="<1@e.org>",
            at=AT,
            language="nl",
        )
