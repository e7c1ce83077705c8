"""Lets people mark, in a concern of their own organisation, the words that the cleaning missed; they go at once."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.audit.service import record
from kernpartner.concerns import queries, service
from kernpartner.consultations import queries as consultation_queries
from kernpartner.guests import service as guest_service
from kernpartner.organisations.rules import Action
from kernpartner.web.concerns.door import bp
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _, ngettext
from kernpartner.web.transaction import commit, database, now
from kernpartner.web.wording import choices, word

_WORD = re.compile(r"\S*\w\S*")
_EDGES = '.,;:!?()[]"“”„‘’…'


@dataclass(frozen=True)
class Line:
    """One text of a concern as words to mark; `name` says which text it is."""

    name: str
    heading: str
    words: tuple[str, ...]


@bp.get("/signalen/<uuid:concern_id>/gemist")
@needs(Action.SEE_OWN_CONCERNS)
def missed(concern_id: uuid.UUID) -> str:
    """Show each word of the texts of an own concern with a box to mark it."""
    _own_or_404(concern_id)
    record(database(), actor(), "concern.read", "concern", concern_id, now(), relation="own")
    page = _page(concern_id, {})
    commit()
    return page


@bp.post("/signalen/<uuid:concern_id>/gemist")
@needs(Action.SEE_OWN_CONCERNS)
def remove_missed(concern_id: uuid.UUID) -> Response | tuple[str, int]:
    """Take the marked words (`word`: text and number, as in `text:3`) out; 422 when none was marked."""
    _own_or_404(concern_id)
    marked = set(_marked(_lines(concern_id), request.form.getlist("word")))
    if not marked:
        return _page(concern_id, {"word": _("Kruis een of meer woorden aan.")}), 422
    number = guest_service.remove_missed(
        database(), actor(), concern_id, marked, now(), kind=request.form.get("kind", "")
    )
    commit()
    flash(ngettext("Op 1 plek is tekst weggehaald.", "Op %(num)d plekken is tekst weggehaald.", number))
    return redirect(url_for("concerns.one", concern_id=concern_id))


def _marked(lines: list[Line], chosen: list[str]) -> Iterator[str]:
    """Give the marked words; words that were marked next to each other are one."""
    for line in lines:
        run: list[str] = []
        for number, one in enumerate((*line.words, "")):
            if one and f"{line.name}:{number}" in chosen:
                run.append(one)
            elif run:
                yield " ".join(run).strip(_EDGES)
                run = []


def _lines(concern_id: uuid.UUID) -> list[Line]:
    """Give the texts in which something can have been missed: of the concern, and of what was asked and said."""
    concern = queries.concern(database(), concern_id)
    assert concern is not None
    asked = consultation_queries.consultation_of(database(), concern_id)
    texts = [
        ("text", _("De tekst"), concern.text),
        ("tried", _("Wat er al geprobeerd is"), concern.tried),
        ("question", _("De vraag aan het kernteam"), asked.question if asked else None),
        ("reason", _("Waarom het hier niet past"), asked.outcome_reason if asked else None),
        *(_said(asked.id) if asked else ()),
    ]
    return [Line(name, heading, tuple(_WORD.findall(text))) for name, heading, text in texts if text]


def _said(consultation_id: uuid.UUID) -> Iterator[tuple[str, str, str | None]]:
    """Give name, heading and text of what people said and wrote together in a consultation."""
    session = database()
    for number, reply in enumerate(consultation_queries.replies(session, consultation_id)):
        yield f"reply{number}", reply.organisation_label, reply.text
    for step, note in consultation_queries.notes(session, consultation_id).items():
        yield f"note-{step}", word(step, "talk_step"), note.text
    for key, answer in consultation_queries.answers(session, consultation_id).items():
        yield f"answer-{key}", answer.organisation_label, answer.remark


def _page(concern_id: uuid.UUID, problems: dict[str, str]) -> str:
    kinds = [("", _("Iets anders: haal het alleen weg"))]
    kinds += [(code, label) for code, label in choices("missed_kind") if code in service.LEARNED]
    return render_template(
        "concerns/missed.html",
        concern_id=concern_id,
        lines=_lines(concern_id),
        kinds=kinds,
        problems=problems,
        chosen=set(request.form.getlist("word")),
        kind=request.form.get("kind", ""),
    )


def _own_or_404(concern_id: uuid.UUID) -> None:
    concern = queries.concern(database(), concern_id)
    if concern is None or concern.organisation_id != current_user.chosen or concern.status != "open":
        abort(404)
