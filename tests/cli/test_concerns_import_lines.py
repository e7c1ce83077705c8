"""What a line of an import may hold, and what is said of a bad one."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernpartner.cli.concern_lines import OUTCOMES, BadLine, ending_of, read_line
from kernpartner.consultations.rules import Outcome

GOOD = {"id": "d001", "org": "de-proef", "role": "ib", "date": "2025-09-10", "text": "Een vraag."}


def line(**more: object) -> str:
    return json.dumps({**GOOD, **more})


def test_a_line_of_the_development_data_is_read() -> None:
    found = read_line(line(themes=["zelfbeeld"], age_band="10-11", tried="Gesprek gehad.", outcome="open"))
    assert (found.id, found.organisation, found.day, found.registered) == (
        "d001",
        "de-proef",
        date(2025, 9, 10),
        date(2025, 9, 10),
    )
    assert (found.themes, found.outcome, found.school) == (("zelfbeeld",), None, None)


def test_text_may_be_missing_when_there_are_themes() -> None:
    assert read_line(line(text=None, themes=["zelfbeeld"])).text is None


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("{", "no JSON"),
        ("[1]", "not a JSON object"),
        (line(id=""), "id is missing"),
        (line(org=None), "org is missing"),
        (line(date=None), "date is missing"),
        (line(date="gisteren"), "date is no day"),
        (line(date="2025-02-30"), "date is no day"),
        (line(text=None), "neither text nor themes"),
        (line(text=5), "text is no text"),
        (line(text="a\x00b"), "text holds what is no text"),
        (line(text="\ud800"), "text holds what is no text"),
        (line(themes="zelfbeeld"), "themes is no list"),
        (line(themes=[1]), "themes is no list"),
        (line(registered="2025-09-09"), "registered lies before date"),
        (line(outcome="genezen"), "outcome 'genezen' is not known"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_a_bad_line_is_refused_with_its_reason(raw: str, why: str) -> None:
    with pytest.raises(BadLine, match=why):
        read_line(raw)


@given(st.text(min_size=3).filter(lambda text: not text.islower()))
def test_a_reason_repeats_nothing_that_somebody_typed(typed: str) -> None:
    secret = f"Jayden {typed}"
    for raw in (line(outcome=secret), line(date=secret), '{"text": "' + secret + '"'):
        with pytest.raises(BadLine) as refused:
            read_line(raw)
        assert "Jayden" not in str(refused.value)


def test_every_outcome_of_the_file_is_one_of_ours() -> None:
    assert set(OUTCOMES.values()) == set(Outcome)
    ending = ending_of(read_line(line(outcome="kleine-actie", action_on="2025-09-24")))
    assert ending is not None
    assert (ending.outcome, ending.action_on) == ("small_action", date(2025, 9, 24))
    assert ending_of(read_line(line(outcome="open"))) is None
