"""Lists the consultations that are open to somebody, and takes questions, replies and outcomes."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from kernpartner.concerns import queries as concern_queries
from kernpartner.concerns.service import ConcernGone
from kernpartner.consultations import queries, service
from kernpartner.consultations.rules import Ending, ReplyKind
from kernpartner.organisations.rules import Action
from kernpartner.web.concerns.door import current_themes, organisation_label
from kernpartner.web.consultations.door import Answer, again, bp, open_to_me
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today, undo
from kernpartner.web.wording import typed_day


@bp.get("/casussen")
@needs(Action.SEE_CONSULTATIONS)
def listing() -> str:
    """List the open consultations this organisation takes part in, the own ones, and lessons to approve."""
    session = database()
    open_ones = queries.open_to(session, current_user.chosen, today())
    concerns = {asked.id: concern_queries.concern(session, asked.concern_id) for asked in open_ones}
    there = [asked for asked in open_ones if (concern := concerns[asked.id]) and concern.status == "open"]
    return render_template(
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


@bp.get("/casussen/<uuid:consultation_id>")
@needs(Action.SEE_CONSULTATIONS)
def one(consultation_id: uuid.UUID) -> Answer:
    """Go to the concern that a consultation is about: where the links in mails lead."""
    return redirect(url_for("concerns.one", concern_id=open_to_me(consultation_id).concern_id))


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


@bp.post("/casussen/<uuid:consultation_id>/zeggen")
@needs(Action.ANSWER_CONSULTATION)
def say(consultation_id: uuid.UUID) -> Answer:
    """Add a reply (`kind`, `text`), cleaned; 422 with what was typed when something is missing."""
    asked = open_to_me(consultation_id)
    kind, text = request.form.get("kind", ""), request.form.get("text", "").strip()
    problems = {}
    if kind not in set(ReplyKind):
        problems["kind"] = "kind_missing"
    if not text:
        problems["text"] = "reply_missing"
    if problems:
        return again(asked.concern_id, problems)
    try:
        service.say(database(), actor(), asked.id, ReplyKind(kind), text, now())
    except service.ConsultationClosed:
        undo()
        return again(asked.concern_id, {"text": "consultation_closed"})
    commit()
    flash(_("Uw bijdrage staat erbij, zonder namen."))
    return redirect(url_for("concerns.one", concern_id=asked.concern_id, _anchor="gesprek"))


@bp.post("/casussen/<uuid:consultation_id>/afronden")
@needs(Action.ANSWER_CONSULTATION)
def close(consultation_id: uuid.UUID) -> Answer:
    """Close with an outcome; specialist care only with the day of the live talk, else 422 with the page."""
    asked = open_to_me(consultation_id)
    days = {name: typed_day(request.form.get(name, "")) for name in ("action_on", "live_talk_on")}
    unreadable = {n: "date_unreadable" for n, day in days.items() if day is None and request.form.get(n, "").strip()}
    if unreadable:
        return again(asked.concern_id, unreadable)
    ending = Ending(request.form.get("outcome", ""), request.form.get("reason", ""), **days)
    try:
        service.close_consultation(database(), actor(), asked.id, ending, now())
    except service.OutcomeRefused as refused:
        undo()
        return again(asked.concern_id, {_FIELD_OF.get(refused.problem, "outcome"): refused.problem.value})
    except service.ConsultationClosed:
        undo()
        return again(asked.concern_id, {"outcome": "consultation_closed"})
    commit()
    flash(_("De casus is afgerond. De vrager hoort het per mail."))
    mine = concern_queries.concern(database(), asked.concern_id)
    if mine is not None and mine.organisation_id == current_user.chosen:
        return redirect(url_for("concerns.one", concern_id=asked.concern_id))
    return redirect(url_for("consultations.listing"))


@bp.post("/casussen/<uuid:consultation_id>/intrekken")
@needs(Action.SEE_OWN_CONCERNS)
def withdraw(consultation_id: uuid.UUID) -> Answer:
    """Close the text to others at once; only the author may."""
    asked = open_to_me(consultation_id)
    try:
        service.withdraw_consultation(database(), actor(), asked.id, now())
    except service.NotTheAuthor:
        undo()
        abort(403)
    commit()
    flash(_("Uw vraag is ingetrokken. Anderen kunnen de tekst niet meer lezen."))
    return redirect(url_for("concerns.one", concern_id=asked.concern_id))


_FIELD_OF = {
    "live_talk_missing": "live_talk_on",
    "live_talk_in_future": "live_talk_on",
    "action_date_missing": "action_on",
    "reason_missing": "reason",
}
