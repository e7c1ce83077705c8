"""The calendar is fixed, blocks have plain names, and two blocks compare without saying anything new."""

from __future__ import annotations

from datetime import date

import pytest

from kernpartner.privacy.disclosure import Audience
from kernpartner.publications.rules import (
    TREND_WORDS,
    ReleaseSettings,
    Trend,
    block_label,
    calendar,
    fits_school,
    months_in,
    periods_of_year,
    trend,
)

PLAIN = ReleaseSettings()


def test_editions_go_out_on_fixed_days_of_the_school_year() -> None:
    found = calendar(date(2025, 9, 3), date(2026, 8, 1), PLAIN)
    assert [(release.on, release.audience.value) for release in found] == [
        (date(2025, 10, 1), "digest"),
        (date(2026, 1, 1), "digest"),
        (date(2026, 4, 1), "digest"),
        (date(2026, 7, 1), "digest"),
        (date(2026, 8, 1), "agenda"),
        (date(2026, 8, 1), "city"),
    ]


def test_nothing_is_due_before_its_day() -> None:
    assert calendar(date(2025, 9, 3), date(2025, 9, 30), PLAIN) == []
    assert len(calendar(date(2025, 9, 3), date(2025, 10, 1), PLAIN)) == 1


def test_a_release_uses_closed_periods_of_one_school_year_only() -> None:
    for release in calendar(date(2023, 9, 1), date(2027, 1, 1), PLAIN):
        assert set(release.periods) <= set(periods_of_year(release.year))
        assert max(release.periods) < release.on


def test_a_district_may_have_its_agendas_in_spring_with_what_is_closed_by_then() -> None:
    settings = ReleaseSettings.from_district({"release": {"agenda_on": "05-01", "fewest_schools": 8}})
    agendas = [r for r in calendar(date(2025, 9, 1), date(2026, 8, 1), settings) if r.audience == Audience.AGENDA]
    assert [(agenda.on, agenda.periods) for agenda in agendas] == [(date(2026, 5, 1), periods_of_year(2025)[:3])]
    assert settings.fewest_schools == 8


def test_an_area_of_two_schools_cannot_be_allowed() -> None:
    assert ReleaseSettings.from_district({"release": {"fewest_schools": 1}}).fewest_schools == 3


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (0, 1, "augustus en september 2025"),
        (0, 3, "augustus 2025 t/m maart 2026"),
        (1, 2, "oktober t/m december 2025"),
        (4, 5, "juli 2026"),
    ],
)
def test_a_block_is_named_by_its_months(first: int, last: int, name: str) -> None:
    assert block_label(periods_of_year(2025)[first:last]) == name


def test_all_periods_together_are_the_school_year() -> None:
    assert block_label(periods_of_year(2025)) == "schooljaar 2025-2026"
    assert months_in(periods_of_year(2025)) == 12


def test_a_band_may_not_describe_half_a_school_or_a_small_one() -> None:
    assert fits_school(14, 200, PLAIN) and fits_school(14, None, PLAIN)
    assert not fits_school(14, 99, PLAIN) and not fits_school(64, 120, PLAIN)


@pytest.mark.parametrize(
    ("earlier", "later", "word"),
    [
        (((10, 14), 3), ((15, 19), 3), Trend.MORE),
        (((20, 24), 3), ((15, 19), 3), Trend.LESS),
        (((10, 14), 3), ((10, 14), 3), Trend.ALIKE),
        (((10, 14), 3), ((20, 24), 6), Trend.ALIKE),
        (((10, 14), 3), ((30, 34), 6), Trend.MORE),
        (((None, None), 3), ((30, 34), 3), Trend.UNKNOWN),
        (((10, 14), 3), ((None, None), 3), Trend.UNKNOWN),
    ],
)
def test_blocks_compare_per_month_and_only_by_what_both_show(earlier: object, later: object, word: Trend) -> None:
    assert trend(*earlier, *later) is word  # type: ignore[misc]
    assert not any(letter.isdigit() for letter in TREND_WORDS[word])
