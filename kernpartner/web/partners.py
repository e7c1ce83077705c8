"""Shows a partner its own themes, digests, invitations and offers, and takes what it can do; there is nothing else."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.digests import queries, service
from kernpartner.districts import queries as district_queries
from kernpartner.documents import pdf
from kernpartner.meetings import queries as meeting_queries
from kernpartner.offers import queries as offer_queries
from kernpartner.offers import service as offer_service
from kernpartner.offers.rules import OfferInput
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action, Contact
from kernpartner.themes import queries as theme_queries
from kernpartner.web import digest_forms
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.transaction import commit, database, now, today

bp = Blueprint("partners", __name__)
Answer = Response | tuple[str, int]


@bp.get("/partner")
@needs(Action.READ_DIGEST)
def listing() -> str:
    """Show everything there is for this partner on one page."""
    session, organisation = database(), current_user.chosen
    wish = queries.mail_wish(session, current_user.person_id)
    return render_template(
        "partners/listing.html",
        received=queries.received(session, current_user.person_id, organisation),
        earlier=queries.released_to(session, organisation),
        themes=_themes(),
        labels={theme.id: theme.label for theme in _themes()},
        areas={area.id: area.label for area in district_queries.areas(session, current_user.district_id)},
        offers=offer_queries.offers_of(session, organisation, today()),
        invitations=meeting_queries.invitations_of(session, current_user.person_id, now()),
        feed=url_for("partners.feed", token=wish.feed_token) if wish is not None else "",
        mails=wish is None or wish.stopped_at is None,
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


@bp.get("/themaberichten/feed/<token>")
def feed(token: str) -> Response:
    """Give the person's feed (Atom, RFC 4287); the secret in the address stands for signing in."""
    wish = queries.mail_wish_by_feed(database(), token)
    if wish is None:
        abort(404)
    found = queries.delivered_to(database(), wish.person_id)
    entries = digest_forms.feed_entries(found)
    updated = max((entry["updated"] for entry in entries), default="1970-01-01T00:00:00+00:00")
    answer = make_response(render_template("partners/feed.xml", entries=entries, updated=updated, token=token))
    answer.mimetype = "application/atom+xml"
    return answer


@bp.get("/themaberichten/stoppen/<token>")
def ask_to_stop(token: str) -> str:
    """Ask whether the mails about digests should stop; nothing changes yet, because mail programs open links."""
    if queries.mail_wish_by_token(database(), token) is None:
        abort(404)
    return render_template("partners/stop.html", token=token, stopped=False)


@bp.post("/themaberichten/stoppen/<token>")
def stop_mails(token: str) -> str:
    """Stop the mails about digests at once; mail programs post here by themselves (RFC 8058)."""
    if not service.stop_mails(database(), token, now()):
        abort(404)
    page = render_template("partners/stop.html", token=token, stopped=True)
    commit()
    return page


@bp.post("/partner/post")
@needs(Action.READ_DIGEST)
def resume_mails() -> Response:
    """Send this person mail about digests again."""
    service.resume_mails(database(), current_user.person_id)
    commit()
    flash(_("U krijgt weer een mail als er een themabericht is."))
    return redirect(url_for("partners.listing"))


@bp.route("/partner/bijdrage", methods=["GET", "POST"])
@needs(Action.MAKE_OFFER)
def new_offer() -> Answer | str:
    """Take what the partner can do (`theme_id`, `form`, `area_id`, `when_text`, `contact_…`)."""
    if request.method == "GET":
        return _offer_form({}, {"theme_id": request.args.get("thema", "")})
    given = request.form.to_dict()
    theme_id = _known(given.get("theme_id"), {theme.id for theme in _themes()})
    if theme_id is None:
        return _offer_form({"theme_id": "theme_missing"}, given), 422
    areas = {area.id for area in district_queries.areas(database(), current_user.district_id)}
    people = {person.id for person in _colleagues()}
    offer = OfferInput(
        theme_id=theme_id,
        form=given.get("form", ""),
        area_id=_known(given.get("area_id"), areas),
        when_text=given.get("when_text", ""),
        contact_person_id=_known(given.get("contact_person_id"), people),
        contact=_contact(given),
    )
    try:
        offer_service.make_offer(database(), actor(), offer, now())
    except offer_service.OfferIncomplete as incomplete:
        return _offer_form({name: found.value for name, found in incomplete.problems.items()}, given), 422
    commit()
    flash(_("Dank u. Uw bijdrage staat nu bij het thema. Kernpartners zien wie zij kunnen bellen."))
    return redirect(url_for("partners.listing"))


