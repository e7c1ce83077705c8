"""Shows the two steps in which a concern is written and checked, the look while typing, and the draft."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.concerns import queries, service
from kernpartner.concerns.rules import TEXT_LIMIT, TRIED_LIMIT
from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations import service as consultation_service
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action
from kernpartner.privacy.deidentify import clean
from kernpartner.web import limits
from kernpartner.web.concern_form import FORM_AGE_BANDS, Checked, ConcernForm
from kernpartner.web.concerns.door import bp, current_themes, own_school, team_labels
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today
from kernpartner.web.wording import Mark, choices, word

# A draft may be longer than a concern; a whole book is not looked through every other second.
DRAFT_LIMIT = 10_000


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
    checked = form.checked(database(), current_user.district_id)
    return _second_step(form, checked, {"missed": "missed_unknown"} if form.missed else {})


@bp.post("/signalen/nieuw/versturen")
@needs(Action.LOG_CONCERN)
def send() -> Response | str | tuple[str, int]:
    """Store the concern and ask advice when wanted; shows the check page again when the text changed."""
    form = ConcernForm.from_request(request.form)
    found = form.problems(today())
    if found:
        return _first_step(form, found, None), 422
    before = form.texts()
    checked = form.checked(database(), current_user.district_id)
    open_problems = form.open_problems(checked)
    if "opnieuw" in request.form:
        # A question about a hint can wait until the person sends; a word that was not found cannot.
        return _second_step(form, checked, {name: code for name, code in open_problems.items() if name == "missed"})
    changed = form.texts() != before
    if open_problems:
        return _second_step(form, checked, open_problems, changed=changed), 422
    if changed:
        # Nobody sends what was not seen: what just went is shown first, and that is why it is not sent yet.
        return _second_step(form, checked, {}, changed=True)
    try:
        concern_id = service.log_concern(database(), actor(), form.as_input(), now(), concern_id=form.key)
    except service.ConcernIncomplete as incomplete:
        return _first_step(form, {name: what.value for name, what in incomplete.problems.items()}, None), 422
    if form.advice:
        _ask_advice(concern_id, form)
    service.drop_draft(database(), current_user.person_id)
    commit()
    return redirect(url_for("concerns.sent", concern_id=concern_id))


@bp.post("/signalen/nieuw/kijken")
@needs(Action.LOG_CONCERN)
@limits.limiter.limit(limits.PER_TYPIST, key_func=limits.typist)
def look() -> str:
    """Give a fragment that says what would be removed from `text`; nothing is kept or logged."""
    text = request.form.get("text", "").replace("\r\n", "\n")[:TEXT_LIMIT]
    district_id = current_user.district_id
    cleaned = clean(text, service.lists_for(database(), district_id))
    verdict = service.suggestions(database(), district_id, text, today())
    marks = [Mark(f.start, f.end, "weg") for f in cleaned.findings]
    marks += [Mark(h.start, h.end, "let-op") for h in cleaned.hints]
    marks += [Mark(s, e, "thema") for theme in verdict.themes for s, e in theme.spans]
    return render_template(
        "concerns/look.html",
        text=text,
        marks=marks,
        cleaned=cleaned,
        verdict=verdict,
        themes={theme.slug: theme for theme in current_themes()},
    )


@bp.post("/signalen/nieuw/concept")
@needs(Action.LOG_CONCERN)
def save_draft() -> Response | str | tuple[str, int]:
    """Keep the form, cleaned, for seven days; answers with the time, or goes back; 422 when it is far too long."""
    form = ConcernForm.from_request(request.form)
    if max(len(text) for text in form.texts()) > DRAFT_LIMIT:
        return _first_step(form, form.problems(today()), None), 422
    moment = now()
    service.save_draft(database(), current_user.person_id, current_user.district_id, form.as_draft(), moment)
    commit()
    if request.headers.get("HX-Request") or "stil" in request.args:
        return render_template("concerns/saved.html", at=moment)
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
    return render_template("concerns/sent.html", concern=concern, asked=asked, team=team_labels(concern.school_id))


def _ask_advice(concern_id: uuid.UUID, form: ConcernForm) -> None:
    question = form.question.strip() or _("Wat raadt u ons aan?")
    try:
        consultation_service.ask_advice(database(), actor(), concern_id, question, now(), kept=form.kept)
    except consultation_service.AlreadyAsked:
        flash(_("U had over dit signaal al advies gevraagd."))
    except consultation_service.NoSchool:
        flash(_("Er is geen advies gevraagd: bij dit signaal hoort geen school."))
    except service.ConcernGone:
        # The form was sent again after its concern was taken back.
        flash(_("Het signaal is ingetrokken. De tekst is weg."))


def _first_step(form: ConcernForm, problems: dict[str, str], draft: object | None) -> str:
    schools = [] if own_school() else organisation_queries.schools_of(database(), current_user.chosen, today())
    return render_template(
        "concerns/new.html",
        form=form,
        problems={name: word(code, "problem") for name, code in problems.items()},
        schools=schools,
        age_bands=[(band, word(band, "age_band")) for band in FORM_AGE_BANDS],
        wider=choices("wider"),
        perspectives=choices("perspective"),
        draft=draft,
        text_limit=TEXT_LIMIT,
        tried_limit=TRIED_LIMIT,
    )


def _second_step(form: ConcernForm, checked: Checked, problems: dict[str, str], *, changed: bool = False) -> str:
    verdict = service.suggestions(database(), current_user.district_id, checked.text, today())
    themes = current_themes()
    because = {suggestion.id: suggestion.because for suggestion in verdict.themes}
    return render_template(
        "concerns/check.html",
        form=form,
        checked=checked,
        marks={
            one.field: [Mark(r.start, r.end, "weg") for r in one.removals]
            + [Mark(h.start, h.end, "let-op") for h in one.hints]
            for one in checked.texts
        },
        verdict=verdict,
        because=because,
        suggested=[theme for theme in themes if theme.slug in because],
        others=[theme for theme in themes if theme.slug not in because],
        team=team_labels(form.school_id or own_school()),
        reasons=choices("hint_reason"),
        tried_limit=TRIED_LIMIT,
        problems={name: word(code, "problem") for name, code in problems.items()},
        changed=changed,
    )
