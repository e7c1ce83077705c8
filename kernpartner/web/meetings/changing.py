"""Takes every change of an agenda: words, minutes, order, what is on it; nobody's work is overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kernpartner.meetings import queries, service
from kernpartner.meetings.rules.merging import clashing_fields, merged_fields
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.meetings.door import bp, choices, readable, typed_id, typed_number, worded
from kernpartner.web.meetings.preparing import edit_page, settled_already
from kernpartner.web.transaction import commit, database, now, undo


@bp.get("/overleggen/<uuid:meeting_id>/onderwerpen/<uuid:item_id>")
@needs(Action.PREPARE_MEETING)
def item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> str:
    """Show the words of one item in a form."""
    found = _item(meeting_id, item_id)
    return _item_form(meeting_id, found, _typed(found), {})


@bp.post("/overleggen/<uuid:meeting_id>/onderwerpen/<uuid:item_id>")
@needs(Action.PREPARE_MEETING)
def change_item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response | tuple[str, int]:
    """Word an item anew; 409 with both texts when somebody else did so meanwhile."""
    found = _item(meeting_id, item_id)
    typed = dict(request.form)
    try:
        service.edit_item(
            database(), actor(), meeting_id, item_id, _as_input(), typed_number(typed.get("version")), now()
        )
    except service.ItemRefused as refused:
        undo()
        return _item_form(meeting_id, found, typed, {k: v.value for k, v in refused.problems.items()}), 422
    except service.AgendaChangedMeanwhile:
        undo()
        return _both(meeting_id, _item(meeting_id, item_id), typed), 409
    except service.AgendaAlreadySettled:
        undo()
        return settled_already(meeting_id)
    commit()
    flash(_("Het onderwerp is bijgewerkt."))
    return _back(meeting_id, item_id)


@bp.post("/overleggen/<uuid:meeting_id>/onderwerpen")
@needs(Action.PREPARE_MEETING)
def add(meeting_id: uuid.UUID) -> Response | tuple[str, int]:
    """Put something of one's own on the agenda (`title`, `question`, `aim`, `minutes`, `version`)."""
    readable(meeting_id)
    seen = typed_number(request.form.get("version"))
    try:
        service.add_item(database(), actor(), meeting_id, _as_input(), seen, now())
    except service.ItemRefused as refused:
        undo()
        problems = {k: v.value for k, v in refused.problems.items()}
        return edit_page(meeting_id, dict(request.form), problems), 422
    except service.AgendaChangedMeanwhile:
        undo()
        return edit_page(meeting_id, dict(request.form), {"title": "changed_meanwhile"}), 409
    except service.AgendaAlreadySettled:
        undo()
        return settled_already(meeting_id)
    commit()
    flash(_("Het onderwerp staat op de agenda."))
    return redirect(url_for("meetings.edit", meeting_id=meeting_id))


@bp.post("/overleggen/<uuid:meeting_id>/onderwerpen/<uuid:item_id>/<any(omhoog, omlaag):way>")
@needs(Action.PREPARE_MEETING)
def move(meeting_id: uuid.UUID, item_id: uuid.UUID, way: str) -> Response:
    """Move an item one place up or down."""
    by = -1 if way == "omhoog" else 1
    return _changed(
        meeting_id, item_id, lambda seen: service.move_item(database(), actor(), meeting_id, item_id, by, seen, now())
    )


