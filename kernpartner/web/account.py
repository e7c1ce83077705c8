"""Shows people their own account: where they are signed in, their password, and their recovery codes."""

from __future__ import annotations

import uuid

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from kernpartner.accounts import queries, service
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.web import limits, login, second_step
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now
from kernpartner.web.wording import word

bp = Blueprint("account", __name__)


@bp.get("/account")
@needs(Action.SEE_OWN_ACCOUNT)
def show() -> str:
    """Show the sessions of this person, and forms for the password and the recovery codes."""
    return _page({})


@bp.post("/account/wachtwoord")
@limits.limiter.limit(limits.PER_ACCOUNT, key_func=limits.signed_in_account)
@needs(Action.SEE_OWN_ACCOUNT)
def change_password() -> Response | tuple[str, int]:
    """Change the password (`old`, `new`, `again`): every session ends, this browser goes on in a new one."""
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    if new != again:
        return _page({"again": word("passwords_differ", "problem")}), 422
    try:
        person = service.change_password(database(), actor(), current_user.person_id, old, new, now())
    except service.WrongPassword:
        return _page({"old": word("wrong_password", "problem")}), 422
    except service.WeakPassword as weak:
        return _page({"new": word(weak.problem, "problem")}), 422
    service.end_all_sessions(database(), actor(), person.id, now())
    answer = login.let_in(person, "password", url_for("account.show"))
    flash(_("Uw wachtwoord is veranderd. Op andere apparaten bent u uitgelogd."))
    return answer


@bp.post("/account/sessies")
@needs(Action.SEE_OWN_ACCOUNT)
def end_sessions() -> Response:
    """End one session (`sessie`: its id) or, without one, all of them, this one too."""
    wanted = request.form.get("sessie", "")
    if wanted and wanted != str(current_user.session_id):
        try:
            service.end_session(database(), current_user.person_id, uuid.UUID(wanted), now())
        except ValueError:
            return redirect(url_for("account.show"))
        commit()
        flash(_("Dat apparaat is uitgelogd."))
        return redirect(url_for("account.show"))
    service.end_all_sessions(database(), actor(), current_user.person_id, now())
    commit()
    logout_user()
    session.clear()
    return redirect(url_for("login.sign_in"))


@bp.post("/account/reservecodes")
@limits.limiter.limit(limits.PER_ACCOUNT, key_func=limits.signed_in_account)
@needs(Action.SEE_OWN_ACCOUNT)
def renew_codes() -> Response | str | tuple[str, int]:
    """Make new recovery codes once a code of this moment proves that it is really this person (`code`)."""
    try:
        service.prove_second_factor(
            database(), current_user.person_id, request.form.get("code", ""), second_step.sealer(), now()
        )
    except service.WrongCode:
        return _page({"code": word("wrong_code", "problem")}), 422
    codes = service.renew_recovery_codes(database(), actor(), current_user.person_id, now())
    commit()
    return second_step.codes_page(codes)


def _page(problems: dict[str, str]) -> str:
    person = organisation_queries.person(database(), current_user.person_id)
    return render_template(
        "login/account.html",
        problems=problems,
        email=person.email if person is not None else "",
        sessions=queries.open_sessions(database(), current_user.person_id, now(), login.longest()),
        second_factor=queries.has_second_factor(database(), current_user.person_id),
        codes_left=queries.recovery_codes_left(database(), current_user.person_id),
    )
