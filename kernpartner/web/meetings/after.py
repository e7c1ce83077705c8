"""Shows and takes what came of a meeting on one page: who was there, what was said, decided and agreed per item."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.actions import service as action_service
from kernpartner.meetings import queries, service
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.meetings.door import bp, readable, typed_id, typed_number, worded
from kernpartner.web.meetings.noting import agree, owners
from kernpartner.web.transaction import commit, database, now, today, undo


@bp.get("/overleggen/<uuid:meeting_id>/na-afloop")
@needs(Action.SEE_AGENDA)
def after(meeting_id: uuid.UUID) -> str:
    """Show what came of a meeting; who prepares it can write here."""
    return after_page(meeting_id, None, {}, {})


@bp.post("/overleggen/<uuid:meeting_id>/na-afloop/aanwezig")
@needs(Action.PREPARE_MEETING)
def attendance(meeting_id: uuid.UUID) -> Response:
    """Note who was there (`present`, several: ids of invitations)."""
    readable(meeting_id)
    present = [key for value in request.form.getlist("present") if (key := typed_id(value)) is not None]
    try:
        service.record_attendance(database(), actor(), meeting_id, present, now())
    except (service.NothingToSettle, service.AgendaAlreadySettled):
        undo()
        abort(404)
    commit()
    flash(_("Bewaard wie erbij was."))
    return redirect(url_for("meetings.after", meeting_id=meeting_id, _anchor="aanwezig"))


@bp.post("/overleggen/<uuid:meeting_id>/na-afloop/<uuid:item_id>")
@needs(Action.PREPARE_MEETING)
def write(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response | tuple[str, int]:
    """Keep what was said, and a decision and an action when they were filled in.

    Fields: `revision`, and each followed by a hyphen and the item's id `text`, `decision`, `action_text`,
    `action_owner`, `action_due_on`.
    """
    readable(meeting_id)
    typed = {name.removesuffix(f"-{item_id}"): value for name, value in request.form.items()}
    try:
        _keep(meeting_id, item_id, typed)
    except service.MinutesChangedMeanwhile:
        undo()
        newest = next(one for one in queries.outcome(database(), readable(meeting_id)) if one.item.id == item_id)
        typed |= {"revision": str(newest.revision), "other": newest.text}
        return after_page(meeting_id, item_id, typed, {"text": "changed_meanwhile"}), 409
    except service.ItemRefused as refused:
        undo()
        return after_page(meeting_id, item_id, typed, {k: v.value for k, v in refused.problems.items()}), 422
    except action_service.ActionRefused as refused:
        undo()
        problems = {f"action_{name}": what.value for name, what in refused.problems.items()}
        return after_page(meeting_id, item_id, typed, problems), 422
    except (service.NothingToSettle, service.AgendaAlreadySettled, service.NoSuchItem):
        undo()
        abort(404)
    commit()
    flash(_("Bewaard, zonder namen van kinderen of ouders."))
    return redirect(url_for("meetings.after", meeting_id=meeting_id, _anchor=f"punt-{item_id}"))


def _keep(meeting_id: uuid.UUID, item_id: uuid.UUID, typed: dict[str, str]) -> None:
    session, at = database(), now()
    seen = typed_number(typed.get("revision"))
    service.record_minutes(session, actor(), meeting_id, item_id, typed.get("text", ""), seen, at)
    if typed.get("decision", "").strip():
        service.decide(session, actor(), meeting_id, item_id, typed["decision"], at)
    if typed.get("action_text", "").strip():
        agree(meeting_id, item_id, typed)


def after_page(
    meeting_id: uuid.UUID, item_id: uuid.UUID | None, typed: dict[str, str], problems: dict[str, str]
) -> str:
    """Render what came of a meeting and where its minutes stand, with what could not be taken."""
    session = database()
    meeting = readable(meeting_id)
    if meeting.status not in {"settled", "held"}:
        abort(404)
    prepares = current_user.may(Action.PREPARE_MEETING)
    return render_template(
        "meetings/after.html",
        meeting=meeting,
        about=queries.about(session, meeting),
        outcome=queries.outcome(session, meeting),
        invitees=queries.invitees(session, meeting.id),
        prepares=prepares,
        owners=owners(meeting) if prepares else [],
        item_id=item_id,
        typed=typed,
        # Each item has its own form, so a field's name carries the item.
        problems={(f"{name}-{item_id}" if item_id else name): text for name, text in worded(problems).items()},
        standing=queries.minutes_standing(session, meeting),
        consents=queries.consents(session, meeting, today()),
        public=queries.public_outcome(session, meeting.id, today()),
    )
