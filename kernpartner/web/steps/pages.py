"""Shows the next steps of themes with their directions and places, and takes what people change about them."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.steps import queries, service
from kernpartner.steps.rules import ASKED, DirectionInput, Domain, StepInput, StepProblem, StepStatus, uncovered
from kernpartner.themes import queries as theme_queries
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.steps.door import bp, number, own_direction, own_step
from kernpartner.web.steps.words import step_choices, step_word, worded
from kernpartner.web.transaction import commit, database, now, today, undo
from kernpartner.web.wording import typed_day

Answer = Response | str | tuple[str, int]


@bp.get("/vervolgstappen")
@needs(Action.SEE_THEMES)
def listing() -> str:
    """List the next steps of the district, and say which domains none covers yet."""
    steps = queries.next_steps(database(), current_user.district_id)
    return render_template(
        "steps/listing.html",
        steps=steps,
        missing=uncovered(queries.covered_domains(database(), current_user.district_id)),
        prepares=current_user.may(Action.PREPARE_MEETING),
    )


@bp.get("/vervolgstappen/<uuid:step_id>")
@needs(Action.SEE_THEMES)
def one(step_id: uuid.UUID) -> str:
    """Show a next step: its directions, who works on them, plans, worksheets and packages."""
    return _step_page(step_id, {}, {})


@bp.get("/vervolgstappen/nieuw")
@needs(Action.PREPARE_MEETING)
def new() -> str:
    """Show the five tests for a theme that would become a next step."""
    return _new_page({"theme": request.args.get("thema", "")}, {})


@bp.post("/vervolgstappen/nieuw")
@needs(Action.PREPARE_MEETING)
def promote() -> Answer:
    """Take the five tests (`theme`, `title`, `domains`, an answer per test, `why`) and make the next step."""
    form = request.form
    theme = theme_queries.theme_by_slug(database(), current_user.district_id, form.get("theme", ""))
    given = StepInput(
        theme_id=theme.id if theme else None,
        title=form.get("title", ""),
        domains=frozenset(form.getlist("domains")),
        answers={test.value: form[test.value] == "ja" for test in ASKED if form.get(test.value) in {"ja", "nee"}},
        why=form.get("why", ""),
    )
    try:
        step_id = service.promote(database(), actor(), current_user.district_id, given, now())
    except service.StepRefused as refused:
        undo()
        return _new_page(dict(form) | {"domains": form.getlist("domains")}, refused.problems), 422
    commit()
    flash(_("Dit thema heeft nu een vervolgstap. Voeg een oplossingsrichting toe."))
    return redirect(url_for("steps.one", step_id=step_id))


@bp.post("/vervolgstappen/<uuid:step_id>/stand")
@needs(Action.PREPARE_MEETING)
def change_step(step_id: uuid.UUID) -> Response:
    """Say where a step stands (`status`)."""
    own_step(step_id)
    status = request.form.get("status", "")
    if status not in set(StepStatus):
        abort(400)
    service.change_step(database(), actor(), step_id, StepStatus(status), now())
    commit()
    flash(_("Bewaard."))
    return redirect(url_for("steps.one", step_id=step_id))


@bp.post("/vervolgstappen/<uuid:step_id>/richtingen")
@needs(Action.PREPARE_MEETING)
def add_direction(step_id: uuid.UUID) -> Answer:
    """Add a solution direction (`title`, `goal`, `status`, `starts_on`, `ends_on`, `partners`)."""
    own_step(step_id)
    try:
        service.add_direction(database(), actor(), step_id, _direction_input(), now())
    except service.StepRefused as refused:
        undo()
        return _step_page(step_id, _typed(), refused.problems), 422
    commit()
    flash(_("De oplossingsrichting staat erbij."))
    return redirect(url_for("steps.one", step_id=step_id))


@bp.get("/vervolgstappen/richtingen/<uuid:direction_id>")
@needs(Action.PREPARE_MEETING)
def direction(direction_id: uuid.UUID) -> str:
    """Show a direction in a form."""
    return _direction_page(direction_id, None, {})


@bp.post("/vervolgstappen/richtingen/<uuid:direction_id>")
@needs(Action.PREPARE_MEETING)
def change_direction(direction_id: uuid.UUID) -> Answer:
    """Word a direction anew (fields as above, and `version`)."""
    step, _row = own_direction(direction_id)
    seen = number("version")
    try:
        service.change_direction(database(), actor(), direction_id, _direction_input(), seen, now())
    except service.StepRefused as refused:
        undo()
        return _direction_page(direction_id, _typed(), refused.problems), 422
    except service.StepChangedMeanwhile:
        undo()
        flash(_("Iemand anders veranderde dit net. Uw tekst staat in het formulier, die van de ander eronder."))
        return _direction_page(direction_id, _typed(), {}, changed=True), 409
    commit()
    flash(_("Bewaard."))
    return redirect(url_for("steps.one", step_id=step.id))


@bp.post("/vervolgstappen/richtingen/<uuid:direction_id>/fase")
@needs(Action.SEE_AGENDA)
def enter_phase(direction_id: uuid.UUID) -> Response:
    """Note that the own organisation works on a direction (`phase`, `status`)."""
    step, _row = own_direction(direction_id)
    status = request.form.get("status", StepStatus.RUNNING.value)
    try:
        if status not in set(StepStatus):
            raise service.NoSuchStep("no such status")
        service.enter_phase(database(), actor(), direction_id, number("phase"), now(), status=StepStatus(status))
    except service.NoSuchStep:
        undo()
        abort(404)
    commit()
    flash(_("Uw organisatie staat erbij."))
    return redirect(url_for("steps.one", step_id=step.id, _anchor=f"richting-{direction_id}"))


def _typed() -> dict[str, object]:
    return dict(request.form) | {"partners": request.form.getlist("partners")}


def _direction_input() -> DirectionInput:
    form, known = request.form, {key for key, _label in _partners()}
    return DirectionInput(
        title=form.get("title", ""),
        goal=form.get("goal", ""),
        status=form.get("status", StepStatus.IDEA.value),
        starts_on=typed_day(form.get("starts_on", "")),
        ends_on=typed_day(form.get("ends_on", "")),
        partners=tuple(uuid.UUID(key) for key in form.getlist("partners") if key in known),
    )


def _partners() -> list[tuple[str, str]]:
    found = organisation_queries.organisations(database(), current_user.district_id, on=today())
    return [(str(one.id), one.label) for one in found if one.type_slug != "school"]


def _step_page(step_id: uuid.UUID, typed: dict[str, object], problems: dict[str, StepProblem]) -> str:
    return render_template(
        "steps/one.html",
        view=own_step(step_id),
        prepares=current_user.may(Action.PREPARE_MEETING),
        takes_part=current_user.may(Action.SEE_AGENDA),
        statuses=step_choices("status"),
        partners=_partners(),
        typed=typed,
        problems=worded(problems),
    )


def _new_page(typed: dict[str, object], problems: dict[str, StepProblem]) -> str:
    themes = theme_queries.current_themes(database(), current_user.district_id, today())
    return render_template(
        "steps/new.html",
        typed=typed,
        problems=worded(problems),
        themes=[("", _("Kies een thema"))] + [(theme.slug, theme.label) for theme in themes],
        domains=[(domain.value, step_word(domain.value, "domain")) for domain in Domain],
        missing=uncovered(queries.covered_domains(database(), current_user.district_id)),
    )


def _direction_page(
    direction_id: uuid.UUID,
    typed: dict[str, object] | None,
    problems: dict[str, StepProblem],
    *,
    changed: bool = False,
) -> str:
    step, row = own_direction(direction_id)
    kept: dict[str, object] = {
        "title": row.title,
        "goal": row.goal,
        "status": row.status,
        "starts_on": row.starts_on.strftime("%d-%m-%Y") if row.starts_on else "",
        "ends_on": row.ends_on.strftime("%d-%m-%Y") if row.ends_on else "",
        "partners": row.partners,
    }
    return render_template(
        "steps/direction.html",
        step=step,
        row=row,
        typed=typed or kept,
        changed=changed,
        statuses=step_choices("status"),
        partners=_partners(),
        problems=worded(problems),
    )
