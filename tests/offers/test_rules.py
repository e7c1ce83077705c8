"""When an offer is complete, when it has to be confirmed again, and whom a partner name means."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest

from kernpartner.offers.rules import OfferInput, OfferProblem, named, needs_confirmation, problems

OFFER = OfferInput(theme_id=uuid.uuid4(), form="een veld en een begeleider, woensdagmiddag")


def test_an_offer_needs_a_form_only() -> None:
    assert problems(OFFER) == {}


@pytest.mark.parametrize(
    ("changed", "name", "problem"),
    [
        ({"form": "  "}, "form", OfferProblem.FORM_MISSING),
        ({"form": "a" * 301}, "form", OfferProblem.FORM_TOO_LONG),
        ({"when_text": "a" * 201}, "when_text", OfferProblem.WHEN_TOO_LONG),
        ({"contact_text": "a" * 201}, "contact_text", OfferProblem.CONTACT_TOO_LONG),
    ],
)
def test_what_is_wrong_is_said_per_field(changed: dict[str, str], name: str, problem: OfferProblem) -> None:
    assert problems(replace(OFFER, **changed)) == {name: problem}


def test_an_offer_is_confirmed_once_a_year() -> None:
    assert not needs_confirmation(date(2025, 3, 11), date(2026, 3, 10))
    assert needs_confirmation(date(2025, 3, 10), date(2026, 3, 10))


def test_a_name_means_the_organisation_that_is_written_so() -> None:
    sport, jou, school = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    spellings = {sport: ["SportUtrecht", "Sport Utrecht"], jou: ["JoU (jongerenwerk)", "JoU"], school: ["De Proef"]}
    assert named(["sport  utrecht", "huisartsen"], spellings) == [sport]
    assert named(["JoU", "SportUtrecht"], spellings) == [sport, jou]
    assert named(["Jo"], spellings) == []
