"""Shows members their meetings, an agenda with the own rows beside it, and takes questions and news of actions."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.actions import queries as action_queries
from kernpartner.actions import service as action_service
from kernpartner.actions.rules import Status
from kernpartner.concerns import queries as concern_queries
from kernpartner.documents import calendar
from kernpartner.meetings import queries, service
from kernpartner.meetings.rules.planning import QUESTION_LIMIT
from kernpartner.organisations.rules import Action, school_year, school_year_label
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _, chosen
from kernpartner.web.meetings.door import LOCAL, bp, readable, worded
from kernpartner.web.transaction import commit, database, now, today, undo


@bp.get("/overleggen")
@needs(Action.SEE_AGENDA)
def listing() -> str:
    """List the meetings of the own organisation, the coming ones first, and the own open actions."""
    session = database()
    prepares = current_user.may(Action.PREPARE_MEETING)
    found = (
        queries.meetings_of_district(session, current_user.district_id)
        if prepares
        else queries.meetings_for(session, current_user.chosen, today())
    )
    at = now()
    return render_template(
        "meetings/listing.html",
        coming=[one for one in reversed(found) if one.starts_at >= at],
        earlier=[one for one in found if one.starts_at < at],
        about={one.id: queries.about(session, one) for one in found},
        actions=action_queries.actions_of_owner(session, current_user.chosen),
        prepares=prepares,
        polls=queries.open_polls(session, current_user.district_id)
        if prepares
        else queries.polls_for(session, current_user.person_id),
        years=_years(found) if prepares else [],
        today=today(),
    )


def _years(found: Sequence[queries.Meeting]) -> list[tuple[int, str, int]]:
    """Give the school years with their label and number of meetings, the newest first; cancelled ones left out."""
    counts = Counter(school_year(one.starts_at.astimezone(LOCAL).date()) for one in found if one.status != "cancelled")
    return [(year, school_year_label(year), counts[year]) for year in sorted(counts, reverse=True)]


@bp.get("/overleggen/<uuid:meeting_id>")
@needs(Action.SEE_AGENDA)
def one(meeting_id: uuid.UUID) -> str:
    """Show an agenda with its times and reasons; beside each theme the exact counts of the own organisation."""
    return agenda_page(meeting_id, "", {})


def agenda_page(meeting_id: uuid.UUID, question: str, problems: dict[str, str]) -> str:
    """Render the agenda, with a question that could not be taken."""
    session = database()
    meeting = readable(meeting_id)
    since = date(school_year(today()), 8, 1)
    previous = queries.meeting(session, meeting.previous_id) if meeting.previous_id else None
    return render_template(
        "meetings/one.html",
        view=queries.agenda(session, meeting),
        meeting=meeting,
        own={row.theme_id: row.count for row in concern_queries.own_counts(session, current_user.chosen, since)},
        invitation=own_invitation(meeting),
        questions=[row for row, _label in queries.questions(session, meeting.id)],
        previous=previous,
        members=queries.member_labels(session, meeting),
        prepares=current_user.may(Action.PREPARE_MEETING),
        question=question,
        limit=QUESTION_LIMIT,
        problems=worded(problems),
    )


@bp.get("/overleggen/<uuid:meeting_id>/agenda.pdf")
@needs(Action.SEE_AGENDA)
def paper(meeting_id: uuid.UUID) -> Response:
    """Give the agenda on paper: what was frozen, or the concept."""
    from kernpartner.documents import pdf

    meeting = readable(meeting_id)
    sheet = queries.agenda_sheet(database(), meeting, now(), language=chosen())
    answer = make_response(pdf.agenda(sheet))
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="agenda-{sheet.date.isoformat()}.pdf"'
    return answer


@bp.get("/overleggen/<uuid:meeting_id>/afspraak.ics")
@needs(Action.SEE_AGENDA)
def own_calendar(meeting_id: uuid.UUID) -> Response:
    """Give the own invitation for a calendar program; 404 for who was not invited."""
    meeting = readable(meeting_id)
    invitation = own_invitation(meeting)
    if invitation is None:
        abort(404)
    answer = make_response(calendar.invitation(service.appointment(database(), meeting, invitation, now())))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8; method=REQUEST"
    answer.headers["Content-Disposition"] = 'attachment; filename="overleg.ics"'
    return answer


@bp.post("/overleggen/<uuid:meeting_id>/vragen")
@needs(Action.SEE_AGENDA)
def ask(meeting_id: uuid.UUID) -> Response | tuple[str, int]:
    """Take a question that a member wants to discuss (`question`)."""
    meeting = readable(meeting_id)
    text = request.form.get("question", "")
    try:
        service.propose_question(database(), actor(), meeting.id, text, now())
    except service.ItemRefused as refused:
        undo()
        return agenda_page(meeting_id, text, {k: v.value for k, v in refused.problems.items()}), 422
    except service.NotYourMeeting:
        undo()
        abort(404)
    except service.AgendaAlreadySettled:
        undo()
        flash(_("De agenda staat al vast. Neem uw vraag mee naar het overleg."))
        return redirect(url_for("meetings.one", meeting_id=meeting_id))
    commit()
    flash(_("Uw vraag is bewaard. Bij het volgende concept telt zij mee."))
    return redirect(url_for("meetings.one", meeting_id=meeting_id))


@bp.post("/overleggen/afspraken/<uuid:action_id>")
@needs(Action.SEE_AGENDA)
def change_action(action_id: uuid.UUID) -> Response:
    """Give an action of the own organisation another status (`status`); 404 when it is not yours."""
    status = request.form.get("status", "")
    if status not in set(Status):
        abort(400)
    try:
        action_service.change_status(database(), actor(), action_id, Status(status), now())
    except (action_service.NoSuchAction, action_service.NotTheOwner):
        undo()
        abort(404)
    commit()
    flash(_("De afspraak is bijgewerkt."))
    return redirect(url_for("meetings.listing"))


def own_invitation(meeting: queries.Meeting) -> queries.Invitation | None:
    """Give the invitation of this visitor for this meeting, when there is one."""
    return next(
        (
            row.invitation
            for row in queries.invitees(database(), meeting.id)
            if row.invitation.person_id == current_user.person_id
        ),
        None,
    )
