"""Reads a file of words that an admin sends onto the district's lists, and says line by line what was wrong."""

from __future__ import annotations

from flask import request
from flask_login import current_user

from kernpartner.districts import rules, service
from kernpartner.organisations.rules import Action
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.organisations.door import bp
from kernpartner.web.organisations.words import undo_adding, words_page
from kernpartner.web.transaction import commit, database, now
from kernpartner.web.wording import word


@bp.post("/woordenlijst/inlezen")
@needs(Action.ADMINISTER)
def read_words() -> str | tuple[str, int]:
    """Put the words of a file (`file`, lines `list;word`) on the lists; shows what is wrong per line."""
    sent = request.files.get("file")
    raw = sent.read() if sent else b""
    text = rules.text_of(raw)
    if not raw:
        return words_page(problems={"file": _("Kies een bestand met woorden.")}), 422
    if text is None:
        wrong = _("Dit is geen tekstbestand. Bewaar het werkblad eerst als CSV en kies dan dat bestand.")
        return words_page(problems={"file": wrong}), 422
    found = rules.read_words(text)
    new = service.add_words_by(database(), actor(), current_user.district_id, found.words, now(), what="words_read")
    lines = [(number, word(problem, "word_line")) for number, problem in found.problems]
    page = words_page(undo=undo_adding(new), lines=lines)
    commit()
    return page if not lines else (page, 422)
