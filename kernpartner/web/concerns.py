"""Shows the pages on which a professional logs a concern, checks what is removed, and finds it again."""

from __future__ import annotations

import uuid
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.audit.service import record
from kernpartner.concerns import queries, service
from kernpartner.concerns.rules import TEXT_LIMIT
from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations import service as consultation_service
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.privacy.deidentify import clean
from kernpartner.themes import queries as theme_queries
from kernpartner.web.concern_form import ConcernForm
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today
from kernpartner.web.wording import Mark, word

bp = Blueprint("concerns", __name__)


@bp.get("/signalen/nieuw")
@needs(Action.LOG_CONCERN)
def new() -> str:
    """Show the empty form, or the draft that this person left."""
    draft = queries.draft(database(), current_user.person_id)
    return _first_step(ConcernForm.from_draft(draft), {}, draft)


@bp.post("/signalen/nieuw")
@needs(Action.LOG_CONCERN)
def change() -> str:
    """Show the form again with what was already filled in, from the check page."""
    return _first_step(ConcernForm.from_request(request.form), {}, None)


@bp.post("/signalen/nieuw/controleren")
@needs(Action.LOG_CONCERN)
def check() -> str | tuple[str, int]:
    """Show what is removed and what could still identify; 422 with the form when something is missing."""
    form = ConcernForm.from_request(request.form)
    found = form.problems(today())
    if found:
        return _first_step(form, found, None), 422
    return _second_step(form, {})


@bp.post("/signalen/nieuw/versturen")
@needs(Action.LOG_CONCERN)
def send() -> Response | str | tuple[str, int]:
    """Store the concern and ask advice when wanted; shows the check page again when it changed."""
    form = ConcernForm.from_request(request.form)
    found = form.problems(today())
    if found:
        return _first_step(form, found, None), 422
    before = form.text
    checked = form.checked(database(), current_user.district_id)
    open_hints = form.open_hints(checked.hints)
    if checked.text != before or open_hints or "opnieuw" in request.form:
        status = 422 if open_hints and "opnieuw" not in request.form else 200
        return _second_step(form, open_hints if status == 422 else {}), status
    try:
        concern_id = service.log_concern(database(), actor(), form.as_input(), now(), concern_id=form.key)
    except service.ConcernIncomplete as incomplete:
        return _first_step(form, {k: v.value for k, v in incomplete.problems.items()}, None), 422
    if form.advice:
        try:
            consultation_service.ask_advice(
                database(), actor(), concern_id, form.question or _("Wat raadt u ons aan?"), now()
            )
        except consultation_service.AlreadyAsked:
            flash(_("U had over dit signaal al advies gevraagd."))
    service.drop_draft(database(), current_user.person_id)
    commit()
    return redirect(url_for("concerns.sent", concern_id=concern_id))


@bp.post("/signalen/nieuw/kijken")
@needs(Action.LOG_CONCERN)
def look() -> str:
    """Give a fragment that says what would be removed from `text`; nothing is kept or logged."""
    text = request.form.get("text", "")[:TEXT_LIMIT]
    district_id = current_user.district_id
    cleaned = clean(text, service.lists_for(database(), district_id))
    verdict = service.suggestions(database(), district_id, text, today())
    marks = [Mark(f.start, f.end, "weg") for f in cleaned.findings]
    marks += [Mark(h.start, h.end, "let-op") for h in cleaned.hints]
    marks += [Mark(s, e, "thema") for theme in verdict.themes for s, e in theme.spans]
    labels = {t.slug: t.label for t in _current_themes()}
    return render_template(
        "concerns/look.html",
        text=text,
        marks=marks,
        cleaned=cleaned,
        verdict=verdict,
        labels=labels,
    )


@bp.post("/signalen/nieuw/concept")
@needs(Action.LOG_CONCERN)
def save_draft() -> Response | str:
    """Keep the form, cleaned, for seven days; answers with the time, or goes back to the form."""
    form = ConcernForm.from_request(request.form)
    service.save_draft(database(), current_user.person_id, current_user.district_id, form.as_draft(), now())
    commit()
    if request.headers.get("HX-Request") or request.headers.get("X-Autosave"):
        return render_template("concerns/saved.html", at=now())
    flash(_("Uw concept is bewaard, zonder namen. Wij bewaren het 7 dagen."))
    return redirect(url_for("concerns.new"))


@bp.post("/signalen/nieuw/weggooien")
@needs(Action.LOG_CONCERN)
def drop_draft() -> Response:
    """Throw the draft away."""
    service.drop_draft(database(), current_user.person_id)
    commit()
    flash(_("Uw concept is weggegooid."))
    return redirect(url_for("concerns.new"))


@bp.get("/signalen/<uuid:concern_id>/verstuurd")
@needs(Action.LOG_CONCERN)
def sent(concern_id: uuid.UUID) -> str:
    """Confirm that a concern was stored and say what happens next."""
    concern = queries.concern(database(), concern_id)
    if concern is None or concern.organisation_id != current_user.chosen:
        abort(404)
    asked = consultation_queries.consultation_of(database(), concern_id)
    return render_template("concerns/sent.html", concern=concern, asked=asked)


