"""Asks for the second thing that proves who somebody is: a code of an app on the phone, or a recovery code."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

import segno
from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from pyotp import TOTP
from werkzeug.wrappers import Response

from kernpartner.accounts import queries, service
from kernpartner.accounts.rules import HALF_WAY, needs_second_factor
from kernpartner.audit.service import Actor, record
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Role
from kernpartner.privacy.sealing import Sealer
from kernpartner.web import limits
from kernpartner.web.pages import safe_path
from kernpartner.web.transaction import commit, database, now
from kernpartner.web.wording import word

bp = Blueprint("second_step", __name__)
_ISSUER = "Kernpartner"


def asked_of(person_id: uuid.UUID, roles: Collection[Role]) -> bool:
    """Say whether a password alone is not enough for this person, who holds these roles anywhere."""
    wanted = current_app.config["SETTINGS"].second_factor and needs_second_factor(roles)
    return wanted or queries.has_second_factor(database(), person_id)


def go_on(person: Any, back: str) -> Response:
    """Remember for ten minutes whose password was right, and ask for the second step."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session["half"] = [str(person.id), person.session_version, now().isoformat(), back]
    ready = queries.has_second_factor(database(), person.id)
    return redirect(url_for("second_step.code" if ready else "second_step.set_up"))


def sealer() -> Sealer:
    """Give what seals the secrets of second factors in this installation."""
    settings = current_app.config["SETTINGS"]
    return Sealer([settings.secret_key, *settings.earlier_keys], "second factor")


@bp.route("/inloggen/code", methods=["GET", "POST"])
@limits.limiter.limit(limits.PER_ADDRESS, methods=["POST"])
@limits.limiter.limit(
    limits.PER_ACCOUNT, key_func=limits.half_way, methods=["POST"], deduct_when=lambda answer: answer.status_code == 422
)
def code() -> Response | str | tuple[str, int]:
    """Ask for the code of this moment, or a recovery code (`code`); each counts once, a wrong one gives 422."""
    person = _half_way()
    if person is None or not queries.has_second_factor(database(), person.id):
        return redirect(url_for("login.sign_in"))
    if request.method == "GET":
        return render_template("login/code.html", problems={})
    try:
        how = service.prove_second_factor(database(), person.id, request.form.get("code", ""), sealer(), now())
    except service.WrongCode:
        _note_refusal(person.id)
        return render_template("login/code.html", problems={"code": word("wrong_code", "problem")}), 422
    return _let_in(person, how)


@bp.route("/inloggen/instellen", methods=["GET", "POST"])
@limits.limiter.limit(limits.PER_ADDRESS, methods=["POST"])
def set_up() -> Response | str | tuple[str, int]:
    """Show the secret as a picture and in letters; on POST check its first code and show the recovery codes."""
    person = _half_way()
    if person is None or queries.has_second_factor(database(), person.id):
        return redirect(url_for("login.sign_in"))
    secret = service.prepare_second_factor(database(), person.id, sealer())
    commit()
    if request.method == "GET":
        return _set_up_page(person, secret, {})
    try:
        codes = service.confirm_second_factor(
            database(), Actor(person.id), person.id, request.form.get("code", ""), sealer(), now()
        )
    except service.WrongCode:
        _note_refusal(person.id)
        return _set_up_page(person, secret, {"code": word("wrong_code", "problem")}), 422
    answer = _let_in(person, "totp", "/")
    return _with_codes(answer, codes)


def codes_page(codes: list[str]) -> str:
    """Show recovery codes, this once."""
    return render_template("login/recovery_codes.html", codes=codes)


def _with_codes(signed_in: Response, codes: list[str]) -> Response:
    """Answer with the codes instead of leading on; the cookie of the new session comes with it."""
    page = current_app.make_response(codes_page(codes))
    for cookie in signed_in.headers.getlist("Set-Cookie"):
        page.headers.add("Set-Cookie", cookie)
    return page


def _set_up_page(person: Any, secret: str, problems: dict[str, str]) -> str:
    address = TOTP(secret).provisioning_uri(name=person.email, issuer_name=_ISSUER)
    picture = segno.make(address, error="m", micro=False)
    return render_template(
        "login/set_up.html",
        picture=picture.svg_data_uri(scale=5, border=2, dark="#000", light="#fff"),
        groups=[secret[place : place + 4] for place in range(0, len(secret), 4)],
        problems=problems,
    )


def _half_way() -> Any:
    """Give the person whose password was right less than ten minutes ago in this browser, if there is one."""
    half = session.get("half")
    if not isinstance(half, list) or len(half) != 4:
        return None
    if now() - datetime.fromisoformat(half[2]) > HALF_WAY:
        return None
    person = organisation_queries.person(database(), uuid.UUID(half[0]))
    return person if person is not None and person.active and person.session_version == half[1] else None


def _let_in(person: Any, how: str, back: str | None = None) -> Response:
    from kernpartner.web.login import let_in

    return let_in(person, how, back or safe_path(session["half"][3]))


def _note_refusal(person_id: uuid.UUID) -> None:
    record(
        database(),
        Actor(person_id),
        "session.refused",
        "session",
        None,
        now(),
        outcome="refused",
        reason="second_factor",
    )
    commit()
