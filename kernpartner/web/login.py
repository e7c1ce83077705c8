"""Lets people sign in and out, and choose for which organisation they act."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from kernpartner.accounts import queries as account_queries
from kernpartner.accounts import service as account_service
from kernpartner.audit.service import Actor, record
from kernpartner.organisations import queries, service
from kernpartner.organisations.rules import ROLE_LABELS, Action, Role, may
from kernpartner.web import limits, second_step
from kernpartner.web.guard import needs
from kernpartner.web.language import _
from kernpartner.web.pages import safe_path
from kernpartner.web.transaction import commit, database, now, today
from kernpartner.web.wording import word

bp = Blueprint("login", __name__)


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A person during one request: who, and for which organisation the person acts now."""

    person_id: uuid.UUID
    name: str
    language: str
    version: int
    positions: list[queries.PositionRow]
    chosen: uuid.UUID
    session_id: uuid.UUID

    def get_id(self) -> str:
        """Give what the cookie keeps: the person, the version of the sessions and this session."""
        return f"{self.person_id}:{self.version}:{self.session_id}"

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Give the roles held at the organisation that was chosen."""
        return frozenset(p.role for p in self.positions if p.organisation_id == self.chosen)

    @cached_property
    def organisation(self) -> queries.PositionRow:
        """Give the position row of the organisation that was chosen."""
        return next(p for p in self.positions if p.organisation_id == self.chosen)

    @property
    def district_id(self) -> uuid.UUID:
        """Give the district in which the person acts."""
        return self.organisation.district_id

    @property
    def role_labels(self) -> str:
        """Give the roles in words."""
        return ", ".join(sorted(ROLE_LABELS[role] for role in self.roles))

    @property
    def organisations(self) -> list[tuple[str, str]]:
        """Give the organisations this person can act for, as choices of a form."""
        return list(
            {str(p.organisation_id): (str(p.organisation_id), p.organisation_label) for p in self.positions}.values()
        )

    @property
    def actor(self) -> Actor:
        """Give who acts, for the audit trail."""
        return Actor(self.person_id, self.chosen, ",".join(sorted(self.roles)))

    def may(self, action: Action) -> bool:
        """Say whether this person may do something in the chosen organisation."""
        return may(self.roles, action)


def install(app: Flask) -> None:
    """Teach Flask-Login how to find a person again from the cookie."""
    manager = LoginManager(app)
    # A phone changes its address between two lessons; who is signed in must not lose a typed text by that.
    # What protects the session: an HttpOnly cookie for this host only, and the version kept with the person.
    manager.session_protection = None
    manager.user_loader(_found_again)


def _found_again(cookie: str) -> SignedIn | None:
    if g.get("plain"):
        return None
    try:
        person_part, version, session_part = cookie.split(":")
        person_id, session_id = uuid.UUID(person_part), uuid.UUID(session_part)
    except ValueError:
        return None
    person = queries.person(database(), person_id)
    if person is None or not person.active or str(person.session_version) != version:
        return None
    if account_queries.open_session(database(), session_id, person_id, now(), longest()) is None:
        return None
    user = signed_in(person, session_id)
    if user is not None and account_service.note_seen(database(), session_id, now()):
        commit()
    return user


def longest() -> timedelta:
    """Give how long a session may last, also when it is in use all the time."""
    return timedelta(seconds=current_app.config["SETTINGS"].session_seconds)


def signed_in(person: Any, session_id: uuid.UUID) -> SignedIn | None:
    """Give a person as somebody who is signed in, or nothing when the person holds no position now."""
    positions = list(queries.positions(database(), person.id, today()))
    if not positions:
        return None
    wanted = session.get("organisation")
    chosen = next(
        (p.organisation_id for p in positions if str(p.organisation_id) == wanted),
        positions[0].organisation_id,
    )
    return SignedIn(person.id, person.name, person.language, person.session_version, positions, chosen, session_id)


@bp.route("/inloggen", methods=["GET", "POST"])
@limits.limiter.limit(limits.PER_ADDRESS, methods=["POST"])
@limits.limiter.limit(
    limits.PER_ACCOUNT, key_func=limits.account, methods=["POST"], deduct_when=lambda answer: answer.status_code == 422
)
def sign_in() -> Response | str | tuple[str, int]:
    """Show the sign-in form; on POST check `email` and `password` and start a session.

    A wrong address, a wrong password and an account without a position give the same answer (422).
    """
    if request.method == "GET":
        if current_user.is_authenticated:
            return redirect(url_for("start.home"))
        return render_template("login/sign_in.html", email="", problems={})
    email = request.form.get("email", "")
    person = service.verified_person(database(), email, request.form.get("password", ""))
    positions = queries.positions(database(), person.id, today()) if person is not None else []
    if person is None or not positions:
        record(database(), Actor(), "session.refused", "session", None, now(), outcome="refused", reason="credentials")
        commit()
        problems = {"email": word("credentials", "problem")}
        return render_template("login/sign_in.html", email=email, problems=problems), 422
    back = safe_path(request.args.get("volgende"))
    if second_step.asked_of(person.id, {position.role for position in positions}):
        answer = second_step.go_on(person, back)
    else:
        answer = let_in(person, "password", back)
    limits.remember(answer, email)
    return answer


def let_in(person: Any, method: str, back: str) -> Response:
    """Open a session for a person who proved who it is, and lead on; what the browser had before is dropped."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    session_id = account_service.start_session(database(), person.id, request.user_agent.string, now())
    user = signed_in(person, session_id)
    if user is None:
        abort(403)
    login_user(user)
    session.permanent = True
    record(database(), user.actor, "session.started", "session", session_id, now(), method=method)
    commit()
    return redirect(back)


@bp.post("/uitloggen")
def sign_out() -> Response:
    """End the session in this browser and tell the browser to forget what it kept."""
    if current_user.is_authenticated:
        account_service.end_session(database(), current_user.person_id, current_user.session_id, now())
        record(database(), current_user.actor, "session.ended", "session", current_user.session_id, now())
        commit()
    logout_user()
    session.clear()
    answer = make_response(redirect(url_for("login.sign_in")))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.post("/organisatie-kiezen")
@needs(Action.SEE_OWN_ACCOUNT)
def choose_organisation() -> Response:
    """Act for another organisation at which this person holds a position (`organisation`: id)."""
    wanted = request.form.get("organisation", "")
    if any(str(position.organisation_id) == wanted for position in current_user.positions):
        session["organisation"] = wanted
        flash(_("U werkt nu namens een andere organisatie."))
    return redirect(url_for("start.home"))
