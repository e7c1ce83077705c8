"""Lets an admin add, change, find and take off the district's own words, and take each of these steps back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.districts import queries as district_queries
from kernpartner.districts import service as district_service
from kernpartner.districts.rules import KINDS, found_by, word_problem
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _, ngettext
from kernpartner.web.organisations.door import bp
from kernpartner.web.transaction import commit, database, now
from kernpartner.web.wording import choices, word

# So many words of one list are shown; the search finds the others.
SHOWN = 200


@dataclass(frozen=True)
class Undo:
    """What the page says after a step, and the form (address and hidden fields) that takes the step back."""

    said: str
    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    button: str = ""


@bp.get("/woordenlijst")
@needs(Action.ADMINISTER)
def words() -> str:
    """Show the district's own words and the words that wait for a decision."""
    return words_page()


@bp.post("/woordenlijst")
@needs(Action.ADMINISTER)
def add_word() -> str | tuple[str, int]:
    """Put words on a list (`kind`, `words` with commas between them); 422 with what was typed otherwise."""
    kind, typed = request.form.get("kind", ""), request.form.get("words", "")
    added = [one for one in typed.replace("\n", ",").split(",") if one.strip()]
    problems = {}
    if kind not in KINDS:
        problems["kind"] = _("Kies een lijst.")
    wrong = next((found for found in map(word_problem, added) if found), None)
    if not added or wrong:
        problems["words"] = word(wrong, "word_line") if wrong else _("Schrijf een of meer woorden.")
    if problems:
        return words_page(problems=problems, kind=kind, typed=typed), 422
    new = district_service.add_words_by(database(), actor(), current_user.district_id, {kind: added}, now())
    return _after(undo_adding(new))


@bp.post("/woordenlijst/zoeken")
@needs(Action.ADMINISTER)
def find_words() -> str:
    """Show the words in which `zoek` stands; by post, so that what was typed is in no address and no log."""
    return words_page(sought=request.form.get("zoek", "").strip()[:80])


@bp.post("/woordenlijst/ongedaan")
@needs(Action.ADMINISTER)
def undo_words() -> str:
    """Take off again what was added or read in one step (`ids`); a word that was proposed waits once more."""
    ids = [found for found in map(_id, request.form.get("ids", "").split()) if found is not None]
    number = district_service.undo_words(database(), actor(), current_user.district_id, ids, now())
    return _after(Undo(ngettext("1 woord is er weer af.", "%(num)d woorden zijn er weer af.", number)))


@bp.post("/woordenlijst/terug")
@needs(Action.ADMINISTER)
def restore_word() -> str:
    """Put a word back that was just taken off (`kind`, `word`, `times`, `agreed`)."""
    kind, typed = request.form.get("kind", ""), request.form.get("word", "")
    if kind not in KINDS or word_problem(typed) is not None:
        abort(400)
    times = request.form.get("times", "")
    number = int(times) if times.isdecimal() and len(times) < 6 else 0
    agreed = request.form.get("agreed") == "ja"
    district_service.restore_word(
        database(), actor(), current_user.district_id, kind, typed, now(), times=number, agreed=agreed
    )
    return _after(Undo(_("Het woord staat er weer.")))


@bp.get("/woordenlijst/<uuid:word_id>")
@needs(Action.ADMINISTER)
def one_word(word_id: uuid.UUID) -> str:
    """Show one word, to change it or to take it off."""
    return _one_page(_found(word_id), {}, "", "")


