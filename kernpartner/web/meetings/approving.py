"""Takes approvals and amendments of minutes, gives them on paper or together, and shows what may be public."""

from __future__ import annotations

import uuid

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.meetings import queries, service
from kernpartner.meetings.rules.approving import MinutesChoice, Standing
from kernpartner.organisations.rules import Action
from kernpartner.themes import queries as theme_queries
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _, chosen
from kernpartner.web.meetings.after import after_page
from kernpartner.web.meetings.door import bp, readable, typed_number
from kernpartner.web.transaction import commit, database, now, today, undo


@bp.post("/overleggen/<uuid:meeting_id>/verslag/voorleggen")
@needs(Action.PREPARE_MEETING)
def submit(meeting_id: uuid.UUID) -> Response:
    """Put the minutes before everybody who attended."""
    readable(meeting_id)
    try:
        service.submit_minutes(database(), actor(), meeting_id, now())
    except service.NobodyAttended:
        undo()
        flash(_("Leg eerst vast wie erbij was. Zij keuren het verslag goed."))
        return redirect(url_for("meetings.after", meeting_id=meeting_id, _anchor="aanwezig"))
    except (service.NothingToSettle, service.MinutesAreFinal):
        undo()
        abort(404)
    commit()
    flash(_("Het verslag ligt voor. Wie erbij was, krijgt een mail."))
    return redirect(url_for("meetings.after", meeting_id=meeting_id, _anchor="goedkeuring"))


@bp.post("/overleggen/<uuid:meeting_id>/verslag/antwoord")
@needs(Action.SEE_AGENDA)
def answer_minutes(meeting_id: uuid.UUID) -> Response | tuple[str, int]:
    """Take an approval or an amendment (`answer`, `amendment`, `version`) of who attended."""
    readable(meeting_id)
    answer, words = request.form.get("answer", ""), request.form.get("amendment", "")
    seen = typed_number(request.form.get("version"))
    try:
        if answer not in set(MinutesChoice):
            raise service.ItemRefused({"answer": service.MeetingProblem.CHOICE_MISSING})
        standing = service.answer_minutes(database(), actor(), meeting_id, MinutesChoice(answer), words, seen, now())
    except service.ItemRefused as refused:
        undo()
        problems = {k: v.value for k, v in refused.problems.items()}
        return after_page(meeting_id, None, dict(request.form), problems), 422
    except service.NothingToSettle:
        undo()
        flash(_("Er is een nieuwere versie van het verslag. Lees die eerst."))
        return after_page(meeting_id, None, dict(request.form), {}), 409
    except (service.NotYourMeeting, service.MinutesAreFinal):
        undo()
        abort(404)
    commit()
    if standing is Standing.FINAL:
        flash(_("Iedereen keurde het verslag goed. Het staat nu vast."))
    else:
        flash(_("Dank u wel. Uw antwoord is bewaard."))
    return redirect(url_for("meetings.after", meeting_id=meeting_id, _anchor="goedkeuring"))


@bp.post("/overleggen/<uuid:meeting_id>/verslag/openbaar")
@needs(Action.SIGN_DIGEST)
def consent(meeting_id: uuid.UUID) -> Response:
    """Note whether the own organisation lets everybody read the outcome (`agreed`: ja or nee)."""
    readable(meeting_id)
    try:
        service.consent_outcome(database(), actor(), meeting_id, request.form.get("agreed") == "ja", now())
    except (service.NothingToSettle, service.NotYourMeeting):
        undo()
        abort(404)
    commit()
    flash(_("De keuze van uw organisatie is bewaard."))
    return redirect(url_for("meetings.after", meeting_id=meeting_id, _anchor="openbaar"))


@bp.get("/overleggen/<uuid:meeting_id>/verslag.pdf")
@needs(Action.SEE_AGENDA)
def minutes_paper(meeting_id: uuid.UUID) -> Response:
    """Give the minutes on paper: what was submitted last, or the draft."""
    from kernpartner.documents import pdf

    meeting = readable(meeting_id)
    if meeting.status not in {"settled", "held"}:
        abort(404)
    sheet = queries.minutes_sheet(database(), meeting, now(), language=chosen())
    answer = make_response(pdf.minutes(sheet))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="verslag-{sheet.date.isoformat()}.pdf"'
    return answer


@bp.get("/overleggen/verslagen")
@needs(Action.SEE_AGENDA)
def minutes_together() -> str:
    """Show what came of several meetings: of one school or area (`over`), about one theme (`thema`), or all."""
    session = database()
    found = (
        queries.meetings_of_district(session, current_user.district_id)
        if current_user.may(Action.PREPARE_MEETING)
        else queries.meetings_for(session, current_user.chosen, today())
    )
    held = [one for one in found if one.status in {"settled", "held"}]
    labels = {str(one.school_id or one.area_id): queries.about(session, one) for one in held}
    wanted, slug = request.args.get("over", ""), request.args.get("thema", "")
    theme = theme_queries.theme_by_slug(session, current_user.district_id, slug) if slug else None
    kept = [one for one in held if wanted not in labels or str(one.school_id or one.area_id) == wanted]
    return render_template(
        "meetings/together.html",
        found=queries.compiled(session, kept, theme_id=theme.id if theme else None),
        labels=labels,
        over=wanted if wanted in labels else "",
        theme=theme.slug if theme else "",
        themes=[
            (one.slug, one.label) for one in theme_queries.current_themes(session, current_user.district_id, today())
        ],
    )


@bp.get("/uitkomst/<uuid:meeting_id>")
def public_outcome(meeting_id: uuid.UUID) -> str:
    """Show everybody what a meeting decided and agreed, when every home organisation let it be read."""
    found = queries.public_outcome(database(), meeting_id, today())
    if found is None:
        abort(404)
    return render_template("meetings/public.html", found=found)
