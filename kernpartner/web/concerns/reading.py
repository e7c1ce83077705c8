"""Shows the concerns of the own organisation and one concern with its consultation, and takes them back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.audit.service import record
from kernpartner.concerns import queries, service
from kernpartner.concerns.queries import theme_reads
from kernpartner.consultations import queries as consultation_queries
from kernpartner.consultations import service as consultation_service
from kernpartner.consultations.rules import GOOD_OUTCOMES
from kernpartner.organisations.rules import Action
from kernpartner.themes import queries as theme_queries
from kernpartner.web.concerns.door import (
    bp,
    current_themes,
    offers_that_may_have_helped,
    organisation_label,
    team_labels,
)
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today
from kernpartner.web.wording import Mark, choices, word

SHOWN = 50


@bp.get("/signalen")
@needs(Action.SEE_OWN_CONCERNS)
def listing() -> str:
    """List the concerns of the own organisation, newest first; `thema` filters, `voor` gives older ones."""
    themes = current_themes()
    chosen = next((t for t in themes if t.slug == request.args.get("thema")), None)
    before = queries.concern(database(), _id(request.args.get("voor")))
    found = queries.own_concerns(
        database(),
        current_user.chosen,
        theme_id=chosen.id if chosen else None,
        limit=SHOWN + 1,
        before=before,
    )
    shown = found[:SHOWN]
    ids = [concern.id for concern in shown]
    page = render_template(
        "concerns/listing.html",
        concerns=shown,
        more=shown[-1].id if len(found) > SHOWN else None,
        paged=before is not None,
        themes_beside=queries.themes_beside(database(), ids),
        consultations=consultation_queries.consultations_of(database(), ids),
        themes=[("", _("Alle thema’s"))] + [(theme.slug, theme.label) for theme in themes],
        chosen=chosen,
        numbers={theme.id: theme.number for theme in themes},
    )
    record(database(), actor(), "concern.listed", "organisation", current_user.chosen, now(), count=len(ids))
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
    """Confirm and refuse themes: per theme a field `thema-<slug>` with `confirmed` or `refused`."""
    _own_or_404(concern_id)
    decisions = {theme.id: request.form.get(f"thema-{theme.slug}") for theme in current_themes()}
    service.decide_themes(
        database(),
        actor(),
        concern_id,
        confirmed=[key for key, value in decisions.items() if value == "confirmed"],
        refused=[key for key, value in decisions.items() if value == "refused"],
        now=now(),
        reason=request.form.get("why", ""),
    )
    commit()
    flash(_("De thema’s zijn bijgewerkt."))
    return redirect(url_for("concerns.one", concern_id=concern_id))


@bp.post("/signalen/<uuid:concern_id>/intrekken")
@needs(Action.SEE_OWN_CONCERNS)
def withdraw(concern_id: uuid.UUID) -> Response:
    """Withdraw a concern of the own organisation: its text is gone at once."""
    _own_or_404(concern_id)
    consultation_service.take_back(database(), actor(), concern_id, now())
    commit()
    flash(_("Het signaal is ingetrokken. De tekst is weg."))
    return redirect(url_for("concerns.listing"))


def concern_page(concern_id: uuid.UUID, problems: dict[str, str], typed: dict[str, Any]) -> str:
    """Render one concern for whoever it is open to, and note that it was read; aborts with 404.

    `problems` are codes per field of the form that was refused, `typed` is what stood in that form.
    """
    session = database()
    concern = queries.concern(session, concern_id)
    relation = (
        consultation_queries.relation(session, concern, current_user.chosen, today()) if concern is not None else None
    )
    if concern is None or relation is None or concern.status != "open":
        abort(404)
    asked = consultation_queries.consultation_of(session, concern_id)
    tags = queries.themes_beside(session, [concern_id])[concern_id]
    themes = current_themes()
    beside = {tag.theme_id for tag in tags}
    page = render_template(
        "concerns/one.html",
        concern=concern,
        relation=relation,
        tags=tags,
        numbers={theme.id: theme.number for theme in themes},
        history=theme_reads.theme_history(session, concern_id) if relation == "own" else [],
        ended={theme.id: theme.ending for theme in _ended(tags, themes)},
        step_states=_step_states(),
        step_kinds=_step_kinds(),
        other_themes=[theme for theme in themes if theme.id not in beside],
        marks=[Mark(s, e, "thema") for tag in tags if tag.state != "refused" for s, e in tag.spans],
        asked=asked,
        replies=consultation_queries.replies(session, asked.id) if asked else [],
        team=team_labels(asked.school_id if asked else concern.school_id),
        school=organisation_label(concern.school_id),
        organisation=organisation_label(concern.organisation_id),
        is_author=concern.author_id == current_user.person_id,
        lessons=[
            (tag.label, lesson)
            for tag in tags
            if tag.state != "refused"
            for lesson in consultation_queries.lessons(session, tag.theme_id)
        ],
        lesson_themes=[(str(tag.theme_id), tag.label) for tag in tags if tag.state == "confirmed"]
        + [(str(theme.id), theme.label) for theme in themes if theme.id not in beside],
        lesson_offers=[
            (str(offer.offer_id), f"{offer.partner_label}: {offer.form}")
            for offer in offers_that_may_have_helped(tag.theme_id for tag in tags if tag.state != "refused")
        ],
        good_outcomes=GOOD_OUTCOMES,
        reply_kinds=choices("reply_kind"),
        outcomes=choices("outcome"),
        problems={name: word(code, "problem") for name, code in problems.items()},
        typed=typed,
    )
    record(session, actor(), "concern.read", "concern", concern_id, now(), relation=relation)
    return page


def _step_states() -> dict[str, str]:
    return {
        "": _("weggehaald"),
        "confirmed": _("bevestigd"),
        "refused": _("past niet"),
        "suggested": _("voorgesteld"),
    }


def _step_kinds() -> dict[str, str]:
    return {
        "decided": "",
        "bulk": _("met meer signalen tegelijk"),
        "divided": _("bij het verdelen van een thema"),
        "merged": _("door samenvoegen van thema’s"),
        "split": _("door splitsen van een thema"),
        "retired": _("door stoppen van een thema"),
        "undone": _("teruggedraaid"),
    }


def _ended(tags: Sequence[Any], themes: Sequence[Any]) -> list[Any]:
    """Give the themes beside a concern that do not count any more."""
    current = {theme.id for theme in themes}
    return [theme_queries.theme(database(), tag.theme_id) for tag in tags if tag.theme_id not in current]


def _own_or_404(concern_id: uuid.UUID) -> None:
    concern = queries.concern(database(), concern_id)
    if concern is None or concern.organisation_id != current_user.chosen or concern.status != "open":
        abort(404)


def _id(value: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(value or "")
    except ValueError:
        return uuid.UUID(int=0)