@bp.post("/woordenlijst/<uuid:word_id>")
@needs(Action.ADMINISTER)
def decide_word(word_id: uuid.UUID) -> Response | str:
    """Agree with a proposed word or take a word off (`besluit`: akkoord, wacht or weg)."""
    decide: Callable[..., None] | None = {
        "akkoord": district_service.agree_word,
        "wacht": district_service.disagree_word,
        "weg": district_service.remove_word,
    }.get(request.form.get("besluit", ""))
    if decide is None:
        abort(400)
    held = district_queries.word(database(), current_user.district_id, word_id)
    if held is None and decide is district_service.remove_word:
        # The page was sent twice: what had to go is gone.
        flash(_("Dit woord staat niet meer op de lijst."))
        return redirect(url_for("organisations.words"))
    if held is None:
        abort(404)
    kind, said, times, agreed = held.kind, held.word, held.times_proposed, held.agreed
    decide(database(), actor(), current_user.district_id, word_id, now())
    if decide is district_service.remove_word:
        back = {"kind": kind, "word": said, "times": str(times), "agreed": "ja" if agreed else "nee"}
        gone = _("‘%(word)s’ is van de lijst af.", word=said)
        return _after(Undo(gone, url_for("organisations.restore_word"), back, _("Zet het woord terug")))
    here = url_for("organisations.decide_word", word_id=word_id)
    if decide is district_service.agree_word:
        counts = _("‘%(word)s’ telt vanaf nu mee.", word=said)
        return _after(Undo(counts, here, {"besluit": "wacht"}, _("Maak dit ongedaan")))
    return _after(Undo(_("‘%(word)s’ wacht weer op een besluit.", word=said)))


@bp.post("/woordenlijst/<uuid:word_id>/wijzigen")
@needs(Action.ADMINISTER)
def change_word(word_id: uuid.UUID) -> str | tuple[str, int]:
    """Write a word otherwise or put it on another list (`kind`, `word`); 422 with what was typed otherwise."""
    held = _found(word_id)
    before = {"kind": held.kind, "word": held.word}
    kind, typed = request.form.get("kind", ""), request.form.get("word", "")
    problems = {}
    if kind not in KINDS:
        problems["kind"] = _("Kies een lijst.")
    wrong = word_problem(typed)
    if wrong is not None:
        problems["word"] = word(wrong, "word_line")
    if not problems:
        try:
            district_service.change_word(
                database(), actor(), current_user.district_id, word_id, now(), kind=kind, to=typed
            )
        except district_service.WordThere:
            problems["word"] = _("Dit woord staat al op deze lijst.")
    if problems:
        return _one_page(held, problems, kind, typed), 422
    here = url_for("organisations.change_word", word_id=word_id)
    return _after(Undo(_("Het woord is gewijzigd."), here, before, _("Maak dit ongedaan")))


def undo_adding(new: list[uuid.UUID]) -> Undo:
    """Say how many words are new, with a way back when there are any."""
    said = ngettext("1 woord is nieuw.", "%(num)d woorden zijn nieuw.", len(new))
    if not new:
        return Undo(said)
    ids = {"ids": " ".join(one.hex for one in new)}
    return Undo(said, url_for("organisations.undo_words"), ids, _("Maak dit ongedaan"))


def words_page(
    *,
    problems: dict[str, str] | None = None,
    kind: str = "",
    typed: str = "",
    undo: Undo | None = None,
    sought: str = "",
    lines: list[tuple[int, str]] | None = None,
) -> str:
    """Show the lists, with what was just done, what was sought, or what is wrong."""
    found = district_queries.words(database(), current_user.district_id)
    agreed = [one for one in found if one.agreed]
    return render_template(
        "organisations/words.html",
        kinds=choices("word_kind"),
        agreed={code: [one for one in agreed if one.kind == code] for code in KINDS},
        shown=SHOWN,
        proposed=sorted((one for one in found if not one.agreed), key=lambda one: -one.times_proposed),
        problems=problems or {},
        kind=kind,
        typed=typed,
        undo=undo,
        sought=sought,
        hits=[one for one in found if found_by(sought, one.word)] if sought else [],
        lines=lines or [],
    )


def _after(undo: Undo) -> str:
    page = words_page(undo=undo)
    commit()
    return page


def _one_page(held: Any, problems: dict[str, str], kind: str, typed: str) -> str:
    return render_template(
        "organisations/word.html",
        word=held,
        kinds=choices("word_kind"),
        kind=kind or held.kind,
        typed=typed or held.word,
        problems=problems,
    )


def _found(word_id: uuid.UUID) -> Any:
    held = district_queries.word(database(), current_user.district_id, word_id)
    if held is None:
        abort(404)
    return held


def _id(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
