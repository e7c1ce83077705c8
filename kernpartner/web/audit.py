"""Shows the privacy officer who read or changed what, and whether the trail is whole."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from kernpartner.audit import queries
from kernpartner.audit.rules import VERBS
from kernpartner.audit.service import record
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import ROLE_LABELS, Action, Role
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import LOCAL, commit, database, now
from kernpartner.web.wording import typed_day, word

bp = Blueprint("audit", __name__)
SHOWN = 200


@bp.get("/logboek")
@needs(Action.SEE_AUDIT)
def listing() -> str:
    """Show the newest lines; `wat` (verb), `wie` (address) and `vanaf` (day) filter, `keten` checks the chain."""
    verb = request.args.get("wat", "")
    who = request.args.get("wie", "").strip()
    typed = request.args.get("vanaf", "").strip()
    person = organisation_queries.person_by_email(database(), who) if who else None
    since, problems = _since(typed)
    if who and (person is None or person.district_id != current_user.district_id):
        problems["wie"] = _("Dit e-mailadres is hier niet bekend.")
    found = (
        []
        if problems
        else queries.entries(
            database(),
            verb=verb if verb in VERBS else None,
            person_id=person.id if person else None,
            since=since,
            limit=SHOWN,
        )
    )
    checked = "keten" in request.args
    page = render_template(
        "audit/listing.html",
        entries=found,
        people=_people(found),
        verbs=[("", _("Alles")), *sorted(((verb, word(verb, "verb")) for verb in VERBS), key=lambda pair: pair[1])],
        roles={role.value: ROLE_LABELS[role] for role in Role},
        verb=verb,
        who=who,
        since=typed,
        problems=problems,
        shown=SHOWN,
        checked=checked,
        broken=queries.first_broken_line(database()) if checked else None,
    )
    record(database(), actor(), "audit.read", "audit", None, now(), count=len(found))
    commit()
    return page


def _since(typed: str) -> tuple[datetime | None, dict[str, str]]:
    if not typed:
        return None, {}
    day = typed_day(typed)
    if day is not None:
        return datetime.combine(day, time.min, LOCAL), {}
    return None, {"vanaf": word("date_unreadable", "problem")}


def _people(entries: Sequence[Any]) -> dict[uuid.UUID, str]:
    found: dict[uuid.UUID, str] = {}
    for entry in entries:
        if entry.person_id is not None and entry.person_id not in found:
            person = organisation_queries.person(database(), entry.person_id)
            found[entry.person_id] = person.name if person is not None else ""
    return found
