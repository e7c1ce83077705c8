"""Lets who prepares a meeting settle its agenda, after seeing who will be invited and why, or open it again."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernpartner.meetings import queries, service
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _, ngettext
from kernpartner.web.meetings.door import bp, readable, typed_number
from kernpartner.web.meetings.preparing import settled_already
from kernpartner.web.transaction import commit, database, now, today, undo


@bp.get("/overleggen/<uuid:meeting_id>/vaststellen")
@needs(Action.PREPARE_MEETING)
def confirm(meeting_id: uuid.UUID) -> Response | str:
    """Show what will be frozen and who will be invited, for which reason."""
    meeting = readable(meeting_id)
    if meeting.status not in {"planned", "drafted"}:
        return settled_already(meeting_id)
    return render_template(
        "meetings/confirm.html",
        meeting=meeting,
        view=queries.agenda(database(), meeting),
        expected=queries.expected(database(), meeting, today()),
    )


@bp.post("/overleggen/<uuid:meeting_id>/vaststellen")
@needs(Action.PREPARE_MEETING)
def settle(meeting_id: uuid.UUID) -> Response:
    """Freeze the agenda that was seen (`version`) and invite everybody."""
    readable(meeting_id)
    seen = typed_number(request.form.get("version"))
    try:
        settled = service.settle(database(), actor(), meeting_id, now(), seen_version=seen)
    except service.AgendaTooLong as long:
        undo()
        flash(_("De agenda is %(over)s minuten te lang. Maak onderwerpen korter of haal er een af.", over=long.over))
        return redirect(url_for("meetings.edit", meeting_id=meeting_id))
    except service.NothingToSettle:
        undo()
        flash(_("Er staat nog niets op de agenda."))
        return redirect(url_for("meetings.edit", meeting_id=meeting_id))
    except service.AgendaChangedMeanwhile:
        undo()
        flash(_("Iemand anders heeft de agenda net veranderd. Lees haar nog eens door."))
        return redirect(url_for("meetings.confirm", meeting_id=meeting_id))
    except service.AgendaAlreadySettled:
        undo()
        return settled_already(meeting_id)
    commit()
    flash(
        ngettext(
            "De agenda staat vast. Wij mailen 1 genodigde.",
            "De agenda staat vast. Wij mailen %(num)d genodigden.",
            settled.invited,
        )
    )
    return redirect(url_for("meetings.one", meeting_id=meeting_id))


@bp.post("/overleggen/<uuid:meeting_id>/openen")
@needs(Action.PREPARE_MEETING)
def reopen(meeting_id: uuid.UUID) -> Response:
    """Open a settled agenda for a correction; what was frozen stays."""
    readable(meeting_id)
    try:
        service.reopen(database(), actor(), meeting_id, now())
    except service.AgendaAlreadySettled:
        undo()
        return settled_already(meeting_id)
    commit()
    flash(_("U kunt de agenda weer aanpassen. Stel haar daarna opnieuw vast."))
    return redirect(url_for("meetings.edit", meeting_id=meeting_id))
