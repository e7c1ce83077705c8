"""Shows packages of a solution direction, and lets an organisation clone one and adapt its own copy."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.organisations.rules import Action
from kernpartner.steps import queries, service
from kernpartner.steps.rules import MOST_PARTS, Part, StepProblem
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.steps.door import bp, number, own_direction
from kernpartner.web.steps.words import worded
from kernpartner.web.transaction import commit, database, now, undo


@bp.post("/vervolgstappen/pakketten/<uuid:package_id>/kopie")
@needs(Action.SEE_AGENDA)
def clone_package(package_id: uuid.UUID) -> Response:
    """Give the own organisation its copy of a package."""
    _package(package_id)
    made_id = service.clone_package(database(), actor(), package_id, now())
    commit()
    flash(_("Dit is uw eigen exemplaar. Pas het aan zoals het bij u past."))
    return redirect(url_for("steps.package", package_id=made_id))


@bp.get("/vervolgstappen/pakketten/<uuid:package_id>")
@needs(Action.SEE_AGENDA)
def package(package_id: uuid.UUID) -> str:
    """Show a package; the own copy in a form."""
    return _package_page(package_id, None, {})


@bp.post("/vervolgstappen/pakketten/<uuid:package_id>")
@needs(Action.SEE_AGENDA)
def adapt_package(package_id: uuid.UUID) -> Response | tuple[str, int]:
    """Adapt the own copy (`title`, `version`, and per part `part_title-` and `part_text-` with its number)."""
    _package(package_id)
    form = request.form
    numbers = range(1, MOST_PARTS + 2)
    parts = [Part(form.get(f"part_title-{n}", ""), form.get(f"part_text-{n}", "")) for n in numbers]
    parts = [part for part in parts if part.title.strip() or part.text.strip()]
    typed = {"title": request.form.get("title", ""), "parts": [part.kept() for part in parts]}
    try:
        service.adapt_package(database(), actor(), package_id, str(typed["title"]), parts, number("version"), now())
    except service.StepRefused as refused:
        undo()
        return _package_page(package_id, typed, refused.problems), 422
    except service.StepChangedMeanwhile:
        undo()
        flash(_("Een collega veranderde dit net. Uw tekst staat nog in het formulier."))
        return _package_page(package_id, typed, {}), 409
    except service.NoSuchStep:
        undo()
        abort(404)
    commit()
    flash(_("Bewaard."))
    return redirect(url_for("steps.package", package_id=package_id))


def _package(package_id: uuid.UUID) -> queries.Package:
    found = queries.package(database(), package_id)
    if found is None:
        abort(404)
    own_direction(found.direction_id)
    return found


def _package_page(package_id: uuid.UUID, typed: Mapping[str, object] | None, problems: dict[str, StepProblem]) -> str:
    found = _package(package_id)
    step, row = own_direction(found.direction_id)
    shown = typed or {"title": found.title, "parts": found.parts}
    return render_template(
        "steps/package.html",
        package=found,
        step=step,
        direction=row,
        own=found.organisation_id == current_user.chosen,
        typed=shown,
        room=len(found.parts) < MOST_PARTS,
        problems=worded(problems),
    )
