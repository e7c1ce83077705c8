"""Plans a whole school year once more in one step, and lets a district name its kinds of meeting."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.meetings import service
from kernpartner.meetings.rules.planning import Form
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _, ngettext
from kernpartner.web.meetings.door import bp, form_choices, worded
from kernpartner.web.transaction import commit, database, now, undo


@bp.post("/overleggen/schooljaar/<int:year>/nog-eens")
@needs(Action.PREPARE_MEETING)
def clone_year(year: int) -> Response:
    """Plan every meeting of the school year that began in `year` once more, a year later."""
    if not 2000 <= year <= 2100:
        abort(404)
    try:
        made = service.clone_year(database(), actor(), current_user.district_id, year, now())
    except service.MeetingRefused:
        undo()
        flash(_("Dit schooljaar kan nog niet een jaar later worden gepland."))
        return redirect(url_for("meetings.listing"))
    commit()
    if made:
        flash(
            ngettext(
                "1 overleg is gepland voor het volgende schooljaar. Kijk na of dag en tijd passen.",
                "%(num)d overleggen zijn gepland voor het volgende schooljaar. Kijk na of dag en tijd passen.",
                len(made),
            )
        )
    else:
        flash(_("Alle overleggen van dit schooljaar hebben al een vervolg."))
    return redirect(url_for("meetings.listing"))


@bp.get("/overleggen/namen")
@needs(Action.PREPARE_MEETING)
def names() -> str:
    """Show what the kinds of meeting are called here."""
    return _names(dict(form_choices()), {})


@bp.post("/overleggen/namen")
@needs(Action.PREPARE_MEETING)
def change_names() -> Response | tuple[str, int]:
    """Give the kinds of meeting their local names (`name_kickoff`, `name_yearly`, `name_interim`)."""
    typed = {form.value: request.form.get(f"name_{form.value}", "") for form in Form}
    try:
        service.name_forms(database(), actor(), current_user.district_id, typed, now())
    except service.MeetingRefused as refused:
        undo()
        return _names(typed, {k: v.value for k, v in refused.problems.items()}), 422
    commit()
    flash(_("De namen zijn bewaard."))
    return redirect(url_for("meetings.names"))


def _names(typed: dict[str, str], problems: dict[str, str]) -> str:
    return render_template("meetings/names.html", typed=typed, problems=worded(problems))
