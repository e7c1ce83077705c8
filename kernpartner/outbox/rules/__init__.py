"""Decides when a mail is tried again or given up, and which addresses get no mail any more."""

from kernpartner.outbox.rules.bouncing import (
    SOFT_LIMIT,
    Failure,
    Severity,
    UnreadableReport,
    mail_of,
    read_report,
    severity,
    unreachable,
)
from kernpartner.outbox.rules.sending import (
    GIVE_UP_AFTER,
    LEASE,
    LONGEST_ERROR,
    LONGEST_WAIT,
    OFFER,
    Answer,
    answer_to,
    message_id,
    short_error,
    wait_after,
)

__all__ = [
    "GIVE_UP_AFTER",
    "LEASE",
    "LONGEST_ERROR",
    "LONGEST_WAIT",
    "OFFER",
    "SOFT_LIMIT",
    "Answer",
    "Failure",
    "Severity",
    "UnreadableReport",
    "answer_to",
    "mail_of",
    "message_id",
    "read_report",
    "severity",
    "short_error",
    "unreachable",
    "wait_after",
]
