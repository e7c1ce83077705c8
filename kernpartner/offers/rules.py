"""Decides what a complete offer is, when it must be confirmed again, and which organisation a partner name means."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kernpartner.organisations.rules import Contact

FORM_LIMIT = 300
WHEN_LIMIT = 200
CONTACT_LIMIT = 200
CONFIRM_AFTER = timedelta(days=365)
NOT_GIVEN = Contact()


class OfferProblem(StrEnum):
    """What is wrong with an offer; the page words it."""

    FORM_MISSING = "form_missing"
    FORM_TOO_LONG = "form_too_long"
    WHEN_TOO_LONG = "when_too_long"
    CONTACT_TOO_LONG = "contact_too_long"
    CONTACT_ELSEWHERE = "contact_elsewhere"


@dataclass(frozen=True)
class OfferInput:
    """What a partner offers to a theme, in one area or (without one) in the whole district.

    Names and numbers are cleaned out of the texts. How the partner is reached stands in `contact`, in fields that are
    checked and kept as they are; `contact_person_id` is a member of the partner.
    """

    theme_id: uuid.UUID
    form: str
    area_id: uuid.UUID | None = None
    when_text: str = ""
    contact_text: str = ""
    contact_person_id: uuid.UUID | None = None
    contact: Contact = NOT_GIVEN


def problems(given: OfferInput) -> dict[str, OfferProblem]:
    """Give what is wrong per field; empty when the offer is complete."""
    found: dict[str, OfferProblem] = {}
    if not given.form.strip():
        found["form"] = OfferProblem.FORM_MISSING
    elif len(given.form) > FORM_LIMIT:
        found["form"] = OfferProblem.FORM_TOO_LONG
    if len(given.when_text) > WHEN_LIMIT:
        found["when_text"] = OfferProblem.WHEN_TOO_LONG
    if len(given.contact_text) > CONTACT_LIMIT:
        found["contact_text"] = OfferProblem.CONTACT_TOO_LONG
    return found


def needs_confirmation(last_confirmed_on: date, on: date) -> bool:
    """Say whether the partner has to confirm an offer again: once a year, so that no offer outlives the partner."""
    return on - last_confirmed_on >= CONFIRM_AFTER


def named(partner_names: Iterable[str], spellings: Mapping[uuid.UUID, Iterable[str]]) -> list[uuid.UUID]:
    """Give the organisations that the taxonomy's partner names mean, in the order of `spellings`.

    `spellings`: per organisation its label and aliases. A name that fits none (a "huisarts") ties nobody.
    """
    wanted = {_folded(name) for name in partner_names}
    return [key for key, written in spellings.items() if wanted & {_folded(name) for name in written}]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