@bp.post("/partner/bijdrage/<uuid:offer_id>/bevestigen")
@needs(Action.MAKE_OFFER)
def confirm_offer(offer_id: uuid.UUID) -> Response:
    """Say that an own offer still holds for another year."""
    _own_offer(offer_id)
    offer_service.confirm_offer(database(), actor(), offer_id, now())
    commit()
    flash(_("Uw bijdrage staat weer een jaar."))
    return redirect(url_for("partners.listing"))


@bp.route("/partner/bijdrage/<uuid:offer_id>/bellen", methods=["GET", "POST"])
@needs(Action.MAKE_OFFER)
def offer_contact(offer_id: uuid.UUID) -> Answer | str:
    """Say how the partner is reached about an own offer (`contact_function`, `contact_phone`, `contact_email`)."""
    offer = _own_offer(offer_id)
    if request.method == "GET":
        return _contact_form(offer, {}, _contact_fields(offer.contact))
    given = request.form.to_dict()
    try:
        offer_service.set_contact(database(), actor(), offer_id, _contact(given), now())
    except offer_service.OfferIncomplete as incomplete:
        return _contact_form(offer, {name: found.value for name, found in incomplete.problems.items()}, given), 422
    commit()
    flash(_("Kernpartners zien nu hoe zij u bereiken."))
    return redirect(url_for("partners.listing", _anchor="bijdragen"))


@bp.post("/partner/bijdrage/<uuid:offer_id>/intrekken")
@needs(Action.MAKE_OFFER)
def withdraw_offer(offer_id: uuid.UUID) -> Response:
    """Take an own offer back."""
    _own_offer(offer_id)
    offer_service.withdraw_offer(database(), actor(), offer_id, now())
    commit()
    flash(_("Uw bijdrage is ingetrokken."))
    return redirect(url_for("partners.listing"))


def _themes() -> list[Any]:
    mine = set(offer_queries.themes_of(database(), current_user.chosen, today()))
    found = theme_queries.current_themes(database(), current_user.district_id, today())
    return sorted((theme for theme in found if theme.id in mine), key=lambda theme: theme.label.casefold())


def _colleagues() -> list[Any]:
    return list(organisation_queries.members(database(), current_user.chosen, today()))


def _released(digest_id: uuid.UUID, form: str) -> Any:
    found = queries.digest_for_partner(database(), digest_id, current_user.chosen)
    if found is None:
        abort(404)
    service.mark_read(database(), actor(), digest_id, form, now())
    return found


def _own_offer(offer_id: uuid.UUID) -> offer_queries.OfferRow:
    mine = offer_queries.offers_of(database(), current_user.chosen, today())
    found = next((offer for offer in mine if offer.offer_id == offer_id), None)
    if found is None:
        abort(404)
    return found


def _contact(given: dict[str, str]) -> Contact:
    return Contact(*(given.get(f"contact_{name}", "") for name in ("function", "phone", "email")))


def _contact_fields(contact: Contact) -> dict[str, str]:
    """Give a contact as the fields of a form."""
    return {f"contact_{name}": value for name, value in vars(contact).items()}


def _contact_form(offer: offer_queries.OfferRow, problems: dict[str, str], given: dict[str, str]) -> str:
    return render_template("partners/contact.html", offer=offer, problems=problems, given=given)


def _known(given: str | None, allowed: set[uuid.UUID]) -> uuid.UUID | None:
    """Give the id that was chosen, if it is one of those that were offered."""
    try:
        found = uuid.UUID(given or "")
    except ValueError:
        return None
    return found if found in allowed else None


def _offer_form(problems: dict[str, str], given: dict[str, str]) -> str:
    areas = district_queries.areas(database(), current_user.district_id)
    # Who is reached is the same from one offer to the next; nobody types it twice.
    earlier = [offer.contact for offer in offer_queries.offers_of(database(), current_user.chosen, today())]
    known = next((contact for contact in reversed(earlier) if contact.given), Contact())
    return render_template(
        "partners/offer.html",
        problems=problems,
        given={"contact_person_id": str(current_user.person_id), **_contact_fields(known), **given},
        themes=[(theme.id, theme.label) for theme in _themes()],
        areas=[("", _("De hele wijk")), *((area.id, area.label) for area in areas)],
        people=[(person.id, person.name) for person in _colleagues()],
    )


def _without_token(state: BlueprintSetupState) -> None:
    """Mail programs that stop a mailing for somebody have no form of ours; the secret in the address guards it."""
    state.app.extensions["csrf"].exempt(stop_mails)


bp.record_once(_without_token)
