"""Sends what stands in the outbox: a sweep offers ids, one task per mail claims, sends and notes it."""

from __future__ import annotations

import uuid
from datetime import timedelta

from celery import current_app
from kombu.exceptions import ChannelError
from sqlalchemy.orm import Session

from kernpartner.outbox import service
from kernpartner.outbox.rules import OFFER, Answer, message_id
from worker import post
from worker.database import now, settings, today, transaction
from worker.fanning import fan_out
from worker.log import log
from worker.tasking import task

BATCH = 500
# While so many messages wait, more offers would only make the line longer.
LONG_LINE = 2_000
KEEP_CONTENTS = timedelta(days=30)


@task("outbox.sweep")
def sweep() -> int:
    """Offer the mails that are due, or whose sender disappeared, to the workers; give how many."""
    if _waiting() > LONG_LINE:
        log.info("outbox.sweep", skipped="long line")
        return 0
    with transaction() as session:
        ids = service.offer_due(session, now(), BATCH)
        service.beat(session, "outbox.sweep", now())
    sent = fan_out(send, ids, expires=OFFER.total_seconds())
    if ids:
        log.info("outbox.sweep", offered=len(ids), published=sent)
    return sent


@task("outbox.send", soft_time_limit=100, time_limit=115)
def send(mail_id: str) -> str:
    """Send one mail if it is still to be sent, and note what came of it; give that in a word.

    Three steps with a commit after each: claim, send, finish. Whoever dies in between leaves a lease that
    runs out, and the sweep offers the mail again.
    """
    with transaction() as session:
        claimed = service.claim(session, uuid.UUID(mail_id), now())
        recipient = post.recipient_now(session, claimed, today()) if claimed else ""
        if claimed is not None and isinstance(recipient, str):
            service.mark_cancelled(session, claimed, recipient)
    if claimed is None or isinstance(recipient, str):
        return "cancelled" if claimed else "not ours"
    try:
        post.hand_over(post.letter(claimed, recipient, settings(), now()), settings())
    except post.NotDelivered as not_delivered:
        with transaction() as session:
            answer = _note_refusal(session, claimed, recipient.address, not_delivered)
        log.warning(
            "outbox.send",
            mail=mail_id,
            kind=claimed.kind,
            attempts=claimed.attempts,
            code=not_delivered.code,
            outcome=answer.value,
        )
        return answer.value
    with transaction() as session:
        named = message_id(claimed.id, settings().mail_domain)
        noted = service.mark_sent(session, claimed, named, now(), address=recipient.address)
    log.info("outbox.send", mail=mail_id, kind=claimed.kind, attempts=claimed.attempts, outcome="sent", noted=noted)
    return "sent"


@task("outbox.forget")
def forget() -> int:
    """Empty what mails were made from once they are 30 days old; give how many."""
    with transaction() as session:
        count = service.forget_contents(session, now() - KEEP_CONTENTS)
    log.info("outbox.forget", emptied=count)
    return count


def _note_refusal(session: Session, claimed: service.Claimed, address: str, refused: post.NotDelivered) -> Answer:
    """Note the attempt, and what a final answer of the mail server says about the address."""
    answer = service.mark_not_sent(session, claimed, refused.code, str(refused), now())
    if answer is Answer.FAIL and refused.code is not None and refused.said_by != "us":
        code = refused.code if refused.said_by == "recipient" else None
        service.note_refusal(session, claimed, address=address, code=code, words=str(refused), now=now())
    return answer


def _waiting() -> int:
    """Give how many messages wait at the broker; a line that is empty is not there at all."""
    with current_app.connection_for_read() as connection:
        try:
            line = connection.default_channel.queue_declare(current_app.conf.task_default_queue, passive=True)
        except ChannelError:
            return 0
        return int(line.message_count)