@bp.get("/signalen")
@needs(Action.SEE_OWN_CONCERNS)
def listing() -> str:
    """List the concerns of the own organisation, newest first; `thema` filters."""
    themes = _current_themes()
    chosen = next((t for t in themes if t.slug == request.args.get("thema")), None)
    found = queries.own_concerns(database(), current_user.chosen, theme_id=chosen.id if chosen else None, limit=100)
    ids = [concern.id for concern in found]
    record(
        database(),
        actor(),
        "concern.listed",
        "organisation",
        current_user.chosen,
        now(),
        count=len(ids),
    )
    page = render_template(
        "concerns/listing.html",
        concerns=found,
        themes_beside=queries.themes_beside(database(), ids),
        consultations=consultation_queries.consultations_of(database(), ids),
        themes=themes,
        chosen=chosen,
    )
    commit()
    return page


@bp.get("/signalen/<uuid:concern_id>")
@needs(Action.SEE_CONSULTATIONS)
def one(concern_id: uuid.UUID) -> str:
    """Show one concern with its themes and consultation; 404 for everybody it is not open to."""
    page = concern_page(concern_id, {}, {})
    commit()
    return page


@bp.post("/signalen/<uuid:concern_id>/themas")
@needs(Action.SEE_OWN_CONCERNS)
def decide_themes(concern_id: uuid.UUID) -> Response:
    """Confirm and refuse themes: one field per theme id with `confirmed` or `refused`."""
    concern = queries.concern(database(), concern_id)
    if concern is None or concern.organisation_id != current_user.chosen:
        abort(404)
    decisions = {theme.id: request.form.get(f"thema-{theme.slug}") for theme in _current_themes()}
    service.decide_themes(
        database(),
        actor(),
        concern_id,
        confirmed=[key for key, value in decisions.items() if value == "confirmed"],
        refused=[key for key, value in decisions.items() if value == "refused"],
        now=now(),
    )
    commit()
    flash(_("De thema's zijn bijgewerkt."))
    return redirect(url_for("concerns.one", concern_id=concern_id))


@bp.post("/signalen/<uuid:concern_id>/intrekken")
@needs(Action.SEE_OWN_CONCERNS)
def withdraw(concern_id: uuid.UUID) -> Response:
    """Withdraw a concern of the own organisation: its text is gone at once."""
    concern = queries.concern(database(), concern_id)
    if concern is None or concern.organisation_id != current_user.chosen:
        abort(404)
    asked = consultation_queries.consultation_of(database(), concern_id)
    if asked is not None and asked.status == "open" and asked.asked_by == current_user.person_id:
        consultation_service.withdraw_consultation(database(), actor(), asked.id, now())
    service.withdraw_concern(database(), actor(), concern_id, now())
    commit()
    flash(_("Het signaal is ingetrokken. De tekst is weg."))
    return redirect(url_for("concerns.listing"))


def concern_page(concern_id: uuid.UUID, problems: dict[str, str], typed: dict[str, str]) -> str:
    """Render one concern for whoever it is open to, and note that it was read; aborts with 404."""
    session = database()
    concern = queries.concern(session, concern_id)
    relation = (
        consultation_queries.relation(session, concern, current_user.chosen, today()) if concern is not None else None
    )
    if concern is None or relation is None:
        abort(404)
    asked = consultation_queries.consultation_of(session, concern_id)
    tags = queries.themes_beside(session, [concern_id])[concern_id]
    record(session, actor(), "concern.read", "concern", concern_id, now(), relation=relation)
    return render_template(
        "concerns/one.html",
        concern=concern,
        relation=relation,
        tags=tags,
        themes=_current_themes(),
        marks=[Mark(s, e, "thema") for tag in tags if tag.state != "refused" for s, e in tag.spans],
        asked=asked,
        replies=consultation_queries.replies(session, asked.id) if asked else [],
        team=_team(asked.school_id if asked else concern.school_id),
        school=_organisation_label(concern.school_id),
        organisation=_organisation_label(concern.organisation_id),
        is_author=concern.author_id == current_user.person_id,
        lessons={tag.label: consultation_queries.lessons(session, tag.theme_id) for tag in tags},
        problems=problems,
        typed=typed,
    )


def _first_step(form: ConcernForm, problems: dict[str, str], draft: object | None) -> str:
    schools = organisation_queries.schools_of(database(), current_user.chosen, today())
    own = current_user.organisation.type_slug == "school"
    return render_template(
        "concerns/new.html",
        form=form,
        problems={name: word(code, "problem") for name, code in problems.items()},
        schools=[] if own else schools,
        draft=draft,
    )


def _second_step(form: ConcernForm, open_hints: dict[str, str]) -> str:
    district_id = current_user.district_id
    checked = form.checked(database(), district_id)
    verdict = service.suggestions(database(), district_id, checked.text, today())
    return render_template(
        "concerns/check.html",
        form=form,
        checked=checked,
        verdict=verdict,
        themes=_current_themes(),
        labels={theme.slug: theme for theme in _current_themes()},
        team=_team(form.school_id or _own_school()),
        problems={name: word(code, "problem") for name, code in open_hints.items()},
        today=date.isoformat(today()),
    )


def _own_school() -> uuid.UUID | None:
    return current_user.chosen if current_user.organisation.type_slug == "school" else None


def _team(school_id: uuid.UUID | None) -> list[str]:
    if school_id is None:
        return []
    team = organisation_queries.core_team(database(), school_id, today())
    return [member.label for member in team if member.id != current_user.chosen]


def _organisation_label(organisation_id: uuid.UUID | None) -> str:
    if organisation_id is None:
        return ""
    return organisation_queries.organisation(database(), organisation_id).label


def _current_themes() -> list[theme_queries.Theme]:
    return list(theme_queries.current_themes(database(), current_user.district_id, today()))
