"""Finds the consultation that is to be changed, locks it, and says why it may not be."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.concerns.models import Concern
from kernpartner.concerns.service import lists_for
from kernpartner.consultations import queries
from kernpartner.consultations.models import Consultation
from kernpartner.consultations.rules import OutcomeProblem
from kernpartner.privacy.deidentify import clean

LOCAL = ZoneInfo("Europe/Amsterdam")


class NotTheAuthor(PermissionError):
    """Only the author opens a concern to others."""


class NoSchool(ValueError):
    """A concern without a school has no core team to ask."""


class AlreadyAsked(ValueError):
    """Advice was asked on this concern before."""


class ConsultationClosed(ValueError):
    """The consultation is closed or withdrawn, or was never open to this organisation."""


class OutcomeRefused(ValueError):
    """The consultation may not end like this; `problem` says why."""

    def __init__(self, problem: OutcomeProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class SameOrganisation(PermissionError):
    """A lesson is approved by another organisation than the one that wrote it."""


def open_to(session: Session, actor: Actor, consultation_id: uuid.UUID, now: datetime) -> tuple[Consultation, Concern]:
    """Give the open consultation, its row locked, and its concern; raises `ConsultationClosed`.

    Not open to somebody is answered like not open at all: what is not yours is not there.
    """
    # The page that calls this has read the row before; what somebody else did since then must be seen.
    asked = session.get(Consultation, consultation_id, with_for_update=True, populate_existing=True)
    return _there(session, actor, asked, now)


def opened(session: Session, actor: Actor, consultation_id: uuid.UUID, now: datetime) -> tuple[Consultation, Concern]:
    """Give the open consultation and its concern without holding up others; raises `ConsultationClosed`.

    Somebody who closes it waits until this transaction ends, and then takes along what it wrote.
    """
    asked = session.get(Consultation, consultation_id, with_for_update={"read": True}, populate_existing=True)
    return _there(session, actor, asked, now)


def _there(session: Session, actor: Actor, asked: Consultation | None, now: datetime) -> tuple[Consultation, Concern]:
    if asked is None or asked.status != "open" or actor.organisation_id is None:
        raise ConsultationClosed("the consultation is not open")
    concern = session.get_one(Concern, asked.concern_id, populate_existing=True)
    if concern.status != "open" or queries.relation(session, concern, actor.organisation_id, day_of(now)) is None:
        raise ConsultationClosed("the consultation is not open")
    return asked, concern


def day_of(now: datetime) -> date:
    """Give the day as people in the Netherlands have it."""
    return now.astimezone(LOCAL).date()


def cleaned(session: Session, district_id: uuid.UUID, text: str, kept: Collection[str] = ()) -> str:
    """Give the text without what identifies, by the lists of the district and the author's `kept` words."""
    return clean(text, lists_for(session, district_id, kept)).text
