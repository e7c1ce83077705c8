"""Takes what a partner can do for a theme, how it is reached, and whether that still holds."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kernpartner.districts import queries as district_queries
from kernpartner.offers import queries as offer_queries
from kernpartner.offers import service as offer_service
from kernpartner.offers.rules import OfferInput
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.rules import Action, Contact
from kernpartner.web.guard import actor, needs
from kernpartner.web.language import _
from kernpartner.web.partners.door import Answer, bp, known, own_themes
from kernpartner.web.transaction import commit, database, now, today


@bp.route("/partner/bijdrage", methods=["GET", "POST"])
@needs(Action.MAKE_OFFER)
def new_offer() -> Answer | str:
    """Take what the partner can do (`theme_id`, `form`, `area_id`, `when_text`, `contact_…`)."""
    if request.method == "GET":
        asked = {"theme_id": request.args.get("thema", ""), "area_id": request.args.get("gebied", "")}
        return _offer_form({}, asked)
    given = request.form.to_dict()
    theme_id = known(given.get("theme_id"), {theme.id for theme in own_themes()})
    if theme_id is None:
        return _offer_form({"theme_id": "theme_missing"}, given), 422
    areas = {area.id for area in district_queries.areas(database(), current_user.district_id)}
    people = {person.id for person in _colleagues()}
    offer = OfferInput(
        theme_id=theme_id,
        form=given.get("form", ""),
        area_id=known(given.get("area_id"), areas),
        when_text=given.get("when_text", ""),
        contact_person_id=known(given.get("contact_person_id"), people),
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


def _colleagues() -> list[Any]:
    return list(organisation_queries.members(database(), current_user.chosen, today()))


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


def _offer_form(problems: dict[str, str], given: dict[str, str]) -> str:
    areas = district_queries.areas(database(), current_user.district_id)
    # Who is reached is the same from one offer to the next; nobody types it twice.
    earlier = [offer.contact for offer in offer_queries.offers_of(database(), current_user.chosen, today())]
    reached = next((contact for contact in reversed(earlier) if contact.given), Contact())
    return render_template(
        "partners/offer.html",
        problems=problems,
        given={"contact_person_id": str(current_user.person_id), **_contact_fields(reached), **given},
        themes=[(theme.id, theme.label) for theme in own_themes()],
        areas=[("", _("De hele wijk")), *((area.id, area.label) for area in areas)],
        people=[(person.id, person.name) for person in _colleagues()],
    )
