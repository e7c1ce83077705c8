"""Asks members when they can, takes answers signed in or by a link, and plans the meeting on the chosen moment."""

from __future__ import annotations

import uuid
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.districts import queries as district_queries
from kernpartner.meetings import queries, service
from kernpartner.meetings.rules.parts import DEFAULT_MINUTES
from kernpartner.meetings.rules.polling import PollInput
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.meetings.door import bp, choices, form_choices, typed_id, typed_moment, typed_number, worded
from kernpartner.web.transaction import commit, database, now, today, undo


@bp.get("/overleggen/datumprikker/nieuw")
@needs(Action.PREPARE_MEETING)
def new_poll() -> str:
    """Show the form for a date poll."""
    names = dict(form_choices())
    return _form({"title": names["yearly"], "form": "yearly", "minutes": str(DEFAULT_MINUTES)}, {})


@bp.post("/overleggen/datumprikker/nieuw")
@needs(Action.PREPARE_MEETING)
def ask_dates() -> Response | tuple[str, int]:
    """Ask the members (`about`, `form`, `title`, `minutes`, `place`, and `moments`: one on each line)."""
    moments = tuple(_moment(line) for line in request.form.get("moments", "").splitlines() if line.strip())
    kind, _colon, key = request.form.get("about", "").partition(":")
    meeting = service.MeetingInput(
        district_id=current_user.district_id,
        title=request.form.get("title", ""),
        starts_at=next((moment for moment in moments if moment is not None), None),
        minutes=typed_number(request.form.get("minutes")),
        place=request.form.get("place", ""),
        area_id=typed_id(key) if kind == "area" else None,
        school_id=typed_id(key) if kind == "school" else None,
        form=request.form.get("form", "yearly"),
    )
    try:
        poll_id = service.ask_dates(database(), actor(), PollInput(meeting, moments), now())
    except service.MeetingRefused as refused:
        undo()
        return _form(dict(request.form), {k: v.value for k, v in refused.problems.items()}), 422
    commit()
    flash(_("De leden krijgen een mail met de vraag wanneer zij kunnen."))
    return redirect(url_for("meetings.poll", poll_id=poll_id))


@bp.get("/overleggen/datumprikker/<uuid:poll_id>")
@needs(Action.SEE_AGENDA)
def poll(poll_id: uuid.UUID) -> str:
    """Show who can come when; who is asked answers here, who prepares chooses the moment."""
    return _poll_page(poll_id, {})


@bp.post("/overleggen/datumprikker/<uuid:poll_id>/antwoord")
@needs(Action.SEE_AGENDA)
def answer_dates(poll_id: uuid.UUID) -> Response | tuple[str, int]:
    """Take the own answers (`can-<id of the moment>`: yes, maybe or no)."""
    _readable_poll(poll_id)
    try:
        service.answer_dates(database(), actor(), poll_id, _answers(), now())
    except service.MeetingRefused as refused:
        undo()
        return _poll_page(poll_id, {k: v.value for k, v in refused.problems.items()}), 422
    except (service.NoSuchPoll, service.NotYourMeeting):
        undo()
        abort(404)
    commit()
    flash(_("Dank u wel. Uw antwoord is bewaard."))
    return redirect(url_for("meetings.poll", poll_id=poll_id))


@bp.post("/overleggen/datumprikker/<uuid:poll_id>/kiezen")
@needs(Action.PREPARE_MEETING)
def choose_date(poll_id: uuid.UUID) -> Response:
    """Plan the meeting on a moment (`option`)."""
    _readable_poll(poll_id)
    option = typed_id(request.form.get("option"))
    try:
        if option is None:
            raise service.NoSuchPoll("no moment was chosen")
        meeting_id = service.choose_date(database(), actor(), poll_id, option, now())
    except service.NoSuchPoll:
        undo()
        abort(404)
    except service.MeetingRefused:
        undo()
        flash(_("Kies een moment dat nog komt."))
        return redirect(url_for("meetings.poll", poll_id=poll_id))
    commit()
    flash(_("Het overleg is gepland. Wij maken een concept van de agenda."))
    return redirect(url_for("meetings.edit", meeting_id=meeting_id))


@bp.get("/datumprikker/<token>")
def poll_link(token: str) -> tuple[str, int]:
    """Show the moments to who has a link; only a post answers, so that mail scanners cannot."""
    return _link_page(token, {}, 200)


@bp.post("/datumprikker/<token>")
def answer_poll_link(token: str) -> Response | tuple[str, int]:
    """Take the answers that come through a link, once."""
    try:
        service.answer_dates_by_link(database(), token, _answers(), now())
    except service.MeetingRefused as refused:
        undo()
        return _link_page(token, {k: v.value for k, v in refused.problems.items()}, 422)
    except service.LinkNotValid:
        undo()
        return _link_page(token, {}, 410)
    commit()
    return redirect(url_for("meetings.poll_link", token=token))


def _moment(line: str) -> datetime | None:
    day, _space, time = line.strip().partition(" ")
    return typed_moment(day, time)


def _answers() -> dict[uuid.UUID, str]:
    found = {typed_id(name.removeprefix("can-")): value for name, value in request.form.items() if name[:4] == "can-"}
    return {key: value for key, value in found.items() if key is not None}


def _readable_poll(poll_id: uuid.UUID) -> queries.PollView:
    found = queries.date_poll(database(), poll_id)
    if found is None or found.district_id != current_user.district_id:
        abort(404)
    view = queries.poll_view(database(), found)
    if view.of(current_user.person_id) is None and not current_user.may(Action.PREPARE_MEETING):
        abort(404)
    return view


def _poll_page(poll_id: uuid.UUID, problems: dict[str, str]) -> str:
    view = _readable_poll(poll_id)
    return render_template(
        "meetings/poll.html",
        view=view,
        own=view.of(current_user.person_id),
        prepares=current_user.may(Action.PREPARE_MEETING),
        can=choices("can"),
        typed=request.form,
        problems=worded(problems),
    )


def _link_page(token: str, problems: dict[str, str], status: int) -> tuple[str, int]:
    found = queries.poll_by_token(database(), token, now())
    if found is None:
        return render_template("meetings/poll_link.html", found=None, problems={}), 404
    page = render_template(
        "meetings/poll_link.html",
        found=found,
        token=token,
        can=choices("can"),
        typed=request.form,
        problems=worded(problems),
    )
    return page, status


def _form(typed: dict[str, str], problems: dict[str, str]) -> str:
    session, district_id = database(), current_user.district_id
    areas = [(f"area:{area.id}", area.label) for area in district_queries.areas(session, district_id)]
    schools = organisation_queries.organisations(session, district_id, on=today(), type_slug="school")
    return render_template(
        "meetings/poll_new.html",
        typed=typed,
        problems=worded(problems),
        about=areas + [(f"school:{school.id}", school.label) for school in schools],
        forms=form_choices(),
        lengths=[(str(m), _("%(minutes)s minuten", minutes=m)) for m in (45, 60, 75, 90, 105, 120, 150, 180)],
    )
