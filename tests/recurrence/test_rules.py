"""Whether a theme recurs, told with handfuls of concerns."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gamma

from kernpartner.recurrence.rules import (
    FLAG_LINE,
    Cell,
    GateAnswers,
    Judgement,
    Prior,
    Reason,
    evaluate,
    explanation,
    judge,
    lower_bound,
    month_number,
    prior_by_moments,
)
from kernpartner.recurrence.rules.words import EXPLANATIONS

AS_OF = date(2026, 6, 30)
LAST = month_number(AS_OF)
SCHOOLS = [f"school{number}" for number in range(8)]
THEMES = ["nieuw", *(f"gewoon{number}" for number in range(11))]


def a_quiet_past(years: int = 3) -> list[Cell]:
    """Eight schools that log two of each ordinary theme over the months, year after year."""
    cells = []
    for year in range(years + 1):
        for index, school in enumerate(SCHOOLS):
            for step in range(10):
                for more in range(2):
                    theme = THEMES[1 + (index + step * 3 + more * 5) % 11]
                    cells.append(Cell("wijk", school, "school", LAST - 12 * year - step, theme, 1))
    return cells


def verdict(extra: list[Cell]) -> Judgement:
    """What is judged of the theme that is new this year."""
    judged = judge([*a_quiet_past(), *extra], THEMES, LAST)["wijk"]
    return next(found for found in judged if found.theme == "nieuw")


def seen(school: int, step: int, n: int = 1) -> Cell:
    return Cell("wijk", SCHOOLS[school], "school", LAST - step, "nieuw", n)


BROAD = [seen(school, step) for school in range(6) for step in (school % 3, 3 + school % 4, 8)]


def test_a_theme_that_returns_over_organisations_and_months_recurs() -> None:
    found = verdict(BROAD)
    assert found.flag
    assert found.reason is Reason.RECURS
    assert found.score >= FLAG_LINE


def test_a_theme_seen_once_does_not_recur() -> None:
    found = verdict([seen(0, 0)])
    assert not found.flag


def test_one_diligent_reporter_does_not_decide() -> None:
    found = verdict([seen(0, step, 20) for step in range(10)])
    assert not found.flag
    assert found.reason is Reason.ONE_REPORTER


def test_one_diligent_reporter_beside_two_others_does_not_decide_either() -> None:
    found = verdict([*(seen(0, step, 20) for step in range(10)), seen(1, 2), seen(2, 4)])
    assert not found.flag
    assert found.reason is Reason.ONE_REPORTER


def test_an_incident_of_one_month_does_not_recur() -> None:
    found = verdict([seen(school, 3, 2) for school in range(8)])
    assert not found.flag
    assert found.reason is Reason.ONE_MONTH


def test_one_family_logged_by_three_organisations_does_not_recur() -> None:
    found = verdict([seen(school, 5) for school in range(3)])
    assert not found.flag


def test_a_theme_of_last_year_does_not_recur_now() -> None:
    found = verdict([dataclasses.replace(cell, month=cell.month - 12) for cell in BROAD])
    assert not found.flag
    assert found.reason is Reason.NOT_SEEN


def test_a_theme_that_is_always_large_is_no_discovery() -> None:
    # One case a month at each school on average, unevenly as cases come: nothing in three of eight months.
    uneven = [0, 1, 3, 0, 2, 1, 0, 1]
    cells = a_quiet_past()
    cells += [
        Cell("wijk", school, "school", LAST - 12 * year - step, "nieuw", uneven[(index + 3 * step + year) % 8])
        for year in range(4)
        for index, school in enumerate(SCHOOLS)
        for step in range(10)
    ]
    judged = judge(cells, THEMES, LAST)["wijk"]
    found = next(found for found in judged if found.theme == "nieuw")
    assert not found.flag
    assert found.reason is Reason.ALWAYS_LARGE


def test_a_rise_in_every_area_at_once_is_seen() -> None:
    both = [
        dataclasses.replace(cell, area=area, organisation=f"{area}-{cell.organisation}")
        for area in ("wijk", "buurwijk")
        for cell in [*a_quiet_past(), *BROAD]
    ]
    judged = judge(both, THEMES, LAST)
    assert all(row[0].theme == "nieuw" and row[0].flag for row in judged.values())


def test_a_theme_that_belongs_to_its_month_is_expected_there() -> None:
    exam = [Cell("wijk", school, "school", LAST - 12 * year - 2, "nieuw", 3) for year in range(4) for school in SCHOOLS]
    found = verdict(exam)
    assert not found.flag


def test_logging_ten_times_as_much_of_everything_changes_no_presence() -> None:
    once = verdict(BROAD).evidence.observed
    assert verdict([dataclasses.replace(cell, n=10) for cell in BROAD]).evidence.observed == once


def test_without_any_past_or_neighbour_nothing_is_flagged() -> None:
    this_year = [cell for cell in a_quiet_past() if cell.month > LAST - 12]
    judged = judge(this_year, THEMES, LAST)["wijk"]
    assert not any(found.flag for found in judged)


def test_what_is_after_the_month_does_not_count() -> None:
    assert verdict([dataclasses.replace(cell, month=cell.month + 12) for cell in BROAD]).reason is Reason.NOT_SEEN


def test_the_score_can_be_recomputed_from_the_evidence() -> None:
    found = verdict(BROAD)
    evidence = found.evidence
    kept = [
        (x, q)
        for organisation, month, x, q in evidence.cells
        if organisation != evidence.without_organisation and month != evidence.without_month
    ]
    again = lower_bound(sum(x for x, _ in kept), sum(q for _, q in kept), found.prior)
    assert again == pytest.approx(found.score)


def test_the_order_is_the_same_whatever_the_order_of_the_rows() -> None:
    cells = [*a_quiet_past(), *BROAD]
    there = [found.theme for found in judge(cells, THEMES, LAST)["wijk"]]
    back = [found.theme for found in judge(cells[::-1], THEMES[::-1], LAST)["wijk"]]
    assert there == back


@given(st.floats(0, 60), st.floats(0, 60), st.floats(0.5, 20), st.floats(0.5, 20))
def test_the_lower_bound_is_the_tenth_percentile(x: float, q: float, a: float, b: float) -> None:
    exact = gamma.ppf(0.10, a + x, scale=1 / (b + q))
    assert lower_bound(x, q, Prior(a, b)) == pytest.approx(exact, rel=0.08, abs=0.02)


def test_the_prior_finds_back_how_themes_differ() -> None:
    # Rates of a half and of one and a half, half of each: mean 1, variance 1/4, so shape and rate are 4.
    pairs = [(0.5 * q, q) for q in (400.0,) * 20] + [(1.5 * q, q) for q in (400.0,) * 20]
    prior = prior_by_moments(pairs)
    assert prior.a == pytest.approx(4, rel=0.05)
    assert prior.b == pytest.approx(4, rel=0.05)


def test_too_few_pairs_leave_the_prior_vague() -> None:
    assert prior_by_moments([(3.0, 2.0)] * 4) == Prior(2.0, 2.0)


def test_no_explanation_holds_a_number_and_every_reason_has_one() -> None:
    for reason in Reason:
        text = explanation(reason)
        assert text
        assert not re.search(r"\d", text)
        assert all(len(sentence.split()) <= 20 for sentence in text.split(". "))


def test_who_or_when_it_was_cannot_be_told_from_the_words() -> None:
    assert EXPLANATIONS[Reason.ONE_REPORTER] == EXPLANATIONS[Reason.ONE_MONTH]
    assert EXPLANATIONS[Reason.NOT_SEEN] == EXPLANATIONS[Reason.AS_EXPECTED]


@pytest.mark.parametrize("missing", ["clear", "neutral", "recognised", "shared"])
def test_the_second_gate_wants_every_answer_to_be_yes(missing: str) -> None:
    yes = GateAnswers(clear=True, neutral=True, recognised=True, shared=True)
    assert yes.passed
    assert not dataclasses.replace(yes, **{missing: False}).passed


def row(day: str, logged: str, **more: object) -> dict[str, object]:
    return {"id": "1", "day": day, "logged": logged, "org": "a", "wijk": "w", "age": "10-11", "tags": {"x": 0.9}} | more


def themes_of(rows: list[dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    return evaluate(rows, [{"id": "a", "type": "po", "wijk": "w", "pupils": 200}], AS_OF)


def test_the_file_form_leaves_out_what_was_not_known_on_the_day() -> None:
    assert themes_of([row("2026-06-01", "2026-07-01")]) == {}
    assert themes_of([row("2026-06-01", "2026-06-02")]) == {"w": [{"theme": "x", "flag": False}]}


def test_the_file_form_leaves_out_tags_that_are_not_sure() -> None:
    assert themes_of([row("2026-06-01", "2026-06-02", tags={"x": 0.49})]) == {}


def test_the_file_form_takes_an_organisation_that_is_not_listed() -> None:
    assert "w" in themes_of([row("2026-06-01", "2026-06-02", org="onbekend")])


def test_the_file_form_names_every_theme_in_every_area() -> None:
    ranked = themes_of([row("2026-06-01", "2026-06-02"), row("2026-05-01", "2026-05-02", wijk="v", tags={"y": 1})])
    assert {area: {entry["theme"] for entry in row_} for area, row_ in ranked.items()} == {
        "w": {"x", "y"},
        "v": {"x", "y"},
    }


def test_earlier_years_are_compared_at_the_same_maturity() -> None:
    # Logged in July of last year: on 30 June of last year nobody knew it, so it is no past to compare with.
    late = [row("2025-06-20", "2025-07-10", tags={"y": 1})]
    now = [row("2026-06-01", "2026-06-02")]
    assert themes_of(now + late)["w"] == themes_of([*now, row("2026-06-01", "2026-06-02", tags={"y": 0.1})])["w"]


def test_an_as_of_day_of_29_february_has_earlier_years() -> None:
    rows = [row("2024-02-01", "2024-02-02"), row("2023-02-01", "2023-02-02")]
    assert "w" in evaluate(rows, [], date(2024, 2, 29))
