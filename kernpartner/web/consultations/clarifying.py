"""Takes the answers to the clarifying questions, shows the own counts, and lets coordinators change the questions."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from kernpartner.consultations import queries, service
from kernpartner.consultations.rules.clarification import AnswerKind, QuestionInput
from kernpartner.consultations.rules.talk import Step
from kernpartner.organisations.rules import Action
from kernpartner.web.consultations.door import Answer, bp, open_to_me, typed_number
from kernpartner.web.consultations.showing import Typed
from kernpartner.web.consultations.talk import refused
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, undo
from kernpartner.web.wording import choices, word

EMPTY_ROWS = 2
ROWS = 20


@bp.post("/casussen/<uuid:consultation_id>/verheldering")
@needs(Action.ANSWER_CONSULTATION)
def answer(consultation_id: uuid.UUID) -> Answer:
    """Keep the answers (`antwoord-<key>`, `toelichting-<key>`, `gezien-<key>`); 409 where another answered too."""
    asked = open_to_me(consultation_id)
    keys = [name.removeprefix("gezien-") for name in request.form if name.startswith("gezien-")]
    given = {
        key: service.GivenAnswer(
            tuple(one for one in request.form.getlist(f"antwoord-{key}") if one),
            request.form.get(f"toelichting-{key}", ""),
            typed_number(f"gezien-{key}"),
        )
        for key in keys
    }
    try:
        conflicts = service.answer_questions(database(), actor(), asked.id, given, now())
    except service.ConsultationClosed:
        undo()
        return refused(asked.id, Step.CLARIFYING, Typed({"vragen": "consultation_closed"}, request.form.to_dict()))
    commit()
    if conflicts:
        problems = {f"antwoord-{key}": "answer_changed" for key in conflicts}
        return refused(asked.id, Step.CLARIFYING, Typed(problems, request.form.to_dict(), None, tuple(conflicts)), 409)
    flash(_("De antwoorden zijn bewaard."))
    return redirect(url_for("consultations.one", consultation_id=asked.id, stap="verheldering", _anchor="vragen"))


@bp.get("/vraagverheldering")
@needs(Action.SEE_CONSULTATIONS)
def counts() -> str:
    """Show the questions, their versions, and how often the own organisation got which answer."""
    return render_template(
        "consultations/questions.html",
        sets=queries.question_sets(database(), current_user.district_id),
        counts=queries.answer_counts(database(), current_user.chosen),
        may_edit=current_user.may(Action.PREPARE_MEETING),
    )


@bp.get("/vraagverheldering/aanpassen")
@needs(Action.PREPARE_MEETING)
def edit_questions() -> str:
    """Show the newest version in a form; an empty row adds a question, an emptied one takes it away."""
    newest = queries.question_sets(database(), current_user.district_id)[0]
    rows = [
        QuestionInput(
            one.text, one.kind, tuple(choice.label for choice in one.choices), one.help, one.before, key=one.key
        )
        for one in newest.questions
    ]
    return _form(rows, newest.version, {})


@bp.post("/vraagverheldering/aanpassen")
@needs(Action.PREPARE_MEETING)
def change_questions() -> Answer:
    """Keep a next version: per row `text-n`, `kind-n`, `choices-n`, `help-n`, `before-n`, `key-n`; 422 or 409."""
    rows = [row for number in range(ROWS) if (row := _row(number)) is not None]
    seen = typed_number("version")
    try:
        service.change_questions(
            database(),
            actor(),
            current_user.district_id,
            rows,
            now(),
            seen_version=seen,
            note=request.form.get("remark", "").strip()[:200],
        )
    except service.QuestionsRefused as refusal:
        undo()
        return _form(rows, seen, {"text-0": refusal.problem.value}), 422
    except service.QuestionsChanged:
        undo()
        newest = queries.question_sets(database(), current_user.district_id)[0]
        return _form(rows, newest.version, {"text-0": "questions_changed"}), 409
    commit()
    flash(_("Er is een nieuwe versie. Lopende casussen houden de vragen waarmee zij begonnen."))
    return redirect(url_for("consultations.counts"))


def _form(rows: list[QuestionInput], version: int, problems: dict[str, str]) -> str:
    return render_template(
        "consultations/edit_questions.html",
        rows=[*rows, *(QuestionInput("", AnswerKind.MANY) for _empty in range(EMPTY_ROWS))],
        version=version,
        kinds=choices("answer_kind"),
        remark=request.form.get("remark", ""),
        newest=queries.question_sets(database(), current_user.district_id)[0],
        problems={name: word(code, "problem") for name, code in problems.items()},
    )


def _row(number: int) -> QuestionInput | None:
    text = request.form.get(f"text-{number}", "").strip()
    if not text:
        return None
    kind = request.form.get(f"kind-{number}", "")
    lines = request.form.get(f"choices-{number}", "").splitlines()
    return QuestionInput(
        text,
        AnswerKind(kind) if kind in set(AnswerKind) else AnswerKind.MANY,
        tuple(dict.fromkeys(line.strip() for line in lines if line.strip())),
        request.form.get(f"help-{number}", "").strip(),
        f"before-{number}" in request.form,
        key=request.form.get(f"key-{number}", ""),
    )
