"""Changes what partners offer: ties them to themes, takes offers, has them confirmed and withdrawn."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernpartner.audit.service import Actor, record
from kernpartner.districts import queries as district_queries
from kernpartner.offers.models import Offer, PartnerTie
from kernpartner.offers.queries import themes_of
from kernpartner.offers.rules import OfferInput, OfferProblem, named, problems
from kernpartner.organisations import queries as organisation_queries
from kernpartner.organisations.models import Organisation
from kernpartner.organisations.queries import holds
from kernpartner.organisations.rules import Contact, ContactProblem, contact_problems
from kernpartner.privacy.deidentify import clean
from kernpartner.themes import queries as theme_queries

LOCAL = ZoneInfo("Europe/Amsterdam")


class OfferIncomplete(ValueError):
    """Something is missing or wrong; `problems` says what, per field."""

    def __init__(self, found: Mapping[str, OfferProblem | ContactProblem]) -> None:
        super().__init__(", ".join(f"{name}: {what.value}" for name, what in found.items()))
        self.problems = dict(found)


class NotYourTheme(PermissionError):
    """A partner offers only to themes it is tied to: offering elsewhere would open that theme's figures to it."""


class NotYourOffer(PermissionError):
    """Only the partner that made an offer changes it."""


class OfferGone(LookupError):
    """There is no such offer, or it was withdrawn."""


def tie_partner(session: Session, *, theme_id: uuid.UUID, organisation_id: uuid.UUID, on: date) -> None:
    """Let an organisation belong to a theme from that day on; twice is as once."""
    there = session.scalar(
        select(PartnerTie.id).where(
            PartnerTie.theme_id == theme_id, PartnerTie.organisation_id == organisation_id, holds(PartnerTie, on)
        )
    )
    if there is None:
        session.add(PartnerTie(theme_id=theme_id, organisation_id=organisation_id, valid_from=on))
        session.flush()


def untie_partner(session: Session, *, theme_id: uuid.UUID, organisation_id: uuid.UUID, on: date) -> None:
    """Let `on` be the last day on which an organisation belongs to a theme."""
    for tie in session.scalars(
        select(PartnerTie).where(
            PartnerTie.theme_id == theme_id,
            PartnerTie.organisation_id == organisation_id,
            PartnerTie.valid_to.is_(None),
        )
    ):
        tie.valid_to = on
    session.flush()


def tie_named_partners(session: Session, district_id: uuid.UUID, on: date) -> int:
    """Tie every organisation whose label or alias is a partner name of a theme; give how many ties there are."""
    found = organisation_queries.organisations(session, district_id, on=on)
    spellings = {organisation.id: [organisation.label, *organisation.aliases] for organisation in found}
    ties = 0
    for theme in theme_queries.current_themes(session, district_id, on):
        for organisation_id in named(theme.partner_names, spellings):
            tie_partner(session, theme_id=theme.id, organisation_id=organisation_id, on=on)
            ties += 1
    return ties


def make_offer(session: Session, actor: Actor, given: OfferInput, now: datetime) -> uuid.UUID:
    """Keep what the actor's organisation offers to a theme, its texts cleaned; give the offer's id.

    The same offer twice (a form sent again) is the one that stands, confirmed today.
    Raises `OfferIncomplete` and `NotYourTheme`.
    """
    assert actor.organisation_id is not None
    on = now.astimezone(LOCAL).date()
    organisation = organisation_queries.organisation(session, actor.organisation_id)
    found: dict[str, OfferProblem | ContactProblem] = {**problems(given), **_contact_problems(given.contact)}
    if given.contact_person_id is not None and not _is_member(session, organisation, given.contact_person_id, on):
        found["contact_person_id"] = OfferProblem.CONTACT_ELSEWHERE
    if found:
        raise OfferIncomplete(found)
    if given.theme_id not in themes_of(session, organisation.id, on):
        raise NotYourTheme("a partner offers to themes it is tied to")
    lists = district_queries.word_lists(session, organisation.district_id)
    reached = _reached(session, organisation, given.contact)
    offer = Offer(
        theme_id=given.theme_id,
        organisation_id=organisation.id,
        area_id=given.area_id,
        form=clean(given.form.strip(), lists).text,
        when_text=clean(given.when_text.strip(), lists).text,
        contact_text=clean(given.contact_text.strip(), lists).text,
        contact_function=reached.function,
        contact_phone=reached.phone,
        contact_email=reached.email,
        contact_person_id=given.contact_person_id,
        made_on=on,
        made_by=actor.person_id,
        last_confirmed_on=on,
    )
    standing = _the_same(session, offer)
    if standing is not None:
        standing.last_confirmed_on = max(standing.last_confirmed_on, on)
        session.flush()
        return standing.id
    session.add(offer)
    session.flush()
    record(session, actor, "offer.made", "offer", offer.id, now, theme=str(offer.theme_id))
    return offer.id


