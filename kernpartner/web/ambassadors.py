"""Shows who represents whom, lets the contact be confirmed in one click, and sets ambassadors; shows who lacks one."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.districts import queries as district_queries
from kernpartner.organisations import queries, service
from kernpartner.organisations.rules import REFRESH_CHOICES, Action, refresh_days
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today, undo
from kernpartner.web.wording import typed_day, word

bp = Blueprint("ambassadors", __name__)
Answer = Response | tuple[str, int]


@bp.get("/ambassadeurs")
@needs(Action.SEE_ORGANISATIONS)
def listing() -> str:
    """Show the ambassadors with the day their contact was confirmed, and the partners without one."""
    return _page({}, {})


@bp.post("/ambassadeurs")
@needs(Action.KEEP_AMBASSADORS)
def appoint() -> Answer:
    """Let somebody (`person`: person and organisation) represent an organisation (`represents`), until `valid_to`."""
    typed = request.form.to_dict()
    person, _colon, home = typed.get("person", "").partition(":")
    until = typed.get("valid_to", "").strip()
    last = typed_day(until) if until else None
    problems = {}
    if until and last is None:
        problems["valid_to"] = "ambassador_day_unreadable"
    ids = [_id(value) for value in (person, home, typed.get("represents", ""))]
    if ids[0] is None or ids[1] is None:
        problems["person"] = "ambassador_person_elsewhere"
    if ids[2] is None:
        problems["represents"] = "ambassador_represents_unknown"
    if problems:
        return _page(problems, typed), 422
    given = service.AmbassadorInput(ids[0], ids[1], ids[2], last)  # type: ignore[arg-type]  # each was found above
    try:
        service.set_ambassador(database(), actor(), given, now())
    except service.AmbassadorRefused as refused:
        undo()
        return _page({_FIELD_OF.get(refused.problem.value, "person"): refused.problem.value}, typed), 422
    commit()
    flash(_("De ambassadeur staat erbij."))
    return redirect(url_for("ambassadors.listing"))


@bp.post("/ambassadeurs/<uuid:ambassador_id>/bevestigen")
@needs(Action.SEE_OWN_ACCOUNT)
def confirm(ambassador_id: uuid.UUID) -> Response:
    """Note that the contact was refreshed: the ambassador, or who keeps them."""
    try:
        service.confirm_ambassador(database(), actor(), ambassador_id, now())
    except service.NoSuchAmbassador:
        abort(404)
    commit()
    flash(_("Dank u. Het contact is vandaag bevestigd."))
    return redirect(url_for("ambassadors.listing" if current_user.may(Action.SEE_ORGANISATIONS) else "notices.listing"))


@bp.post("/ambassadeurs/<uuid:ambassador_id>/stoppen")
@needs(Action.SEE_OWN_ACCOUNT)
def end(ambassador_id: uuid.UUID) -> Response:
    """Let today be the last day of an ambassador: the ambassador, or who keeps them."""
    try:
        service.end_ambassador(database(), actor(), ambassador_id, now())
    except service.NoSuchAmbassador:
        abort(404)
    commit()
    flash(_("Vandaag is de laatste dag van deze ambassadeur."))
    return redirect(url_for("ambassadors.listing" if current_user.may(Action.SEE_ORGANISATIONS) else "notices.listing"))


@bp.post("/ambassadeurs/termijn")
@needs(Action.KEEP_AMBASSADORS)
def refresh() -> Response:
    """Choose after how many days (`days`) an ambassador is asked to refresh the contact."""
    chosen = request.form.get("days", "")
    if chosen not in {str(days) for days in REFRESH_CHOICES}:
        abort(400)
    service.set_refresh_days(database(), actor(), current_user.district_id, int(chosen), now())
    commit()
    flash(_("De termijn is aangepast."))
    return redirect(url_for("ambassadors.listing"))


_FIELD_OF = {
    "ambassador_represents_unknown": "represents",
    "ambassador_own_organisation": "represents",
    "ambassador_ends_before": "valid_to",
}


def _page(problems: dict[str, str], typed: dict[str, str]) -> str:
    session, on, district = database(), today(), current_user.district_id
    keeps = current_user.may(Action.KEEP_AMBASSADORS)
    places = queries.organisations(session, district, on=on)
    core = {kind.slug for kind in queries.types(session) if kind.is_core_partner}
    people = [
        (f"{person.id}:{place.id}", f"{person.name}, {place.label}")
        for place in places
        if keeps and place.type_slug in core
        for person in queries.members(session, place.id, on)
    ]
    return render_template(
        "ambassadors/listing.html",
        rows=queries.ambassador_rows(session, district, on),
        gaps=queries.without_ambassador(session, district, on),
        keeps=keeps,
        people=[("", _("Kies iemand")), *people],
        organisations=[("", _("Kies een organisatie")), *((str(one.id), one.label) for one in places)],
        days=refresh_days(district_queries.district(session, district).settings),
        choices=[(str(days), _("Na %(days)s dagen", days=days)) for days in REFRESH_CHOICES],
        problems={name: word(code, "ambassador_problem") for name, code in problems.items()},
        typed=typed,
    )


def _id(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
