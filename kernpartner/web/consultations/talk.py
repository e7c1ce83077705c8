"""Shows the talk of a consultation, and takes what is said, what is written together, drafts, and the clock."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.consultations import queries, service
from kernpartner.consultations.rules import ReplyKind
from kernpartner.consultations.rules.talk import KINDS, SHARED, STEPS, Step, step_of
from kernpartner.organisations.rules import Action
from kernpartner.web.consultations.door import STEP_WORDS, WORD_OF, Answer, bp, open_to_me, typed_number
from kernpartner.web.consultations.showing import Typed, talk_page
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, undo


@bp.get("/casussen/<uuid:consultation_id>")
@needs(Action.SEE_CONSULTATIONS)
def one(consultation_id: uuid.UUID) -> str:
    """Show the talk at step `stap` (where it is now without one): where the links in mails lead."""
    page = talk_page(consultation_id, STEP_WORDS.get(request.args.get("stap", "")))
    commit()
    return page


@bp.post("/casussen/<uuid:consultation_id>/zeggen")
@needs(Action.ANSWER_CONSULTATION)
def say(consultation_id: uuid.UUID) -> Answer:
    """Add a reply (`kind`, `text`), cleaned; 422 with what was typed when something is missing."""
    asked = open_to_me(consultation_id)
    kind, text = request.form.get("kind", ""), request.form.get("text", "").strip()
    problems = {}
    if kind not in set(ReplyKind):
        problems["kind"] = "kind_missing"
    if not text:
        problems["text"] = "reply_missing"
    step = step_of(kind) if kind in set(ReplyKind) else _step()
    if problems:
        return refused(asked.id, step, Typed(problems, request.form.to_dict()))
    try:
        service.say(database(), actor(), asked.id, ReplyKind(kind), text, now())
    except service.ConsultationClosed:
        undo()
        return refused(asked.id, step, Typed({"text": "consultation_closed"}, request.form.to_dict()))
    commit()
    flash(_("Uw bijdrage staat erbij, zonder namen."))
    return redirect(url_for("consultations.one", consultation_id=asked.id, stap=WORD_OF[step], _anchor="gesprek"))


@bp.post("/casussen/<uuid:consultation_id>/samen")
@needs(Action.ANSWER_CONSULTATION)
def write(consultation_id: uuid.UUID) -> Answer:
    """Keep the shared text (`note`) of step `stap`; 409 with the other's words and one's own when `seen` is old."""
    asked = open_to_me(consultation_id)
    step = _step()
    typed = Typed(fields=request.form.to_dict())
    try:
        service.write_note(
            database(),
            actor(),
            asked.id,
            step,
            request.form.get("note", "").replace("\r\n", "\n").strip(),
            now(),
            seen_version=typed_number("seen"),
        )
    except service.NoteChanged as changed:
        undo()
        typed.problems, typed.theirs = {"note": changed.problem.value}, changed.current
        return refused(asked.id, step, typed, 409)
    except service.TalkRefused as problem:
        undo()
        typed.problems = {"note": problem.problem.value}
        return refused(asked.id, step, typed)
    except service.ConsultationClosed:
        undo()
        typed.problems = {"note": "consultation_closed"}
        return refused(asked.id, step, typed)
    commit()
    flash(_("Bewaard, zonder namen. Iedereen in het gesprek ziet het."))
    return redirect(url_for("consultations.one", consultation_id=asked.id, stap=WORD_OF[step], _anchor="samen"))


@bp.post("/casussen/<uuid:consultation_id>/concept")
@needs(Action.ANSWER_CONSULTATION)
def keep_draft(consultation_id: uuid.UUID) -> Answer | str:
    """Keep what is still being written at `stap` (`text`, or `note` with `seen`), cleaned; answers with the time."""
    asked = open_to_me(consultation_id)
    step, moment = _step(), now()
    if "note" in request.form and step in SHARED:
        field, text, kind = f"{step.value}_note", request.form["note"], None
    elif step in KINDS:
        field, text, kind = step.value, request.form.get("text", ""), request.form.get("kind", "")
    else:
        abort(404)
    try:
        service.save_talk_draft(
            database(),
            actor(),
            asked.id,
            field,
            text.replace("\r\n", "\n"),
            moment,
            kind=kind if kind in set(ReplyKind) else None,
            seen_version=typed_number("seen"),
        )
    except service.ConsultationClosed:
        undo()
        return refused(asked.id, step, Typed({"text": "consultation_closed"}, request.form.to_dict()))
    commit()
    if "stil" in request.args:
        return render_template("concerns/saved.html", at=moment)
    flash(_("Uw concept is bewaard, zonder namen. Alleen u ziet het, 7 dagen lang."))
    return redirect(url_for("consultations.one", consultation_id=asked.id, stap=WORD_OF[step]))


@bp.post("/casussen/<uuid:consultation_id>/concept/weg")
@needs(Action.ANSWER_CONSULTATION)
def drop_draft(consultation_id: uuid.UUID) -> Response:
    """Throw away what one was still writing at a step."""
    asked = open_to_me(consultation_id)
    step = _step()
    for field in (step.value, f"{step.value}_note"):
        service.drop_talk_draft(database(), actor(), asked.id, field)
    commit()
    flash(_("Uw concept is weggegooid."))
    return redirect(url_for("consultations.one", consultation_id=asked.id, stap=WORD_OF[step]))


@bp.post("/casussen/<uuid:consultation_id>/klok")
@needs(Action.ANSWER_CONSULTATION)
def run_clock(consultation_id: uuid.UUID) -> Answer:
    """Start the clock of a meeting (`minuten-<step>`), go to a step (`naar`), or stop it (`stop`)."""
    asked = open_to_me(consultation_id)
    step = STEP_WORDS.get(request.form.get("naar", ""))
    try:
        if "stop" in request.form:
            service.end_live(database(), actor(), asked.id, now())
        elif step is not None:
            service.move_live(database(), actor(), asked.id, step, now())
        else:
            minutes = {one: typed_number(f"minuten-{one.value}") for one in STEPS}
            service.start_live(database(), actor(), asked.id, minutes, now())
    except service.TalkRefused as problem:
        undo()
        return refused(asked.id, _step(), Typed({"minuten-question": problem.problem.value}, request.form.to_dict()))
    except service.ConsultationClosed:
        undo()
        return redirect(url_for("consultations.one", consultation_id=asked.id))
    commit()
    where = WORD_OF[step] if step is not None else None
    return redirect(url_for("consultations.one", consultation_id=asked.id, stap=where))


@bp.get("/casussen/<uuid:consultation_id>/stand")
@needs(Action.SEE_CONSULTATIONS)
def standing(consultation_id: uuid.UUID) -> str:
    """Give a fragment: where the clock is, and how much others added since `sinds`; numbers and no content."""
    asked, moment = open_to_me(consultation_id), now()
    since = _since(moment)
    return render_template(
        "consultations/_standing.html",
        asked=asked,
        step=STEP_WORDS.get(request.args.get("stap", ""), Step.QUESTION),
        clock=queries.clock(database(), asked.id, moment),
        moment=moment,
        since=since,
        word_of=WORD_OF,
        news=queries.news_since(database(), asked.id, since, current_user.person_id),
    )


def refused(consultation_id: uuid.UUID, step: Step, typed: Typed, code: int = 422) -> tuple[str, int]:
    """Give the talk again at a step, with what was typed and what was wrong with it."""
    page = talk_page(consultation_id, step, typed)
    commit()
    return page, code


def _step() -> Step:
    return STEP_WORDS.get(request.form.get("stap", ""), Step.CLARIFYING)


def _since(moment: datetime) -> datetime:
    """Read the moment at which the page was opened; a wrong one counts as an hour ago."""
    try:
        since = datetime.fromisoformat(request.args.get("sinds", ""))
    except ValueError:
        return moment - timedelta(hours=1)
    return since if since.tzinfo is not None else moment - timedelta(hours=1)