def confirm_offer(session: Session, actor: Actor, offer_id: uuid.UUID, now: datetime) -> None:
    """Say that an offer still holds, for another year; raises `OfferGone` and `NotYourOffer`."""
    offer = _own(session, actor, offer_id)
    offer.last_confirmed_on = max(offer.last_confirmed_on, now.astimezone(LOCAL).date())
    session.flush()
    record(session, actor, "offer.confirmed", "offer", offer.id, now, theme=str(offer.theme_id))


def set_contact(session: Session, actor: Actor, offer_id: uuid.UUID, contact: Contact, now: datetime) -> None:
    """Say how the partner is reached about an own offer; raises `OfferGone`, `NotYourOffer` and `OfferIncomplete`."""
    offer = _own(session, actor, offer_id)
    found = _contact_problems(contact)
    if found:
        raise OfferIncomplete(found)
    organisation = organisation_queries.organisation(session, offer.organisation_id)
    reached = _reached(session, organisation, contact)
    offer.contact_function, offer.contact_phone, offer.contact_email = reached.function, reached.phone, reached.email
    session.flush()
    record(session, actor, "offer.changed", "offer", offer.id, now, theme=str(offer.theme_id))


def withdraw_offer(session: Session, actor: Actor, offer_id: uuid.UUID, now: datetime) -> None:
    """Take an offer back from today on; raises `OfferGone` and `NotYourOffer`."""
    offer = _own(session, actor, offer_id)
    offer.withdrawn_on = now.astimezone(LOCAL).date()
    session.flush()
    record(session, actor, "offer.withdrawn", "offer", offer.id, now, theme=str(offer.theme_id))


def _the_same(session: Session, new: Offer) -> Offer | None:
    """Give the standing offer of this partner that says the same, looked for by one at a time."""
    session.execute(
        select(Organisation.id).where(Organisation.id == new.organisation_id).with_for_update(key_share=True)
    )
    said = ("theme_id", "area_id", "form", "when_text", "contact_person_id")
    standing = session.scalars(
        select(Offer).where(Offer.organisation_id == new.organisation_id, Offer.withdrawn_on.is_(None))
    )
    return next((one for one in standing if all(getattr(one, name) == getattr(new, name) for name in said)), None)


def _own(session: Session, actor: Actor, offer_id: uuid.UUID) -> Offer:
    offer = session.get(Offer, offer_id, with_for_update=True, populate_existing=True)
    if offer is None or offer.withdrawn_on is not None:
        raise OfferGone(f"no standing offer {offer_id}")
    if offer.organisation_id != actor.organisation_id:
        raise NotYourOffer("only the partner that made an offer changes it")
    return offer


def _is_member(session: Session, organisation: Organisation, person_id: uuid.UUID, on: date) -> bool:
    return any(person.id == person_id for person in organisation_queries.members(session, organisation.id, on))


def _contact_problems(given: Contact) -> dict[str, ContactProblem]:
    return {f"contact_{name}": what for name, what in contact_problems(given).items()}


def _reached(session: Session, organisation: Organisation, given: Contact) -> Contact:
    """Give the contact as it is kept: number and address as they are, the function as a text that was typed."""
    tidy = given.tidy()
    lists = district_queries.word_lists(session, organisation.district_id)
    return Contact(clean(tidy.function, lists).text if tidy.function else "", tidy.phone, tidy.email)
