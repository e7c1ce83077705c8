"""Takes lessons: one that is written, and the approval of a second organisation."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from kernpartner.concerns import queries as concern_queries
from kernpartner.consultations import queries, service
from kernpartner.digests import service as digest_service
from kernpartner.organisations.rules import Action
from kernpartner.web.concerns.door import current_themes, offers_that_may_have_helped
from kernpartner.web.consultations.door import Answer, again, bp
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today


@bp.post("/signalen/<uuid:concern_id>/les")
@needs(Action.SEE_CONSULTATIONS)
def write_lesson(concern_id: uuid.UUID) -> Answer:
    """Keep what worked (`lesson_theme`, `lesson`, and `lesson_offer` that helped) until another one approves it."""
    concern = concern_queries.concern(database(), concern_id)
    if concern is None or queries.relation(database(), concern, current_user.chosen, today()) is None:
        abort(404)
    text = request.form.get("lesson", "").strip()
    theme = next((t for t in current_themes() if str(t.id) == request.form.get("lesson_theme")), None)
    problems = {}
    if theme is None:
        problems["lesson_theme"] = "theme_missing"
    if not text:
        problems["lesson"] = "lesson_missing"
    wanted = request.form.get("lesson_offer", "")
    offers = offers_that_may_have_helped([theme.id]) if theme is not None and wanted else []
    helped = next((offer.offer_id for offer in offers if str(offer.offer_id) == wanted), None)
    if theme is not None and wanted and helped is None:
        problems["lesson_offer"] = "offer_elsewhere"
    if theme is None or problems:
        return again(concern_id, problems)
    lesson = service.write_lesson(
        database(), actor(), district_id=current_user.district_id, theme_id=theme.id, text=text, now=now()
    )
    if helped is not None:
        digest_service.name_offer_used(database(), actor(), lesson, helped, now())
    commit()
    flash(_("Dank u. Een andere organisatie kijkt mee voordat anderen het zien."))
    return redirect(url_for("concerns.one", concern_id=concern_id))


@bp.post("/lessen/<uuid:lesson_id>/goedkeuren")
@needs(Action.ANSWER_CONSULTATION)
def approve_lesson(lesson_id: uuid.UUID) -> Answer:
    """Let a lesson of another organisation be seen beside its theme."""
    waiting = queries.lessons_waiting(database(), current_user.district_id, current_user.chosen)
    if lesson_id not in {lesson.id for lesson in waiting}:
        abort(404)
    service.approve_lesson(database(), actor(), lesson_id, now())
    commit()
    flash(_("De les staat nu bij het thema."))
    return redirect(url_for("consultations.listing"))
