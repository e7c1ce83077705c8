"""Reads what partners can do for a theme, and to which themes a partner belongs."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kernpartner.offers.models import Offer, PartnerTie
from kernpartner.offers.rules import needs_confirmation
from kernpartner.organisations.models import Organisation, OrganisationType, Person
from kernpartner.organisations.queries import holds
from kernpartner.organisations.rules import Contact
from kernpartner.themes.queries import followed, line_of


@dataclass(frozen=True)
class OfferRow:
    """An offer as people read it; `contact_name` is whom to call, `outdated` that nobody confirmed it for a year."""

    offer_id: uuid.UUID
    theme_id: uuid.UUID
    organisation_id: uuid.UUID
    partner_label: str
    area_id: uuid.UUID | None
    form: str
    when_text: str
    contact_text: str
    contact: Contact
    contact_name: str | None
    made_on: date
    last_confirmed_on: date
    outdated: bool


def offers_for(
    session: Session, theme_id: uuid.UUID, on: date, *, area_id: uuid.UUID | None = None
) -> Sequence[OfferRow]:
    """Give what is offered to a theme on that day (in an area: also what holds everywhere), by partner.

    What was offered to a theme that ended in this one counts as offered to it.
    """
    query = _standing(on).where(Offer.theme_id.in_(line_of(session, theme_id)))
    if area_id is not None:
        query = query.where(or_(Offer.area_id.is_(None), Offer.area_id == area_id))
    return _rows(session, query, on)


def offers_of(session: Session, organisation_id: uuid.UUID, on: date) -> Sequence[OfferRow]:
    """Give what a partner itself offers on that day, in the order in which it was made."""
    return _rows(session, _standing(on).where(Offer.organisation_id == organisation_id), on)


def partners_for(session: Session, theme_id: uuid.UUID, on: date) -> Sequence[Organisation]:
    """Give the partners that belong to a theme on that day, by label; kernpartners are no partners here."""
    return session.scalars(
        select(Organisation)
        .join(PartnerTie, PartnerTie.organisation_id == Organisation.id)
        .join(OrganisationType, OrganisationType.slug == Organisation.type_slug)
        .where(
            PartnerTie.theme_id.in_(line_of(session, theme_id)),
            holds(PartnerTie, on),
            holds(Organisation, on),
            OrganisationType.is_core_partner.is_(False),
        )
        .order_by(Organisation.label)
        .distinct()
    ).all()


def themes_of(session: Session, organisation_id: uuid.UUID, on: date) -> Sequence[uuid.UUID]:
    """Give the ids of the themes to which an organisation belongs on that day; of a theme that ended its heirs."""
    tied = session.scalars(
        select(PartnerTie.theme_id)
        .where(PartnerTie.organisation_id == organisation_id, holds(PartnerTie, on))
        .order_by(PartnerTie.theme_id)
        .distinct()
    ).all()
    return followed(session, tied) if tied else []


def to_confirm(session: Session, organisation_id: uuid.UUID, on: date) -> Sequence[OfferRow]:
    """Give the offers of a partner that it has to confirm again."""
    return [row for row in offers_of(session, organisation_id, on) if row.outdated]


def _standing(on: date) -> Select[Offer, str, str]:
    return (
        select(Offer, Organisation.label, Person.name)
        .join(Organisation, Organisation.id == Offer.organisation_id)
        .outerjoin(Person, Person.id == Offer.contact_person_id)
        .where(Offer.made_on <= on, or_(Offer.withdrawn_on.is_(None), Offer.withdrawn_on > on))
        .where(holds(Organisation, on))
        .order_by(Organisation.label, Offer.made_on, Offer.id)
    )


def _rows(session: Session, query: Select[Offer, str, str], on: date) -> Sequence[OfferRow]:
    return [
        OfferRow(
            offer_id=offer.id,
            theme_id=offer.theme_id,
            organisation_id=offer.organisation_id,
            partner_label=label,
            area_id=offer.area_id,
            form=offer.form,
            when_text=offer.when_text,
            contact_text=offer.contact_text,
            contact=Contact(offer.contact_function, offer.contact_phone, offer.contact_email),
            contact_name=name,
            made_on=offer.made_on,
            last_confirmed_on=offer.last_confirmed_on,
            outdated=needs_confirmation(offer.last_confirmed_on, on),
        )
        for offer, label, name in session.execute(query)
    ]
