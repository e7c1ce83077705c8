"""Shows home organisations the digests that wait for their word, who waits for whom, and takes that word."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from kernpartner.digests import queries, service
from kernpartner.digests.rules import LISTS, SignProblem
from kernpartner.organisations.rules import Action
from kernpartner.web.digests.door import Answer, bp
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _, ngettext
from kernpartner.web.transaction import commit, database, now, today


@bp.get("/themaberichten/tekenen")
@needs(Action.SIGN_DIGEST)
def listing() -> str:
    """List the digests that are read over now, with what the own organisation and the others said."""
    session, may_prepare = database(), current_user.may(Action.PREPARE_MEETING)
    found = queries.in_circulation(session, current_user.district_id)
    standings = queries.standings_of(session, found, today())
    mine = {
        key: next((said for said in rows if said.organisation_id == current_user.chosen), None)
        for key, rows in standings.items()
    }
    return render_template(
        "digests/listing.html",
        digests=[one for one in found if mine[one.id] is not None or may_prepare],
        standings=standings,
        mine=mine,
        waiting=sum(said is not None and said.choice is None for said in mine.values()),
        came_back=len(queries.came_back(session, current_user.district_id, today())) if may_prepare else 0,
        today=today(),
    )


@bp.get("/themaberichten/tekenen/<uuid:digest_id>")
@needs(Action.SIGN_DIGEST)
def review(digest_id: uuid.UUID) -> str:
    """Show one digest as the partner will read it, with who agrees and the form to say something."""
    return _review(_in_circulation(digest_id), {}, {})


@bp.post("/themaberichten/tekenen/<uuid:digest_id>")
@needs(Action.SIGN_DIGEST)
def sign(digest_id: uuid.UUID) -> Answer:
    """Agree or ask for a change (`choice`, `remark`); 422 with the page when something is missing."""
    found = _in_circulation(digest_id)
    read = request.form.get("hash") or "nothing"
    choice, remark = request.form.get("choice", ""), request.form.get("remark", "")
    try:
        service.sign(database(), actor(), digest_id, choice, remark, now(), read=read)
    except service.DigestMoved:
        flash(_("Het bericht is intussen gewijzigd. Lees het nog een keer."))
        return redirect(url_for("digests.review", digest_id=digest_id))
    except service.SignRefused as refused:
        field = "choice" if refused.problem is SignProblem.CHOICE_UNKNOWN else "remark"
        return _review(found, {field: refused.problem.value}, request.form.to_dict()), 422
    except (service.NotASigner, service.DigestClosed):
        abort(404)
    commit()
    flash(_("Uw antwoord is bewaard."))
    return redirect(url_for("digests.listing"))


@bp.post("/themaberichten/tekenen/alles")
@needs(Action.SIGN_DIGEST)
def sign_all() -> Answer:
    """Agree to what waited for the own organisation when the list was shown (`read`: hashes), and to nothing newer."""
    count = service.sign_all(database(), actor(), now(), read=request.form.get("read", "").split())
    commit()
    flash(ngettext("U gaf akkoord op 1 bericht.", "U gaf akkoord op %(num)d berichten.", count))
    return redirect(url_for("digests.listing"))


@bp.post("/themaberichten/tekenen/<uuid:digest_id>/weglaten")
@needs(Action.PREPARE_MEETING)
def leave_out(digest_id: uuid.UUID) -> Answer:
    """Leave the ticked parts (`part`) of the content that was read (`hash`) out; everybody then agrees again."""
    found = _in_circulation(digest_id)
    parts, read = request.form.getlist("part"), request.form.get("hash") or "nothing"
    try:
        changed = service.leave_out(database(), actor(), found.id, parts, now(), read=read)
    except service.DigestMoved:
        flash(_("Het bericht is intussen gewijzigd. Lees het nog een keer."))
        return redirect(url_for("digests.review", digest_id=digest_id))
    except service.DigestClosed:
        abort(404)
    commit()
    flash(_("Het bericht is gewijzigd. Iedereen leest het opnieuw.") if changed else _("Er is niets gewijzigd."))
    return redirect(url_for("digests.review", digest_id=digest_id))


@bp.post("/themaberichten/tekenen/<uuid:digest_id>/inhouden")
@needs(Action.PREPARE_MEETING)
def withhold(digest_id: uuid.UUID) -> Answer:
    """Let a digest never leave."""
    try:
        service.withhold(database(), actor(), _in_circulation(digest_id).id, now())
    except service.DigestClosed:
        abort(404)
    commit()
    flash(_("Dit bericht gaat niet naar de partner."))
    return redirect(url_for("digests.listing"))


def _in_circulation(digest_id: uuid.UUID) -> Any:
    """Give the digest if it is read over now and this person's organisation has a say in it; 404 otherwise."""
    found = queries.digest(database(), digest_id)
    if found is None or found.district_id != current_user.district_id or found.status != "compiled":
        abort(404)
    signers = {one.organisation_id for one in queries.standings(database(), found, today())}
    if current_user.chosen not in signers and not current_user.may(Action.PREPARE_MEETING):
        abort(404)
    return found


def _review(found: Any, problems: dict[str, str], given: dict[str, str]) -> str:
    standings = queries.standings(database(), found, today())
    return render_template(
        "digests/review.html",
        digest=found,
        content=found.content,
        standings=standings,
        mine=next((one for one in standings if one.organisation_id == current_user.chosen), None),
        problems=problems,
        given=given,
        may_prepare=current_user.may(Action.PREPARE_MEETING),
        lists=LISTS,
        today=today(),
    )
