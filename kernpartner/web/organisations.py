"""Shows who works with whom in the district, and lets an admin keep the district's own words."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.audit.service import record
from kernpartner.districts import queries as district_queries
from kernpartner.districts import rules as district_rules
from kernpartner.districts import service as district_service
from kernpartner.organisations import queries
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today
from kernpartner.web.wording import choices, word

bp = Blueprint("organisations", __name__)


@dataclass(frozen=True)
class Voice:
    """Somebody who represents another organisation in case discussions."""

    person: str
    organisation: str
    represents: str
    confirmed_on: date | None


@bp.get("/organisaties")
@needs(Action.SEE_ORGANISATIONS)
def listing() -> str:
    """Show the schools with their core teams, the other core partners, the partners and the ambassadors."""
    session, on = database(), today()
    found = queries.organisations(session, current_user.district_id, on=on)
    kinds = {kind.slug: kind for kind in queries.types(session)}
    schools = [one for one in found if one.type_slug == "school"]
    return render_template(
        "organisations/listing.html",
        schools=schools,
        teams={
            school.id: [m.label for m in queries.core_team(session, school.id, on) if m.id != school.id]
            for school in schools
        },
        core=[one for one in found if kinds[one.type_slug].is_core_partner and one.type_slug != "school"],
        partners=[one for one in found if not kinds[one.type_slug].is_core_partner],
        kinds=kinds,
        voices=[voice for one in found for voice in _voices(one)],
    )


@bp.get("/woordenlijst")
@needs(Action.ADMINISTER)
def words() -> str:
    """Show the district's own words and the words that wait for a decision."""
    return _words_page({}, "", "")


@bp.post("/woordenlijst")
@needs(Action.ADMINISTER)
def add_word() -> Response | tuple[str, int]:
    """Put words on a list (`kind`, `words` with commas between them); 422 with what was typed otherwise."""
    kind, typed = request.form.get("kind", ""), request.form.get("words", "")
    added = [one for one in typed.replace("\n", ",").split(",") if one.strip()]
    problems = {}
    if kind not in dict(choices("word_kind")):
        problems["kind"] = _("Kies een lijst.")
    if not added:
        problems["words"] = _("Schrijf een of meer woorden.")
    if problems:
        return _words_page(problems, kind, typed), 422
    if kind == "allowed":
        added = [one.lower() for one in added]
    number = district_service.add_words(database(), current_user.district_id, kind, added)
    record(database(), actor(), "district.changed", "district", current_user.district_id, now(), what="words_added")
    commit()
    flash(_("Toegevoegd: %(number)s.", number=number))
    return redirect(url_for("organisations.words"))


@bp.post("/woordenlijst/inlezen")
@needs(Action.ADMINISTER)
def read_words() -> str | tuple[str, int]:
    """Put the words of a file (`file`, lines `list;word`) on the lists; shows what is wrong per line."""
    sent = request.files.get("file")
    raw = sent.read() if sent else b""
    if not raw:
        return _words_page({"file": _("Kies een bestand met woorden.")}, "", ""), 422
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    found = district_rules.read_words(text)
    number = sum(
        district_service.add_words(database(), current_user.district_id, kind, words)
        for kind, words in found.words.items()
    )
    if found.words:
        record(database(), actor(), "district.changed", "district", current_user.district_id, now(), what="words_read")
    page = _words_page({}, "", "", read=number, lines=found.problems)
    commit()
    return page if not found.problems else (page, 422)


@bp.post("/woordenlijst/<uuid:word_id>")
@needs(Action.ADMINISTER)
def decide_word(word_id: uuid.UUID) -> Response:
    """Agree with a proposed word or take a word off (`besluit`: akkoord or weg)."""
    decide = {"akkoord": district_service.agree_word, "weg": district_service.remove_word}.get(
        request.form.get("besluit", "")
    )
    if decide is None:
        abort(400)
    try:
        decide(database(), actor(), current_user.district_id, word_id, now())
    except district_service.WordUnknown:
        abort(404)
    commit()
    flash(_("De woordenlijst is bijgewerkt."))
    return redirect(url_for("organisations.words"))


def _words_page(
    problems: dict[str, str],
    kind: str,
    typed: str,
    *,
    read: int | None = None,
    lines: Sequence[tuple[int, district_rules.LineProblem]] = (),
) -> str:
    found = district_queries.words(database(), current_user.district_id)
    return render_template(
        "organisations/words.html",
        kinds=choices("word_kind"),
        agreed={
            code: [one for one in found if one.agreed and one.kind == code] for code, _label in choices("word_kind")
        },
        proposed=sorted((one for one in found if not one.agreed), key=lambda one: -one.times_proposed),
        problems=problems,
        kind=kind,
        typed=typed,
        read=read,
        lines=[(number, word(problem, "word_line")) for number, problem in lines],
    )


def _voices(represented: Any) -> list[Voice]:
    session, found = database(), []
    for ambassador in queries.ambassadors(session, represented.id, today()):
        person = queries.person(session, ambassador.person_id)
        if person is not None:
            home = queries.organisation(session, ambassador.organisation_id).label
            found.append(Voice(person.name, home, represented.label, ambassador.last_confirmed_on))
    return found
