"""Shows the meeting on the screen in the room, item by item with its timer, and takes what is written meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.actions import service as action_service
from kernpartner.meetings import queries, service
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.meetings.door import LOCAL, bp, readable, typed_number, worded
from kernpartner.web.meetings.noting import agree, next_steps, owners, save_key
from kernpartner.web.transaction import commit, database, now, undo

Answer = Response | str | tuple[str, int] | tuple[Response, int]


@bp.get("/overleggen/<uuid:meeting_id>/scherm")
@needs(Action.SEE_AGENDA)
def screen(meeting_id: uuid.UUID) -> str:
    """Show the item at the table (`punt` shows another one), how long it still has, and what comes next."""
    return _page(meeting_id, None, {}, {})


@bp.post("/overleggen/<uuid:meeting_id>/scherm/<uuid:item_id>/begin")
@needs(Action.PREPARE_MEETING)
def begin(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    """Start with an item: from now its timer runs, on every screen."""
    readable(meeting_id)
    try:
        service.begin_item(database(), actor(), meeting_id, item_id, now())
    except (service.NothingToSettle, service.AgendaAlreadySettled, service.NoSuchItem):
        undo()
        abort(404)
    commit()
    return redirect(url_for("meetings.screen", meeting_id=meeting_id))


@bp.post("/overleggen/<uuid:meeting_id>/scherm/<uuid:item_id>/verslag")
@needs(Action.SEE_AGENDA)
def note(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Answer:
    """Keep what is said (`text`, `revision`, `save_key`); JSON for the page's script, a page for everybody else.

    What others wrote meanwhile is merged into it. Where that cannot be done both texts come back, with 409.
    """
    readable(meeting_id)
    typed = dict(request.form)
    seen = typed_number(typed.get("revision"))
    try:
        revision = service.record_minutes(
            database(), actor(), meeting_id, item_id, typed.get("text", ""), seen, now(), save_key=save_key(typed)
        )
    except service.MinutesChangedMeanwhile:
        undo()
        return _clash(meeting_id, item_id, typed)
    except service.ItemRefused as refused:
        undo()
        return _refused(meeting_id, item_id, typed, {k: v.value for k, v in refused.problems.items()})
    except (service.NothingToSettle, service.AgendaAlreadySettled, service.NoSuchItem):
        undo()
        abort(404)
    commit()
    if not _by_script():
        flash(_("Bewaard, zonder namen van kinderen of ouders."))
        return _back(meeting_id, item_id)
    return jsonify(_state(meeting_id, item_id) | {"kept": revision, "said": _said()})


@bp.post("/overleggen/<uuid:meeting_id>/scherm/<uuid:item_id>/besluit")
@needs(Action.PREPARE_MEETING)
def decide(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Answer:
    """Keep a decision (`decision`, `save_key`)."""
    return _line(
        meeting_id,
        item_id,
        lambda typed: service.decide(
            database(), actor(), meeting_id, item_id, typed.get("decision", ""), now(), save_key=save_key(typed)
        ),
    )


@bp.post("/overleggen/<uuid:meeting_id>/scherm/<uuid:item_id>/afspraak")
@needs(Action.PREPARE_MEETING)
def agreed(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Answer:
    """Keep an action (`action_text`, `action_owner`, `action_due_on`, `save_key`)."""
    return _line(meeting_id, item_id, lambda typed: agree(meeting_id, item_id, typed))


@bp.get("/overleggen/<uuid:meeting_id>/scherm/<uuid:item_id>/stand")
@needs(Action.SEE_AGENDA)
def standing(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    """Give where the meeting is and the newest text of an item, for screens that are open elsewhere."""
    readable(meeting_id)
    return jsonify(_state(meeting_id, item_id))


def _line(meeting_id: uuid.UUID, item_id: uuid.UUID, keep: Callable[[dict[str, str]], object]) -> Answer:
    """Keep one line, and show it in the list at once; what could not be kept stays in the form."""
    readable(meeting_id)
    typed = dict(request.form)
    try:
        keep(typed)
    except service.ItemRefused as refused:
        undo()
        return _refused(meeting_id, item_id, typed, {k: v.value for k, v in refused.problems.items()})
    except action_service.ActionRefused as refused:
        undo()
        problems = {f"action_{name}": what.value for name, what in refused.problems.items()}
        return _refused(meeting_id, item_id, typed, problems)
    except (service.NothingToSettle, service.AgendaAlreadySettled, service.NoSuchItem):
        undo()
        abort(404)
    commit()
    if not _by_script():
        flash(_("Bewaard, zonder namen van kinderen of ouders."))
        return _back(meeting_id, item_id)
    return jsonify(_state(meeting_id, item_id) | {"said": _said()})


def _refused(meeting_id: uuid.UUID, item_id: uuid.UUID, typed: dict[str, str], problems: dict[str, str]) -> Answer:
    if _by_script():
        return jsonify({"problem": " ".join(worded(problems).values())}), 422
    return _page(meeting_id, item_id, typed, problems), 422


def _clash(meeting_id: uuid.UUID, item_id: uuid.UUID, typed: dict[str, str]) -> Answer:
    state = _state(meeting_id, item_id)
    if _by_script():
        return jsonify(state | {"clash": True}), 409
    typed |= {"revision": str(state["revision"]), "other": str(state["text"])}
    return _page(meeting_id, item_id, typed, {"text": "changed_meanwhile"}), 409


def _state(meeting_id: uuid.UUID, item_id: uuid.UUID) -> dict[str, object]:
    meeting = readable(meeting_id)
    one = next((one for one in queries.outcome(database(), meeting) if one.item.id == item_id), None)
    turn = queries.turn(database(), meeting)
    if one is None or turn is None:
        abort(404)
    lists = render_template("meetings/_noted.html", one=one)
    return {"revision": one.revision, "text": one.text, "lists": lists, "turn": str(turn.item.id)}


def _page(meeting_id: uuid.UUID, item_id: uuid.UUID | None, typed: dict[str, str], problems: dict[str, str]) -> str:
    session, meeting = database(), readable(meeting_id)
    if meeting.status not in {"settled", "held"}:
        abort(404)
    asked = item_id or next((one.item.id for one in _asked(meeting)), None)
    turn, at_table = queries.turn(session, meeting, asked), queries.turn(session, meeting)
    if turn is None or at_table is None:
        abort(404)
    outcome = queries.outcome(session, meeting)
    return render_template(
        "meetings/screen.html",
        meeting=meeting,
        turn=turn,
        at_table=at_table,
        one=next(one for one in outcome if one.item.id == turn.item.id),
        items=[one.item for one in outcome],
        owners=owners(meeting) if current_user.may(Action.PREPARE_MEETING) else [],
        steps=next_steps() if current_user.may(Action.PREPARE_MEETING) else [],
        prepares=current_user.may(Action.PREPARE_MEETING),
        keys=[str(uuid.uuid4()) for _each in range(3)],
        left=round((turn.ends_at - now()).total_seconds()),
        typed=typed,
        problems=worded(problems),
    )


def _asked(meeting: queries.Meeting) -> list[queries.ItemOutcome]:
    """Give the item whose number stands in the address, as a list of one; empty without or beyond."""
    number = typed_number(request.args.get("punt"))
    return list(queries.outcome(database(), meeting))[number - 1 : number] if number else []


def _by_script() -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _said() -> str:
    return _("Bewaard om %(time)s", time=now().astimezone(LOCAL).strftime("%H:%M:%S"))


def _back(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    turn = queries.turn(database(), readable(meeting_id), item_id)
    number = turn.number if turn is not None else 1
    return redirect(url_for("meetings.screen", meeting_id=meeting_id, punt=number, _anchor="verslag"))
