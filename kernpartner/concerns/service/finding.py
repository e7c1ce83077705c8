"""Finds the concern that is to be changed, locks it, and says what is wrong with one that cannot be stored."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor
from kernpartner.concerns.models import Concern
from kernpartner.concerns.rules import Problem
from kernpartner.districts import queries as district_queries
from kernpartner.privacy.deidentify import DistrictLists


class ConcernIncomplete(ValueError):
    """Something is missing or wrong; `problems` says what, per field."""

    def __init__(self, found: dict[str, Problem]) -> None:
        super().__init__(", ".join(f"{name}: {what.value}" for name, what in found.items()))
        self.problems = found


class ConcernGone(LookupError):
    """There is no such concern, or its text is no longer there."""


def lists_for(session: Session, district_id: uuid.UUID, kept: Collection[str] = ()) -> DistrictLists:
    """Give the district's word lists with the words that this author says are no names."""
    lists = district_queries.word_lists(session, district_id)
    return dataclasses.replace(lists, allowed=lists.allowed | {word.lower() for word in kept if word.strip()})


def locked(session: Session, concern_id: uuid.UUID) -> Concern:
    """Give the open concern with its row locked; raises `ConcernGone`."""
    concern = session.scalar(
        select(Concern).where(Concern.id == concern_id, Concern.status == "open").with_for_update(),
        execution_options={"populate_existing": True},
    )
    if concern is None:
        raise ConcernGone(f"no open concern {concern_id}")
    return concern


def own(session: Session, actor: Actor, concern_id: uuid.UUID) -> Concern:
    """Give the open concern of the actor's own organisation with its row locked; raises `ConcernGone`.

    A concern of another organisation is answered like one that is not there.
    """
    concern = locked(session, concern_id)
    if concern.organisation_id != actor.organisation_id:
        raise ConcernGone(f"no open concern {concern_id}")
    return concern
