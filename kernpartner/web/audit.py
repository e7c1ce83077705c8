"""Shows the privacy officer who read or changed what, and whether the trail is whole."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from flask import Blueprint, render_template, request, url_for
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
SHOWN = 50


@bp.get("/logboek")
@needs(Action.SEE_AUDIT)
def listing() -> str:
    """Show lines of this district, newest first.

    `wat` (verb), `wie` (address) and `vanaf` (day) filter, `voor` (a position) goes back, `keten` checks the chain.
    """
    verb = request.args.get("wat", "")
    who = request.args.get("wie", "").strip()
    typed = request.args.get("vanaf", "").strip()
    person = organisation_queries.person_by_email(database(), who) if who else None
    since, problems = _since(typed)
    if who and (person is None or person.district_id != current_user.district_id):
        problems["wie"] = _("Dit e-mailadres is hier niet bekend.")
    found = [] if problems else _found(verb if verb in VERBS else None, person.id if person else None, since)
    checked = "keten" in request.args
    page = render_template(
        "audit/listing.html",
        entries=found[:SHOWN],
        people=_people(found[:SHOWN]),
        verbs=[("", _("Alles")), *sorted(((verb, word(verb, "verb")) for verb in VERBS), key=lambda pair: pair[1])],
        roles={role.value: ROLE_LABELS[role] for role in Role},
        verb=verb,
        who=who,
        since=typed,
        problems=problems,
        older=_older(found[SHOWN - 1].position) if len(found) > SHOWN else "",
        checked=checked,
        broken=queries.first_broken_line(database()) if checked else None,
    )
    record(database(), actor(), "audit.read", "audit", None, now(), count=len(found[:SHOWN]))
    commit()
    return page


def _found(verb: str | None, person_id: uuid.UUID | None, since: datetime | None) -> Sequence[Any]:
    """Give a page of lines and one more, by which is known that there are older ones."""
    typed = request.args.get("voor", "")
    here = organisation_queries.organisations(database(), current_user.district_id, on=None)
    return queries.entries(
        database(),
        verb=verb,
        person_id=person_id,
        since=since,
        before=int(typed) if typed.isdecimal() and len(typed) < 18 else None,
        organisation_ids=[one.id for one in here],
        limit=SHOWN + 1,
    )


def _older(position: int) -> str:
    kept: dict[str, Any] = {name: request.args[name] for name in ("wat", "wie", "vanaf") if request.args.get(name)}
    return url_for("audit.listing", voor=position, **kept)


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
