"""Invites a guest to one talk or meeting, lets the guest in once, and shows summaries while the session lasts."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations.service import ConsultationClosed, NotTheAuthor
from kernpartner.guests import queries, service
from kernpartner.guests.rules import SUMMARY_LIMIT
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.web import login
from kernpartner.web.consultations.door import open_to_me
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.meetings.door import readable, typed_id, typed_moment
from kernpartner.web.transaction import commit, database, now, today, undo
from kernpartner.web.wording import word

bp = Blueprint("guests", __name__)
Answer = Response | tuple[str, int]
NOWHERE = uuid.UUID(int=0)
MINUTES = ("15", "30", "60", "90", "120")


@bp.get("/gast")
@needs(Action.SEE_GUEST_SESSION)
def read() -> str:
    """Show the summaries of the session that goes on now, and nothing at any other moment; every reading is noted."""
    found = service.read(database(), actor(), now())
    coming = [
        one
        for one in queries.sessions_of_guest(database(), current_user.person_id)
        if one.starts_at > now() and one.withdrawn_at is None
    ]
    page = render_template("guests/session.html", sessions=found, coming=coming)
    commit()
    return page


@bp.get("/gast/<token>")
def ask_in(token: str) -> str:
    """Show the door: who opens it uses the link up, so that a mail program that looks first does not."""
    found = queries.by_token(database(), token)
    if found is None:
        abort(404)
    moment = now()
    state = "used" if found.entered_at else "over" if found.ends_at <= moment or found.withdrawn_at else "open"
    return render_template(
        "guests/door.html", token=token, one=found, state="early" if found.starts_at > moment else state
    )


@bp.post("/gast/<token>")
def enter(token: str) -> Response:
    """Let the guest in while the session lasts; the link works once."""
    person = service.enter(database(), token, now())
    if person is None:
        undo()
        return redirect(url_for("guests.ask_in", token=token))
    return login.let_in(person, "guest_link", url_for("guests.read"))


@bp.get("/casussen/<uuid:consultation_id>/gast")
@needs(Action.INVITE_GUEST)
def of_consultation(consultation_id: uuid.UUID) -> str:
    """Show the author who is invited, and the form to invite a guest with a summary."""
    return _consultation_page(consultation_id, {}, {})


@bp.post("/casussen/<uuid:consultation_id>/gast")
@needs(Action.INVITE_GUEST)
def invite_to_consultation(consultation_id: uuid.UUID) -> Answer:
    """Invite a guest (`email`, `organisation_id`, `day`, `time`, `minutes`) who reads `summary` while it lasts."""
    asked = _mine(consultation_id)
    typed = request.form.to_dict()
    given = _given(typed)
    try:
        if given is None:
            raise service.GuestRefused({})
        service.invite_to_consultation(database(), actor(), asked.id, given, typed.get("summary", ""), now())
    except service.GuestRefused as refused:
        undo()
        return _consultation_page(consultation_id, _codes(refused, given), typed), 422
    except (ConsultationClosed, NotTheAuthor):
        undo()
        abort(404)
    commit()
    flash(_("De gast krijgt een mail. De samenvatting is er alleen tijdens het gesprek."))
    return redirect(url_for("guests.of_consultation", consultation_id=consultation_id))


@bp.post("/casussen/<uuid:consultation_id>/gast/<uuid:session_id>")
@needs(Action.INVITE_GUEST)
def summarise(consultation_id: uuid.UUID, session_id: uuid.UUID) -> Answer:
    """Write what a guest of a meeting reads about this question (`summary`)."""
    asked = _mine(consultation_id)
    try:
        service.summarise(database(), actor(), session_id, asked.id, request.form.get("summary", ""), now())
    except service.GuestRefused as refused:
        undo()
        return _consultation_page(consultation_id, _codes(refused, True), request.form.to_dict()), 422
    except (ConsultationClosed, NotTheAuthor, service.NoSuchGuest):
        undo()
        abort(404)
    commit()
    flash(_("De samenvatting ligt klaar voor de gast."))
    return redirect(url_for("guests.of_consultation", consultation_id=consultation_id))


@bp.get("/overleggen/<uuid:meeting_id>/gast")
@needs(Action.PREPARE_MEETING)
def of_meeting(meeting_id: uuid.UUID) -> str:
    """Show who prepares a meeting which guests are invited, and the form to invite one."""
    return _meeting_page(readable(meeting_id), {}, {})


@bp.post("/overleggen/<uuid:meeting_id>/gast")
@needs(Action.PREPARE_MEETING)
def invite_to_meeting(meeting_id: uuid.UUID) -> Answer:
    """Invite a guest (`email`, `organisation_id`, `day`, `time`, `minutes`) to a meeting."""
    meeting = readable(meeting_id)
    typed = request.form.to_dict()
    given = _given(typed)
    try:
        if given is None:
            raise service.GuestRefused({})
        service.invite_to_meeting(
            database(), actor(), meeting.id, current_user.district_id, meeting.title, given, now()
        )
    except service.GuestRefused as refused:
        undo()
        return _meeting_page(meeting, _codes(refused, given), typed), 422
    commit()
    flash(_("De gast krijgt een mail. Wie een vraag stelde, kan nu een samenvatting schrijven."))
    return redirect(url_for("guests.of_meeting", meeting_id=meeting_id))


@bp.post("/gasten/<uuid:session_id>/intrekken")
@needs(Action.INVITE_GUEST)
def withdraw(session_id: uuid.UUID) -> Response:
    """Let a guest read nothing any more; by the organisation that invited."""
    try:
        service.withdraw_guest(database(), actor(), session_id, now())
    except service.NoSuchGuest:
        abort(404)
    commit()
    flash(_("De uitnodiging is ingetrokken. De gast leest niets meer."))
    return redirect(url_for("start.home"))


def _mine(consultation_id: uuid.UUID) -> Any:
    asked = open_to_me(consultation_id)
    if asked.asked_by != current_user.person_id or asked.status != "open":
        abort(404)
    return asked


def _given(typed: dict[str, str]) -> service.GuestInput | None:
    """Give whom to invite and when, or nothing when the moment cannot be read."""
    starts_at: datetime | None = typed_moment(typed.get("day", ""), typed.get("time", ""))
    if starts_at is None or typed.get("minutes") not in MINUTES:
        return None
    place = typed_id(typed.get("organisation_id")) or NOWHERE
    return service.GuestInput(
        typed.get("email", ""), place, starts_at, starts_at + timedelta(minutes=int(typed["minutes"]))
    )


def _codes(refused: service.GuestRefused, given: object) -> dict[str, str]:
    unread = {} if given is not None else {"day": "guest_moment_unreadable"}
    return unread | {name: problem.value for name, problem in refused.problems.items()}


def _consultation_page(consultation_id: uuid.UUID, problems: dict[str, str], typed: dict[str, str]) -> str:
    asked = _mine(consultation_id)
    coming = queries.sessions_to_summarise(database(), current_user.district_id, now())
    return render_template(
        "guests/consultation.html",
        asked=asked,
        concern_id=consultation_queries.consultation(database(), consultation_id).concern_id,  # type: ignore[union-attr]
        guests=queries.guests_of_consultation(database(), consultation_id),
        coming=[(one, queries.summary_of(database(), one.id, consultation_id)) for one in coming],
        **_form(problems, typed),
    )


def _meeting_page(meeting: Any, problems: dict[str, str], typed: dict[str, str]) -> str:
    local = meeting.starts_at.astimezone(service.LOCAL)
    start = {"day": f"{local:%d-%m-%Y}", "time": f"{local:%H:%M}", "minutes": "90"}
    return render_template(
        "guests/meeting.html",
        meeting=meeting,
        guests=queries.guests_of_meeting(database(), meeting.id),
        **_form(problems, {**start, **typed}),
    )


def _form(problems: dict[str, str], typed: dict[str, str]) -> dict[str, Any]:
    core = {kind.slug for kind in organisation_queries.types(database()) if kind.is_core_partner}
    places = organisation_queries.organisations(database(), current_user.district_id, on=today())
    return {
        "problems": {name: word(code, "guest_problem") for name, code in problems.items()},
        "typed": typed,
        "organisations": [
            ("", _("Kies een organisatie")),
            *((str(one.id), one.label) for one in places if one.type_slug not in core),
        ],
        "minutes": [(number, _("%(number)s minuten", number=number)) for number in MINUTES],
        "summary_limit": SUMMARY_LIMIT,
        "moment": now(),
    }
