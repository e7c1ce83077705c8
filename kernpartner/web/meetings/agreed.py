"""Shows one action with everything that happened to it, and lets its owner postpone it or hand it over."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.actions import queries as action_queries
from kernpartner.actions import service as action_service
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.meetings.door import bp, readable, typed_id, worded
from kernpartner.web.transaction import commit, database, now, today, undo
from kernpartner.web.wording import typed_day


@bp.get("/overleggen/afspraken/<uuid:action_id>")
@needs(Action.SEE_AGENDA)
def action(action_id: uuid.UUID) -> str:
    """Show an action, where it was agreed, and its history."""
    return _page(action_id, {}, {})


@bp.post("/overleggen/afspraken/<uuid:action_id>/uitstellen")
@needs(Action.SEE_AGENDA)
def postpone(action_id: uuid.UUID) -> Response | tuple[str, int]:
    """Give an action another day (`due_on`, `note`)."""
    _seen(action_id)
    due_on = typed_day(request.form.get("due_on", ""))
    if due_on is None:
        return _page(action_id, dict(request.form), {"due_on": "due_unreadable"}), 422
    try:
        action_service.postpone(
            database(), actor(), action_id, due_on, now(), note=request.form.get("note", "")[:_NOTE]
        )
    except action_service.ActionRefused as refused:
        undo()
        return _page(action_id, dict(request.form), {k: v.value for k, v in refused.problems.items()}), 422
    except action_service.NotTheOwner:
        undo()
        abort(404)
    commit()
    flash(_("De afspraak heeft een nieuwe dag."))
    return redirect(url_for("meetings.action", action_id=action_id))


@bp.post("/overleggen/afspraken/<uuid:action_id>/overdragen")
@needs(Action.SEE_AGENDA)
def hand_over(action_id: uuid.UUID) -> Response | tuple[str, int]:
    """Let another organisation do it (`owner`, `note`)."""
    _seen(action_id)
    owner = typed_id(request.form.get("owner"))
    if owner is None:
        return _page(action_id, dict(request.form), {"owner": "action_owner_missing"}), 422
    try:
        action_service.hand_over(
            database(), actor(), action_id, owner, now(), note=request.form.get("note", "")[:_NOTE]
        )
    except action_service.ActionRefused as refused:
        undo()
        return _page(action_id, dict(request.form), {k: v.value for k, v in refused.problems.items()}), 422
    except action_service.NotTheOwner:
        undo()
        abort(404)
    commit()
    flash(_("De afspraak is overgedragen."))
    return redirect(url_for("meetings.action", action_id=action_id))


_NOTE = 300


def _seen(action_id: uuid.UUID) -> action_queries.ActionRow:
    """Give an action of a meeting that the visitor may read, or of the own organisation; aborts with 404."""
    found = action_queries.action(database(), action_id)
    if found is None:
        abort(404)
    if found.owner_organisation_id != current_user.chosen:
        if found.meeting_id is None:
            abort(404)
        readable(found.meeting_id)
    return found


def _page(action_id: uuid.UUID, typed: dict[str, str], problems: dict[str, str]) -> str:
    session, found = database(), _seen(action_id)
    owns = found.owner_organisation_id == current_user.chosen or current_user.may(Action.PREPARE_MEETING)
    others = organisation_queries.organisations(session, current_user.district_id, on=today())
    return render_template(
        "meetings/action.html",
        action=found,
        history=action_queries.history(session, action_id),
        changes=owns and found.status.value == "open",
        owners=[("", _("Kies een organisatie"))]
        + [(str(one.id), one.label) for one in others if one.id != found.owner_organisation_id],
        typed=typed,
        problems=worded(problems),
        today=today(),
    )
