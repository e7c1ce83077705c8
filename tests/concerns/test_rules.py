"""What a complete concern is, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.concerns.rules import (
    AGE_BANDS,
    COUNTED,
    TEXT_LIMIT,
    TRIED_LIMIT,
    ConcernInput,
    Perspective,
    Problem,
    Wider,
    problems,
)

TODAY = date(2026, 3, 10)
COMPLETE = ConcernInput(
    text="Een leerling slaapt slecht.", age_band="10-11", perspective="professional", wider="yes", occurred_on=TODAY
)
YEAR = timedelta(days=366)
DAY = timedelta(days=1)


def test_a_complete_concern_has_no_problem() -> None:
    assert problems(COMPLETE, TODAY) == problems(COMPLETE, TODAY, historic=True) == {}


@pytest.mark.parametrize(
    ("more", "field", "web", "historic"),
    [
        ({"text": None}, "text", Problem.TEXT_MISSING, None),
        ({"text": ""}, "text", Problem.TEXT_MISSING, None),
        ({"text": " \n\t"}, "text", Problem.TEXT_MISSING, None),
        ({"text": "x" * TEXT_LIMIT}, "text", None, None),
        ({"text": "x" * (TEXT_LIMIT + 1)}, "text", Problem.TEXT_TOO_LONG, Problem.TEXT_TOO_LONG),
        ({"tried": "x" * TRIED_LIMIT}, "tried", None, None),
        ({"tried": "x" * (TRIED_LIMIT + 1)}, "tried", Problem.TRIED_TOO_LONG, Problem.TRIED_TOO_LONG),
        ({"age_band": ""}, "age_band", Problem.AGE_BAND_MISSING, Problem.AGE_BAND_MISSING),
        ({"age_band": "11"}, "age_band", Problem.AGE_BAND_MISSING, Problem.AGE_BAND_MISSING),
        ({"age_band": "onbekend"}, "age_band", None, None),
        ({"perspective": "neighbour"}, "perspective", Problem.PERSPECTIVE_MISSING, Problem.PERSPECTIVE_MISSING),
        ({"perspective": "PUPIL"}, "perspective", Problem.PERSPECTIVE_MISSING, Problem.PERSPECTIVE_MISSING),
        ({"wider": ""}, "wider", Problem.WIDER_MISSING, Problem.WIDER_MISSING),
        ({"wider": "maybe"}, "wider", Problem.WIDER_MISSING, Problem.WIDER_MISSING),
        ({"occurred_on": TODAY + DAY}, "occurred_on", Problem.DATE_IN_FUTURE, Problem.DATE_IN_FUTURE),
        ({"occurred_on": date.max}, "occurred_on", Problem.DATE_IN_FUTURE, Problem.DATE_IN_FUTURE),
        ({"occurred_on": TODAY - YEAR}, "occurred_on", None, None),
        ({"occurred_on": TODAY - YEAR - DAY}, "occurred_on", Problem.DATE_TOO_OLD, None),
        ({"occurred_on": date.min}, "occurred_on", Problem.DATE_TOO_OLD, None),
    ],
)
def test_what_is_wrong_is_named_at_its_field(
    more: dict[str, Any], field: str, web: Problem | None, historic: Problem | None
) -> None:
    given_now = replace(COMPLETE, **more)
    assert problems(given_now, TODAY) == ({field: web} if web else {})
    assert problems(given_now, TODAY, historic=True) == ({field: historic} if historic else {})


@given(
    text=st.none() | st.text(max_size=20),
    age_band=st.sampled_from([*AGE_BANDS, "", "9", "4 - 8"]),
    perspective=st.sampled_from([*Perspective, "", "x"]),
    wider=st.sampled_from([*Wider, "", "x"]),
    days=st.integers(-800, 800),
    historic=st.booleans(),
)
def test_every_wrong_field_is_named_and_no_other(
    text: str | None, age_band: str, perspective: str, wider: str, days: int, historic: bool
) -> None:
    given_now = ConcernInput(text, age_band, perspective, wider, TODAY + timedelta(days=days))
    wrong = {
        "text": not historic and not (text or "").strip(),
        "age_band": age_band not in AGE_BANDS,
        "perspective": perspective not in {"professional", "pupil", "parent"},
        "wider": wider not in {"yes", "no", "unknown"},
        "occurred_on": days > 0 or (not historic and days < -366),
    }
    assert set(problems(given_now, TODAY, historic=historic)) == {
        field for field, is_wrong in wrong.items() if is_wrong
    }


def test_what_was_taken_back_does_not_count() -> None:
    assert set(COUNTED) == {"open", "expired"}


def test_an_age_is_a_band_of_at_least_two_years_and_never_an_age() -> None:
    bands = [tuple(map(int, band.split("-"))) for band in AGE_BANDS if "-" in band]
    assert all(last - first >= 1 for first, last in bands)
    assert len(bands) == len(AGE_BANDS) - 1
