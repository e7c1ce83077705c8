"""Decides when a mail is tried again, when it is given up, and what its answer from the mail server means."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from enum import StrEnum

# Longer than one SMTP conversation may last (connect and each answer at most 20 s), shorter than patience.
LEASE = timedelta(minutes=2)
# How long an id may lie at the broker before the sweep offers it again.
OFFER = timedelta(seconds=60)
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_ERROR = 300


class Answer(StrEnum):
    """What to do after an attempt that did not succeed."""

    RETRY = "retry"
    FAIL = "fail"


def wait_after(attempts: int, mail_id: uuid.UUID) -> timedelta:
    """Give how long to wait after this many attempts: `min(1 h, 2^attempts s)`, spread by up to a quarter.

    The spread comes from the id and the attempt, so that mails that failed together do not return
    together and the same mail always gets the same answer.
    """
    plain = min(LONGEST_WAIT.total_seconds(), 2.0 ** min(attempts, 20))
    digest = hashlib.sha256(mail_id.bytes + attempts.to_bytes(4, "big")).digest()
    spread = int.from_bytes(digest[:4], "big") / 2**32
    return timedelta(seconds=plain * (1 + spread / 4))


def answer_to(code: int | None, first_tried_at: datetime, now: datetime) -> Answer:
    """Decide about a failed attempt: a 5xx `code` is final; the rest is tried for 24 hours.

    `code` is the answer of the mail server, or nothing when the line dropped or nobody answered.
    """
    if code is not None and 500 <= code < 600:
        return Answer.FAIL
    return Answer.FAIL if now - first_tried_at >= GIVE_UP_AFTER else Answer.RETRY


def message_id(mail_id: uuid.UUID, domain: str) -> str:
    """Give the Message-ID: the same on every attempt, so that two copies can be seen to be one mail."""
    return f"<{mail_id}@{domain}>"


def short_error(error: str) -> str:
    """Give one line of at most 300 characters that says what went wrong."""
    return " ".join(error.replace("\0", " ").split())[:LONGEST_ERROR]
