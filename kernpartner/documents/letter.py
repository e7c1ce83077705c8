"""Decides what a mail carries on the wire: headers, text and HTML side by side, and an appointment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from kernpartner.documents.mail import RenderedMail

CALENDAR_METHODS = frozenset({"REQUEST", "CANCEL"})


class BadLetter(ValueError):
    """The mail cannot be written: an address or a calendar method makes no sense."""


@dataclass(frozen=True)
class Appointment:
    """A calendar object that goes with a mail: `method` is `REQUEST` or `CANCEL`, `text` is iCalendar."""

    method: str
    text: str


def compose(
    rendered: RenderedMail,
    *,
    sender: str,
    to: str,
    message_id: str,
    at: datetime,
    language: str,
    appointment: Appointment | None = None,
    stop_url: str = "",
) -> EmailMessage:
    """Make the mail: `multipart/alternative` of text, HTML and, with an appointment, its calendar part.

    The same values give the same headers on every attempt. `stop_url` becomes a List-Unsubscribe header that
    stops in one click (RFC 2369, RFC 8058). Automatic answers are asked not to come (RFC 3834). Raises `BadLetter`.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(sender)
    message["To"] = _address(to)
    message["Subject"] = rendered.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    if stop_url:
        message["List-Unsubscribe"] = f"<{stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(rendered.text)
    message.add_alternative(rendered.html, subtype="html")
    if appointment is not None:
        _add_appointment(message, appointment)
    # As the last one: setting contents takes the Content-… headers along into the first part.
    message["Content-Language"] = language
    return message


def _address(given: str) -> Address:
    name, address = parseaddr(given)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or any(mark in given for mark in "\r\n"):
        raise BadLetter(f"this is no mail address: {given!r}")
    return Address(display_name=name, username=local, domain=domain)


def _add_appointment(message: EmailMessage, appointment: Appointment) -> None:
    """Add the calendar twice: as a part that mail programs act on, and as a file for the others."""
    if appointment.method not in CALENDAR_METHODS:
        raise BadLetter(f"no calendar method is called {appointment.method!r}")
    message.add_alternative(appointment.text, subtype="calendar", params={"method": appointment.method})
    message.add_attachment(
        appointment.text.encode(),
        maintype="application",
        subtype="ics",
        filename="overleg.ics",
    )
