"""Decides at the door whether this person may come in: every route names its action or is public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.audit.service import Actor, record
from kernpartner.organisations.rules import Action, may
from kernpartner.web.transaction import commit, database, now

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = frozenset(
    {
        "static",
        "login.sign_in",
        "login.sign_out",
        "second_step.code",
        "second_step.set_up",
        "pages.accessibility",
        "pages.privacy",
        "pages.help_page",
        "pages.language",
        "pages.colours",
        "pages.theme",
        "pages.health",
        "pages.security_txt",
        "meetings.invitation",
        "meetings.answer_invitation",
        "meetings.invitation_calendar",
        # Only what every home organisation let go: decisions and actions, without people and figures.
        "meetings.public_outcome",
        "meetings.poll_link",
        "meetings.answer_poll_link",
        "pages.csp_report",
        "notices.ask_to_stop",
        "notices.stop",
        "guests.ask_in",
        "guests.enter",
        "partners.feed",
        "partners.ask_to_stop",
        "partners.stop_mails",
        # Only there in a demo: what was sent, so that a partner's invitation can be opened.
        "mailbox.listing",
        "mailbox.one",
        "mailbox.html_part",
        "mailbox.attachment",
    }
)


def needs(action: Action) -> Callable[[View], View]:
    """Mark a route with the action that its visitor must have the right to."""

    def mark(view: View) -> View:
        view.needed_action = action  # type: ignore[attr-defined]  # a function carries its own right
        return view

    return mark


def needed_action(app: Flask, endpoint: str) -> Action | None:
    """Give the action that a route needs, or nothing when it names none."""
    return getattr(app.view_functions.get(endpoint), "needed_action", None)


def install(app: Flask) -> None:
    """Check every request before its route runs; a route that names no action is closed."""
    app.before_request(_no_null)
    app.before_request(_check)


def _no_null() -> None:
    # PostgreSQL keeps no null character, and no person types one: what holds one was made to break something.
    values = [request.path, *request.args.values(), *request.form.values(), *request.cookies.values()]
    if any("\0" in value for value in values):
        abort(400)


def _check() -> Response | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in PUBLIC:
        return None
    if not current_user.is_authenticated:
        if request.method == "POST":
            # A redirect would lose what was typed; the page of this error gives it back.
            abort(401)
        return redirect(url_for("login.sign_in", volgende=request.full_path.rstrip("?")))
    action = needed_action(current_app, endpoint)
    if action is None or not may(current_user.roles, action):
        refuse(action)
    return None


def refuse(action: Action | None) -> None:
    """Note that somebody was refused and answer 404 or 403: what is not yours is not there."""
    record(
        database(),
        actor(),
        "right.refused",
        "route",
        None,
        now(),
        outcome="refused",
        action=action.value if action else "none",
        path=request.endpoint or "",
    )
    commit()
    abort(403)


def actor() -> Actor:
    """Give who acts in this request, for the audit trail and the services."""
    if not current_user.is_authenticated:
        return Actor()
    acting: Actor = current_user.actor
    return acting