@bp.post("/overleggen/<uuid:meeting_id>/onderwerpen/<uuid:item_id>/plaats")
@needs(Action.PREPARE_MEETING)
def place(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    """Put an item at the place to which it was dragged (`place`, 1 is the first)."""
    wanted = max(1, typed_number(request.form.get("place")))
    return _changed(
        meeting_id,
        item_id,
        lambda seen: service.place_item(database(), actor(), meeting_id, item_id, wanted, seen, now()),
    )


@bp.post("/overleggen/<uuid:meeting_id>/onderwerpen/<uuid:item_id>/eraf")
@needs(Action.PREPARE_MEETING)
def drop(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    """Take an item off the agenda; it stays below, to be put back."""
    return _changed(
        meeting_id, item_id, lambda seen: service.drop_item(database(), actor(), meeting_id, item_id, seen, now())
    )


@bp.post("/overleggen/<uuid:meeting_id>/onderwerpen/<uuid:item_id>/erop")
@needs(Action.PREPARE_MEETING)
def keep(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    """Put something on the agenda that was left out (`minutes`)."""
    minutes = typed_number(request.form.get("minutes")) or 10
    return _changed(
        meeting_id,
        item_id,
        lambda seen: service.keep_item(database(), actor(), meeting_id, item_id, minutes, seen, now()),
    )


@bp.post("/overleggen/<uuid:meeting_id>/onderwerpen/<uuid:item_id>/minuten")
@needs(Action.PREPARE_MEETING)
def minutes(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    """Give an item so many minutes (`minutes`)."""
    wanted = typed_number(request.form.get("minutes"))
    return _changed(
        meeting_id,
        item_id,
        lambda seen: service.set_minutes(database(), actor(), meeting_id, item_id, wanted, seen, now()),
    )


@bp.post("/overleggen/<uuid:meeting_id>/onderwerpen/<uuid:item_id>/samenvoegen")
@needs(Action.PREPARE_MEETING)
def merge(meeting_id: uuid.UUID, item_id: uuid.UUID) -> Response:
    """Discuss an item within another one (`into`)."""
    into = typed_id(request.form.get("into"))
    if into is None:
        flash(_("Kies met welk onderwerp u dit samenvoegt."))
        return _back(meeting_id, item_id)
    return _changed(
        meeting_id, into, lambda seen: service.merge_items(database(), actor(), meeting_id, item_id, into, seen, now())
    )


@bp.post("/overleggen/<uuid:meeting_id>/afwezig")
@needs(Action.PREPARE_MEETING)
def absent(meeting_id: uuid.UUID) -> Response:
    """Note which organisations cannot come (`absent`, several) and plan the rest again."""
    organisations = [key for value in request.form.getlist("absent") if (key := typed_id(value)) is not None]

    def change(seen: int) -> None:
        service.set_absent(database(), actor(), meeting_id, organisations, seen, now())
        service.request_redraft(database(), actor(), meeting_id, now())

    return _changed(meeting_id, None, change)


def _changed(meeting_id: uuid.UUID, item_id: uuid.UUID | None, change: Callable[[int], None]) -> Response:
    """Make a change that carries no words, and say it when somebody else was first."""
    readable(meeting_id)
    try:
        change(typed_number(request.form.get("version")))
    except service.AgendaChangedMeanwhile:
        undo()
        flash(_("Iemand anders heeft de agenda net veranderd. Kijk hieronder en kies opnieuw."))
        return _back(meeting_id, item_id)
    except service.ItemRefused as refused:
        undo()
        flash(" ".join(worded({k: v.value for k, v in refused.problems.items()}).values()))
        return _back(meeting_id, item_id)
    except service.NoSuchItem:
        undo()
        abort(404)
    except service.AgendaAlreadySettled:
        undo()
        return settled_already(meeting_id)
    commit()
    return _back(meeting_id, item_id)


def _back(meeting_id: uuid.UUID, item_id: uuid.UUID | None) -> Response:
    anchor = f"punt-{item_id}" if item_id is not None else "agenda"
    return redirect(url_for("meetings.edit", meeting_id=meeting_id, _anchor=anchor))


def _item(meeting_id: uuid.UUID, item_id: uuid.UUID) -> queries.AgendaItem:
    meeting = readable(meeting_id)
    found = queries.agenda_item(database(), meeting, item_id)
    if found is None:
        abort(404)
    return found


def _typed(found: queries.AgendaItem) -> dict[str, str]:
    return {
        "title": found.title,
        "question": found.question,
        "aim": found.aim,
        "brought_in_by": found.brought_in_by,
        "desired_result": found.desired_result,
        "minutes": str(found.minutes or 10),
        "version": str(found.version),
    } | {f"was_{name}": text for name, text in service.words_of(found).items()}


def _both(meeting_id: uuid.UUID, newest: queries.AgendaItem, typed: dict[str, str]) -> str:
    """Show the own words beside those of another editor; fields that were not touched follow the other."""
    now_there, was = service.words_of(newest), _was() or {}
    mine = {name: typed.get(name, value) for name, value in now_there.items()}
    both_changed = clashing_fields(was, mine, now_there) if was else list(now_there)
    shown = merged_fields(was, mine, now_there) if was else mine
    typed = typed | shown | {"version": str(newest.version)} | {f"was_{key}": text for key, text in now_there.items()}
    problems = dict.fromkeys(both_changed or ["title"], "changed_meanwhile")
    return _item_form(meeting_id, newest, typed, problems, other=newest)


def _was() -> dict[str, str] | None:
    """Give how the words read when the form was opened; nothing when the form does not say so."""
    found = {name.removeprefix("was_"): text for name, text in request.form.items() if name.startswith("was_")}
    return found or None


def _as_input() -> service.ItemInput:
    form = request.form
    return service.ItemInput(
        title=form.get("title", ""),
        question=form.get("question", ""),
        aim=form.get("aim", ""),
        brought_in_by=form.get("brought_in_by", ""),
        desired_result=form.get("desired_result", ""),
        minutes=typed_number(form.get("minutes")),
        was=_was(),
    )


def _item_form(
    meeting_id: uuid.UUID,
    found: queries.AgendaItem,
    typed: dict[str, str],
    problems: dict[str, str],
    *,
    other: queries.AgendaItem | None = None,
) -> str:
    return render_template(
        "meetings/item.html",
        meeting_id=meeting_id,
        item=found,
        typed=typed,
        problems=worded(problems),
        aims=choices("aim"),
        other=other,
        earlier=queries.earlier_words(database(), found.id),
    )
