"""Reads paraphrases: those to approve, those a digest may tell, and the blocks somebody can write one about."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.concerns import queries as concern_queries
from kernpartner.digests.models import Paraphrase, ParaphraseApproval
from kernpartner.digests.rules import Behind, approvers_problem, is_told, shares_words, told_from, wide_enough
from kernpartner.publications import queries as publication_queries
from kernpartner.publications.queries import Band
from kernpartner.tally import queries as tally_queries

ABOUT_THE_LAST = timedelta(days=365)


@dataclass(frozen=True)
class ParaphraseRow:
    """A paraphrase with how far it is; `approved_on` is the day of the approval that made it enough.

    Says nothing of how many cases or schools stand behind it: whether that is enough shows in no page.
    """

    paraphrase: Paraphrase
    period: str
    approvers: tuple[tuple[uuid.UUID, uuid.UUID], ...]
    approved_on: date | None

    @property
    def told_from(self) -> date | None:
        """Give the first day on which it may stand in a digest, once it is approved."""
        return told_from(self.approved_on) if self.approved_on else None


def shown_blocks(session: Session, area_id: uuid.UUID, on: date) -> Sequence[Band]:
    """Give the blocks of an area that were shown in the last year, newest first: only those can be put in words."""
    bands = publication_queries.released_bands(session, audience="digest", area_id=area_id, on=on)
    return [band for band in reversed(bands) if band.lo is not None and band.released_on > on - ABOUT_THE_LAST]


def paraphrases(session: Session, area_ids: Sequence[uuid.UUID], on: date) -> Sequence[ParaphraseRow]:
    """Give the paraphrases of areas that were not withdrawn, newest first."""
    found = session.scalars(
        select(Paraphrase)
        .where(Paraphrase.area_id.in_(area_ids), Paraphrase.withdrawn_at.is_(None))
        .order_by(Paraphrase.written_at.desc(), Paraphrase.id.desc())
    ).all()
    return _rows(session, found, on)


def paraphrase(session: Session, paraphrase_id: uuid.UUID, on: date) -> ParaphraseRow | None:
    """Give one paraphrase that was not withdrawn."""
    found = session.get(Paraphrase, paraphrase_id)
    return _rows(session, [found], on)[0] if found is not None and found.withdrawn_at is None else None


def to_tell(session: Session, area_id: uuid.UUID, theme_id: uuid.UUID, on: date) -> Sequence[str]:
    """Give the paraphrases of a theme that a digest may tell on a day, newest first.

    Approved by two people of two organisations a quarter ago; its block is shown; three schools and two
    organisations stand behind that block; and no five words in a row are those of a concern. Whichever of
    these fails, the text stays away and nothing says why.
    """
    rows = [
        row
        for row in paraphrases(session, [area_id], on)
        if row.paraphrase.theme_id == theme_id and row.approved_on is not None and is_told(row.approved_on, on)
    ]
    if not rows:
        return []
    blocks = {band.statement_id: band for band in _bands(session, area_id, on)}
    texts = concern_queries.texts_of_area(session, area_id)
    return [
        row.paraphrase.text
        for row in rows
        if (band := blocks.get(row.paraphrase.statement_id)) is not None
        and band.lo is not None
        and wide_enough(_behind(session, band))
        and not shares_words(row.paraphrase.text, texts)
    ]


def _behind(session: Session, band: Band) -> Behind:
    """Give who stands behind a block, from the closed counts it was released from."""
    rows = [
        row
        for row in tally_queries.theme_quarters(
            session, area_id=band.area_id, since=min(band.periods), until=max(band.periods)
        )
        if row.theme_id == band.theme_id and row.period in band.periods and row.n > 0
    ]
    schools = frozenset(row.school_id for row in rows if row.school_id is not None)
    return Behind(schools, frozenset(row.organisation_id for row in rows))


def _bands(session: Session, area_id: uuid.UUID, on: date) -> Sequence[Band]:
    return publication_queries.released_bands(session, audience="digest", area_id=area_id, on=on)


def _rows(session: Session, found: Sequence[Paraphrase], on: date) -> list[ParaphraseRow]:
    given: dict[uuid.UUID, list[ParaphraseApproval]] = {one.id: [] for one in found}
    for approval in session.scalars(
        select(ParaphraseApproval)
        .where(ParaphraseApproval.paraphrase_id.in_(list(given)))
        .order_by(ParaphraseApproval.at, ParaphraseApproval.id)
    ):
        given[approval.paraphrase_id].append(approval)
    periods = {
        band.statement_id: band.period_label
        for area_id in {one.area_id for one in found}
        for band in _bands(session, area_id, on)
    }
    return [_row(one, given[one.id], periods.get(one.statement_id, "")) for one in found]


def _row(one: Paraphrase, approvals: Sequence[ParaphraseApproval], period: str) -> ParaphraseRow:
    approvers = tuple((approval.person_id, approval.organisation_id) for approval in approvals)
    enough = next(
        (at for at in range(1, len(approvers) + 1) if not approvers_problem(one.written_by, approvers[:at])), None
    )
    return ParaphraseRow(one, period, approvers, approvals[enough - 1].at.date() if enough else None)
