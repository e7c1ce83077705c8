"""Changes what partners hear of their offers: a mail, without content, when something came of one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from kernpartner.digests import queries
from kernpartner.digests.queries import Came
from kernpartner.digests.service.subscribing import wish_row
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation
from kernpartner.organisations.rules import Role
from kernpartner.outbox.service import queue_mail

# Being invited and agreeing to something reaches a partner by itself; these two do not.
WORTH_A_MAIL = frozenset({Came.DISCUSSED, Came.HELPED})
# What came of an offer long ago is told on the page only: a mail must not be the first thing a new colleague gets.
NEWS = timedelta(days=60)


def tell_results(session: Session, district_id: uuid.UUID, on: date, now: datetime) -> int:
    """Mail each partner that something came of its offer, once per offer and event; give how many mails are new."""
    told = 0
    for partner in _partners(session, district_id, on):
        for result in queries.what_came_of(session, partner.id, on, now):
            if result.came in WORTH_A_MAIL and on - result.on <= NEWS:
                told += _mail(session, partner, "offer_result", result.key, on, now)
    return told


def _mail(session: Session, partner: Organisation, kind: str, key: str, on: date, now: datetime) -> int:
    """Queue a notice without content for everybody who acts for the partner; give how many are new.

    Each has a wish from here on, so that the mail can say where it stops.
    """
    people = organisation_queries.members(session, partner.id, on, Role.PARTNER)
    for person in people:
        wish_row(session, person.id)
    return sum(
        queue_mail(
            session,
            kind=kind,
            dedupe_key=f"{kind}:{key}:{person.id}",
            to_person=person.id,
            to_address=person.email,
            template=kind,
            context={"organisation": partner.label},
            due_at=now,
            language=person.language,
        )
        for person in people
    )


def _partners(session: Session, district_id: uuid.UUID, on: date) -> Sequence[Organisation]:
    core = {kind.slug for kind in organisation_queries.types(session) if kind.is_core_partner}
    return [
        organisation
        for organisation in organisation_queries.organisations(session, district_id, on=on)
        if organisation.type_slug not in core
    ]
