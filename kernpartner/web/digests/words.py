"""Shows the words for partners: paraphrases to write and approve, and lessons in which an offer helped."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from kernpartner.digests import queries, service
from kernpartner.digests.queries import ParaphraseRow
from kernpartner.digests.rules import APPROVALS, PARAPHRASE_LIMIT, ParaphraseProblem
from kernpartner.districts import queries as district_queries
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.themes import queries as theme_queries
from kernpartner.web.digests.door import Answer, bp
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today


@bp.get("/themaberichten/woorden")
@needs(Action.SIGN_DIGEST)
def words() -> str:
    """List the paraphrases of the own areas with how far they are, and the form to write one."""
    return _page({}, {})


@bp.post("/themaberichten/woorden")
@needs(Action.SIGN_DIGEST)
def write() -> Answer:
    """Keep a paraphrase (`block`, `text`); 422 with the page when it cannot be told."""
    block, area_id = _block(request.form.get("block", ""))
    if block is None or area_id is None:
        return _page({"block": ParaphraseProblem.BLOCK_MISSING.value}, request.form.to_dict()), 422
    try:
        service.write_paraphrase(
            database(), actor(), area_id=area_id, statement_id=block, text=request.form.get("text", ""), now=now()
        )
    except service.ParaphraseRefused as refused:
        return _page({"text": refused.problem.value}, request.form.to_dict()), 422
    commit()
    flash(_("Bewaard. Twee mensen van twee organisaties kijken mee voordat partners het lezen."))
    return redirect(url_for("digests.words"))


@bp.post("/themaberichten/woorden/<uuid:paraphrase_id>/goedkeuren")
@needs(Action.SIGN_DIGEST)
def approve(paraphrase_id: uuid.UUID) -> Answer:
    """Say that somebody recognises these words in more than one case and nobody in them."""
    _one(paraphrase_id)
    try:
        service.approve_paraphrase(database(), actor(), paraphrase_id, now())
    except (service.NotYourParaphrase, service.ParaphraseGone):
        abort(404)
    commit()
    flash(_("U keurde de tekst goed."))
    return redirect(url_for("digests.words"))


@bp.post("/themaberichten/woorden/<uuid:paraphrase_id>/intrekken")
@needs(Action.SIGN_DIGEST)
def withdraw(paraphrase_id: uuid.UUID) -> Answer:
    """Take an own paraphrase back."""
    _one(paraphrase_id)
    try:
        service.withdraw_paraphrase(database(), actor(), paraphrase_id, now())
    except (service.NotYourParaphrase, service.ParaphraseGone):
        abort(404)
    commit()
    flash(_("De tekst is ingetrokken. Partners lezen hem niet meer in een nieuw bericht."))
    return redirect(url_for("digests.words"))


@bp.post("/themaberichten/woorden/les/<uuid:lesson_id>")
@needs(Action.SIGN_DIGEST)
def offer_helped(lesson_id: uuid.UUID) -> Answer:
    """Say which offer helped in an own lesson (`offer`); the partner hears of it a quarter later."""
    try:
        offer_id = uuid.UUID(request.form.get("offer", ""))
    except ValueError:
        flash(_("Kies welke bijdrage hielp."))
        return redirect(url_for("digests.words", _anchor="lessen"))
    if not service.name_offer_used(database(), actor(), lesson_id, offer_id, now()):
        abort(404)
    commit()
    flash(_("Dank u. De partner leest dit later in een themabericht."))
    return redirect(url_for("digests.words", _anchor="lessen"))


def _page(problems: dict[str, str], given: dict[str, str]) -> str:
    session, on = database(), today()
    labels = {theme.id: theme.label for theme in theme_queries.current_themes(session, current_user.district_id, on)}
    areas = _areas()
    rows = queries.paraphrases(session, [area.id for area in areas], on)
    return render_template(
        "digests/words.html",
        problems=problems,
        given=given,
        blocks=[
            (block.statement_id, f"{labels.get(block.theme_id, '')}, {block.period_label} ({area.label})")
            for area in areas
            for block in queries.shown_blocks(session, area.id, on)
        ],
        to_approve=[row for row in rows if _waits_for_me(row)],
        others=[row for row in rows if not _waits_for_me(row)],
        lessons=queries.lessons_to_name(session, current_user.chosen, list(labels), on),
        labels=labels,
        areas={area.id: area.label for area in areas},
        approvals=APPROVALS,
        limit=PARAPHRASE_LIMIT,
        today=on,
    )


def _waits_for_me(row: ParaphraseRow) -> bool:
    """Say whether this person can still help: enough is enough, nobody counts twice, and not the writer."""
    mine = current_user.person_id in {person for person, _organisation in row.approvers}
    return row.approved_on is None and not mine and row.paraphrase.written_by != current_user.person_id


def _areas() -> Sequence[Any]:
    """Give the areas of which this organisation signs the digests."""
    own = organisation_queries.organisation(database(), current_user.chosen).area_id
    found = district_queries.areas(database(), current_user.district_id)
    return [area for area in found if own in (None, area.id)]


def _block(given: str) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """Give the block that was chosen and its area, if it is one of those that were offered."""
    for area in _areas():
        for block in queries.shown_blocks(database(), area.id, today()):
            if str(block.statement_id) == given:
                return block.statement_id, area.id
    return None, None


def _one(paraphrase_id: uuid.UUID) -> ParaphraseRow:
    found = queries.paraphrase(database(), paraphrase_id, today())
    if found is None or found.paraphrase.area_id not in {area.id for area in _areas()}:
        abort(404)
    return found
