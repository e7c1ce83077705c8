"""Shows a partner its page and its digests, as page, PDF and JSON."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, jsonify, make_response, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.digests import queries, service
from kernpartner.digests.queries import Result
from kernpartner.districts import queries as district_queries
from kernpartner.documents import pdf
from kernpartner.meetings import queries as meeting_queries
from kernpartner.offers import queries as offer_queries
from kernpartner.organisations.rules import Action
from kernpartner.web import digest_forms
from kernpartner.web.guard import actor, needs
from kernpartner.web.partners.door import bp, own_areas, own_themes
from kernpartner.web.transaction import commit, database, now, today


@bp.get("/partner")
@needs(Action.READ_DIGEST)
def listing() -> str:
    """Show everything there is for this partner on one page."""
    session, organisation = database(), current_user.chosen
    kept = queries.mail_wish(session, current_user.person_id)
    themes = own_themes()
    return render_template(
        "partners/listing.html",
        received=queries.received(session, current_user.person_id, organisation),
        earlier=queries.released_to(session, organisation),
        asked=queries.asked_now(session, organisation),
        themes=themes,
        labels={theme.id: theme.label for theme in themes},
        areas={area.id: area.label for area in district_queries.areas(session, current_user.district_id)},
        reads_about=[area.label for area in own_areas()],
        offers=offer_queries.offers_of(session, organisation, today()),
        results=_by_offer(queries.what_came_of(session, organisation, today(), now())),
        invitations=meeting_queries.invitations_of(session, current_user.person_id, now()),
        feed=url_for("partners.feed", token=kept.feed_token) if kept is not None else "",
        wish=queries.wish_of(kept),
    )


@bp.get("/themaberichten/<uuid:digest_id>")
@needs(Action.READ_DIGEST)
def digest(digest_id: uuid.UUID) -> str:
    """Show one digest that was released to this partner; 404 for every other one."""
    found = _released(digest_id, "page")
    page = render_template("partners/digest.html", digest=found, content=found.content)
    commit()
    return page


@bp.get("/themaberichten/<uuid:digest_id>.pdf")
@needs(Action.READ_DIGEST)
def digest_pdf(digest_id: uuid.UUID) -> Response:
    """Give the digest on paper."""
    found = _released(digest_id, "pdf")
    answer = make_response(pdf.digest(digest_forms.sheet(found, now())))
    answer.mimetype = "application/pdf"
    answer.headers.set("Content-Disposition", "inline", filename=f"themabericht-{found.leaves_on.isoformat()}.pdf")
    commit()
    return answer


@bp.get("/themaberichten/<uuid:digest_id>.json")
@needs(Action.READ_DIGEST)
def digest_json(digest_id: uuid.UUID) -> Response:
    """Give the digest to a program of the partner."""
    found = _released(digest_id, "json")
    answer = jsonify(digest_forms.as_json(found))
    commit()
    return answer


def _released(digest_id: uuid.UUID, form: str) -> Any:
    found = queries.digest_for_partner(database(), digest_id, current_user.chosen)
    if found is None:
        abort(404)
    service.mark_read(database(), actor(), digest_id, form, now())
    return found


def _by_offer(results: Sequence[Result]) -> Mapping[uuid.UUID, Sequence[Result]]:
    found: dict[uuid.UUID, list[Result]] = {}
    for result in results:
        found.setdefault(result.offer_id, []).append(result)
    return found
