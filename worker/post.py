"""Changes a claimed mail into a sent one: last look at the recipient, letter, mail server."""

from __future__ import annotations

import smtplib
import ssl
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage

from jinja2 import TemplateError
from sqlalchemy.orm import Session

from kernpartner.config import Settings
from kernpartner.digests import queries as digest_queries
from kernpartner.digests.rules import PARTNER_NOTICES, may_notify
from kernpartner.documents.letter import Appointment, BadLetter, compose
from kernpartner.documents.mail import UnknownMail, render
from kernpartner.notices import queries as notice_queries
from kernpartner.notices.rules import BUNDLE, When
from kernpartner.notices.rules import KINDS as NOTICES
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Role
from kernpartner.outbox import queries as outbox_queries
from kernpartner.outbox.rules import message_id
from kernpartner.outbox.service import Claimed

# Each answer of the mail server; all answers of one mail together stay below the lease of two minutes.
ANSWER_SECONDS = 10


class NotDelivered(Exception):
    """The mail server did not take the mail; `code` is its final answer, nothing when it may be tried again.

    `said_by` is who refused it: `recipient` (at RCPT), `server` (the mail as a whole), or `us` (it made no mail).
    """

    def __init__(self, code: int | None, words: str, said_by: str = "server") -> None:
        super().__init__(words)
        self.code = code
        self.said_by = said_by


@dataclass(frozen=True)
class Recipient:
    """Whom a mail goes to at this moment, in which language, and where that person stops such mails."""

    address: str
    language: str
    stop_path: str = ""


def recipient_now(session: Session, claimed: Claimed, on: date) -> Recipient | str:
    """Give the recipient as it is now, or in words why this mail must not go any more."""
    if claimed.to_person is None:
        return Recipient(claimed.to_address, claimed.language)
    person = organisation_queries.person(session, claimed.to_person)
    if person is None or not person.active:
        return "the recipient is not active any more"
    roles = {row.role for row in organisation_queries.positions(session, person.id, on)}
    if not roles or (claimed.kind in PARTNER_NOTICES and Role.PARTNER not in roles):
        return "the recipient holds no position any more to which this mail belongs"
    if outbox_queries.is_unreachable(session, person.email):
        return "mail to this address came back, and nobody confirmed the address yet"
    stop_path = _where_to_stop(session, claimed.kind, person.id)
    if stop_path is None:
        return "the recipient stopped these mails"
    return Recipient(person.email, person.language, stop_path)


def _where_to_stop(session: Session, kind: str, person_id: uuid.UUID) -> str | None:
    """Give where a person stops such mails, empty where that cannot be; nothing when they were stopped meanwhile."""
    if kind in PARTNER_NOTICES:
        wish = digest_queries.mail_wish(session, person_id)
        if wish is None:
            return ""
        may = may_notify(kind, wish.rhythm, stopped=wish.stopped_at is not None)
        return f"/themaberichten/stoppen/{wish.token}" if may else None
    if kind != BUNDLE and kind not in NOTICES:
        return ""
    wishes = notice_queries.wishes_of(session, person_id)
    if kind in NOTICES and wishes[NOTICES[kind]] is When.NEVER:
        return None
    token = notice_queries.token_of(session, person_id)
    return f"/meldingen/stoppen/{token}/{NOTICES.get(kind, 'alles')}" if token else ""


def letter(claimed: Claimed, recipient: Recipient, settings: Settings, now: datetime) -> EmailMessage:
    """Make the mail; raises `NotDelivered` with code 550 when its words or address make no mail."""
    try:
        stop_url = settings.base_url + recipient.stop_path if recipient.stop_path else ""
        rendered = render(
            claimed.template,
            claimed.context,
            language=recipient.language,
            base_url=settings.base_url,
            stop_url=stop_url,
        )
        given = claimed.context.get("calendar")
        return compose(
            rendered,
            sender=settings.mail_from,
            to=recipient.address,
            message_id=message_id(claimed.id, settings.mail_domain),
            at=now,
            language=recipient.language,
            appointment=Appointment(given["method"], given["text"]) if given else None,
            stop_url=stop_url,
        )
    except (TemplateError, UnknownMail, BadLetter, KeyError, TypeError, ValueError) as wrong:
        raise NotDelivered(550, f"{type(wrong).__name__}: {wrong}", "us") from wrong


def hand_over(message: EmailMessage, settings: Settings) -> None:
    """Give the mail to the mail server; raises `NotDelivered`.

    Only what the server says about this recipient or this mail is final; that the server is away, full or
    does not know us is a matter for the operator and is tried again.
    """
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=ANSWER_SECONDS) as server:
            if settings.smtp_starttls:
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise NotDelivered(code, f"{code} {_readable(words)}", "recipient") from refused
    except smtplib.SMTPDataError as refused:
        raise NotDelivered(refused.smtp_code, f"{refused.smtp_code} {_readable(refused.smtp_error)}") from refused
    except (OSError, smtplib.SMTPException) as away:
        raise NotDelivered(None, f"{type(away).__name__}: {away}") from away


def _readable(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
