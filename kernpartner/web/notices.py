"""Shows each person what happened for them, lets them choose how they hear of it, and stops mails in one click."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.notices import queries, service
from kernpartner.notices.rules import Group, When, choices
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.notice_words import group_words, sentence, way_there, when_words
from kernpartner.web.transaction import commit, database, now

bp = Blueprint("notices", __name__)
ALL = "alles"


@bp.get("/meldingen")
@needs(Action.SEE_OWN_ACCOUNT)
def listing() -> str:
    """Show what this person was told, the newest first, and how it comes by mail."""
    wishes = queries.wishes_of(database(), current_user.person_id)
    words = when_words()
    return render_template(
        "notices/listing.html",
        notices=[
            (notice, sentence(notice.kind, notice.context), way_there(notice.kind, notice.context))
            for notice in queries.notices_of(database(), current_user.person_id)
        ],
        groups=[
            (group.value, label, [(when.value, words[when]) for when in choices(group)], wishes[group].value)
            for group, label in group_words().items()
        ],
    )


@bp.post("/meldingen")
@needs(Action.SEE_OWN_ACCOUNT)
def wish() -> Response:
    """Keep how this person wants to hear of each group of news (a field per group)."""
    chosen: dict[Group, When] = {}
    for group in Group:
        value = request.form.get(group.value, "")
        if value in choices(group):
            chosen[group] = When(value)
    service.set_wishes(database(), actor(), chosen, now())
    commit()
    flash(_("Uw keuze is bewaard."))
    return redirect(url_for("notices.listing"))


@bp.get("/meldingen/stoppen/<token>/<group>")
def ask_to_stop(token: str, group: str) -> str:
    """Ask whether these mails should stop; nothing changes yet, because mail programs open links."""
    return _stop_page(token, group, stopped=False)


@bp.post("/meldingen/stoppen/<token>/<group>")
def stop(token: str, group: str) -> str:
    """Stop these mails at once; mail programs post here by themselves (RFC 8058)."""
    page = _stop_page(token, group, stopped=True)
    service.stop(database(), token, None if group == ALL else Group(group), now())
    commit()
    return page


def _stop_page(token: str, group: str, *, stopped: bool) -> str:
    known: dict[str, str] = {one.value: label for one, label in group_words().items()}
    if (group != ALL and group not in known) or queries.person_of_token(database(), token) is None:
        abort(404)
    about = known.get(group, _("Alles wat in één mail per dag of week komt"))
    return render_template("notices/stop.html", token=token, group=group, about=about, stopped=stopped)


def _without_token(state: BlueprintSetupState) -> None:
    """Mail programs that stop a mailing for somebody have no form of ours; the secret in the address guards it."""
    csrf: Any = state.app.extensions["csrf"]
    csrf.exempt(stop)


bp.record_once(_without_token)
