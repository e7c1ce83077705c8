"""Changes mails to send, what came back of them, and notes of periodic work."""

from kernpartner.outbox.service.bouncing import note_refusal, settle_bounces, take_report
from kernpartner.outbox.service.sending import (
    Claimed,
    beat,
    claim,
    finish_job,
    forget_contents,
    mark_cancelled,
    mark_failed,
    mark_not_sent,
    mark_retry,
    mark_sent,
    offer_due,
    queue_mail,
    start_job,
)

__all__ = [
    "Claimed",
    "beat",
    "claim",
    "finish_job",
    "forget_contents",
    "mark_cancelled",
    "mark_failed",
    "mark_not_sent",
    "mark_retry",
    "mark_sent",
    "note_refusal",
    "offer_due",
    "queue_mail",
    "settle_bounces",
    "start_job",
    "take_report",
]
