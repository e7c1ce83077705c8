"""Lets who prepares a meeting plan, move, clone and cancel it, and see the whole choice behind the agenda."""

from __future__ import annotations

import uuid
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.districts import queries as district_queries
from kernpartner.meetings import queries, service
from kernpartner.meetings.rules.parts import DEFAULT_MINUTES
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.meetings.door import (
    LOCAL,
    bp,
    choices,
    form_choices,
    readable,
    typed_id,
    typed_moment,
    typed_number,
    worded,
)
from kernpartner.web.transaction import commit, database, now, today, undo


@bp.get("/overleggen/nieuw")
@needs(Action.PREPARE_MEETING)
def new() -> str:
    """Show the form for a new meeting."""
    names = dict(form_choices())
    form = request.args.get("soort", "")
    form = form if form in names else "yearly"
    empty = {"title": names[form], "form": form, "time": "13:00", "minutes": str(DEFAULT_MINUTES), "place": ""}
    return _plan_form(empty, {})


@bp.post("/overleggen/nieuw")
@needs(Action.PREPARE_MEETING)
def plan() -> Response | tuple[str, int]:
    """Plan a meeting (`about`: `area:<id>` or `school:<id>`, `title`, `day`, `time`, `minutes`, `place`, `chair`)."""
    typed = dict(request.form)
    try:
        meeting_id = service.plan_meeting(database(), actor(), _as_input(), now())
    except service.MeetingRefused as refused:
        undo()
        return _plan_form(typed, {k: v.value for k, v in refused.problems.items()}), 422
    commit()
    flash(_("Het overleg is gepland. Wij maken een concept van de agenda."))
    return redirect(url_for("meetings.edit", meeting_id=meeting_id))


@bp.get("/overleggen/<uuid:meeting_id>/bewerken")
@needs(Action.PREPARE_MEETING)
def edit(meeting_id: uuid.UUID) -> str:
    """Show the agenda to who prepares it, with all reasons: why something is on it, and why something is not."""
    return edit_page(meeting_id, {}, {})


def edit_page(meeting_id: uuid.UUID, typed: dict[str, str], problems: dict[str, str]) -> str:
    """Render the preparation page, with what could not be taken."""
    session = database()
    meeting = readable(meeting_id)
    out = queries.left_out(session, meeting)
    return render_template(
        "meetings/edit.html",
        meeting=meeting,
        view=queries.agenda(session, meeting),
        weighed=[view for view in out if view.item.weighing],
        others=[view for view in out if not view.item.weighing],
        questions=queries.questions(session, meeting.id),
        expected=queries.expected(session, meeting, today()),
        gaps=queries.gaps(session, meeting, today()),
        invitees=queries.invitees(session, meeting.id),
        parties=_parties(meeting),
        waiting=is_waiting(meeting),
        next_year=(meeting.starts_at.astimezone(LOCAL) + timedelta(days=364)).strftime("%d-%m-%Y"),
        typed=typed,
        problems=worded(problems),
        aims=choices("aim"),
    )


@bp.get("/overleggen/<uuid:meeting_id>/stand")
@needs(Action.PREPARE_MEETING)
def progress(meeting_id: uuid.UUID) -> Response | str:
    """Give a fragment that says how far the draft is; when it is there the page is loaded again."""
    meeting = readable(meeting_id)
    page = render_template("meetings/progress.html", meeting=meeting, waiting=is_waiting(meeting))
    if is_waiting(meeting):
        return page
    answer = Response(page)
    answer.headers["HX-Refresh"] = "true"
    return answer


@bp.post("/overleggen/<uuid:meeting_id>/opnieuw")
@needs(Action.PREPARE_MEETING)
def redraft(meeting_id: uuid.UUID) -> Response:
    """Ask the worker to plan the rest again around what people decided."""
    readable(meeting_id)
    try:
        service.request_redraft(database(), actor(), meeting_id, now())
    except service.AgendaAlreadySettled:
        undo()
        return settled_already(meeting_id)
    commit()
    return redirect(url_for("meetings.edit", meeting_id=meeting_id))


@bp.get("/overleggen/<uuid:meeting_id>/gegevens")
@needs(Action.PREPARE_MEETING)
def details(meeting_id: uuid.UUID) -> str:
    """Show the form with which a meeting gets another moment, place, length or title."""
    meeting = readable(meeting_id)
    local = meeting.starts_at.astimezone(LOCAL)
    typed = {
        "title": meeting.title,
        "day": local.strftime("%d-%m-%Y"),
        "time": local.strftime("%H:%M"),
        "minutes": str(meeting.minutes),
        "place": meeting.place,
        "chair": str(meeting.chair_id or ""),
        "version": str(meeting.version),
    }
    return _plan_form(typed, {}, meeting)


