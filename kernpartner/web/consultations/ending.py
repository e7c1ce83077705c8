"""Takes how a consultation ended, and shows what is there already before somebody is registered for care."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from kernpartner.audit.service import record
from kernpartner.concerns import queries as concern_queries
from kernpartner.consultations import queries, service
from kernpartner.consultations.rules import Ending, Outcome, outcome_problem
from kernpartner.consultations.rules.talk import Step
from kernpartner.organisations.rules import Action
from kernpartner.web.consultations.asked_set import answer_choices
from kernpartner.web.consultations.door import Answer, bp, open_to_me
from kernpartner.web.consultations.showing import Typed
from kernpartner.web.consultations.talk import refused
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today, undo
from kernpartner.web.wording import choices, typed_day

REGISTRATIONS = (Outcome.TRAJECTORY, Outcome.SPECIALIST_CARE)
_FIELD_OF = {
    "live_talk_missing": "live_talk_on",
    "live_talk_in_future": "live_talk_on",
    "action_date_missing": "action_on",
    "reason_missing": "reason",
}


@bp.post("/casussen/<uuid:consultation_id>/afronden")
@needs(Action.ANSWER_CONSULTATION)
def close(consultation_id: uuid.UUID) -> Answer:
    """Close with an outcome; specialist care only with the day of the live talk, else 422 with the page.

    Before a registration (`REGISTRATIONS`) the page of `precheck` comes first, until `precheck` is in the form.
    """
    asked = open_to_me(consultation_id)
    days = {name: typed_day(request.form.get(name, "")) for name in ("action_on", "live_talk_on")}
    unreadable = {n: "date_unreadable" for n, day in days.items() if day is None and request.form.get(n, "").strip()}
    if unreadable:
        return refused(asked.id, Step.CLOSE, Typed(unreadable, request.form.to_dict()))
    ending = Ending(request.form.get("outcome", ""), request.form.get("reason", ""), **days)
    problem = outcome_problem(ending, today())
    if problem is None and ending.outcome in REGISTRATIONS and "precheck" not in request.form:
        return _before_registration(asked.id), 200
    try:
        service.close_consultation(database(), actor(), asked.id, ending, now())
    except service.OutcomeRefused as wrong:
        undo()
        problems = {_FIELD_OF.get(wrong.problem, "outcome"): wrong.problem.value}
        return refused(asked.id, Step.CLOSE, Typed(problems, request.form.to_dict()))
    except service.ConsultationClosed:
        undo()
        return refused(asked.id, Step.CLOSE, Typed({"outcome": "consultation_closed"}, request.form.to_dict()))
    commit()
    flash(_("De casus is afgerond. De vrager hoort het per mail."))
    mine = concern_queries.concern(database(), asked.concern_id)
    if mine is not None and mine.organisation_id == current_user.chosen:
        return redirect(url_for("concerns.one", concern_id=asked.concern_id))
    return redirect(url_for("consultations.listing"))


@bp.get("/casussen/<uuid:consultation_id>/aanmelding")
@needs(Action.ANSWER_CONSULTATION)
def precheck(consultation_id: uuid.UUID) -> str:
    """Show what was tried and who is around the family, before anybody is registered."""
    return _before_registration(open_to_me(consultation_id).id)


def _before_registration(consultation_id: uuid.UUID) -> str:
    session = database()
    asked = open_to_me(consultation_id)
    concern = concern_queries.concern(session, asked.concern_id)
    assert concern is not None
    questions = queries.question_set_for(session, asked.id, concern.district_id)
    page = render_template(
        "consultations/precheck.html",
        asked=asked,
        concern=concern,
        before=[one for one in questions.questions if one.before],
        answers=queries.answers(session, asked.id),
        labels={
            one.key: dict(answer_choices(one, concern.district_id, asked.school_id)) for one in questions.questions
        },
        outcomes=[choice for choice in choices("outcome") if choice[0] in REGISTRATIONS],
        typed=request.form.to_dict(),
    )
    relation = "own" if concern.organisation_id == current_user.chosen else "core_team"
    record(session, actor(), "consultation.read", "consultation", asked.id, now(), relation=relation)
    commit()
    return page
