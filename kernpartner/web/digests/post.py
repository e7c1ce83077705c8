"""Shows the coordinator whose mail came back, and takes that an address was looked at."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from kernpartner.digests import queries, service
from kernpartner.organisations.rules import Action
from kernpartner.web.digests.door import Answer, bp
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today


@bp.get("/mail-kwam-terug")
@needs(Action.PREPARE_MEETING)
def came_back() -> str:
    """List the people whose mail came back and to which nobody looked yet."""
    return render_template(
        "digests/came_back.html", people=queries.came_back(database(), current_user.district_id, today())
    )


@bp.post("/mail-kwam-terug/<uuid:person_id>/klopt")
@needs(Action.PREPARE_MEETING)
def confirm_address(person_id: uuid.UUID) -> Answer:
    """Say that an address is right, so that mail goes there again; 404 where no mail came back."""
    if not service.confirm_address(database(), actor(), person_id, today(), now()):
        abort(404)
    commit()
    flash(_("Er gaat weer mail naar dit adres."))
    return redirect(url_for("digests.came_back"))
