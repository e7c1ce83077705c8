"""Changes what is known of addresses: notes refusals, reads delivery reports, and lets somebody settle them."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kernpartner.db.uuid7 import uuid7
from kernpartner.outbox.models import Bounce, Mail
from kernpartner.outbox.rules import mail_of, read_report, severity, short_error
from kernpartner.outbox.service.sending import Claimed


def note_refusal(
    session: Session, claimed: Claimed, *, address: str, code: int | None, words: str, now: datetime
) -> bool:
    """Note that the mail server refused a mail for good; `code` only where it was said of the recipient.

    False when this attempt was noted before.
    """
    return _note(
        session,
        address=address,
        mail_id=claimed.id,
        report=f"{claimed.id}:{claimed.attempts}",
        severity=severity(code, words).value,
        status=str(code or ""),
        words=words,
        now=now,
    )


def take_report(session: Session, raw: bytes, now: datetime) -> int:
    """Note what a delivery report (RFC 3464) says did not arrive; give how many refusals are new.

    It counts only for a mail that we sent, and against the address that mail went to: the number in our
    Message-ID is known to who got the mail and to nobody else. Raises `UnreadableReport`.
    """
    new = 0
    for failure in read_report(raw):
        mail_id = mail_of(failure.message_id)
        mail = session.get(Mail, mail_id, populate_existing=True) if mail_id is not None else None
        if mail is None or mail.status != "sent":
            continue
        new += _note(
            session,
            address=mail.to_address,
            mail_id=mail.id,
            report=hashlib.sha256(raw).hexdigest(),
            severity=severity(None, failure.status or failure.words).value,
            status=failure.status,
            words=failure.words,
            now=now,
        )
    return new


def settle_bounces(session: Session, address: str, by: uuid.UUID | None, now: datetime) -> int:
    """Send mail to this address again: somebody looked at what it refused; give how many refusals that settles."""
    done = session.scalars(
        update(Bounce)
        .where(Bounce.address == address.lower(), Bounce.settled_at.is_(None))
        .values(settled_at=now, settled_by=by)
        .returning(Bounce.id)
        .execution_options(synchronize_session=False)
    )
    return len(done.all())


def _note(
    session: Session,
    *,
    address: str,
    mail_id: uuid.UUID,
    report: str,
    severity: str,
    status: str,
    words: str,
    now: datetime,
) -> bool:
    written = session.execute(
        insert(Bounce)
        .values(
            id=uuid7(),
            address=address.lower(),
            mail_id=mail_id,
            report=report,
            severity=severity,
            status=short_error(status),
            words=short_error(words),
            at=now,
        )
        .on_conflict_do_nothing(index_elements=["report"])
        .returning(Bounce.id)
    )
    return written.first() is not None