@bp.post("/overleggen/<uuid:meeting_id>/gegevens")
@needs(Action.PREPARE_MEETING)
def change_details(meeting_id: uuid.UUID) -> Response | tuple[str, int]:
    """Change when and where a meeting is (fields as in `plan`, and `version`)."""
    meeting = readable(meeting_id)
    seen = typed_number(request.form.get("version"))
    try:
        service.change_meeting(database(), actor(), meeting_id, _as_input(), seen, now())
    except service.MeetingRefused as refused:
        undo()
        return _plan_form(dict(request.form), {k: v.value for k, v in refused.problems.items()}, meeting), 422
    except service.AgendaChangedMeanwhile:
        undo()
        typed = dict(request.form) | {"version": str(meeting.version)}
        return _plan_form(typed, {"title": "changed_meanwhile"}, meeting), 409
    except service.AgendaAlreadySettled:
        undo()
        return settled_already(meeting_id)
    commit()
    flash(_("De gegevens zijn bijgewerkt."))
    return redirect(url_for("meetings.edit", meeting_id=meeting_id))


@bp.post("/overleggen/<uuid:meeting_id>/volgend-jaar")
@needs(Action.PREPARE_MEETING)
def clone(meeting_id: uuid.UUID) -> Response:
    """Plan the next meeting like this one (`day`, `time`)."""
    meeting = readable(meeting_id)
    time = request.form.get("time") or meeting.starts_at.astimezone(LOCAL).strftime("%H:%M")
    starts_at = typed_moment(request.form.get("day", ""), time)
    try:
        if starts_at is None:
            raise service.MeetingRefused({})
        made_id = service.clone_meeting(database(), actor(), meeting_id, starts_at, now())
    except service.MeetingRefused:
        undo()
        flash(_("Kies een dag die nog komt. Bijvoorbeeld 24-11-2027."))
        return redirect(url_for("meetings.edit", meeting_id=meeting_id, _anchor="volgend-jaar"))
    commit()
    flash(_("Het volgende overleg is gepland. Open afspraken gaan mee."))
    return redirect(url_for("meetings.edit", meeting_id=made_id))


@bp.post("/overleggen/<uuid:meeting_id>/annuleren")
@needs(Action.PREPARE_MEETING)
def cancel(meeting_id: uuid.UUID) -> Response:
    """Cancel a meeting (`zeker` is ticked); everybody who was invited hears it."""
    readable(meeting_id)
    if request.form.get("zeker") != "ja":
        flash(_("Kruis aan dat u het zeker weet. Er is nog niets veranderd."))
        return redirect(url_for("meetings.edit", meeting_id=meeting_id, _anchor="annuleren"))
    told = service.cancel_meeting(database(), actor(), meeting_id, now())
    commit()
    flash(_("Het overleg gaat niet door. Wij mailen dat aan %(number)s genodigden.", number=told))
    return redirect(url_for("meetings.one", meeting_id=meeting_id))


def settled_already(meeting_id: uuid.UUID) -> Response:
    """Say that an agenda does not change any more, and go and read it."""
    flash(_("De agenda staat al vast. Er is niets veranderd."))
    return redirect(url_for("meetings.one", meeting_id=meeting_id))


def is_waiting(meeting: queries.Meeting) -> bool:
    """Say whether the worker still has to make a draft that somebody waits for."""
    return meeting.status in {"planned", "drafted"} and meeting.redraft_requested_at is not None


def _as_input() -> service.MeetingInput:
    kind, _colon, key = request.form.get("about", "").partition(":")
    return service.MeetingInput(
        district_id=current_user.district_id,
        title=request.form.get("title", ""),
        starts_at=typed_moment(request.form.get("day", ""), request.form.get("time", "")),
        minutes=typed_number(request.form.get("minutes")),
        place=request.form.get("place", ""),
        area_id=typed_id(key) if kind == "area" else None,
        school_id=typed_id(key) if kind == "school" else None,
        chair_id=typed_id(request.form.get("chair")),
        form=request.form.get("form") or "yearly",
    )


def _plan_form(typed: dict[str, str], problems: dict[str, str], meeting: queries.Meeting | None = None) -> str:
    session, district_id = database(), current_user.district_id
    areas = [(f"area:{area.id}", area.label) for area in district_queries.areas(session, district_id)]
    schools = organisation_queries.organisations(session, district_id, on=today(), type_slug="school")
    chairs = organisation_queries.coordinators(session, district_id, today())
    return render_template(
        "meetings/plan.html",
        typed=typed,
        problems=worded(problems),
        meeting=meeting,
        forms=form_choices(),
        about=areas + [(f"school:{school.id}", school.label) for school in schools],
        chairs=[(str(person.id), person.name) for person in chairs],
        lengths=[(str(m), _("%(minutes)s minuten", minutes=m)) for m in (45, 60, 75, 90, 105, 120, 150, 180)],
    )


def _parties(meeting: queries.Meeting) -> list[tuple[str, str]]:
    """Give every organisation that could be absent: core partners, and partners with something to offer."""
    session = database()
    members = queries.member_organisations(session, meeting, today())
    partners = organisation_queries.organisations(session, meeting.district_id, on=today(), type_slug="partner")
    return [(str(party.id), party.label) for party in (*members, *partners)]
