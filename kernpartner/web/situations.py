"""Shows the texts per situation to read and copy, and lets their owners write new versions."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action, Contact
from kernpartner.situations import queries, service
from kernpartner.situations.rules import BODY_LIMIT, Channel
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today, undo
from kernpartner.web.wording import choices, word

bp = Blueprint("situations", __name__)
Answer = AnyResponse | tuple[str, int] | str


@bp.get("/teksten")
@needs(Action.SEE_SITUATIONS)
def listing() -> str:
    """Show every text of the district, by situation; `waar` keeps it to one channel."""
    found = queries.texts(database(), current_user.district_id)
    chosen = request.args.get("waar", "")
    return render_template(
        "situations/listing.html",
        texts=[text for text in found if chosen not in set(Channel) or text.channel == chosen],
        empty_district=not found,
        chosen=chosen,
        channels=[("", _("Overal")), *choices("situation_channel")],
        prepares=current_user.may(Action.PREPARE_MEETING),
    )


@bp.get("/teksten/<uuid:text_id>")
@needs(Action.SEE_SITUATIONS)
def one(text_id: uuid.UUID) -> str:
    """Show one text to read and copy, who owns it, and every version before it."""
    text = _here(text_id)
    return render_template(
        "situations/one.html",
        text=text,
        versions=queries.versions(database(), text_id),
        mine=service.may_write(database(), actor(), text.owner_id, current_user.district_id),
    )


@bp.get("/teksten/<uuid:text_id>.txt")
@needs(Action.SEE_SITUATIONS)
def plain(text_id: uuid.UUID) -> Response:
    """Give the text as a file, for whom copying does not work."""
    text = _here(text_id)
    disposition = {"Content-Disposition": 'inline; filename="tekst.txt"'}
    return Response(text.copied + "\n", mimetype="text/plain", headers=disposition)


@bp.route("/teksten/nieuw", methods=["GET", "POST"])
@needs(Action.WRITE_SITUATIONS)
def new() -> Answer:
    """Keep a text for a new situation (`label`, `channel`, `owner_id`, `body`, `contact_…`)."""
    if request.method == "GET":
        return _form(None, {}, {"owner_id": str(current_user.chosen)})
    typed = request.form.to_dict()
    try:
        made = service.add_text(database(), actor(), current_user.district_id, _given(typed), now())
    except service.TextRefused as refused:
        undo()
        return _form(None, _codes(refused), typed), 422
    except service.NotYourText:
        undo()
        return _form(None, {"owner_id": "situation_owner_unknown"}, typed), 422
    commit()
    flash(_("De tekst staat erbij. Wat herleidbaar was, is weggehaald."))
    return redirect(url_for("situations.one", text_id=made))


@bp.route("/teksten/<uuid:text_id>/wijzigen", methods=["GET", "POST"])
@needs(Action.WRITE_SITUATIONS)
def edit(text_id: uuid.UUID) -> Answer:
    """Give a text new words (`body`, `contact_…`, `seen`); with 409 the other's words stand beside what was typed."""
    text = _here(text_id)
    if not service.may_write(database(), actor(), text.owner_id, current_user.district_id):
        abort(403)
    if request.method == "GET":
        reached = {"contact_phone": text.contact.phone, "contact_email": text.contact.email}
        return _form(text, {}, {"body": text.body, "seen": str(text.number), **reached})
    typed = request.form.to_dict()
    seen = typed.get("seen", "")
    try:
        number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
        service.write_version(database(), actor(), text_id, _given(typed), number, now())
    except service.TextRefused as refused:
        undo()
        return _form(text, _codes(refused), typed), 422
    except service.ChangedMeanwhile:
        undo()
        return _form(text, {"body": "situation_changed"}, {**typed, "seen": str(text.number)}, theirs=text.body), 409
    commit()
    flash(_("De nieuwe versie staat er. De versies ervoor blijven te lezen."))
    return redirect(url_for("situations.one", text_id=text_id))


@bp.post("/teksten/overnemen")
@needs(Action.PREPARE_MEETING)
def adopt() -> AnyResponse:
    """Take over the first texts that this district does not have yet."""
    number = service.adopt_shipped_texts(database(), actor(), current_user.district_id, now())
    commit()
    flash(_("Overgenomen: %(number)s teksten.", number=number))
    return redirect(url_for("situations.listing"))


def _here(text_id: uuid.UUID) -> queries.TextRow:
    text = queries.text(database(), text_id)
    if text is None or queries.district_of(database(), text_id) != current_user.district_id:
        abort(404)
    return text


def _given(typed: dict[str, str]) -> service.TextInput:
    try:
        owner: uuid.UUID | None = uuid.UUID(typed.get("owner_id", ""))
    except ValueError:
        owner = None
    contact = Contact("", typed.get("contact_phone", ""), typed.get("contact_email", ""))
    return service.TextInput(typed.get("body", ""), contact, typed.get("label", ""), typed.get("channel", ""), owner)


def _codes(refused: service.TextRefused) -> dict[str, str]:
    return {name: problem.value for name, problem in refused.problems.items()}


def _form(text: queries.TextRow | None, problems: dict[str, str], typed: dict[str, Any], *, theirs: str = "") -> str:
    places = organisation_queries.organisations(database(), current_user.district_id, on=today())
    mine = [
        (str(place.id), place.label)
        for place in places
        if service.may_write(database(), actor(), place.id, current_user.district_id)
    ]
    return render_template(
        "situations/edit.html",
        text=text,
        problems={name: _said(code) for name, code in problems.items()},
        typed=typed,
        theirs=theirs,
        owners=mine,
        channels=choices("situation_channel"),
        limit=BODY_LIMIT,
    )


def _said(code: str) -> str:
    said = word(code, "situation_problem")
    return said if said != code else word(code, "contact_problem")
