"""Lists the consultations that are open to somebody, and lets an author ask and take back."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from kernpartner.audit.service import record
from kernpartner.concerns import queries as concern_queries
from kernpartner.concerns.service import ConcernGone
from kernpartner.consultations import queries, service
from kernpartner.organisations.rules import Action
from kernpartner.web.concerns.door import current_themes, organisation_label
from kernpartner.web.consultations.door import Answer, again, bp, open_to_me
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today, undo


@bp.get("/casussen")
@needs(Action.SEE_CONSULTATIONS)
def listing() -> str:
    """List the open consultations this organisation takes part in, the own ones, and lessons to approve."""
    session = database()
    open_ones = queries.open_to(session, current_user.chosen, today())
    concerns = {asked.id: concern_queries.concern(session, asked.concern_id) for asked in open_ones}
    there = [asked for asked in open_ones if (concern := concerns[asked.id]) and concern.status == "open"]
    page = render_template(
        "consultations/listing.html",
        consultations=there,
        concerns=concerns,
        schools={asked.id: organisation_label(asked.school_id) for asked in there},
        answered={asked.id: queries.replies(session, asked.id) for asked in there},
        today=today(),
        lessons=queries.lessons_waiting(session, current_user.district_id, current_user.chosen),
        labels={theme.id: theme.label for theme in current_themes()},
        organisation_label=organisation_label,
    )
    record(session, actor(), "consultation.listed", "organisation", current_user.chosen, now(), count=len(there))
    commit()
    return page


@bp.post("/signalen/<uuid:concern_id>/advies")
@needs(Action.SEE_OWN_CONCERNS)
def ask(concern_id: uuid.UUID) -> Answer:
    """Ask the core team for advice on an own concern (`question`); 422 with the page when it is empty."""
    question = request.form.get("question", "").strip()
    concern = concern_queries.concern(database(), concern_id)
    if concern is None or concern.organisation_id != current_user.chosen:
        abort(404)
    if not question:
        return again(concern_id, {"question": "question_missing"})
    try:
        service.ask_advice(database(), actor(), concern_id, question, now())
    except (service.NotTheAuthor, service.NoSchool, ConcernGone):
        undo()
        abort(403)
    except service.AlreadyAsked:
        undo()
        flash(_("U had over dit signaal al advies gevraagd."))
        return redirect(url_for("concerns.one", concern_id=concern_id))
    commit()
    flash(_("Uw vraag is gesteld. Het kernteam krijgt bericht."))
    return redirect(url_for("concerns.one", concern_id=concern_id))


@bp.post("/casussen/<uuid:consultation_id>/intrekken")
@needs(Action.SEE_OWN_CONCERNS)
def withdraw(consultation_id: uuid.UUID) -> Answer:
    """Close the text to others at once and erase what was said; only the author may."""
    asked = open_to_me(consultation_id)
    try:
        service.withdraw_consultation(database(), actor(), asked.id, now())
    except service.NotTheAuthor:
        undo()
        abort(403)
    except service.ConsultationClosed:
        # Closed or taken back in another window: the page of the concern says how it stands.
        undo()
        return redirect(url_for("concerns.one", concern_id=asked.concern_id))
    commit()
    flash(_("Uw vraag is ingetrokken. Anderen kunnen niets meer lezen. Wat er gezegd is, is gewist."))
    return redirect(url_for("concerns.one", concern_id=asked.concern_id))
