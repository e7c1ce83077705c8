"""Changes digests: compiled from what was released, signed by who wrote, delivered to the partner."""

from kernpartner.digests.service.compiling import compile_due
from kernpartner.digests.service.delivering import mark_read, release_signed
from kernpartner.digests.service.paraphrasing import (
    NotYourParaphrase,
    ParaphraseGone,
    ParaphraseRefused,
    approve_paraphrase,
    name_offer_used,
    withdraw_paraphrase,
    write_paraphrase,
)
from kernpartner.digests.service.signing import (
    DigestClosed,
    DigestMoved,
    NotASigner,
    SignRefused,
    leave_out,
    remind,
    sign,
    sign_all,
    withhold,
)
from kernpartner.digests.service.subscribing import confirm_address, stop_mails, subscribe
from kernpartner.digests.service.telling import tell_results

__all__ = [
    "DigestClosed",
    "DigestMoved",
    "NotASigner",
    "NotYourParaphrase",
    "ParaphraseGone",
    "ParaphraseRefused",
    "SignRefused",
    "approve_paraphrase",
    "compile_due",
    "confirm_address",
    "leave_out",
    "mark_read",
    "name_offer_used",
    "release_signed",
    "remind",
    "sign",
    "sign_all",
    "stop_mails",
    "subscribe",
    "tell_results",
    "withdraw_paraphrase",
    "withhold",
    "write_paraphrase",
]
