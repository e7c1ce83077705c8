"""Shows the page behind an invitation's link, without an account, and takes the one answer it may give."""

from __future__ import annotations

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernpartner.documents import calendar
from kernpartner.meetings import queries, service
from kernpartner.web.meetings.door import LOCAL, bp, typed_id, worded
from kernpartner.web.transaction import commit, database, now, undo


@bp.get("/uitnodiging/<token>")
def invitation(token: str) -> tuple[str, int]:
    """Show what somebody is invited to and why; a link that cannot be used any more says what to do."""
    return _page(token, {}, {}, 200)


@bp.post("/uitnodiging/<token>")
def answer_invitation(token: str) -> Response | tuple[str, int]:
    """Take the answer (`answer`, `instead`, `remark`); only a post answers, so that mail scanners cannot."""
    given = service.AnswerInput(
        answer=request.form.get("answer", ""),
        instead_id=typed_id(request.form.get("instead")),
        remark=request.form.get("remark", ""),
    )
    try:
        service.answer_invitation(database(), token, given, now())
    except service.AnswerRefused as refused:
        undo()
        field = "instead" if refused.problem.value == "nobody_chosen" else "answer"
        return _page(token, dict(request.form), {field: refused.problem.value}, 422)
    except service.LinkNotValid:
        undo()
        return _page(token, {}, {}, 410)
    commit()
    return redirect(url_for("meetings.invitation", token=token))


@bp.get("/uitnodiging/<token>/afspraak.ics")
def invitation_calendar(token: str) -> Response:
    """Give the appointment for a calendar program."""
    view = queries.invitation_by_token(database(), token, now())
    if view is None or view.state in {"expired", "withdrawn"}:
        abort(404)
    written = calendar.invitation(service.appointment(database(), view.meeting, view.invitation, now()))
    answer = make_response(written)
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8; method=REQUEST"
    answer.headers["Content-Disposition"] = 'attachment; filename="overleg.ics"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(token: str, typed: dict[str, str], problems: dict[str, str], status: int) -> tuple[str, int]:
    view = queries.invitation_by_token(database(), token, now())
    if view is None:
        return render_template("meetings/invitation.html", view=None, typed={}, problems={}, stand_ins=[]), 404
    on = view.meeting.starts_at.astimezone(LOCAL).date()
    people = queries.stand_ins(database(), view.invitation, on) if view.state == "open" else []
    page = render_template(
        "meetings/invitation.html",
        view=view,
        token=token,
        typed=typed,
        problems=worded(problems),
        stand_ins=[(str(person.id), person.name) for person in people],
    )
    return page, status
