"""Shows a talk step by step to whoever it is open to, with what was typed, and notes that it was read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from flask import abort, render_template, request
from flask_login import current_user

from kernpartner.audit.service import record
from kernpartner.concerns import queries as concern_queries
from kernpartner.consultations import queries
from kernpartner.consultations.rules import GOOD_OUTCOMES
from kernpartner.consultations.rules.talk import KINDS, NOTE_LIMIT, SHARED, STEPS, USUAL_MINUTES, Step, furthest
from kernpartner.web.concerns.door import current_themes, organisation_label, team_labels
from kernpartner.web.consultations.asked_set import answer_choices
from kernpartner.web.consultations.door import WORD_OF, open_to_me
from kernpartner.web.guard import actor
from kernpartner.web.transaction import database, now
from kernpartner.web.wording import Mark, choices, word


@dataclass
class Typed:
    """What stood in a form that was refused, its problems (code per field), and what another wrote meanwhile."""

    problems: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    theirs: queries.Written | None = None
    conflicts: tuple[str, ...] = ()


def talk_page(consultation_id: uuid.UUID, step: Step | None = None, typed: Typed | None = None) -> str:
    """Render the talk at a step, by default where it is now; aborts with 404 for everybody it is not open to."""
    session, moment, typed = database(), now(), typed or Typed()
    asked = open_to_me(consultation_id)
    concern = concern_queries.concern(session, asked.concern_id)
    if concern is None:
        abort(404)
    written = queries.steps_written(session, asked.id)
    clock = queries.clock(session, asked.id, moment) if asked.status == "open" else None
    if step is None:
        step = clock.step if clock is not None else Step.CLOSE if asked.status != "open" else furthest(written)
    tags = concern_queries.themes_beside(session, [concern.id])[concern.id]
    own = concern.organisation_id == current_user.chosen
    page = render_template(
        "consultations/talk.html",
        asked=asked,
        concern=concern,
        relation="own" if own else "core_team",
        is_author=asked.asked_by == current_user.person_id,
        marks=[Mark(s, e, "thema") for tag in tags if tag.state != "refused" for s, e in tag.spans],
        tags=[tag for tag in tags if tag.state == "confirmed"],
        numbers={theme.id: theme.number for theme in current_themes()},
        step=step,
        steps=STEPS,
        word_of=WORD_OF,
        written=written,
        clock=clock,
        moment=moment,
        minutes={one.value: clock.minutes[one] for one in STEPS} if clock else USUAL_MINUTES,
        said=[reply for reply in queries.replies(session, asked.id) if reply.kind in KINDS.get(step, ())],
        kinds=[choice for choice in choices("reply_kind") if choice[0] in KINDS.get(step, ())],
        note_limit=NOTE_LIMIT,
        **_shared(asked, step, typed),
        **_clarified(asked, concern.district_id, step, typed),
        team=team_labels(asked.school_id),
        school=organisation_label(concern.school_id),
        organisation=organisation_label(concern.organisation_id),
        earlier=queries.earlier_on(
            session, current_user.chosen, [tag.theme_id for tag in tags if tag.state == "confirmed"], but=concern.id
        ),
        outcomes=choices("outcome"),
        good_outcomes=GOOD_OUTCOMES,
        problems={name: word(code, "problem") for name, code in typed.problems.items()},
        typed=typed.fields,
    )
    relation = "own" if own else "core_team"
    record(session, actor(), "consultation.read", "consultation", asked.id, moment, relation=relation)
    return page


def _shared(asked: Any, step: Step, typed: Typed) -> dict[str, Any]:
    """Give how the shared text of this step stands in its box: typed just now, still being written, or as it is."""
    drafts = queries.drafts(database(), asked.id, current_user.person_id) if asked.status == "open" else {}
    notes = queries.notes(database(), asked.id)
    found: dict[str, Any] = {"notes": notes, "draft": drafts.get(step.value), "note_draft": None, "theirs": None}
    if step not in SHARED:
        return found
    current, draft = notes.get(step.value), drafts.get(f"{step.value}_note")
    found["seen"] = current.version if current else 0
    found["versions"] = queries.note_versions(database(), asked.id, step.value)[1:]
    start = current.text if current else (asked.question or "") if step is Step.QUESTION else ""
    found["note"] = start
    if "note" in typed.fields:
        found |= {"note": typed.fields["note"], "theirs": typed.theirs}
    elif draft is not None:
        newer = current is not None and current.version > draft.seen_version
        found |= {"note": draft.text, "note_draft": draft, "theirs": current if newer else None}
    return found


def _clarified(asked: Any, district_id: uuid.UUID, step: Step, typed: Typed) -> dict[str, Any]:
    """Give the clarifying questions with their answers, and what was just filled in where another answered too."""
    if step not in {Step.CLARIFYING, Step.CLOSE}:
        return {}
    questions = queries.question_set_for(database(), asked.id, district_id)
    answers = queries.answers(database(), asked.id)
    return {
        "questions": questions,
        "answers": answers,
        "answer_choices": {one.key: answer_choices(one, district_id, asked.school_id) for one in questions.questions},
        "conflicts": typed.conflicts,
        "given": {one.key: request.form.getlist(f"antwoord-{one.key}") for one in questions.questions},
    }
