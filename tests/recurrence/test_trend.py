"""Whether a count is more than its own past lets expect."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from kernpartner.recurrence.rules import Prediction, Trend, predict, quarter_trend
from kernpartner.recurrence.rules.trend import _cumulative

FLAT = [[4, 5, 6, 5, 4, 6, 5]] * 5


def test_a_flat_past_predicts_its_own_level() -> None:
    prediction = predict(FLAT)
    assert prediction.mean == pytest.approx(5, abs=0.1)
    assert prediction.dispersion == 1.0


def test_growth_is_carried_on_but_never_above_the_largest_count_seen() -> None:
    growing = [[level] * 7 for level in (10, 20, 40, 80, 160)]
    assert 100 < predict(growing).mean <= 160


def test_a_slope_that_is_only_noise_is_shrunk_away() -> None:
    assert predict([[1, 0], [0, 1], [1, 1], [0, 1], [1, 1]]).mean == pytest.approx(0.7, abs=0.15)


def test_an_outbreak_in_the_past_hardly_lifts_the_expectation() -> None:
    once = [list(year) for year in FLAT]
    once[2][3] = 60
    assert predict(once).mean < 6.5


def test_a_past_without_cases_expects_none_and_alarms_at_the_first() -> None:
    prediction = predict([[0, 0, 0]] * 5)
    assert prediction.mean == 0
    assert prediction.alarm(1)
    assert not prediction.alarm(0)


@pytest.mark.parametrize("years", [[], [[]], [[1, 2], []]])
def test_without_a_past_there_is_no_prediction(years: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="at least one year"):
        predict(years)


@given(st.integers(0, 120), st.floats(0.01, 150), st.floats(1.05, 8))
def test_the_negative_binomial_is_the_known_one(count: int, mean: float, dispersion: float) -> None:
    known = nbinom.cdf(count, mean / (dispersion - 1), 1 / dispersion)
    assert _cumulative(count, mean, dispersion) == pytest.approx(float(known), abs=1e-7)


@given(st.integers(0, 120), st.floats(0.01, 150))
def test_without_extra_spread_it_is_poisson(count: int, mean: float) -> None:
    assert _cumulative(count, mean, 1.0) == pytest.approx(float(poisson.cdf(count, mean)), abs=1e-7)


def test_a_smaller_alpha_alarms_later() -> None:
    prediction = Prediction(5.0, 1.5)
    first = next(count for count in range(100) if prediction.alarm(count, alpha=0.05))
    later = next(count for count in range(100) if prediction.alarm(count, alpha=0.001))
    assert first < later


YEARS = [[3, 4, 3], [4, 3, 4], [3, 3, 4]]


def test_a_quarter_like_the_earlier_ones_is_usual() -> None:
    assert quarter_trend(11, YEARS) is Trend.USUAL


def test_a_quarter_far_above_the_earlier_ones_rises() -> None:
    assert quarter_trend(24, YEARS) is Trend.RISING


def test_a_quarter_far_below_the_earlier_ones_falls() -> None:
    assert quarter_trend(2, YEARS) is Trend.FALLING


def test_twice_as_much_logged_of_everything_is_no_rise_of_a_theme() -> None:
    assert quarter_trend(22, YEARS, logged_now=400, logged_then=200) is Trend.USUAL


@pytest.mark.parametrize(("current", "years"), [(9, [[1, 1, 1]]), (1, [[0, 0, 1], [0, 1, 0]])])
def test_one_earlier_year_or_hardly_a_case_tells_no_trend(current: int, years: list[list[float]]) -> None:
    assert quarter_trend(current, years) is Trend.UNKNOWN
