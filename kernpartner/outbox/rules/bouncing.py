"""Decides what a refusal or a delivery report (RFC 3464) says about an address, and when it gets no more mail."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from enum import StrEnum

# So many passing refusals without anybody looking at them count as one final refusal.
SOFT_LIMIT = 3
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# "No such user", "mailbox moved", "no such domain": RFC 5321 section 4.2.3; 552 and 554 also say full, big or unwanted.
_FINAL_CODES = frozenset({550, 551, 553})
_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^>\s]+>)", re.IGNORECASE | re.MULTILINE)


class Severity(StrEnum):
    """Whether a refusal is about the address for good, or about this moment or this mail."""

    HARD = "hard"
    SOFT = "soft"


class UnreadableReport(ValueError):
    """This is no delivery report (`multipart/report; report-type=delivery-status`)."""


@dataclass(frozen=True)
class Failure:
    """That a mail of ours did not arrive: our Message-ID, the status (`5.1.1`) and the words of the other server."""

    message_id: str
    status: str
    words: str


def severity(code: int | None, words: str) -> Severity:
    """Decide from the enhanced status in the words (RFC 3463), and from the code where there is none.

    Final: 5.1.x (the address), 5.2.1 (mailbox closed) and 5.4.4 (no such host). A full mailbox, a mail that is
    too big or one that is taken for spam says nothing about the address.
    """
    found = _STATUS.search(words)
    if found is None:
        return Severity.HARD if code in _FINAL_CODES else Severity.SOFT
    kind, subject, detail = (int(part) for part in found.groups())
    final = kind == 5 and (subject == 1 or (subject, detail) in {(2, 1), (4, 4)})
    return Severity.HARD if final else Severity.SOFT


def unreachable(severities: Collection[str]) -> bool:
    """Say whether an address gets no more mail: one final refusal, or three passing ones, that nobody looked at."""
    return Severity.HARD in severities or len(severities) >= SOFT_LIMIT


def read_report(raw: bytes) -> list[Failure]:
    """Give what a delivery report says did not arrive; empty when it only tells of delay or success.

    Only what names a mail by its Message-ID counts: who does not know that number cannot close an address.
    Raises `UnreadableReport`.
    """
    report = message_from_bytes(raw, policy=compat32)
    if report.get_content_type() != "multipart/report":
        raise UnreadableReport("this is no delivery report")
    parts = [part for part in report.walk() if part is not report]
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    about = _about(parts)
    if status is None or about is None:
        raise UnreadableReport("this delivery report does not say which mail it is about")
    return list(_failures(status, about))


def mail_of(message_id: str) -> uuid.UUID | None:
    """Give the row that a Message-ID of ours (`<row id@domain>`) is about; nothing when it is not ours."""
    try:
        return uuid.UUID(message_id.strip("<>").rpartition("@")[0])
    except ValueError:
        return None


def _about(parts: Iterable[Message]) -> str | None:
    """Give the Message-ID of the mail that came back, from the copy or the headers at the end of the report."""
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            body = part.get_payload(decode=True)
            found = _MESSAGE_ID.search(body.decode("utf-8", "replace") if isinstance(body, bytes) else "")
            if found:
                return found.group(1)
        elif part.get_content_type() == "message/rfc822":
            given = next((inside.get("Message-ID") for inside in _blocks(part)), None)
            if given:
                return str(given).strip()
    return None


def _failures(status: Message, about: str) -> Iterable[Failure]:
    for block in _blocks(status):
        if str(block.get("Action", "")).strip().lower() != "failed":
            continue
        words = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
        yield Failure(about, str(block.get("Status", "")).strip(), words)


def _blocks(part: Message) -> list[Message]:
    """Give the blocks of headers that a part holds."""
    inside = part.get_payload()
    return [block for block in inside if isinstance(block, Message)] if isinstance(inside, list) else []
