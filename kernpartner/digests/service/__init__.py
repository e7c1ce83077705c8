"""Changes digests: compiled from what was released, signed by who wrote, delivered to the partner."""

from kernpartner.digests.service.compiling import compile_due
from kernpartner.digests.service.delivering import mark_read, release_signed, resume_mails, stop_mails
from kernpartner.digests.service.signing import (
    DigestClosed,
    NotASigner,
    SignRefused,
    leave_out,
    remind,
    sign,
    sign_all,
    withhold,
)

__all__ = [
    "DigestClosed",
    "NotASigner",
    "SignRefused",
    "compile_due",
    "leave_out",
    "mark_read",
    "release_signed",
    "remind",
    "resume_mails",
    "sign",
    "sign_all",
    "stop_mails",
    "withhold",
]
